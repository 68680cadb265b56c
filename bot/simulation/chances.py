"""Chance that belongs to an occasion, not to the order in which things happen.

What somebody does the second time they are asked about a certain person is the same under every policy, however many
other things happened in between: so two policies can be compared on the same people, seed by seed.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
SIZE = 8  # bytes
RANGE = 2.0 ** (8 * SIZE)


@dataclass(frozen=True)
class Chances:
    """An occasion is any number of texts and numbers that name it; the same one always draws the same."""

    seed: int

    def draw(self, *occasion: str | int) -> float:
        """At least 0, less than 1, every number as likely as the others."""
        named = "\x1f".join(map(str, (self.seed, *occasion)))
        return int.from_bytes(blake2b(named.encode(), digest_size=SIZE).digest(), "big") / RANGE

    def happens(self, share: float, *occasion: str | int) -> bool:
        return self.draw(*occasion) < share

    def pick(self, weights: Mapping[T, float], *occasion: str | int) -> T:
        """One of the keys, each as often as its weight says; the weights are not all 0."""
        point = self.draw(*occasion) * sum(weights.values())
        likely = [(key, weight) for key, weight in weights.items() if weight]
        for key, weight in likely:
            point -= weight
            if point < 0:
                return key
        return likely[-1][0]  # rounding

    def between(self, least: int, most: int, *occasion: str | int) -> int:
        """Both included."""
        return least + int(self.draw(*occasion) * (most - least + 1))

    def wait(self, mean: float, *occasion: str | int) -> float:
        """Exponential: mostly short, sometimes long; at most five times the mean."""
        return min(-mean * math.log(1 - self.draw(*occasion)), 5 * mean)
