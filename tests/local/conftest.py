"""A data folder for each test that wants one, and nothing of it left behind."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.local.folder import DataFolder, private_folder


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[DataFolder]:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    private_folder(folder.sockets)
    yield folder
    shutil.rmtree(folder.sockets, ignore_errors=True)
