"""Sound formats of simulated agents: bytes on the wire to samples and back."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from callpilot.simulation import ulaw

Samples = NDArray[np.int16]


def _pcm(samples: Samples) -> bytes:
    return samples.astype("<i2").tobytes()


def _samples(pcm: bytes) -> Samples:
    return np.frombuffer(pcm, "<i2").astype(np.int16)


@dataclass(frozen=True)
class Format:
    """decode takes whole samples, `sample_bytes` each."""

    sample_rate_hz: int
    sample_bytes: int
    encode: Callable[[Samples], bytes]
    decode: Callable[[bytes], Samples]

    @property
    def bytes_per_ms(self) -> int:
        return self.sample_rate_hz * self.sample_bytes // 1000


FORMATS = {
    "ulaw_8000": Format(8000, 1, ulaw.encode, ulaw.decode),
    "pcm_8000": Format(8000, 2, _pcm, _samples),
    "pcm_16000": Format(16000, 2, _pcm, _samples),
    "pcm_24000": Format(24000, 2, _pcm, _samples),
}
