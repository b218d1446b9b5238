"""The words are in the sound: a data modem by which simulated people understand each other.

Each word is one packet of 16-ary frequency shift keying between 2.4 and 3.4 kHz, above
speech that is low-passed at 2.3 kHz. All tones are multiples of 50 Hz and a symbol lasts
20 ms, so tones are orthogonal over a symbol and every symbol holds whole cycles. A packet:

    SYNC_A SYNC_B counter length byte-nibbles… crc crc crc crc

The counter is 0 for a sentence's first packet and then runs from 1 to 15 and from 1 again: it
tells that words are missing. The CRC (16 bits), and that every tone must stand out clearly, tell
that a word is damaged: a word is heard rightly or not at all. An average English word takes
about 0.36 s, 165 words a minute, so a sentence that is cut off in mid-air is heard cut off.
"""

import binascii
from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]

SYMBOL_SECONDS = 0.02
HOPS_PER_SYMBOL = 4  # the ear looks for a packet's beginning every 5 ms
STEPS_PER_HOP = 10  # and then finds it to half a millisecond
BLOCK_SYMBOLS = 5  # it thinks every 100 ms
KEPT_BLOCKS = 10  # the longest packet lasts 0.72 s
TONES_HZ = np.array([2500.0 + 50.0 * k for k in range(16)] + [3350.0, 2400.0])
SYNC_A, SYNC_B = 16, 17
MAX_PACKET_BYTES = 14  # bytes in a packet; the length 15 says "14, and the word goes on"
GOES_ON = 15
SHORTEST_SYMBOLS, MAX_SYMBOLS_LENGTH = (2 + 2 + 2 * size + 4 for size in (1, MAX_PACKET_BYTES))
GOING_ON = b"\xbf"  # opens what belongs to the word before; no UTF-8 text begins with it
AMPLITUDE = 3000.0
FAINTEST = 60.0  # amplitude of a tone, below which there is none
CLEAR = 0.75  # of the band's power, in the one tone of a symbol
GAP = "…"


@dataclass(frozen=True)
class Modulated:
    """A sentence as sound, and where in it each word is complete."""

    samples: Samples
    word_ends: list[int]  # sample index
    words: list[str]


@dataclass(frozen=True)
class SpeechStarted:
    """Somebody began to speak."""

    at_ms: int


@dataclass(frozen=True)
class Word:
    """One word, heard completely."""

    text: str
    at_ms: int


@dataclass(frozen=True)
class UtteranceEnded:
    """Silence followed; `text` is what was understood, gaps marked."""

    text: str
    started_ms: int
    ended_ms: int


Heard = SpeechStarted | Word | UtteranceEnded


def _nibbles(data: bytes) -> list[int]:
    return [half for byte in data for half in (byte >> 4, byte & 15)]


def _crc(head: bytes, data: bytes) -> bytes:
    return binascii.crc_hqx(head + data, 0xA5C3).to_bytes(2, "big")


def _packets(word: str) -> list[tuple[int, bytes]]:
    """A word as (length nibble, bytes); long words take several packets."""
    data = word.encode()
    parts, rest = [data[:MAX_PACKET_BYTES]], data[MAX_PACKET_BYTES:]
    room = MAX_PACKET_BYTES - len(GOING_ON)
    parts += [GOING_ON + rest[i : i + room] for i in range(0, len(rest), room)]
    return [(GOES_ON, part) for part in parts[:-1]] + [(len(parts[-1]), parts[-1])]


def _next(counter: int) -> int:
    return counter % 15 + 1


def _symbols(words: list[str]) -> tuple[list[int], list[int]]:
    """The tones of a sentence, and the symbol count after each word."""
    symbols: list[int] = []
    ends: list[int] = []
    counter = 0
    for word in words:
        for length, data in _packets(word):
            head = bytes([counter << 4 | length])
            symbols += [SYNC_A, SYNC_B, counter, length, *_nibbles(data)]
            symbols += _nibbles(_crc(head, data))
            counter = _next(counter)
        ends.append(len(symbols))
    return symbols, ends


def _tones(sample_rate_hz: int) -> NDArray[np.float32]:
    """(18, samples of a symbol) float32: one symbol of each tone, starting at phase 0."""
    n = round(sample_rate_hz * SYMBOL_SECONDS)
    t = np.arange(n) / sample_rate_hz
    return np.sin(2 * np.pi * TONES_HZ[:, None] * t).astype(np.float32)


_TONES = {rate: _tones(rate) for rate in (8000, 16000, 24000)}


def modulate(text: str, sample_rate_hz: int = 8000) -> Modulated:
    """A sentence as sound: int16 samples, shape (n,), at 8, 16 or 24 kHz."""
    words = text.split()
    symbols, ends = _symbols(words)
    tones = _TONES[sample_rate_hz]
    size = tones.shape[1]
    if not symbols:
        return Modulated(np.zeros(0, np.int16), [], [])
    sound = tones[symbols].reshape(-1) * AMPLITUDE
    ramp = np.linspace(0, 1, size // 8, dtype=np.float32)
    sound[: len(ramp)] *= ramp
    sound[-len(ramp) :] *= ramp[::-1]
    return Modulated(sound.astype(np.int16), [end * size for end in ends], words)


def _filters(sample_rate_hz: int) -> NDArray[np.float32]:
    """(samples of a symbol, 36): cosine and sine of each tone; amplitude 1 gives power 1."""
    n = round(sample_rate_hz * SYMBOL_SECONDS)
    phase = 2 * np.pi * TONES_HZ * (np.arange(n) / sample_rate_hz)[:, None]
    both = np.concatenate([np.cos(phase), np.sin(phase)], axis=1)
    return np.ascontiguousarray(both * (2 / n), dtype=np.float32)


_FILTERS = {rate: _filters(rate) for rate in (8000, 16000, 24000)}


def _sync_filter(filters: NDArray[np.float32]) -> NDArray[np.float32]:
    """(samples of two symbols, 4): cosine and sine of SYNC_A, then of SYNC_B."""
    size = len(filters)
    both = np.zeros((2 * size, 4), np.float32)
    both[:size, :2] = filters[:, [SYNC_A, SYNC_A + 18]]
    both[size:, 2:] = filters[:, [SYNC_B, SYNC_B + 18]]
    return both


_SYNC_FILTERS = {rate: _sync_filter(filters) for rate, filters in _FILTERS.items()}


def _windows(sound: NDArray[np.float32], size: int, step: int) -> NDArray[np.float32]:
    """(k, size): a window every `step` samples, as far as whole ones fit; no copy."""
    count = (len(sound) - size) // step + 1
    return np.ndarray((count, size), np.float32, sound, strides=(4 * step, 4))


@dataclass(frozen=True)
class _Packet:
    """A packet found in the sound. data: None when it is damaged, end then: as it says itself."""

    end: int
    counter: int = 0
    length: int = 0
    data: bytes | None = None


class Ear:
    """Understands modulated speech in a stream of samples, however it is cut into chunks.

    Time is counted in samples heard, never on a clock. Sound is thought about in blocks of
    100 ms at fixed places, so the same stream gives the same answers in any chunks.
    """

    def __init__(self, sample_rate_hz: int = 8000, endpoint_ms: int = 600) -> None:
        self._filter = _FILTERS[sample_rate_hz]
        self._sync_filter = _SYNC_FILTERS[sample_rate_hz]
        self._size = len(self._filter)
        self._hop = self._size // HOPS_PER_SYMBOL
        self._block = self._size * BLOCK_SYMBOLS
        self._samples_per_ms = sample_rate_hz // 1000
        self._endpoint = endpoint_ms * self._samples_per_ms
        self._pending: list[Samples] = []
        self._pending_count = 0
        self._sound = np.zeros(self._block, np.float32)  # up to `_now`
        self._now = 0  # places in the sound are counted in samples since the beginning
        self._scan = 0  # what lies before is read
        self._beginnings: deque[int] = deque()  # roughly, of packets that may be there
        self._started: int | None = None
        self._last_carrier = 0
        self._words: list[str] = []
        self._part = b""  # of a word in several packets
        self._expected = 0  # the counter of the next packet
        self._damaged_end: int | None = None  # of a packet since the last whole one

    @property
    def speaking(self) -> bool:
        """Whether somebody is in the middle of an utterance."""
        return self._started is not None

    @property
    def silent_ms(self) -> int:
        """Since somebody's voice was last heard."""
        return self._ms(self._now - self._last_carrier)

    @property
    def so_far(self) -> str:
        """What was understood of an utterance that has not ended."""
        return " ".join(self._words)

    def hear(self, samples: Samples) -> list[Heard]:
        """Take in int16 samples, shape (n,), any n; return what was understood by them."""
        self._pending.append(samples.copy())
        self._pending_count += len(samples)
        heard: list[Heard] = []
        if self._pending_count >= self._block:
            stream = np.concatenate(self._pending)
            whole = len(stream) - len(stream) % self._block
            for at in range(0, whole, self._block):
                self._think(stream[at : at + self._block], heard)
            self._pending = [stream[whole:].copy()]
            self._pending_count = len(stream) - whole
        return heard

    def _think(self, block: Samples, heard: list[Heard]) -> None:
        self._now += len(block)
        faint = max(int(block.max()), -int(block.min())) <= FAINTEST
        if faint and not self.speaking:
            self._sound = block.astype(np.float32)
            return
        kept = self._sound[-KEPT_BLOCKS * self._block :]
        self._sound = np.concatenate([kept, block], dtype=np.float32)
        self._look()
        self._read(heard)
        self._notice_end(heard)

    def _look(self) -> None:
        """Find what may be beginnings of packets, and how far the carrier goes."""
        # Each block sees the beginnings whose surroundings are whole only now.
        oldest = self._now - self._block - 3 * self._size
        projected = _windows(self._from(oldest), self._size, self._hop) @ self._filter
        power = projected[:, :18] ** 2 + projected[:, 18:] ** 2
        total = power.sum(axis=1)
        first, second = power[:-HOPS_PER_SYMBOL, SYNC_A], power[HOPS_PER_SYMBOL:, SYNC_B]
        likely = np.minimum(first, second) > FAINTEST**2
        likely &= first > 0.5 * total[:-HOPS_PER_SYMBOL]
        likely &= second > 0.5 * total[HOPS_PER_SYMBOL:]
        begins = np.flatnonzero(likely[: self._block // self._hop])
        self._beginnings.extend((oldest + begins * self._hop).tolist())
        two_strongest = np.partition(power, 16, axis=1)[:, 16:].sum(axis=1)
        carrier = np.flatnonzero((two_strongest > FAINTEST**2) & (two_strongest > 0.7 * total))
        if len(carrier):
            self._last_carrier = oldest + int(carrier[-1]) * self._hop

    def _read(self, heard: list[Heard]) -> None:
        """Decode every packet that lies completely in what was heard."""
        while self._beginnings:
            at = self._align(self._beginnings[0])
            tones = self._tones_from(at)
            if at < self._scan or tones[:2] != [SYNC_A, SYNC_B]:
                self._beginnings.popleft()
                continue
            self._begin(at, heard)
            packet = self._packet(at, tones)
            if packet is None:
                break  # asked again when the next block is here
            self._beginnings.popleft()
            if packet.data is None:
                self._scan = at + self._size
                self._damaged_end = packet.end
            else:
                self._scan = packet.end - self._hop  # the next may seem to begin a little early
                self._take(packet, packet.data, heard)

    def _align(self, near: int) -> int:
        """Where, to half a millisecond, the two sync tones fit best."""
        step, reach = self._hop // STEPS_PER_HOP, self._size - self._hop
        earliest = max(near - reach, self._now - len(self._sound))
        sound = self._from(earliest)[: near - earliest + reach + 2 * self._size]
        power = (_windows(sound, 2 * self._size, step) @ self._sync_filter) ** 2
        fit = np.minimum(power[:, 0] + power[:, 1], power[:, 2] + power[:, 3])
        return earliest + int(fit.argmax()) * step

    def _tones_from(self, at: int) -> list[int]:
        """The tone of each symbol that is here, -1 where none stands out."""
        sound = self._from(at)[: MAX_SYMBOLS_LENGTH * self._size]
        symbols = sound[: len(sound) - len(sound) % self._size].reshape(-1, self._size)
        projected = symbols @ self._filter
        power = projected[:, :18] ** 2 + projected[:, 18:] ** 2
        clear = power.max(axis=1) > np.maximum(CLEAR * power.sum(axis=1), FAINTEST**2)
        tones: list[int] = np.where(clear, power.argmax(axis=1), -1).tolist()
        return tones

    def _packet(self, at: int, tones: list[int]) -> _Packet | None:
        """The packet that begins at `at`; None while it is not all here."""
        nibbles = tones[2:]
        if len(nibbles) >= 2 and 0 <= nibbles[1] <= 15:
            count = 6 + 2 * min(nibbles[1], MAX_PACKET_BYTES)
            nibbles = nibbles[:count]
        else:
            count = SHORTEST_SYMBOLS - 2
        damaged = _Packet(at + (2 + count) * self._size)
        if not all(0 <= nibble <= 15 for nibble in nibbles):
            return damaged
        if len(nibbles) < count:
            return None
        counter, length, *halves = nibbles
        data = bytes(high << 4 | low for high, low in zip(halves[0::2], halves[1::2], strict=True))
        body, crc = data[:-2], data[-2:]
        if not body or _crc(bytes([counter << 4 | length]), body) != crc:
            return damaged
        return _Packet(at + (2 + count) * self._size, counter, length, body)

    def _begin(self, at: int, heard: list[Heard]) -> None:
        if self._started is None:
            self._started = max(at, 0)
            heard.append(SpeechStarted(self._ms(self._started)))

    def _take(self, packet: _Packet, data: bytes, heard: list[Heard]) -> None:
        begins = packet.counter == 0  # a sentence, maybe right after another one
        goes_on = data.startswith(GOING_ON)
        if self._damaged_end is not None if begins else packet.counter != self._expected:
            self._mark_gap()
        self._damaged_end = None
        self._expected = _next(packet.counter)
        if goes_on and not self._part:
            return  # the word's beginning is lost, so all of it is
        if self._part and not goes_on:
            self._mark_gap()
        self._part += data.removeprefix(GOING_ON)
        if packet.length == GOES_ON:
            return
        word = self._part.decode()
        self._part = b""
        self._words.append(word)
        heard.append(Word(word, self._ms(packet.end)))

    def _mark_gap(self) -> None:
        self._part = b""
        if self._words[-1:] != [GAP]:
            self._words.append(GAP)

    def _notice_end(self, heard: list[Heard]) -> None:
        if self._started is None or self._now - self._last_carrier < self._endpoint:
            return
        # A last word that was damaged left a gap; one that was broken off did not.
        if self._damaged_end is not None and self._last_carrier > self._damaged_end - self._size:
            self._mark_gap()
        started, ended = self._ms(self._started), self._ms(self._last_carrier)
        heard.append(UtteranceEnded(self.so_far, started, ended))
        self._started, self._words, self._part = None, [], b""
        self._expected, self._damaged_end = 0, None

    def _from(self, at: int) -> NDArray[np.float32]:
        """What was heard from place `at` on; it is at most a second ago."""
        return self._sound[at - self._now :]

    def _ms(self, at: int) -> int:
        return at // self._samples_per_ms
