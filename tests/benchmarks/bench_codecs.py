"""`python -m tests.benchmarks.bench_codecs`: G.711 by table beside the standard library's."""

import audioop
from collections.abc import Callable

import numpy as np

from telephony.audio.codecs import decode_ulaw, encode_ulaw
from tests.benchmarks.timing import side_by_side, table

FRAME_SAMPLES = 160


def main() -> None:
    samples = np.random.default_rng(1).normal(0, 3000, FRAME_SAMPLES).astype(np.int16)
    linear, ulaw = samples.tobytes(), encode_ulaw(samples)
    contests: dict[str, dict[str, Callable[[], object]]] = {
        "μ-law encode": {
            "ours": lambda: encode_ulaw(samples),
            "audioop": lambda: audioop.lin2ulaw(linear, 2),
        },
        "μ-law decode": {
            "ours": lambda: decode_ulaw(ulaw),
            "audioop": lambda: audioop.ulaw2lin(ulaw, 2),
        },
    }
    print("G.711, ns per frame of 20 ms (median; ratio to ours)")
    print(table({name: side_by_side(rivals) for name, rivals in contests.items()}))


if __name__ == "__main__":
    main()
