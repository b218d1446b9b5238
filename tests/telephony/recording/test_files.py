"""Recordings as rows and files: no file without consent, and what is deleted stays deleted."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.models import Call, Preferences
from telephony.audio.stereo_wav import CALLEE, HEADER_BYTES, RATE_HZ, StereoFile
from telephony.models import DiscardedSound, Recording
from telephony.recording import files, spool
from telephony.tasks import tidy_recordings
from tests.factories import make_call, make_campaign, make_person
from tests.telephony.tapes import keep_in, path_of, sounds

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    keep_in(settings, tmp_path)
    return tmp_path / "spool"


def recorded(call: Call | None = None, seconds: int = 1) -> Recording:
    call = call or make_call(status="completed", ended_at=now())
    file = files.begin(call.pk, "simulated", 250)
    assert file is not None
    file.write(CALLEE, [(0, b"x" * (RATE_HZ * seconds))])
    file.close()
    files.finish(call.pk)
    return Recording.objects.get(call=call)


# --- beginning ----------------------------------------------------------------------------------


@pytest.mark.parametrize("consent", ["refused", "unanswered", ""])
def test_without_consent_there_is_no_file_and_no_row(consent: str) -> None:
    call = make_call()

    with pytest.raises(AssertionError):
        files.begin(call.pk, consent, 0)

    assert sounds() == [] and not Recording.objects.exists()


@pytest.mark.parametrize("consent", ["simulated", "given"])
def test_with_consent_a_file_is_made_that_only_we_can_read(folder: Path, consent: str) -> None:
    call = make_call()

    file = files.begin(call.pk, consent, 700)

    assert file is not None
    file.close()
    row = Recording.objects.get()
    assert (row.consent, row.began_ms) == (consent, 700)
    assert sounds() == [row.path] and folder.stat().st_mode & 0o077 == 0


def test_a_file_has_a_name_nobody_can_guess() -> None:
    names = {recorded().path for _ in range(5)}

    assert len(names) == 5 and all(len(name) == 44 for name in names)


def test_a_call_that_goes_on_after_a_break_goes_on_in_its_file() -> None:
    recording = recorded()

    again = files.begin(recording.call_id, "simulated", 9000)

    assert again is not None and again.samples == RATE_HZ
    again.close()
    recording.refresh_from_db()
    assert recording.began_ms == 250 and len(sounds()) == 1


def test_a_call_that_goes_on_on_another_host_keeps_what_the_first_one_wrote(
    settings: Settings, tmp_path: Path
) -> None:
    recording, first = recorded(), settings.RECORDING_SPOOL_DIR
    settings.RECORDING_SPOOL_DIR = tmp_path / "another"

    with pytest.raises(FileNotFoundError):
        files.begin(recording.call_id, "simulated", 9000)
    files.finish(recording.call_id)

    settings.RECORDING_SPOOL_DIR = first
    recording.refresh_from_db()
    assert sounds() == [recording.path] and recording.seconds == 1.0


def test_a_recording_that_was_deleted_is_not_begun_again() -> None:
    recording = recorded()
    files.delete(recording)

    assert files.begin(recording.call_id, "simulated", 0) is None
    assert sounds() == []


@pytest.mark.parametrize("days", [7, 30, 90])
def test_it_is_kept_as_long_as_the_person_has_chosen(days: int) -> None:
    person = make_person()
    Preferences.objects.create(user=person, retention_days=days)

    recording = recorded(make_call(make_campaign(person)))

    assert recording.expires_at is not None
    assert abs(recording.expires_at - now() - timedelta(days=days)) < timedelta(minutes=1)


# --- finishing ----------------------------------------------------------------------------------


def test_a_finished_recording_knows_its_length_its_size_and_its_peaks() -> None:
    recording = recorded(seconds=2)

    assert recording.seconds == 2.0
    assert recording.size == HEADER_BYTES + 4 * RATE_HZ
    assert recording.size == path_of(recording.call).stat().st_size
    assert len(bytes(recording.peaks)) == 1600 and recording.finished_at is not None


def test_what_was_never_recorded_is_not_finished() -> None:
    call = make_call()

    files.finish(call.pk)

    assert not Recording.objects.exists()


def test_a_file_that_cannot_be_seen_from_here_is_not_forgotten() -> None:
    recording = recorded()
    path_of(recording.call).unlink()

    files.finish(recording.call_id)
    tidy_recordings()

    recording.refresh_from_db()
    assert recording.path and recording.deleted_at is None and recording.seconds == 1.0


def test_a_file_that_is_being_stored_is_measured_by_who_stores_it() -> None:
    recording = recorded()
    Recording.objects.update(seconds=0)
    storing = StereoFile(path_of(recording.call), alone=True)

    files.finish(recording.call_id)

    storing.close()
    recording.refresh_from_db()
    assert recording.seconds == 0


def test_a_note_says_why_there_is_none_and_never_overrules_a_recording() -> None:
    call = make_call()
    files.note(call.pk, "unanswered")
    files.note(call.pk, "refused")
    assert Recording.objects.get(call=call).consent == "unanswered"

    recording = recorded()
    files.note(recording.call_id, "unanswered")
    recording.refresh_from_db()
    assert recording.consent == "simulated"


def test_who_refuses_in_the_middle_leaves_nothing_behind() -> None:
    recording = recorded()

    files.refuse(recording.call_id)

    recording.refresh_from_db()
    assert (recording.consent, recording.path) == ("refused", "") and sounds() == []


def test_who_refuses_at_once_is_noted_without_a_file() -> None:
    call = make_call()

    files.refuse(call.pk)

    assert Recording.objects.get().consent == "refused" and sounds() == []


# --- deleting -----------------------------------------------------------------------------------


def test_a_deleted_recording_keeps_its_row_and_loses_all_sound() -> None:
    recording = recorded()

    files.delete(recording)

    recording.refresh_from_db()
    assert (recording.path, recording.size, bytes(recording.peaks)) == ("", 0, b"")
    assert recording.deleted_at is not None and sounds() == []


def test_deleting_twice_is_deleting_once() -> None:
    recording = recorded()
    files.delete(recording)
    recording.refresh_from_db()
    first = recording.deleted_at

    files.delete(recording)

    recording.refresh_from_db()
    assert recording.deleted_at == first


def test_a_deletion_that_is_rolled_back_deletes_no_file() -> None:
    recording = recorded()

    with pytest.raises(RuntimeError), transaction.atomic():
        files.delete(recording)
        raise RuntimeError

    recording.refresh_from_db()
    assert recording.deleted_at is None and len(sounds()) == 1
    assert not DiscardedSound.objects.exists()


@pytest.mark.parametrize("stored", [False, True])
def test_all_of_one_person_is_deleted_and_nothing_of_another(stored: bool) -> None:
    mine, theirs = make_person(), make_person()
    for person in (mine, mine, theirs):
        recorded(make_call(make_campaign(person), status="completed", ended_at=now()))
    if stored:
        tidy_recordings()

    assert files.delete_all(mine.pk) == 2
    assert files.delete_all(mine.pk) == 0

    tidy_recordings()
    [kept] = Recording.objects.filter(deleted_at=None)
    assert kept.call in Call.objects.filter(campaign__person=theirs) and sounds() == [kept.path]


@pytest.mark.parametrize("stored", [False, True])
def test_the_sound_goes_with_the_row(stored: bool) -> None:
    recording = recorded()
    if stored:
        tidy_recordings()

    Recording.objects.get(pk=recording.pk).delete()

    tidy_recordings()
    assert sounds() == []


@pytest.mark.parametrize("stored", [False, True])
def test_what_has_lapsed_is_deleted_and_what_has_not_is_kept(stored: bool) -> None:
    lapsed, kept = recorded(), recorded()
    if stored:
        tidy_recordings()
    Recording.objects.filter(pk=lapsed.pk).update(expires_at=now())

    tidy_recordings()

    assert sounds() == [kept.path]


def test_who_begins_while_it_is_deleted_makes_no_file_that_stays() -> None:
    call = make_call(status="completed", ended_at=now())
    file = files.begin(call.pk, "simulated", 0)
    assert file is not None
    files.delete(Recording.objects.get())
    assert len(spool.names()) == 1, "it is not taken away from who writes it"

    file.close()
    tidy_recordings()

    assert sounds() == []
