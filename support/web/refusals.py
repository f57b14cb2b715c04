"""How a refusal of the domain reaches the person: beside the field that it is about, or as one calm sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


def show_on(form: forms.BaseForm, refusal: ValidationError) -> None:
    """Puts what was refused beside its field; what has no field here stands above the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for field, errors in refusal.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


@contextmanager
def calmly(request: HttpRequest) -> Iterator[None]:
    """Runs one action; where it is refused, the next page says why."""
    try:
        yield
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
