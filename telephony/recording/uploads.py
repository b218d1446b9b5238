"""What was recorded on this host goes to the storage, once its call is over; then it goes here."""

import logging
import threading
from collections.abc import Iterator
from datetime import timedelta

from django.db import DatabaseError, connections
from django.db.models import Q
from django.utils.timezone import now

from telephony.audio.stereo_wav import StereoFile
from telephony.models import Recording
from telephony.recording import discards, files, spool, storage

logger = logging.getLogger(__name__)
LEFT = timedelta(minutes=1)  # after a call's end: whoever recorded it is dead
MAX_AT_ONCE = 100
MAX_FAILURES = 3  # then it is the storage, and no file's fault


def sweep() -> bool:
    """Store what is complete and throw away what was discarded; whether the storage takes it."""
    names, failures = spool.names(), 0
    for start in range(0, len(names), MAX_AT_ONCE):
        some = names[start : start + MAX_AT_ONCE]
        discards.throw_away(some)
        for recording in _complete(some):
            try:
                store(recording)
            except OSError as error:
                failures += 1
                kind = type(error).__name__
                logger.warning("The recording of call %s waits: %s", recording.call_id, kind)
            if failures == MAX_FAILURES:
                return False
    return not failures


def _complete(names: list[str]) -> Iterator[Recording]:
    """Those of these files that nobody will add to: call and stream are over, or we died."""
    finished = Q(finished_at__isnull=False) | Q(call__ended_at__lte=now() - LEFT)
    here = Recording.objects.filter(path__in=names, call__ended_at__isnull=False)
    yield from here.filter(finished, deleted_at=None, expires_at__gt=now())


def store(recording: Recording) -> None:
    """To the storage, then the row, then away with the file here; the file is the claim.

    Who dies in between has let go of the file, and it is stored again. Raises OSError.
    """
    path = spool.file_of(recording.path)
    try:
        file = StereoFile(path, alone=True)
    except (BlockingIOError, FileNotFoundError):
        return  # still being written, or another process was first
    try:
        measures = files.measured(file)
        storage.keep(recording.path, path)
        row = Recording.objects.filter(pk=recording.pk, path=recording.path, deleted_at=None)
        if not row.update(stored_at=now(), **measures):
            discards.discard([recording.path])  # deleted while it was under way
        path.unlink(missing_ok=True)
    finally:
        file.close()


class Uploader:
    """Sweeps again and again, in a thread, where no beat reaches this host."""

    def __init__(self, every_seconds: float = 5.0, at_most_seconds: float = 60.0) -> None:
        self.every_seconds, self.at_most_seconds = every_seconds, at_most_seconds
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="uploads", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 20.0) -> None:
        """Sweep once more, as this host's disk may go with it."""
        self._ending.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        pause = self.every_seconds
        while not self._ending.wait(pause):
            pause = self.every_seconds if _swept() else min(2 * pause, self.at_most_seconds)
        _swept()


def _swept() -> bool:
    try:
        return sweep()
    except DatabaseError as error:
        logger.warning("Recordings wait for the database: %s", type(error).__name__)
        return False
    finally:
        connections.close_all()  # this thread's
