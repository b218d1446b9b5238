"""G.711 μ-law by its formula: written apart from the product's codec, so that one checks the other.

Source: ITU-T G.711, table 2a; a sample is taken as 14 bits wide (16-bit samples lose two bits).
"""

import numpy as np
from numpy.typing import NDArray

SILENCE = 0xFF  # the byte for zero
_BIAS = 33
_CLIP = 8158  # 14-bit magnitude that the eighth chord still reaches


def decode(ulaw: bytes) -> NDArray[np.int16]:
    """16-bit samples, one for each byte."""
    return _SAMPLES[np.frombuffer(ulaw, np.uint8)]


def encode(samples: NDArray[np.int16]) -> bytes:
    """One byte for each 16-bit sample."""
    wide = samples.astype(np.int32)
    magnitude = np.minimum(np.abs(wide) >> 2, _CLIP) + _BIAS
    chord = np.frexp(magnitude)[1] - 6  # 33..8191 lie in chords 0..7
    step = (magnitude >> (chord + 1)) & 0x0F
    code = (chord << 4) | step | np.where(wide < 0, 0x80, 0)
    return bytes((~code & 0xFF).astype(np.uint8).tobytes())


def _decoded(byte: int) -> int:
    code = ~byte & 0xFF
    chord, step = (code >> 4) & 7, code & 0x0F
    magnitude = ((2 * step + _BIAS) << chord) - _BIAS
    return -4 * magnitude if code & 0x80 else 4 * magnitude


_SAMPLES = np.array([_decoded(byte) for byte in range(256)], np.int16)
