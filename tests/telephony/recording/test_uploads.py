"""A finished recording leaves its host for the storage, whoever dies over it; never before."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import IO

import pytest
from django.core.files.storage import FileSystemStorage
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.models import Call
from telephony.audio.stereo_wav import CALLEE, HEADER_BYTES, StereoFile
from telephony.models import Recording
from telephony.recording import discards, files, spool, uploads
from tests.factories import make_call
from tests.telephony.tapes import begun, keep_in, path_of, sound_of, sounds

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = b"\x10" * 8000


class Broken(FileSystemStorage):
    """A storage that does not answer; it counts how often it was asked."""

    asked = 0

    def save(self, name: str | None, content: IO[bytes], max_length: int | None = None) -> str:
        Broken.asked += 1
        raise ConnectionError("no")


class Meddled(FileSystemStorage):
    """One whose owner deletes the recording while it is being stored."""

    def save(self, name: str | None, content: IO[bytes], max_length: int | None = None) -> str:
        stored = super().save(name, content, max_length)
        files.delete(Recording.objects.get(path=name))
        discards.remove_discarded()
        super().save(name, content, max_length)
        return stored


@pytest.fixture(autouse=True)
def kept(settings: Settings, tmp_path: Path) -> Path:
    Broken.asked = 0
    return keep_in(settings, tmp_path)


def kept_by(settings: Settings, kind: type[FileSystemStorage]) -> None:
    named = settings.STORAGES["recordings"] | {"BACKEND": f"{__name__}.{kind.__name__}"}
    settings.STORAGES = settings.STORAGES | {"recordings": named}


def recorded(ended: bool = True, finished: bool = True) -> Call:
    call = make_call(
        status="completed" if ended else "in_progress", ended_at=ended and now() or None
    )
    file = begun(call)
    file.write(CALLEE, [(0, SECOND)])
    file.close()
    if finished:
        files.finish(call.pk)
    return call


def test_what_is_complete_is_stored_and_leaves_this_host(kept: Path) -> None:
    call = recorded()
    name = path_of(call).name

    assert uploads.sweep()

    row = Recording.objects.get(call=call)
    assert spool.names() == [] and [each.name for each in kept.iterdir()] == [name]
    assert row.stored_at and row.size == len(sound_of(row)) == HEADER_BYTES + 2 * 8000


def test_while_the_call_lasts_it_stays() -> None:
    call = recorded(ended=False)

    uploads.sweep()

    assert path_of(call).exists() and not Recording.objects.get().stored_at


@pytest.mark.parametrize("seconds,stored", [(61, True), (30, False)])
def test_what_nobody_finished_is_stored_a_minute_after_its_call(seconds: int, stored: bool) -> None:
    call = recorded(finished=False)
    Call.objects.filter(pk=call.pk).update(ended_at=now() - timedelta(seconds=seconds))

    uploads.sweep()

    row = Recording.objects.get()
    assert bool(row.stored_at) is bool(row.finished_at) is (row.seconds == 1.0) is stored


def test_who_still_writes_keeps_it_though_the_call_is_over() -> None:
    call = recorded()
    file = begun(call)

    uploads.sweep()
    file.write(CALLEE, [(8000, SECOND)])
    file.close()
    uploads.sweep()

    assert Recording.objects.get().seconds == 2.0 and not spool.names()


def test_what_another_process_is_storing_is_left_to_it() -> None:
    call = recorded()
    other = StereoFile(path_of(call), alone=True)

    uploads.sweep()

    other.close()
    assert path_of(call).exists() and not Recording.objects.get().stored_at


def test_who_died_after_storing_it_is_followed_by_somebody_who_stores_it_again(kept: Path) -> None:
    call = recorded()
    path = path_of(call)
    sound = path.read_bytes()
    uploads.sweep()
    Recording.objects.update(stored_at=None)
    path.write_bytes(sound)

    uploads.sweep()

    row = Recording.objects.get()
    assert row.stored_at and sound_of(row) == sound and sounds() == [row.path]


def test_a_storage_that_does_not_answer_loses_nothing(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    working, calls = settings.STORAGES, [recorded() for _ in range(5)]
    kept_by(settings, Broken)

    assert not uploads.sweep()
    assert Broken.asked == uploads.MAX_FAILURES, "it is not asked about each of them"
    assert len(spool.names()) == 5 and "waits: ConnectionError" in caplog.text

    settings.STORAGES = working
    assert uploads.sweep()
    assert Recording.objects.exclude(stored_at=None).count() == len(calls) and not spool.names()


def test_what_has_lapsed_is_not_stored_any_more() -> None:
    call = recorded()
    Recording.objects.update(expires_at=now())

    uploads.sweep()

    assert path_of(call).exists() and not Recording.objects.get().stored_at


def test_the_time_that_it_waits_does_not_lengthen_the_time_that_it_is_kept() -> None:
    recorded()
    ends = now() + timedelta(days=1)
    Recording.objects.update(expires_at=ends)

    uploads.sweep()

    assert Recording.objects.get().expires_at == ends


def test_what_is_deleted_while_it_is_being_stored_is_removed_again(settings: Settings) -> None:
    recorded()
    kept_by(settings, Meddled)

    uploads.sweep()
    discards.remove_discarded()

    row = Recording.objects.get()
    assert row.deleted_at and not row.stored_at and sounds() == []


def test_an_uploader_stores_by_itself_and_once_more_when_it_ends() -> None:
    recorded()
    uploader = uploads.Uploader(every_seconds=0.01)
    uploader.start()
    stored = Recording.objects.exclude(stored_at=None)
    while not stored.exists():
        threading.Event().wait(0.02)
    uploader.stop()

    slow = uploads.Uploader(every_seconds=3600)
    slow.start()
    recorded()
    slow.stop()

    assert stored.count() == 2 and not spool.names()
