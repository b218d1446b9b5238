"""`python -m tests.benchmarks.bench_resampling`: our resamplers beside soxr and audioop."""

import audioop
from collections.abc import Callable

import numpy as np
import soxr
from numpy.typing import NDArray

from telephony.audio.codecs import decode_ulaw, encode_ulaw
from telephony.audio.resampling import Resampler
from tests.benchmarks.timing import side_by_side, table

PAIRS = [(8000, 16000), (16000, 8000), (8000, 24000), (24000, 8000)]
Samples = NDArray[np.int16]


def noise(rate_hz: int) -> Samples:
    """20 ms of sound."""
    return np.random.default_rng(1).normal(0, 3000, rate_hz // 50).astype(np.int16)


class Ratecv:
    """audioop's resampler, which keeps its state outside."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self.rates = from_hz, to_hz
        self.state: tuple[int, tuple[tuple[int, int], ...]] | None = None

    def push(self, linear: bytes) -> bytes:
        made, self.state = audioop.ratecv(linear, 2, 1, *self.rates, self.state)
        return made


def streams(from_hz: int, to_hz: int) -> dict[str, Callable[[], object]]:
    samples = noise(from_hz)
    linear = samples.tobytes()
    ours, ratecv = Resampler(from_hz, to_hz), Ratecv(from_hz, to_hz)
    soxr_hq = soxr.ResampleStream(from_hz, to_hz, 1, dtype="int16", quality="HQ")
    return {
        "ours": lambda: ours.push(samples),
        "soxr HQ": lambda: soxr_hq.resample_chunk(samples),
        "ratecv": lambda: ratecv.push(linear),
    }


def chain() -> dict[str, Callable[[], object]]:
    """μ-law in, 16 kHz to the agent, 16 kHz back, μ-law out: a whole frame both ways."""
    ulaw, answer = encode_ulaw(noise(8000)), noise(16000)
    linear = answer.tobytes()
    up, down = Resampler(8000, 16000), Resampler(16000, 8000)
    soxr_up = soxr.ResampleStream(8000, 16000, 1, dtype="int16", quality="HQ")
    soxr_down = soxr.ResampleStream(16000, 8000, 1, dtype="int16", quality="HQ")
    ratecv_up, ratecv_down = Ratecv(8000, 16000), Ratecv(16000, 8000)

    def ours() -> None:
        up.push(decode_ulaw(ulaw))
        encode_ulaw(down.push(answer))

    def soxr_hq() -> None:
        soxr_up.resample_chunk(decode_ulaw(ulaw))
        encode_ulaw(soxr_down.resample_chunk(answer))

    def ratecv() -> None:
        ratecv_up.push(audioop.ulaw2lin(ulaw, 2))
        audioop.lin2ulaw(ratecv_down.push(linear), 2)

    return {"ours": ours, "soxr HQ": soxr_hq, "ratecv": ratecv}


def latency_ms(from_hz: int, to_hz: int, push: Callable[[Samples], Samples]) -> float:
    """How long after an impulse went in its peak comes out, in frames of 20 ms."""
    frame = from_hz // 50
    pulse, quiet = np.zeros(frame, np.int16), np.zeros(frame, np.int16)
    pulse[0] = 30000
    made_at = []  # (samples made so far, seconds of sound that went in)
    out = []
    for number in range(40):
        out.append(push(pulse if number == 0 else quiet))
        made_at.append((sum(map(len, out)), (number + 1) * 20.0))
    peak = int(np.argmax(np.abs(np.concatenate(out).astype(int))))
    return next(ms for made, ms in made_at if made > peak)


def main() -> None:
    print("Resampling, ns per frame of 20 ms (median; ratio to ours)")
    contests = {f"{a // 1000} -> {b // 1000} kHz": side_by_side(streams(a, b)) for a, b in PAIRS}
    contests["both ways with μ-law"] = side_by_side(chain())
    print(table(contests))
    print("\nms of sound that must go in before an impulse comes out (20 = in its own frame)")
    for a, b in PAIRS:
        stream = soxr.ResampleStream(a, b, 1, dtype="int16", quality="HQ")
        ours = latency_ms(a, b, Resampler(a, b).push)
        rival = latency_ms(a, b, stream.resample_chunk)
        name = f"{a // 1000} -> {b // 1000} kHz"
        print(f"{name:<24}ours {ours:4.0f}   soxr HQ {rival:4.0f}")


if __name__ == "__main__":
    main()
