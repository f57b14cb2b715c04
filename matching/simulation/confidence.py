"""How sure a mean over a few seeds is: intervals of Student's t, paired where the same people are compared."""

from collections.abc import Sequence
from math import inf, isnan, nan, sqrt
from statistics import fmean, stdev
from typing import NamedTuple

# The 97.5th percentile of Student's t, by degrees of freedom; beyond the table, the next smaller entry is used.
T = {
    **dict(enumerate((12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228), start=1)),
    **dict(enumerate((2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086), start=11)),
    25: 2.060,
    30: 2.042,
    40: 2.021,
    60: 2.000,
    120: 1.980,
}


class Estimate(NamedTuple):
    """A mean, and the interval that holds the true one in 95 of 100 such comparisons."""

    mean: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        """Whether the interval leaves out nought: for a difference, that there is one."""
        return self.low > 0 or self.high < 0


def estimate(values: Sequence[float]) -> Estimate:
    """The mean over seeds with its 95 % interval; one seed alone tells nothing of how sure it is.

    Seeds in which there was nothing to measure (not a number) are left out.
    """
    known = [value for value in values if not isnan(value)]
    if len(known) < 2:
        return Estimate(fmean(known) if known else nan, -inf, inf)
    mean = fmean(known)
    freedom = max(each for each in T if each < len(known))
    half = T[freedom] * stdev(known) / sqrt(len(known))
    return Estimate(mean, mean - half, mean + half)


def difference(values: Sequence[float], baseline: Sequence[float]) -> Estimate:
    """How much the one differs from the other, seed by seed: both met the same people."""
    return estimate([one - other for one, other in zip(values, baseline, strict=True)])
