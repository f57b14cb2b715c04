"""{{ said|talk }}: messages of a conversation, each as `support.web.spoken` says it, inside <div class="talk">.

They are written in one go: a page shows up to forty, and a template would ask of each for all that it might be.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from support.templatetags.attributes import said as plainly
from support.web.spoken import Spoken

register = template.Library()


@register.filter
def talk(said: Iterable[Spoken]) -> SafeString:
    return SafeString("".join(map(_message, said)))  # each part is escaped


def _message(one: Spoken) -> str:
    kind, key = "said mine" if one["mine"] else "said", escape(one["key"])
    named = f' id="m-{key}" data-key="{key}"' if key else ""
    lines = f"  {_who(one)}\n  {_words(one)}\n{_below(one)}"
    return f'{_above(one)}<div class="{kind}"{named}>\n{lines}</div>\n{_after(one)}'


def _above(one: Spoken) -> str:
    day = f'<p class="day">{escape(one["day"])}</p>\n' if one["day"] else ""
    if one["first_new"]:
        day += f'<p class="day new" data-first-new>{pgettext("messages", "New")}</p>\n'
    return day


def _who(one: Spoken) -> str:
    edited = f" · {pgettext('a message', 'edited')}" if one["edited"] and not one["gone"] else ""
    time = f'<time datetime="{escape(one["at"])}">{escape(one["time"])}</time>'
    return f'<p class="who"><bdi>{plainly(one["who"])}</bdi> · {time}{edited}</p>'


def _words(one: Spoken) -> str:
    if one["hidden"]:
        why = (
            f' <a href="{escape(one["why"])}">{pgettext("a decision", "Read why")}</a>' if one["why"] else ""
        )
        return f'<p class="gone">{_("The moderators have put this message aside.")}{why}</p>'
    if one["gone"]:
        return f'<p class="gone">{_("This message was taken back.")}</p>'
    return f'<p dir="auto">{plainly(one["words"])}</p>'


def _below(one: Spoken) -> str:
    """What its author may do with it, and how far it has come."""
    change = f'<a href="{escape(one["change"])}">{_("Change or take back")}</a>' if one["change"] else ""
    said = " · ".join(part for part in (change, escape(one["mark"])) if part)
    return f'  <p class="who">{said}</p>\n' if said else ""


def _after(one: Spoken) -> str:
    return f'<p class="event">{escape(one["held"])}</p>\n' if one["held"] else ""
