"""G.711 μ-law to and from linear samples: one table look-up for each array.

Source: ITU-T G.711 (11/1988), table 2, in its 14-bit definition. Stands in for `audioop`, which
Python 3.13 removed, and equals it for every sample and every code.
"""

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]

ULAW_SILENCE = 0xFF
"""The μ-law byte that means zero."""

_BIAS = 33  # added to a μ-law magnitude so that each chord begins at a power of two
_CLIP = 8158  # the largest 14-bit magnitude that still fits the last chord with its bias


def _all_samples() -> NDArray[np.int32]:
    """Every int16 value: those from 0 upwards, then those below it."""
    return np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32)


def _chord(magnitude: NDArray[np.int32], first: int) -> NDArray[np.int32]:
    """How many times `first`, a power of two, doubles up to each magnitude's leading bit."""
    return np.frexp(magnitude)[1] - first.bit_length()


def _ulaw_codes() -> NDArray[np.uint8]:
    sample = _all_samples() >> 2
    magnitude = np.minimum(np.abs(sample), _CLIP) + _BIAS
    chord = _chord(magnitude, 32)
    step = (magnitude >> (chord + 1)) & 15
    sign = np.where(sample < 0, 128, 0)
    return np.asarray((~(sign | chord << 4 | step)).astype(np.uint8))


def _ulaw_samples() -> Samples:
    code = ~np.arange(256)
    chord, step = code >> 4 & 7, code & 15
    magnitude = ((2 * step + _BIAS) << chord) - _BIAS
    return np.asarray((np.where(code & 128, -magnitude, magnitude) << 2).astype(np.int16))


# A code lies at its sample: an index below zero counts from the end, as two's complement does.
_ULAW_CODES, _ULAW_SAMPLES = _ulaw_codes(), _ulaw_samples()


def encode_ulaw(samples: Samples) -> bytes:
    """int16 samples, shape (n,) -> n μ-law bytes."""
    return _ULAW_CODES.take(samples).tobytes()


def decode_ulaw(ulaw: bytes | memoryview) -> Samples:
    """n μ-law bytes -> int16 samples, shape (n,)."""
    return _ULAW_SAMPLES.take(np.frombuffer(ulaw, np.uint8))
