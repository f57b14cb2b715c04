"""{% once %}…{% endonce %}: what reads the same for everybody who reads in this language is made once in a process.

Nothing inside may come from the request, from who reads or from what a view found: texts, addresses and files of ours.
`{% once for place number %}` makes it once for each value of these: of them alone it may be made, and there may be only
a few, the lines of a menu say, because each is kept.
"""

from typing import Any
from weakref import WeakSet

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST = 400  # kinds of one place that are kept; more than a few hundred are a mistake, and are made each time

_all: "WeakSet[Once]" = WeakSet()


class Once(template.Node):
    def __init__(self, words: NodeList, values: list[FilterExpression]) -> None:
        self.words, self.values = words, values
        self.made: dict[tuple[Any, ...], SafeString] = {}
        _all.add(self)

    def render(self, context: template.Context) -> SafeString:
        kind = (get_language(), *(value.resolve(context) for value in self.values))
        made = self.made.get(kind)
        if made is None:
            made = self.words.render(context)
            if len(self.made) < MOST:
                self.made[kind] = made
        return made


def forget() -> None:
    """Everything is made anew: for tests that look at how it is made."""
    for each in _all:
        each.made.clear()


@register.tag("once")
def once_tag(parser: Parser, token: Token) -> Once:
    _once, *said = token.split_contents()
    if said and (said[0] != "for" or len(said) == 1):  # it would be made for one, and shown to all
        raise template.TemplateSyntaxError("{% once %}, or {% once for %} with a name or more.")
    values = [parser.compile_filter(name) for name in said[1:]]
    words = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(words, values)
