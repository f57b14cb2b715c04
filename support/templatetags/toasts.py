"""{{ message|undo_key }}: which button belongs beside the words, see `support.web.undo`."""

from django import template
from django.contrib.messages.storage.base import Message

from support.web.undo import key_of

register = template.Library()


@register.filter
def undo_key(message: Message) -> str:
    return key_of(message)
