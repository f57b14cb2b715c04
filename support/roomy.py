"""Room for frames: below this, no depth of calls is a bad one.

Python keeps the frames of a thread in pieces of 16 kB, and fetches and gives back the next piece each time that a call
crosses an end. Where a loop happens to call just there, every call asks the system for memory, at a hundred times its
cost: one of our pages took twice as long by that. A frame that asks for much gets a large piece, with room for all
below it. (https://github.com/python/cpython/issues/142183; Pythons from 2026 on keep the next piece.)
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

# Words that the frame asks for: its piece is as large again, which is room for a thousand calls. None of it is touched.
SLOTS = 2**15


def roomy(call: Callable[P, R]) -> Callable[P, R]:
    """The same call, with all that it calls in one piece of memory."""

    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        return call(*args, **kwargs)

    called.__code__ = called.__code__.replace(co_stacksize=SLOTS)
    return called
