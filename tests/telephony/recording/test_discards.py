"""What was discarded is removed wherever it lies, however long that cannot be reached."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from telephony.audio.stereo_wav import StereoFile
from telephony.models import DiscardedSound
from telephony.recording import discards, spool, storage
from tests.telephony.tapes import keep_in, sounds

pytestmark = pytest.mark.django_db(transaction=True)


class Broken(FileSystemStorage):
    """A storage that does not answer."""

    def delete(self, name: str) -> None:
        raise ConnectionError("no")


@pytest.fixture(autouse=True)
def kept(settings: Settings, tmp_path: Path) -> Path:
    (tmp_path / "spool").mkdir()
    return keep_in(settings, tmp_path)


def lying_here() -> str:
    name = spool.new_name()
    StereoFile(spool.file_of(name), make=True).close()
    return name


def lying_there() -> str:
    name = lying_here()
    storage.keep(name, spool.file_of(name))
    spool.file_of(name).unlink()
    return name


def test_it_goes_from_here_with_the_commit_and_not_before() -> None:
    name = lying_here()

    with transaction.atomic():
        discards.discard([name])
        assert sounds() == [name]

    assert sounds() == []


def test_it_goes_from_the_storage_when_that_is_asked() -> None:
    name, other = lying_there(), lying_there()
    discards.discard([name, ""])

    discards.remove_discarded()

    assert sounds() == [other] and DiscardedSound.objects.get().removed_at is not None


def test_a_storage_that_does_not_answer_is_asked_again(settings: Settings) -> None:
    name, working = lying_there(), settings.STORAGES
    discards.discard([name])
    broken = settings.STORAGES["recordings"] | {"BACKEND": f"{__name__}.Broken"}
    settings.STORAGES = working | {"recordings": broken}
    discards.remove_discarded()
    assert sounds() == [name]

    settings.STORAGES = working
    discards.remove_discarded()

    assert sounds() == []


def test_of_a_host_that_was_off_it_goes_when_that_is_back_and_from_the_storage_once_more() -> None:
    """Who died over it may have stored it after the storage had been asked to forget it."""
    discards.discard([name := lying_here()])
    discards.remove_discarded()
    StereoFile(spool.file_of(name), make=True).close()
    storage.keep(name, spool.file_of(name))

    discards.throw_away(spool.names())
    discards.remove_discarded()

    assert sounds() == []


def test_nothing_is_taken_away_from_who_has_it_open() -> None:
    name = lying_here()
    writing = StereoFile(spool.file_of(name))
    discards.discard([name])
    assert sounds() == [name]

    writing.close()
    discards.throw_away([name])

    assert sounds() == []


def test_a_file_that_nobody_discarded_stays() -> None:
    name = lying_here()

    discards.throw_away([name])

    assert sounds() == [name]


def test_notes_are_kept_for_months_and_not_for_ever() -> None:
    discards.discard([spool.new_name()])
    discards.remove_discarded()
    assert DiscardedSound.objects.exists()

    DiscardedSound.objects.update(removed_at=now() - discards.NOTED - timedelta(minutes=1))
    discards.remove_discarded()

    assert not DiscardedSound.objects.exists()
