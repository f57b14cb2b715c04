"""{% once %}…{% endonce %}: what reads the same for everybody who reads in this language is made once in a process.

Nothing inside may come from the request, from who reads or from what a view found: texts, addresses and files of ours.
"""

from weakref import WeakKeyDictionary

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

_made: "WeakKeyDictionary[Once, dict[str | None, SafeString]]" = WeakKeyDictionary()


class Once(template.Node):
    def __init__(self, words: NodeList) -> None:
        self.words = words

    def render(self, context: template.Context) -> SafeString:
        made, language = _made.setdefault(self, {}), get_language()
        if language not in made:
            made[language] = self.words.render(context)
        return made[language]


def forget() -> None:
    """Everything is made anew: for tests that look at how it is made."""
    _made.clear()


@register.tag("once")
def once_tag(parser: Parser, token: Token) -> Once:
    words = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(words)
