"""Telephone keys as sound and back: dual-tone multi-frequency signalling.

Sources: ITU-T Q.23 (the frequencies) and Q.24 (how long, how even, how clear they must be).
"""

from collections import deque

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Samples = NDArray[np.int16]

ROWS_HZ = (697.0, 770.0, 852.0, 941.0)
COLUMNS_HZ = (1209.0, 1336.0, 1477.0, 1633.0)
KEYS = "123A456B789C*0#D"
RATE_HZ = 8000
TONE_MS = 100
PAUSE_MS = 100
WAITS_MS = {"w": 500, "W": 1000}  # as carriers write pauses between keys
ROW_AMPLITUDE = 6000.0
COLUMN_AMPLITUDE = 7500.0  # 2 dB more: lines carry high tones less well

_WINDOW = 205  # 25.6 ms: the shortest in which neighbouring tones come apart
_HOP = 80
_HOPS_TO_BELIEVE = 2  # a shorter sound is no key
_FAINTEST = 150.0  # amplitude of a tone, below which there is none
_TUNINGS = (0.989, 1.0, 1.011)  # Q.24 accepts keys that are 1.5 % out of tune
_CLEAR = 0.8  # of all power, in the two tones; speech and music have more elsewhere
_TWIST = 8.0  # power ratio of the two tones: 9 dB


def dial(keys: str, rate_hz: int = RATE_HZ) -> Samples:
    """The sound of keys pressed one after another; "w" waits half a second, "W" a whole one.

    Raises ValueError for what no telephone has.
    """
    time = np.arange(rate_hz * TONE_MS // 1000) / rate_hz
    ramp = np.minimum(1, np.minimum(time, time[::-1]) * 500)  # 2 ms, so that nothing clicks
    pause = np.zeros(rate_hz * PAUSE_MS // 1000)
    pieces: list[NDArray[np.float64]] = [np.zeros(0)]
    for key in keys:
        if key in WAITS_MS:
            pieces.append(np.zeros(rate_hz * WAITS_MS[key] // 1000))
            continue
        place = KEYS.find(key.upper())
        if place < 0:
            raise ValueError("No telephone has this key.")
        row = ROW_AMPLITUDE * np.sin(2 * np.pi * ROWS_HZ[place // 4] * time)
        column = COLUMN_AMPLITUDE * np.sin(2 * np.pi * COLUMNS_HZ[place % 4] * time)
        pieces += [ramp * (row + column), pause]
    return np.rint(np.concatenate(pieces)).astype(np.int16)


def _bank() -> NDArray[np.float32]:
    """(window, 48): cosines, then sines, of each tone below, in and above tune.

    A tone of amplitude 1 gives power 1.
    """
    time = np.arange(_WINDOW)[:, None] / RATE_HZ
    hertz = np.outer(ROWS_HZ + COLUMNS_HZ, _TUNINGS).reshape(-1)
    phase = 2 * np.pi * hertz * time
    both = np.concatenate([np.cos(phase), np.sin(phase)], axis=1)
    return np.ascontiguousarray(both * (2 / _WINDOW), dtype=np.float32)


_BANK = _bank()


class KeyReader:
    """Tells which keys are pressed in a stream of sound at 8 kHz, in chunks of any size."""

    def __init__(self) -> None:
        self._sound = np.zeros(0, np.int16)
        self._latest: deque[str] = deque(maxlen=_HOPS_TO_BELIEVE)
        self._pressed = ""

    def hear(self, samples: Samples) -> str:
        """int16 samples, shape (n,) -> the keys whose tones began in them, in order."""
        sound = np.concatenate([self._sound, samples])
        count = max((len(sound) - _WINDOW) // _HOP + 1, 0)
        self._sound = sound[count * _HOP :]
        if not count:
            return ""
        keys = ""
        for key in _keys(sliding_window_view(sound, _WINDOW)[: count * _HOP : _HOP]):
            self._latest.append(key)
            if len(set(self._latest)) > 1 or len(self._latest) < _HOPS_TO_BELIEVE:
                continue
            if self._latest[0] != self._pressed:
                self._pressed = self._latest[0]
                keys += self._pressed
        return keys


def keys_in(samples: Samples) -> str:
    """The keys heard in a whole sound at 8 kHz."""
    rest = np.zeros(_WINDOW + 2 * _HOP, np.int16)
    return KeyReader().hear(np.concatenate([samples, rest]))


def _keys(windows: Samples) -> list[str]:
    """(n, window) → of each, the key whose tones fill it; "" for any other sound."""
    sound = windows.astype(np.float32)
    projected = sound @ _BANK
    half = projected.shape[1] // 2
    power = projected[:, :half] ** 2 + projected[:, half:] ** 2
    power = power.reshape(len(sound), 8, -1).max(axis=2)
    row, column = power[:, :4].argmax(axis=1), power[:, 4:].argmax(axis=1)
    low, high = power[:, :4].max(axis=1), power[:, 4:].max(axis=1)
    loud = np.minimum(low, high) >= _FAINTEST**2
    even = (low < high * _TWIST) & (high < low * _TWIST)
    clear = low + high >= _CLEAR * 2 * (sound**2).sum(axis=1) / _WINDOW
    found = np.where(loud & even & clear, 4 * row + column, -1)
    return ["" if place < 0 else KEYS[place] for place in found.tolist()]
