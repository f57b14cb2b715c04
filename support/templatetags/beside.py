"""{% beside %}…{% endbeside %}: a translation that people lean on, with the English beside it until it was reviewed.

`{% beside whole %}` is for a whole page: the English is folded away after it.
"""

from django import template
from django.conf import settings
from django.template.base import NodeList, Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from support.reviewed import beside, is_reviewed

register = template.Library()


class Beside(template.Node):
    def __init__(self, words: NodeList, whole: bool) -> None:
        self.words, self.whole = words, whole

    def render(self, context: template.Context) -> SafeString:
        text = self.words.render(context)
        if is_reviewed():
            return text
        with override(settings.LANGUAGE_CODE):
            english = self.words.render(context)
        if not self.whole:
            return beside(text, english)
        return text + mark_safe(render_to_string("parts/english.html", {"english": english}))  # noqa: S308 - our own


@register.tag("beside")
def beside_tag(parser: Parser, token: Token) -> Beside:
    words = parser.parse(("endbeside",))
    parser.delete_first_token()
    return Beside(words, whole="whole" in token.split_contents()[1:])
