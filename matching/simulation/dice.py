"""Chance that is the same for every policy: a draw depends on what it is about, never on when it is made.

Whether Omar would say yes to Maya is decided by the seed and their two names. So each policy meets the same
people with the same moods, and what differs between two policies is what they did.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from math import exp, log
from statistics import NormalDist

NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Dice:
    """Draws for one seed."""

    seed: int

    def uniform(self, *about: int | str) -> float:
        """A number between 0 and 1, both left out."""
        said = blake2b(repr((self.seed, about)).encode(), digest_size=7).digest()
        return (int.from_bytes(said, "big") + 0.5) / (1 << 56)

    def happens(self, chance: float, *about: int | str) -> bool:
        return self.uniform(*about) < chance

    def normal(self, *about: int | str) -> float:
        return NORMAL.inv_cdf(self.uniform(*about))

    def exponential(self, mean: float, *about: int | str) -> float:
        return -mean * log(self.uniform(*about))

    def lognormal(self, median: float, sigma: float, *about: int | str) -> float:
        return median * exp(sigma * self.normal(*about))

    def pick(self, weights: Mapping[str, float], *about: int | str) -> str:
        """One of the names, each as likely as its weight says."""
        left = self.uniform(*about) * sum(weights.values())
        for name, weight in weights.items():
            left -= weight
            if left < 0:
                return name
        return name
