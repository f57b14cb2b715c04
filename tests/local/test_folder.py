"""The data folder: ours or refused, one owner at a time, keys made once."""

import base64
import os
import stat
from pathlib import Path

import pytest

from support.local import options, postgres, variables
from support.local.folder import DataFolder, private_folder

REAL = {
    "DATABASE_URL": "postgresql://app@db/app",
    "VALKEY_URL": "redis://valkey",
    "SECRET_KEY": "theirs",
    "FIELD_KEYS": "theirs too",
}


def test_it_lies_in_the_project_unless_data_folder_says_otherwise(tmp_path: Path) -> None:
    assert DataFolder.chosen(tmp_path, {}).path == tmp_path / ".data"
    assert DataFolder.chosen(tmp_path, {"DATA_FOLDER": "/elsewhere"}).path == Path("/elsewhere")


def test_only_its_owner_may_look_inside(folder: DataFolder) -> None:
    for path in (folder.path, folder.mail, folder.logs, folder.sockets):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_sockets_fit_into_the_shortest_limit_however_long_the_folders_name(tmp_path: Path) -> None:
    deep = DataFolder(tmp_path.joinpath(*["a folder with a long name"] * 8))
    assert len(str(deep.sockets / ".s.PGSQL.5432")) < 104


def test_keys_are_made_once_and_are_their_owners_alone(folder: DataFolder) -> None:
    keys = folder.keys()
    assert folder.keys() == keys
    assert stat.S_IMODE(folder.keys_file.stat().st_mode) == 0o600
    assert len(base64.urlsafe_b64decode(keys["FIELD_KEYS"])) == 32
    assert len(keys["SECRET_KEY"]) >= 50


def test_a_folder_from_before_a_key_was_needed_gets_it_and_keeps_the_others(folder: DataFolder) -> None:
    folder.keys_file.write_text('{"SECRET_KEY": "old", "FIELD_KEYS": "old too"}')
    keys = folder.keys()
    assert (keys["SECRET_KEY"], keys["FIELD_KEYS"]) == ("old", "old too")
    assert folder.keys() == keys
    assert len(base64.urlsafe_b64decode(keys["PUSH_KEYS"])) == 32


def test_a_folder_with_something_else_in_it_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").touch()
    with pytest.raises(SystemExit, match="holds something else"):
        DataFolder(tmp_path).prepare()
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_folder_that_cannot_be_made_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(
        SystemExit, match=r"^The data folder .* cannot be used \(Not a directory\)\. Set DATA_FOLDER"
    ):
        DataFolder(tmp_path / "file" / "data").prepare()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_user_is_refused(folder: DataFolder) -> None:
    os.chown(folder.path, 65534, 65534)
    with pytest.raises(SystemExit, match="belongs to nobody"):
        folder.prepare()


def test_starting_anew_keeps_only_what_marks_the_folder(folder: DataFolder) -> None:
    before = folder.keys()
    folder.postgres.mkdir()
    with folder.own("`up`"):
        folder.empty()
        assert not folder.postgres.exists()
        assert folder.keys() != before


def test_a_second_owner_is_told_who_has_it(folder: DataFolder) -> None:
    with folder.own("`up` at http://127.0.0.1:8000/"):
        with pytest.raises(SystemExit) as refusal:
            folder.own("`up`")
        assert str(refusal.value) == (
            f"{folder.path} is in use: `up` at http://127.0.0.1:8000/ (process {os.getpid()})."
        )
    folder.own("`up`").close()


def test_a_socket_folder_that_somebody_else_made_is_not_entered(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.symlink_to(tmp_path)
    with pytest.raises(SystemExit, match="is not private"):
        private_folder(trap)
    (tmp_path / "open").mkdir(mode=0o755)
    with pytest.raises(SystemExit, match="is not private"):
        private_folder(tmp_path / "open")


def test_data_of_another_postgresql_is_left_alone(folder: DataFolder) -> None:
    folder.postgres.mkdir()
    (folder.postgres / "PG_VERSION").write_text("17\n")
    server = postgres.Postgres(folder.postgres, folder.sockets, folder.logs / "postgres.log")
    with pytest.raises(SystemExit, match=r"was made by PostgreSQL 17; this is 18\."):
        server.start()


def test_the_embedded_default_gets_the_demo_and_keys_of_its_own(folder: DataFolder) -> None:
    env = variables.for_up({"EMAIL_URL": "smtp://real.example"}, folder, address="127.0.0.1:8000")
    assert env["DEMO"] == "1"
    assert env["MAIL_FOLDER"] == str(folder.mail)
    assert env["SECRET_KEY"] == folder.keys()["SECRET_KEY"]
    assert env["SITE_URL"] == "http://127.0.0.1:8000"
    assert "EMAIL_URL" not in env


def test_somebodys_own_database_never_gets_the_demo(folder: DataFolder) -> None:
    given = REAL | {"DEMO": "1", "MAIL_FOLDER": "/somewhere"}
    for env in (
        variables.for_up(given, folder, address="127.0.0.1:8000"),
        variables.for_command(given, folder),
    ):
        assert "DEMO" not in env
        assert "MAIL_FOLDER" not in env
        assert env["SECRET_KEY"] == "theirs"


@pytest.mark.parametrize("name", ["SECRET_KEY", "FIELD_KEYS"])
def test_somebodys_own_database_needs_keys_of_its_own(folder: DataFolder, name: str) -> None:
    given = {key: value for key, value in REAL.items() if key != name}
    with pytest.raises(SystemExit, match=f"DATABASE_URL is set, so {name} must be set as well"):
        variables.for_up(given, folder, address="127.0.0.1:8000")
    assert not folder.keys_file.exists()


def test_a_process_that_an_embedded_one_started_is_embedded_too(folder: DataFolder) -> None:
    env = variables.for_command({}, folder)
    assert variables.for_command(env, folder)["DEMO"] == "1"


@pytest.mark.parametrize("arguments", [["--port", "high"], ["--port", "70000"], ["--fersh"], ["now"]])
def test_a_slip_in_the_options_gets_one_line(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        options.parse(arguments)
    assert str(refusal.value).startswith("./manage.py up: ")
    assert "\n" not in str(refusal.value)
