"""Changes sound between 8, 16 and 24 kHz as it streams, in at most 2 ms a direction.

A polyphase FIR filter, applied 2 ms at a time: windows of the sound, one row each, times one
matrix that holds the filter shifted to every output's place. One matrix product for a frame
costs less than a convolution and, unlike an FFT resampler, holds nothing back.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]

RATES_HZ = (8000, 16000, 24000)
_ROWS_PER_SECOND = 500  # a row of the product is 2 ms of sound
_KAISER_BETA = 7.2  # stop band 72 dB down, transition of 1.2 kHz at a length of 4 ms

# As arrays of the right kind, for numpy takes longer to convert a number than to clip a frame.
_LOWEST, _HIGHEST = np.array(-32768, np.float32), np.array(32767, np.float32)


@dataclass(frozen=True)
class _Filter:
    """What all resamplers of one pair of rates share.

    A period is the shortest stretch that is whole at both rates. matrix: (history + inputs of
    a row, outputs of a row), float32.
    """

    matrix: NDArray[np.float32]
    history: int
    row_inputs: int
    period_inputs: int
    period_outputs: int
    delay_ms: float


def _prototype(rate_hz: int, cutoff_hz: float, delay: int) -> NDArray[np.float64]:
    """A Kaiser-windowed sinc of 2 * delay + 1 taps, 6 dB down at the cut-off."""
    place = np.arange(-delay, delay + 1)
    ideal: NDArray[np.float64] = np.sinc(2 * cutoff_hz / rate_hz * place)
    return ideal * np.kaiser(2 * delay + 1, _KAISER_BETA)


@cache
def _filter(from_hz: int, to_hz: int) -> _Filter:
    if from_hz == to_hz or not {from_hz, to_hz} <= set(RATES_HZ):
        raise ValueError(f"No way from {from_hz} Hz to {to_hz} Hz; two of {RATES_HZ} are needed.")
    both_hz = math.lcm(from_hz, to_hz)  # the filter is drawn at a rate that has both on its grid
    up, down = both_hz // from_hz, both_hz // to_hz
    delay = both_hz // 500 - 1
    taps = _prototype(both_hz, min(from_hz, to_hz) / 2, delay)
    row_inputs, row_outputs = from_hz // _ROWS_PER_SECOND, to_hz // _ROWS_PER_SECOND
    history = len(taps) // up
    # How far each input of a window lies before each output of its row, on the grid.
    newest = down - 1  # a period's last output is made as soon as its last input is there
    outputs = np.arange(row_outputs) * down + newest
    inputs = np.arange(-history, row_inputs) * up
    age = outputs - inputs[:, None]
    inside = (age >= 0) & (age < len(taps))
    matrix = np.where(inside, taps[np.clip(age, 0, len(taps) - 1)], 0)
    matrix /= matrix.sum(axis=0)  # every phase passes a constant alike
    return _Filter(
        matrix=np.ascontiguousarray(matrix, dtype=np.float32),
        history=history,
        row_inputs=row_inputs,
        period_inputs=down,
        period_outputs=up,
        delay_ms=(delay - newest) / both_hz * 1000,
    )


class _Desk:
    """Arrays in which chunks of one length are worked on; made once, for making them is not free.

    present: how many samples there are with the tail of earlier ones.
    """

    def __init__(self, shape: _Filter, present: int) -> None:
        self.present = present
        periods = (present - shape.history) // shape.period_inputs
        used = periods * shape.period_inputs
        row_count = -(-used // shape.row_inputs)
        window, row_outputs = shape.matrix.shape
        length = max(shape.history + row_count * shape.row_inputs, present)
        self.sound = np.zeros(length, np.float32)
        self.rest = self.sound[used:present]  # the tail for the next chunk
        self.windows = np.ndarray(
            (row_count, window), np.float32, self.sound, strides=(4 * shape.row_inputs, 4)
        )
        self.rows = np.empty((row_count, window), np.float32)
        self.product = np.empty((row_count, row_outputs), np.float32)
        self.made = self.product.reshape(-1)[: periods * shape.period_outputs]


class Resampler:
    """One direction of one stream. Any chunks give the same sound, within one unit of rounding.

    300-3400 Hz pass within 0.1 dB; what lies 0.6 kHz or more beyond the slower rate's half
    is at least 65 dB down. Raises ValueError for a pair of rates that it does not know.
    """

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._filter = _filter(from_hz, to_hz)
        self._desk = _Desk(self._filter, self._filter.history)
        self.reset()

    @property
    def delay_ms(self) -> float:
        """By how much the sound that leaves lies behind the sound that came."""
        return self._filter.delay_ms

    def reset(self) -> None:
        """Forget what was heard, so that the next sound starts out of silence."""
        self._tail = np.zeros(self._filter.history, np.float32)

    def push(self, samples: Samples) -> Samples:
        """int16 samples, shape (n,), any n -> all output that is certain by now, int16.

        A rest too short for a whole period (one or two samples) waits for the next chunk.
        """
        tail = self._tail
        present = len(tail) + len(samples)
        if present != self._desk.present:
            self._desk = _Desk(self._filter, present)
        desk = self._desk
        desk.sound[: len(tail)] = tail
        desk.sound[len(tail) : present] = samples
        self._tail = desk.rest.copy()
        np.copyto(desk.rows, desk.windows)
        np.dot(desk.rows, self._filter.matrix, out=desk.product)
        np.rint(desk.made, out=desk.made)
        desk.made.clip(_LOWEST, _HIGHEST, out=desk.made)
        return desk.made.astype(np.int16)
