"""Where finished recordings are kept: read in parts, from here or from there, by any host."""

import io
from datetime import timedelta
from pathlib import Path
from typing import IO

import pytest
from django.core.files.storage import Storage
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.models import Call
from telephony.models import Recording
from telephony.recording import spool, storage
from tests.factories import make_call
from tests.telephony.tapes import keep_in

NAME = "0" * 40 + ".wav"
DATA = bytes(range(256)) * 600


class Elsewhere(Storage):
    """A storage that is no folder: it can give a part, and calls things as it likes."""

    def part(self, name: str, first: int, length: int) -> io.BytesIO:
        return io.BytesIO(DATA[first : first + length])

    def save(self, name: str | None, content: IO[bytes], max_length: int | None = None) -> str:
        return f"other-{name}"


def elsewhere(settings: Settings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "recordings": {"BACKEND": "tests.telephony.recording.test_storage.Elsewhere"}
    }


@pytest.fixture(autouse=True)
def kept(settings: Settings, tmp_path: Path) -> Path:
    (tmp_path / "spool").mkdir()
    return keep_in(settings, tmp_path)


@pytest.fixture
def local() -> Path:
    path = spool.file_of(NAME)
    path.write_bytes(DATA)
    return path


def row(**changes: object) -> Recording:
    return Recording.objects.create(call=make_call(), path=NAME, consent="given", **changes)


def test_what_is_kept_is_nobody_elses_to_read(kept: Path, local: Path) -> None:
    storage.keep(NAME, local)

    assert (kept / NAME).read_bytes() == DATA and local.exists()
    assert kept.stat().st_mode & 0o077 == 0 and (kept / NAME).stat().st_mode & 0o777 == 0o600


def test_a_second_try_lies_over_the_first(kept: Path, local: Path) -> None:
    kept.mkdir()
    (kept / NAME).write_bytes(b"half of it")

    storage.keep(NAME, local)

    assert [each.name for each in kept.iterdir()] == [NAME]
    assert (kept / NAME).read_bytes() == DATA


def test_a_storage_that_gives_another_name_is_none_for_us(settings: Settings, local: Path) -> None:
    elsewhere(settings)

    with pytest.raises(OSError, match="Elsewhere"):
        storage.keep(NAME, local)


def test_removing_twice_is_removing_once(kept: Path, local: Path) -> None:
    storage.keep(NAME, local)

    storage.remove(NAME)
    storage.remove(NAME)

    assert list(kept.iterdir()) == []


@pytest.mark.parametrize("name", ["", ".", "../secret.txt", "deep/x.wav", "x.wav"])
def test_only_names_of_ours_are_ever_removed(kept: Path, name: str) -> None:
    (kept / "deep").mkdir(parents=True)
    others = [kept.parent / "secret.txt", kept / "deep" / "x.wav", kept / "x.wav"]
    for file in others:
        file.write_text("kept")

    storage.remove(name)

    assert all(file.exists() for file in others)


@pytest.mark.django_db
def test_it_is_read_where_it_lies(kept: Path, local: Path) -> None:
    recording = row(size=len(DATA))
    assert storage.is_within_reach(recording) and storage.size(recording) == len(DATA)
    assert b"".join(storage.part(recording, 100, 70_000)) == DATA[100:70_100]

    storage.keep(NAME, local)
    Recording.objects.update(stored_at=now())
    local.unlink()

    assert storage.size(recording) == len(DATA)
    assert storage.is_within_reach(recording)
    assert b"".join(storage.part(recording, 100, 70_000)) == DATA[100:70_100]


@pytest.mark.django_db
def test_of_another_host_it_is_not_there_until_it_is_stored() -> None:
    recording = row(size=9)

    assert not storage.is_within_reach(recording)
    with pytest.raises(FileNotFoundError):
        storage.size(recording)
    with pytest.raises(FileNotFoundError):
        storage.part(recording, 0, 9)


@pytest.mark.django_db
def test_a_storage_that_can_give_a_part_is_asked_for_no_more(settings: Settings) -> None:
    elsewhere(settings)

    assert list(storage.part(row(), 5, 4)) == [DATA[5:9]]


def test_it_is_read_piece_by_piece_and_closed_at_its_end() -> None:
    stream = io.BytesIO(DATA)

    sizes = [len(chunk) for chunk in storage.Chunks(stream, len(DATA) - 10)]

    assert sizes == [65536, 65536, len(DATA) - 10 - 2 * 65536] and stream.closed


def test_doctor_is_told_what_a_folder_does_and_what_it_cannot(
    settings: Settings, kept: Path
) -> None:
    [(_name, fine, words)] = storage.examine()
    assert fine and "on this host" in words and list(kept.iterdir()) == []

    kept.rmdir()
    kept.write_text("no folder")
    [(_name, fine, words)] = storage.examine()
    assert not fine and str(kept) in words


@pytest.mark.django_db
def test_what_should_have_been_stored_long_ago_is_counted() -> None:
    recording = row(expires_at=now() + timedelta(days=1))
    Call.objects.update(ended_at=now() - timedelta(minutes=14))
    assert storage.waiting() == 0

    Call.objects.update(ended_at=now() - timedelta(minutes=16))
    assert storage.waiting() == 1

    Recording.objects.filter(pk=recording.pk).update(stored_at=now())
    assert storage.waiting() == 0
