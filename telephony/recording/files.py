"""The recordings of calls: begun, finished, refused, lapsed and deleted, file and row."""

import logging
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from campaigns.models import Call, Preferences
from telephony.audio.stereo_wav import HEADER_BYTES, RATE_HZ, StereoFile
from telephony.models import Recording
from telephony.recording import discards, spool

logger = logging.getLogger(__name__)
MAX_AT_ONCE = 100


class Measures(TypedDict):
    """What a row tells of its file."""

    seconds: float
    size: int
    peaks: bytes
    finished_at: datetime


def begin(call_id: UUID, consent: str, began_ms: int) -> StereoFile | None:
    """The file of a call that may be recorded, made or opened again; None once it was deleted.

    Raises OSError, also when an earlier stream of the call was recorded on another host: what that
    one wrote is kept.
    """
    assert consent in Recording.ALLOWING  # no consent, no file
    call = Call.objects.select_related("mandate__person").get(pk=call_id)
    spool.folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    recording, _made = Recording.objects.get_or_create(
        call=call,
        defaults={"consent": consent, "began_ms": began_ms, "expires_at": _lapse(call)},
    )
    if recording.deleted_at is not None:
        return None
    if recording.path:
        return StereoFile(spool.file_of(recording.path))
    path = spool.new_name()
    fresh = Recording.objects.filter(pk=recording.pk, path="", deleted_at=None)
    if not fresh.update(path=path, consent=consent, began_ms=began_ms):
        return begin(call_id, consent, began_ms)  # begun or deleted this very moment
    return StereoFile(spool.file_of(path), make=True)


def _lapse(call: Call) -> datetime:
    return now() + timedelta(days=Preferences.of(call.mandate.person).retention_days)


def note(call_id: UUID, consent: str) -> None:
    """Say why there is no recording, unless there is one."""
    Recording.objects.get_or_create(call_id=call_id, defaults={"consent": consent})


def finish(call_id: UUID) -> None:
    """Make the file whole and note how long, large and loud it is; again after every stream."""
    call = Call.objects.select_related("mandate__person").get(pk=call_id)
    recording = Recording.objects.filter(call=call, deleted_at=None).exclude(path="").first()
    if recording is None:
        return
    try:
        file = StereoFile(spool.file_of(recording.path))
    except BlockingIOError:
        return  # it is being stored, and is measured for that
    except FileNotFoundError:
        if not Recording.objects.filter(pk=recording.pk).exclude(stored_at=None).exists():
            logger.warning("The recording of call %s does not lie on this host.", call_id)
        return
    try:
        measures = measured(file)
    finally:
        file.close()
    row = Recording.objects.filter(pk=recording.pk, deleted_at=None)
    row.update(expires_at=_lapse(call), **measures)


def measured(file: StereoFile) -> Measures:
    """Make the file whole, whatever was being written when somebody died, and look at it."""
    file.write_lengths()
    return {
        "seconds": file.samples / RATE_HZ,
        "size": HEADER_BYTES + 2 * file.samples,
        "peaks": file.peaks(),
        "finished_at": now(),
    }


def refuse(call_id: UUID) -> None:
    """The desk does not want it: nothing of it stays."""
    note(call_id, Recording.Consent.REFUSED)
    recording = Recording.objects.get(call_id=call_id)
    Recording.objects.filter(pk=recording.pk).update(consent=Recording.Consent.REFUSED)
    if recording.path:
        delete(recording)


def delete(recording: Recording) -> None:
    """Delete the sound; the row stays and says that it was deleted. Twice is once."""
    _delete([recording.pk])


def delete_all(person_id: int) -> int:
    """Delete the sound of all calls made for a person; how many that were."""
    kept = Recording.objects.filter(call__mandate__person_id=person_id, deleted_at=None)
    kept, count = kept.exclude(path=""), 0
    while some := list(kept.values_list("pk", flat=True)[:MAX_AT_ONCE]):
        count += _delete(some)
    return count


def delete_lapsed() -> None:
    """Delete those whose time is up."""
    lapsed = Recording.objects.filter(deleted_at=None, expires_at__lte=now()).exclude(path="")
    _delete(list(lapsed.values_list("pk", flat=True)[:MAX_AT_ONCE]))


def _delete(keys: list[int]) -> int:
    """Rows and the notes about their files together; how many that were."""
    with transaction.atomic():
        rows = Recording.objects.filter(pk__in=keys, deleted_at=None).order_by("pk")
        paths = list(rows.select_for_update().values_list("path", flat=True))
        rows.update(deleted_at=now(), path="", peaks=b"", size=0)
        discards.discard(paths)
    return len(paths)
