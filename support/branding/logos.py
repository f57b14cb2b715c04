"""A community's logo: kept as it was made anew, at an address that changes with it."""

from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError

from accounts.models import Community, Logo
from support.branding import png, svg

TYPES = {"svg": "image/svg+xml", "png": "image/png"}
MOST_BYTES = max(svg.MOST_BYTES, png.MOST_BYTES)


def put(*, community: Community, data: bytes, now: datetime) -> str:
    """From now on this is the logo; returns its mark. Raises ValidationError beside `logo`."""
    kind = "png" if data.startswith(png.SIGNATURE) else "svg"
    try:
        clean = png.clean(data) if kind == "png" else svg.clean(data)
    except ValidationError as refusal:
        raise ValidationError({"logo": refusal.messages}) from refusal
    mark = sha256(clean).hexdigest()[:16]
    kept = {"kind": kind, "content": clean, "changed_at": now}
    Logo.objects.update_or_create(community=community, defaults=kept)
    _name(community, mark)
    return mark


def take_out(*, community: Community) -> None:
    Logo.objects.filter(community=community).delete()
    _name(community, "")


def logo_at(slug: str, mark: str) -> Logo | None:
    """The logo behind an address; none where it has changed since."""
    here = Logo.objects.filter(community__slug=slug, community__logo_mark=mark)
    return here.first() if mark else None


def _name(community: Community, mark: str) -> None:
    community.logo_mark = mark
    community.save(update_fields=["logo_mark"])
