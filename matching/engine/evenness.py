"""How evenly something is spread over people, as one figure between 0 and 1."""

from collections.abc import Iterable


def gini(values: Iterable[float]) -> float:
    """The Gini coefficient: 0 where all have the same; nearer 1, the more of it few have. 0 for nobody or nothing.

    Half the mean difference between any two, over the mean (C. Gini, Variabilità e mutabilità, 1912), worked
    out from the sorted values: sum of (2i - n - 1) * x_i over n * sum of x (C. Damgaard and J. Weiner,
    Ecology 81(4), 2000). Values are not negative. Where one of n has everything it is (n - 1) / n.
    """
    ordered = sorted(values)
    count, whole = len(ordered), sum(ordered)
    if not whole:
        return 0.0
    spread = sum((2 * place - count - 1) * value for place, value in enumerate(ordered, start=1))
    return spread / (count * whole)
