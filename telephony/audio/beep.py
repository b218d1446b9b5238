"""The tone of a machine that records: one steady frequency, longer than any sound of speech."""

import numpy as np

from telephony.audio.codecs import decode_ulaw

FAINTEST = 300.0  # amplitude below which there is no tone
LOWEST_HZ, HIGHEST_HZ = 350.0, 2200.0
FRAMES_TO_BELIEVE = 10  # in a row, 200 ms: a vowel does not keep its pitch for so long
CLEAR = 0.9  # of all power, within a spectral line and its neighbours
EVEN = 1.3  # power of a frame to that of the one before; a ringing tone beats
RATE_HZ = 8000


class BeepListener:
    """Told frames of 20 ms in order, says from which one on they are a beep."""

    def __init__(self) -> None:
        self._line, self._power = 0, 0.0  # of the frame before
        self._frames = 0

    def hear(self, ulaw: bytes) -> bool:
        """Whether this frame belongs to a tone that has been steady for long enough."""
        line, power = _tone(ulaw)
        steady = abs(line - self._line) <= 1 and max(power, self._power) <= EVEN * min(
            power, self._power
        )
        self._frames = 0 if not line else self._frames + 1 if steady else 1
        self._line, self._power = line, power
        return self._frames >= FRAMES_TO_BELIEVE


def _tone(ulaw: bytes) -> tuple[int, float]:
    """The spectral line that has nearly all of the power, and the power; 0 for other sounds."""
    sound = decode_ulaw(ulaw).astype(np.float64)
    mean = float(np.mean(sound**2)) if len(sound) else 0.0
    if len(sound) < 80 or np.sqrt(2 * mean) < FAINTEST:
        return 0, 0.0
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
    line = int(spectrum.argmax())
    clear = spectrum[max(line - 2, 0) : line + 3].sum() >= CLEAR * spectrum.sum()
    within = LOWEST_HZ <= line * RATE_HZ / len(sound) <= HIGHEST_HZ
    return (line, mean) if clear and within else (0, 0.0)
