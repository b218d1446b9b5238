"""The files of recordings: made, finished, dropped, lapsed and deleted, with their rows."""

import logging
import secrets
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from campaigns.models import Call, Preferences
from telephony.audio.stereo_wav import HEADER_BYTES, RATE_HZ, StereoFile
from telephony.models import Recording

logger = logging.getLogger(__name__)
USUAL_DAYS = 30
LEFT = timedelta(minutes=1)  # after a call's end: whoever recorded it is dead
MAX_AT_ONCE = 100


def begin(call_id: UUID, consent: str, began_ms: int) -> StereoFile | None:
    """The file of a call that may be recorded, made or opened again; None once it was deleted.

    Raises OSError.
    """
    assert consent in Recording.ALLOWING  # no consent, no file
    call = Call.objects.select_related("campaign__person").get(pk=call_id)
    folder = Recording.folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    recording, _made = Recording.objects.get_or_create(
        call=call,
        defaults={"consent": consent, "began_ms": began_ms, "expires_at": _lapse(call)},
    )
    if recording.deleted_at is not None:
        return None
    if recording.path:
        return StereoFile(folder / recording.path)
    path = f"{secrets.token_hex(20)}.wav"
    Recording.objects.filter(pk=recording.pk).update(path=path, consent=consent, began_ms=began_ms)
    return StereoFile(folder / path, make=True)


def _lapse(call: Call) -> datetime:
    person = call.campaign.person if call.campaign is not None else None
    days = Preferences.of(person).retention_days if person is not None else USUAL_DAYS
    return now() + timedelta(days=days)


def note(call_id: UUID, consent: str) -> None:
    """Say why there is no recording, unless there is one."""
    Recording.objects.get_or_create(call_id=call_id, defaults={"consent": consent})


def finish(call_id: UUID) -> None:
    """Make the file whole and note how long, large and loud it is; again after every stream."""
    call = Call.objects.select_related("campaign__person").get(pk=call_id)
    recording = Recording.objects.filter(call=call, deleted_at=None).exclude(path="").first()
    if recording is None:
        return
    try:
        file = StereoFile(Recording.folder() / recording.path)
    except OSError:
        logger.error("The recording of call %s is gone.", call_id)
        _forget(recording)
        return
    try:
        file.write_lengths()
        seconds, size = file.samples / RATE_HZ, HEADER_BYTES + 2 * file.samples
        peaks = file.peaks()
    finally:
        file.close()
    Recording.objects.filter(pk=recording.pk, deleted_at=None).update(
        seconds=seconds, size=size, peaks=peaks, finished_at=now(), expires_at=_lapse(call)
    )


def refuse(call_id: UUID) -> None:
    """The desk does not want it: nothing of it stays."""
    note(call_id, Recording.Consent.REFUSED)
    recording = Recording.objects.get(call_id=call_id)
    Recording.objects.filter(pk=recording.pk).update(consent=Recording.Consent.REFUSED)
    if recording.path:
        delete(recording)


def delete(recording: Recording) -> None:
    """Delete the sound; the row stays and says that it was deleted. Twice is once.

    The row first: should we die in between, tidying finds what is left by its path.
    """
    rows = Recording.objects.filter(pk=recording.pk, deleted_at=None)
    rows.update(deleted_at=now(), peaks=b"", size=0)
    transaction.on_commit(partial(_forget, recording))


def delete_all(person_id: int) -> int:
    """Delete the sound of all calls made for a person; how many that were."""
    kept = Recording.objects.filter(call__campaign__person_id=person_id, deleted_at=None)
    count = 0
    for recording in kept.exclude(path="").iterator(chunk_size=MAX_AT_ONCE):
        delete(recording)
        count += 1
    return count


def _forget(recording: Recording) -> None:
    if recording.path:
        remove_file(recording.path)
    Recording.objects.filter(pk=recording.pk).update(
        path="", peaks=b"", size=0, deleted_at=recording.deleted_at or now()
    )


def remove_file(path: str) -> None:
    """Its name is random and ours; anything else is left alone."""
    file: Path = Recording.folder() / path
    if path and file.parent == Recording.folder():
        file.unlink(missing_ok=True)


def tidy() -> None:
    """Finish what was left unfinished, delete what has lapsed and what was half deleted."""
    moment = now()
    kept = Recording.objects.exclude(path="")
    for recording in kept.filter(deleted_at=None, expires_at__lte=moment)[:MAX_AT_ONCE]:
        delete(recording)
    for recording in kept.filter(deleted_at__isnull=False)[:MAX_AT_ONCE]:
        _forget(recording)
    left = kept.filter(deleted_at=None, finished_at=None, call__ended_at__lte=moment - LEFT)
    for recording in left[:MAX_AT_ONCE]:
        finish(recording.call_id)
