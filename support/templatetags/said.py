"""{{ community|said:"about" }}: what a community says of itself, in the reader's language."""

from django import template

from accounts.said import said

register = template.Library()
register.filter("said", said)
