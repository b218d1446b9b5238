"""`make chaos MINUTES=5 SEED="1 2"`: on DATABASE_URL four processes, else one on SQLite."""

import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import django

django.setup()

from tests.chaos.run import Verdict, run  # noqa: E402
from tests.journeys.test_modes import database, redis  # noqa: E402


def one_run(minutes: float, seed: int) -> Verdict:
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    with ExitStack() as stack:
        servers = bool(os.environ.get("DATABASE_URL"))
        stores = (
            stack.enter_context(database(folder)),
            stack.enter_context(redis()) if servers else "",
        )
        verdict = run(folder, minutes * 60, seed, *stores)
    print(f"\nlogs: {folder}\n\n{verdict}\n", flush=True)
    return verdict


if __name__ == "__main__":
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    seeds = [int(seed) for seed in sys.argv[2:]] or [int(time.time())]
    verdict, *others = [one_run(minutes, seed) for seed in seeds]
    for other in others:
        verdict += other
    if others:
        print(f"\nall runs together\n\n{verdict}")
    sys.exit(not verdict.good)
