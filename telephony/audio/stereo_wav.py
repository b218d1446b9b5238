"""Stereo μ-law WAV files that grow on both sides at any place, and are whole at every moment."""

import fcntl
import os
import struct
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from telephony.audio.codecs import ULAW_SILENCE, decode_ulaw

RATE_HZ = 8000
SAMPLES_PER_MS = RATE_HZ // 1000
CALLEE, OURS = 0, 1  # left and right
SIDES = 2
PEAKS = 800  # of each side
TAKEN_AT_ONCE = 1 << 20  # bytes in memory while a whole file is read

Piece = tuple[int, bytes]
"""A sample number of the file, and one side's μ-law from there on."""

# WAVE_FORMAT_MULAW, a format that is not PCM: 18 bytes of `fmt `, and a `fact` chunk.
_HEADER = struct.Struct("<4sI4s4sIHHIIHHH4sII4sI")
HEADER_BYTES = _HEADER.size
_MULAW = 7


def header(samples: int) -> bytes:
    data = samples * SIDES
    return _HEADER.pack(
        *(b"RIFF", HEADER_BYTES - 8 + data, b"WAVE"),
        *(b"fmt ", 18, _MULAW, SIDES, RATE_HZ, RATE_HZ * SIDES, SIDES, 8, 0),
        *(b"fact", 4, samples),
        *(b"data", data),
    )


class StereoFile:
    """One open file. A side that has nothing at some place is silent there."""

    def __init__(self, path: Path, *, make: bool = False, alone: bool = False) -> None:
        """`make`: it must not exist yet, and is nobody else's to read.

        Many may have it open, or one `alone`, in whatever process: so a file is never taken away
        from who writes it, and who dies lets go of it. Raises OSError, BlockingIOError among them.
        """
        flags = os.O_RDWR | (os.O_CREAT | os.O_EXCL if make else 0)
        self._file = os.open(path, flags, 0o600)
        try:
            fcntl.flock(self._file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise
        size = os.fstat(self._file).st_size
        self.samples = max(size - HEADER_BYTES, 0) // SIDES
        if size < HEADER_BYTES:
            os.pwrite(self._file, header(0), 0)

    def write(self, side: int, pieces: Iterable[Piece]) -> None:
        """Lay these on one side, over what is there, and keep the header true. Raises OSError."""
        before = self.samples
        for start, ulaw in pieces:
            if ulaw:
                self._lay(side, start, ulaw)
        if self.samples != before:
            self.write_lengths()

    def _lay(self, side: int, start: int, ulaw: bytes) -> None:
        silence = start - self.samples
        if silence > 0:
            self._put(self.samples, bytes([ULAW_SILENCE]) * (silence * SIDES))
        both = np.full((len(ulaw), SIDES), ULAW_SILENCE, np.uint8)
        there = os.pread(self._file, both.size, HEADER_BYTES + start * SIDES)
        known = len(there) // SIDES
        both[:known] = np.frombuffer(there, np.uint8, known * SIDES).reshape(-1, SIDES)
        both[:, side] = np.frombuffer(ulaw, np.uint8)
        self._put(start, both.tobytes())

    def _put(self, start: int, data: bytes) -> None:
        """All of it: a write may take only a part, as on a disk that is almost full."""
        at, rest = HEADER_BYTES + start * SIDES, memoryview(data)
        while rest:
            written = os.pwrite(self._file, rest, at)
            at, rest = at + written, rest[written:]
        self.samples = max(self.samples, start + len(data) // SIDES)

    def write_lengths(self) -> None:
        """Let the header say how long the file is, whatever was being written when we died."""
        os.ftruncate(self._file, HEADER_BYTES + self.samples * SIDES)
        os.pwrite(self._file, header(self.samples), 0)

    def peaks(self) -> bytes:
        """How loud each of PEAKS parts is, 0 to 255, on the callee's side and then on ours."""
        loudest = np.zeros((PEAKS, SIDES), np.int32)
        edges = np.linspace(0, self.samples, PEAKS + 1).astype(np.int64)
        step = TAKEN_AT_ONCE // SIDES
        for start in range(0, self.samples, step):
            data = os.pread(self._file, step * SIDES, HEADER_BYTES + start * SIDES)
            _rise(loudest, edges - start, np.abs(decode_ulaw(data).astype(np.int32)))
        return (loudest.T // 128).clip(0, 255).astype(np.uint8).tobytes()

    def close(self) -> None:
        os.close(self._file)


def _rise(loudest: NDArray[np.int32], edges: NDArray[np.int64], samples: NDArray[np.int32]) -> None:
    """Note the peaks of a stretch of both sides; `edges` of the parts are counted from there."""
    both = samples.reshape(-1, SIDES)
    for part in range(PEAKS):
        first, last = max(int(edges[part]), 0), min(int(edges[part + 1]), len(both))
        if first < last:
            loudest[part] = np.maximum(loudest[part], both[first:last].max(axis=0))
