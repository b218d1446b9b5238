"""`python -m tests.benchmarks.bench_recorder`: what recording adds to a frame of 20 ms.

The line's work for one frame each way with and without a tape, side by side in one run, the disk
left out; then what the disk's thread does for a second of call.
"""

import asyncio
import base64
import json
import os
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callpilot.settings")
django.setup()

from telephony.audio.stereo_wav import CALLEE, OURS, StereoFile  # noqa: E402
from telephony.carriers.twilio import messages  # noqa: E402
from telephony.media.line import Line  # noqa: E402
from telephony.recording.recorder import Recorder  # noqa: E402
from tests.benchmarks.timing import side_by_side, table  # noqa: E402

FRAME = bytes(range(160))
FRAMES = 50


def second_of_call(line: Line) -> None:
    """Fifty frames each way, with the marks that belong to them."""
    at_ms = line.frames * 20
    payload = base64.b64encode(FRAME).decode()

    async def frames() -> None:
        for number in range(FRAMES):
            media = {"timestamp": str(at_ms + 20 * number), "payload": payload}
            line.read(json.dumps({"event": "media", "media": media}))
            await line.play(FRAME)
            for name in list(line._awaited):
                line.read(json.dumps({"event": "mark", "mark": {"name": name}}))

    asyncio.run(frames())


async def nowhere(text: str) -> None: ...


def main() -> None:
    plain, taped = Line("MZ1", nowhere, messages), Line("MZ2", nowhere, messages)
    taped.tape = Recorder(uuid4(), lambda: "")  # in memory, as before a desk has agreed
    times = side_by_side(
        {"without": lambda: second_of_call(plain), "recording": lambda: second_of_call(taped)}
    )
    per_frame = {name: ns / FRAMES for name, ns in times.items()}
    print("a frame each way, parsed, played, marked; ns of processor time (median)")
    print(table({"line": per_frame}))
    print(f"recording adds {per_frame['recording'] - per_frame['without']:,.0f} ns to a frame")
    with tempfile.TemporaryDirectory() as folder:
        file = StereoFile(Path(folder) / "x.wav", make=True)
        began = time.process_time_ns()
        for second in range(300):
            file.write(CALLEE, [(8000 * second, FRAME * FRAMES)])
            file.write(OURS, [(8000 * second, FRAME * FRAMES)])
        spent = (time.process_time_ns() - began) / 300 / 1e3
        print(f"laying a second of both sides into the file, beside the loop: {spent:,.0f} µs")
        file.close()


if __name__ == "__main__":
    main()
