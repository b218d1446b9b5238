"""The folder of this host: names of ours in it, and nothing outside of it."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from telephony.recording import spool


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.RECORDING_SPOOL_DIR = tmp_path / "spool"
    return tmp_path / "spool"


def test_a_new_name_lies_in_the_folder(folder: Path) -> None:
    name = spool.new_name()

    assert spool.file_of(name) == folder / name and name != spool.new_name()


@pytest.mark.parametrize("name", ["", ".", "../secret.txt", "deep/x.wav", "/etc/passwd", "x.wav"])
def test_no_other_name_leads_anywhere(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        spool.file_of(name)
    assert not spool.has(name)


def test_only_what_has_such_a_name_is_seen(folder: Path) -> None:
    assert spool.names() == []
    folder.mkdir()
    (folder / "notes.txt").touch()
    name = spool.new_name()
    spool.file_of(name).touch()

    assert spool.names() == [name] and spool.has(name) and not spool.has(spool.new_name())
