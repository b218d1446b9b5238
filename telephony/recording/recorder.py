"""Both sides of a call to a stereo file, if that is allowed: no consent, no file."""

import asyncio
import logging
from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from campaigns.models import Call
from telephony.audio.stereo_wav import CALLEE, OURS, RATE_HZ, SAMPLES_PER_MS, Piece, StereoFile
from telephony.models import Recording
from telephony.recording import files
from telephony.recording.playback_clock import Heard
from voice import consent
from voice.consent import Verdict
from voice.session.db_threads import in_thread

logger = logging.getLogger(__name__)
BROKEN = (OSError, DatabaseError, ObjectDoesNotExist)  # of the disk, or the call's row has gone
FLUSH_SAMPLES = RATE_HZ  # a second of the line
FRAME_SAMPLES = RATE_HZ // 50
MAX_IN_MEMORY = 90 * RATE_HZ  # of each side, until consent is given or the disk has caught up
MAX_GAP = 120 * RATE_HZ  # a timestamp farther ahead than that is nonsense


class Recorder:
    """Takes the sound of one stream from its line and its order from the desk's consent.

    Per frame it only appends to a buffer; once a second, with consent, a thread beside the loop
    lays what was gathered into the file. Without consent sound stays in memory, and not for long.
    """

    def __init__(self, call_id: UUID, verdict: Callable[[], Verdict]) -> None:
        self.call_id = call_id
        self.verdict = verdict
        self.over = False
        self._closed = False
        self._heard = Heard()
        self._now = 0  # the line's clock in samples: behind the last frame
        self._theirs: list[tuple[int, bytearray]] = []
        self._ours: list[Piece] = []
        self._flush_at = FLUSH_SAMPLES
        self._origin_ms: int | None = None  # of the stream, since the answer
        self._offset = 0  # of the stream in the file, samples
        self._file: StereoFile | None = None  # touched by one thread at a time
        self._writing: asyncio.Task[None] | None = None

    # --- the line's side: called for each frame -----------------------------------------------

    def heard(self, ulaw: bytes, at_ms: int) -> None:
        """Sound of the callee. Placed by its timestamp, but for jitter below a frame."""
        if self.over or self._closed:
            return
        start = at_ms * SAMPLES_PER_MS
        gap = start - self._now
        jitter = self._now and -FRAME_SAMPLES < gap < FRAME_SAMPLES
        if jitter or gap < 0 or gap > MAX_GAP:  # what is behind us is not written again
            start = self._now
        if self._theirs and start == self._now:
            self._theirs[-1][1].extend(ulaw)
        else:
            self._theirs.append((start, bytearray(ulaw)))
        self._now = start + len(ulaw)
        if self._now >= self._flush_at:
            self._flush()

    def sent(self, ulaw: bytes) -> None:
        self._heard.sent(ulaw, self._now)

    def asked(self, position_ms: float) -> None:
        self._heard.asked(round(position_ms * SAMPLES_PER_MS), self._now)

    def proven(self, position_ms: float) -> None:
        self._ours += self._heard.proven(round(position_ms * SAMPLES_PER_MS), self._now)

    def cleared(self, position_ms: float) -> None:
        self._ours += self._heard.cleared(round(position_ms * SAMPLES_PER_MS), self._now)

    # --- the bridge's side --------------------------------------------------------------------

    def begin(self, origin_ms: int) -> None:
        """The stream began so long after the call was answered; from now on it may be stored."""
        self._origin_ms = origin_ms

    async def close(self) -> None:
        """The line is gone: store what is left, or say why there is nothing.

        Frames may still come while that is done; they would be laid behind the finished file.
        """
        self._closed = True
        self._ours += self._heard.cleared(0, self._now)
        if self._writing is not None:
            await asyncio.wait({self._writing})
        verdict = self.verdict()
        try:
            if not self.over and self._may_store(verdict):
                await in_thread(self._store, verdict, *self._taken())
            await in_thread(self._finish, verdict)
        except BROKEN as error:
            self._lost(error)

    # --- to the file --------------------------------------------------------------------------

    def _may_store(self, verdict: Verdict) -> bool:
        return self._origin_ms is not None and verdict in Recording.ALLOWING

    def _flush(self) -> None:
        self._flush_at = self._now + FLUSH_SAMPLES
        verdict = self.verdict()
        idle = self._writing is None or self._writing.done()
        if verdict == "refused":
            self.over = True
            self._taken()
            if idle:
                self._writing = asyncio.create_task(self._write(verdict))
        elif self._may_store(verdict) and idle:
            self._writing = asyncio.create_task(self._write(verdict))
        else:
            self._trim()

    def _taken(self) -> tuple[list[tuple[int, bytearray]], list[Piece]]:
        theirs, self._theirs = self._theirs, []
        ours, self._ours = self._ours, []
        return theirs, ours

    def _trim(self) -> None:
        """Nobody may store it yet: what is older than MAX_IN_MEMORY is forgotten."""
        oldest = self._now - MAX_IN_MEMORY
        self._theirs = [each for each in self._theirs if each[0] >= oldest]
        self._ours = [each for each in self._ours if each[0] >= oldest]
        self._theirs.append((self._now, bytearray()))  # so that it can be forgotten piece by piece

    async def _write(self, verdict: Verdict) -> None:
        try:
            if verdict != "refused":
                await in_thread(self._store, verdict, *self._taken())
            if self.over and self.verdict() == "refused":  # perhaps while that was being stored
                await in_thread(self._finish, "refused")
        except BROKEN as error:
            self._lost(error)

    def _lost(self, error: Exception) -> None:
        """The call goes on; what was stored so far stays."""
        logger.error("Call %s: its recording broke off: %s", self.call_id, type(error).__name__)
        self.over = True

    def _store(
        self, verdict: Verdict, theirs: list[tuple[int, bytearray]], ours: list[Piece]
    ) -> None:
        """In a thread."""
        if self._file is None:
            self._open(verdict, min((start for start, _ in [*theirs, *ours]), default=0))
        if self._file is None:
            self.over = True
            return
        callee = [(start + self._offset, bytes(ulaw)) for start, ulaw in theirs]
        self._file.write(CALLEE, callee)
        self._file.write(OURS, [(start + self._offset, ulaw) for start, ulaw in ours])

    def _open(self, verdict: Verdict, first: int) -> None:
        origin_ms = self._origin_ms or 0
        began_ms = origin_ms + first // SAMPLES_PER_MS
        self._file = files.begin(self.call_id, verdict, began_ms)
        if self._file is not None:  # an earlier stream's sound is not written over
            self._offset = max(origin_ms * SAMPLES_PER_MS, self._file.samples)

    def _finish(self, verdict: Verdict) -> None:
        """In a thread."""
        file, self._file = self._file, None
        if file is not None:
            file.close()
        if verdict == "refused":
            files.refuse(self.call_id)
        elif verdict == "":
            files.note(self.call_id, Recording.Consent.UNANSWERED)
        elif file is not None:
            files.finish(self.call_id)


def recorder_of(call: Call, verdict: Callable[[], Verdict]) -> Recorder | None:
    """Who records this call; nobody, where that was ruled out when it was announced."""
    return None if consent.policy(call) == "never" else Recorder(call.pk, verdict)
