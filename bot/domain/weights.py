"""How much each criterion counts where several mentors are equally near: a community's own, in five steps each."""

from dataclasses import dataclass, fields
from enum import IntEnum


class Weight(IntEnum):
    NOT_AT_ALL = 0
    LESS = 1
    USUAL = 2
    MORE = 3
    MOST = 4

    @property
    def factor(self) -> float:
        """What the points of a criterion are multiplied by: half, one, two, three times."""
        return FACTORS[self]


FACTORS = (0.0, 0.5, 1.0, 2.0, 3.0)
MOST_FACTOR = max(FACTORS)


@dataclass(frozen=True)
class Weights:
    """One for each of `bot.matching.criteria.CRITERIA`, by the same names; the defaults are the product's."""

    topics: Weight = Weight.USUAL
    experience: Weight = Weight.USUAL
    overlap: Weight = Weight.USUAL
    ways: Weight = Weight.USUAL
    responsiveness: Weight = Weight.USUAL
    load: Weight = Weight.USUAL
    turn: Weight = Weight.USUAL

    def of(self, name: str) -> Weight:
        found = getattr(self, name)
        assert isinstance(found, Weight)
        return found

    @property
    def code(self) -> str:
        """As a button carries them: a digit each, in the order above."""
        return "".join(str(int(self.of(name))) for name in NAMES)


NAMES = tuple(field.name for field in fields(Weights))
USUAL = Weights()


def weights_from(code: str) -> Weights:
    """What `Weights.code` wrote. Raises `ValueError` for anything else."""
    if len(code) != len(NAMES) or not code.isascii() or not code.isdecimal():
        raise ValueError(f"not the weights of {len(NAMES)} criteria: {code[:20]!r}")
    return Weights(**{name: Weight(int(digit)) for name, digit in zip(NAMES, code, strict=True)})
