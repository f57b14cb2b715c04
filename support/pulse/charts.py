"""Which charts there are, what each says, and which figures it shows."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from support.pulse import coarse
from support.pulse.calls import Supply
from support.pulse.chart import HALVES, PEOPLE, STEPS, Chart, Series
from support.pulse.reading import Told

Named = Sequence[tuple[str, str]]


def for_moderators(told: Told, supplies: Sequence[Supply]) -> list[Chart]:
    """All of them, but for those that have nothing to show yet."""
    return [chart for chart in _all(told, supplies) if not chart.empty]


def for_members(told: Told) -> list[Chart]:
    """The gentle ones."""
    return [chart for chart in (_asking(told), _giving(told)) if not chart.empty]


def _all(told: Told, supplies: Sequence[Supply]) -> Iterator[Chart]:
    yield _topics(supplies)
    yield _asking(told)
    yield _giving(told)
    yield _fared(told)
    yield _waiting(told)
    yield _talking(told)
    yield _both(told)
    yield _carrying(told)
    yield _feeling(told)
    yield _helping(told)
    yield _moderating(told)


def _topics(supplies: Sequence[Supply]) -> Chart:
    columns = list(zip(*((one.asked, one.waiting, one.helpers) for one in supplies), strict=True))
    names = (
        ("asked", _("asked")),
        ("waiting", _("had no yes yet")),
        ("helpers", _("ready to help")),
    )
    return Chart(
        "topics",
        _("Where helpers are missing"),
        _("People who asked in the last four weeks that were counted, and people ready to help."),
        _("Topics"),
        tuple(one.topic.label for one in supplies),
        tuple(one.topic.slug for one in supplies),
        tuple(Series(label, values, key) for (key, label), values in zip(names, columns, strict=False)),
        over_time=False,
    )


def _asking(told: Told) -> Chart:
    return _weekly(
        told,
        "asking",
        _("Asking and offering"),
        _("People in each week who asked for help, or made an offer."),
        [("asked", _("asked")), ("first_asked", _("for the first time")), ("offered", _("offered help"))],
    )


def _giving(told: Told) -> Chart:
    return _weekly(
        told,
        "together",
        _("Coming together"),
        _("People in each week who were connected, met, or said thank you."),
        [("connected", _("were connected")), ("met", _("met")), ("thanked", _("said thank you"))],
    )


def _fared(told: Told) -> Chart:
    names = [
        ("seekers", _("asked")),
        ("seekers_reached", _("somebody was asked for them")),
        ("seekers_connected", _("were connected")),
        ("seekers_helped", _("were helped")),
    ]
    day = (told.days(["seekers"]) or [date.min])[-1]
    return Chart(
        "fared",
        _("How requests fared"),
        _("People who asked in four weeks, and how far it had come two weeks later."),
        _("How far"),
        tuple(label for _name, label in names),
        tuple(name for name, _label in names),
        (Series(_("people"), tuple(told.at(name, day) for name, _label in names), "people"),),
        over_time=False,
    )


def _waiting(told: Told) -> Chart:
    return _lasting(
        told,
        "waiting",
        _("How long until the first yes"),
        _("Half of all requests, and nine of ten, had a first yes within this time."),
        [("wait_half", _("half")), ("wait_most", _("nine of ten"))],
    )


def _moderating(told: Told) -> Chart:
    return _lasting(
        told,
        "moderating",
        _("How long until a moderator decided"),
        _("Half of what waited for a moderator, and nine of ten, was decided within this time."),
        [("looked_half", _("half")), ("looked_most", _("nine of ten"))],
    )


def _talking(told: Told) -> Chart:
    return _monthly(
        told,
        "talking",
        _("What connected people do"),
        _("People who were connected in four weeks, and what had come of it two weeks later."),
        [
            ("pairs", _("were connected")),
            ("pairs_wrote", _("both wrote")),
            ("pairs_met", _("met at an agreed hour")),
        ],
    )


def _both(told: Told) -> Chart:
    return _monthly(
        told,
        "both",
        _("Asking and giving"),
        _("Of those who asked in four weeks: who also offers help here, and who asked once more."),
        [
            ("seekers", _("asked")),
            ("seekers_give", _("offer help, too")),
            ("seekers_again", _("asked once more")),
        ],
    )


def _carrying(told: Told) -> Chart:
    return _monthly(
        told,
        "carrying",
        _("How much helpers carry"),
        _("Helpers by how many people they were newly connected with in four weeks."),
        [
            ("helpers_one", _("one")),
            ("helpers_two", _("two")),
            ("helpers_more", _("three or more")),
        ],
    )


def _feeling(told: Told) -> Chart:
    return _monthly(
        told,
        "feeling",
        _("How people feel"),
        _(
            "From 1, very heavy, to 5, quite light: on average when they asked, and later, of those who said both."
        ),
        [("felt_before", _("when they asked")), ("felt_after", _("later"))],
        reads=_halves,
        ticks=(2, 6, 10),
        unit=HALVES,
    )


def _helping(told: Told) -> Chart:
    return _monthly(
        told,
        "helping",
        _("Did it help?"),
        _("What people who had asked said when they were asked some days later."),
        [("said_yes", _("yes")), ("said_a_little", _("a little")), ("said_not_yet", _("not yet"))],
    )


def _weekly(told: Told, key: str, title: str, says: str, names: Named) -> Chart:
    return _over_time(told, key, title, says, _("Week from"), names)


def _monthly(
    told: Told,
    key: str,
    title: str,
    says: str,
    names: Named,
    reads: Callable[[int], str] = str,
    ticks: tuple[int, ...] = (),
    unit: str = PEOPLE,
) -> Chart:
    return _over_time(told, key, title, says, _("Four weeks from"), names, reads, ticks, unit)


def _lasting(told: Told, key: str, title: str, says: str, names: Named) -> Chart:
    return _monthly(told, key, title, says, names, within, (0, 5, len(coarse.HOURS) + 1), STEPS)


def _over_time(
    told: Told,
    key: str,
    title: str,
    says: str,
    first: str,
    names: Named,
    reads: Callable[[int], str] = str,
    ticks: tuple[int, ...] = (),
    unit: str = PEOPLE,
) -> Chart:
    days = told.days([name for name, _label in names])
    return Chart(
        key,
        title,
        says,
        first,
        tuple(date_format(day, "MONTH_DAY_FORMAT") for day in days),
        tuple(day.isoformat() for day in days),
        tuple(Series(label, tuple(told.at(name, day) for day in days), name) for name, label in names),
        reads=reads,
        ticks=ticks,
        unit=unit,
    )


def _halves(value: int) -> str:
    return number_format(value / 2, decimal_pos=1 if value % 2 else 0)


def within(step: int) -> str:
    """ "2 days", for a step of `coarse.HOURS`."""
    if step > len(coarse.HOURS):
        return _("longer")
    hours = coarse.HOURS[step - 1]
    if hours < 24:
        return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
    return ngettext("%(number)s day", "%(number)s days", hours // 24) % {"number": hours // 24}
