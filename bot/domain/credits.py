"""How many units a rule gives for minutes of mentoring: whole blocks only, and never more than a cycle's most."""

from dataclasses import dataclass

HOUR = 60  # minutes


@dataclass(frozen=True)
class Amounts:
    """`units` for every full `hours`, at most `most` units in a cycle. Raises `ValueError` unless all are positive."""

    hours: int
    units: int
    most: int

    def __post_init__(self) -> None:
        if min(self.hours, self.units, self.most) < 1:
            raise ValueError(f"hours, units and the most units are 1 or more, not {self}")


@dataclass(frozen=True)
class Estimate:
    """`units` after the cap; `capped` where the blocks would have given more; `left_over` minutes fill no block."""

    units: int
    capped: bool
    left_over: int


def estimate(minutes: int, amounts: Amounts) -> Estimate:
    """Rounded down. Raises `ValueError` for less than no time."""
    if minutes < 0:
        raise ValueError(f"nobody meets for {minutes} minutes")
    blocks, left_over = divmod(minutes, amounts.hours * HOUR)
    units = blocks * amounts.units
    return Estimate(min(units, amounts.most), units > amounts.most, left_over)
