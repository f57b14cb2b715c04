"""Who runs PostgreSQL when root, or a user without a name, starts the service."""

import os
import sys

import pytest

from support.local import postgres, rootless
from support.local.folder import DataFolder
from tests.local.living import wait_until


@pytest.mark.skipif(os.geteuid() != 0 or sys.platform != "linux", reason="only root needs another identity")
@pytest.mark.parametrize("kind", [rootless.namespace, rootless.nobody])
def test_root_runs_postgresql_as_somebody_else(
    folder: DataFolder, kind: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = rootless.namespace() if kind is rootless.namespace else rootless.nobody()
    if not rootless.works(identity.prefix):
        pytest.skip("this machine forbids it")
    monkeypatch.setattr(rootless, "identity", lambda: identity)
    for _ in range(2):  # made, and used again
        server = postgres.Postgres(folder.postgres, folder.sockets, folder.logs / "postgres.log")
        child = server.start()
        try:
            wait_until(server.is_ready)
        finally:
            child.stop()
        assert child.process.returncode == 0
    assert folder.postgres.stat().st_uid == identity.uid


@pytest.mark.parametrize(
    ("uid", "named", "helpful", "words"),
    [
        (1000, True, set(), ()),
        (1000, False, {"unshare"}, ("unshare",)),
        (0, True, {"unshare", "setpriv"}, ("unshare",)),
        (0, True, {"setpriv"}, ("setpriv",)),
    ],
)
def test_the_least_help_that_works_is_taken(
    uid: int, named: bool, helpful: set[str], words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)
    monkeypatch.setattr(rootless, "_has_a_name", lambda: named)
    monkeypatch.setattr(rootless, "works", lambda prefix: prefix[0] in helpful)
    assert rootless.identity.__wrapped__().prefix[:1] == words


def test_where_nothing_helps_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(rootless, "works", lambda prefix: False)
    with pytest.raises(SystemExit, match="Run this as an ordinary user, or set DATABASE_URL"):
        rootless.identity.__wrapped__()
