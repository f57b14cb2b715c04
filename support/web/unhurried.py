"""Answers that take the same time whatever was found, so that a clock tells nobody who has an account."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]

A_MOMENT = 0.8  # seconds; longer than the longest way takes: hashing a password and writing a letter


def unhurried(view: View) -> View:
    """A page whose answer to a form never comes sooner than A_MOMENT."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        begun = time.monotonic()
        answer = view(request, *args, **kwargs)
        if request.method == "POST":
            time.sleep(max(0.0, begun + A_MOMENT - time.monotonic()))
        return answer

    return answered
