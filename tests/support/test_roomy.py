"""No depth of calls is a bad one: where Python's own stack would end a piece, nothing is fetched from the system."""

import resource

from support.roomy import roomy

DEEP, OFTEN = 400, 300


def test_a_loop_fetches_no_memory_for_its_calls_however_deep_it_is() -> None:
    roomy(_most_fetched)()  # what is touched for the first time

    assert roomy(_most_fetched)() < OFTEN / 10


def _most_fetched() -> int:
    """Pages of memory that the worst depth fetches for so many calls."""
    return max(_below(depth) for depth in range(1, DEEP))


def _below(depth: int) -> int:
    return _below(depth - 1) if depth else _fetched()


def _fetched() -> int:
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(OFTEN):
        _nothing()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def _nothing() -> None:
    pass
