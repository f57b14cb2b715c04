"""The files of the pages (sheets, scripts, letters, icons): how they are named, and what this release of them is."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SUPPORT = Path(settings.BASE_DIR) / "support"
# What the pages are made of. A new release changes one of these, or it changes no page.
MADE_OF = ("static", "templates", "locale")


class Collected(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Each file carries the hash of what is in it, scripts that import scripts included, and lies there compressed."""

    support_js_module_import_aggregation = True


def are_named_by_their_content() -> bool:
    """Then an address never changes its meaning, and a browser may keep it for as long as it likes."""
    return isinstance(staticfiles_storage, Collected)


@cache
def release() -> str:
    """The same for as long as no sheet, script, template or translation changes."""
    mark = sha256()
    for folder in MADE_OF:
        for path in sorted((SUPPORT / folder).rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                mark.update(f"{path.relative_to(SUPPORT)}\0".encode() + path.read_bytes())
    return mark.hexdigest()[:12]
