"""Which environment variables the service gets.

Without DATABASE_URL it is the embedded default: our own servers, keys from the data folder, the demo, mail in a folder.
With DATABASE_URL somebody's real data is at stake: never the demo, never made-up keys.
"""

from collections.abc import Mapping

from support.local.folder import DataFolder
from support.local.postgres import postgres_url
from support.local.valkey import valkey_url

# Only the embedded default may set these.
DEMO_ONLY = ("DEMO", "MAIL_FOLDER")


def is_embedded(given: Mapping[str, str], folder: DataFolder) -> bool:
    """Also true in a process that an embedded one started: it inherits the embedded database's own address."""
    return given.get("DATABASE_URL", "") in {"", postgres_url(folder.sockets)}


def for_up(given: Mapping[str, str], folder: DataFolder, *, address: str) -> dict[str, str]:
    """For the whole service on this machine. A broker that is not given is embedded as well."""
    chosen = dict(given) | {"STATIC_ROOT": str(folder.static)}
    if not chosen.get("VALKEY_URL"):
        chosen["VALKEY_URL"] = valkey_url(folder.sockets)
    if is_embedded(given, folder):
        return _embedded(chosen, folder) | {"SITE_URL": f"http://{address}"}
    return _real(chosen) | {"SITE_URL": given.get("SITE_URL") or f"http://{address}"}


def for_command(given: Mapping[str, str], folder: DataFolder) -> dict[str, str]:
    """For one Django command: everything embedded, or everything given."""
    if is_embedded(given, folder):
        return _embedded(dict(given), folder) | {"VALKEY_URL": valkey_url(folder.sockets)}
    return _real(dict(given))


def _embedded(chosen: dict[str, str], folder: DataFolder) -> dict[str, str]:
    chosen |= folder.keys()
    chosen |= {"DATABASE_URL": postgres_url(folder.sockets), "DEMO": "1", "MAIL_FOLDER": str(folder.mail)}
    chosen.pop("EMAIL_URL", None)  # the demo's people are invented: nothing may really be sent to them
    return chosen


def _real(chosen: dict[str, str]) -> dict[str, str]:
    missing = [name for name in ("VALKEY_URL", "SECRET_KEY", "FIELD_KEYS") if not chosen.get(name)]
    if missing:
        raise SystemExit(
            f"DATABASE_URL is set, so {' and '.join(missing)} must be set as well; see .env.example."
        )
    for name in DEMO_ONLY:
        chosen.pop(name, None)
    return chosen
