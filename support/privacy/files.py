"""The two files of a copy: one for machines, one to read."""

import io
import json
import zipfile
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from accounts.languages import language_names
from accounts.models import Member
from support.privacy.labels import LABELS, TITLES, VALUES

Parts = dict[str, list[dict[str, Any]]]

FOR_MACHINES = "everything.json"
TO_READ = "read-me.html"


def packed(told: Parts, *, member: Member, now: datetime) -> bytes:
    """The zip with both."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(TO_READ, _to_read(told, member, now))
        pack.writestr(FOR_MACHINES, _for_machines(told, now))
    return file.getvalue()


def _for_machines(told: Parts, now: datetime) -> str:
    whole = {"made_at": now, "made_by": settings.SITE_NAME, **told}
    return json.dumps(whole, default=_plain, ensure_ascii=False, indent=1)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _to_read(told: Parts, member: Member, now: datetime) -> str:
    with timezone.override(ZoneInfo(member.time_zone)):
        chapters = [(str(TITLES[part]), [_lines(part, row) for row in rows]) for part, rows in told.items()]
        shown = {"chapters": chapters, "made_at": now, "site_name": settings.SITE_NAME}
        return render_to_string("web/privacy/copy_to_read.html", shown)


def _lines(part: str, row: dict[str, Any]) -> list[tuple[str, str | list[Any]]]:
    """What one thing says, line by line; empty lines are left out."""
    said = [(key, _in_words(part, key, value)) for key, value in row.items()]
    return [(str(LABELS[key]), words) for key, words in said if words or words == 0]


def _in_words(part: str, key: str, value: Any) -> Any:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, time):
        return time_format(value, "TIME_FORMAT")
    if isinstance(value, list):
        return _list_in_words(part, key, value)
    if key in ("start", "end"):
        return f"{value // 60:02}:{value % 60:02}"
    return str(VALUES.get((part, key), {}).get(value, value))


def _list_in_words(part: str, key: str, values: list[Any]) -> Any:
    if key == "languages":
        return ", ".join(language_names(values))
    if values and isinstance(values[0], dict):
        return [_lines(part, row) for row in values]
    return ", ".join(str(_in_words(part, key, value)) for value in values)
