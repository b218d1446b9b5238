"""The time zone of a point on earth, by its zones' outlines."""

import subprocess
import sys
from functools import lru_cache
from zoneinfo import ZoneInfo

from scheduling.distances.base import Point

MAX_SECONDS = 15.0
# Loading the outlines takes half a second in which no other thread runs, and every call's sound
# would falter; a process of its own hurts nobody, and takes its 30 MB with it.
_PROGRAM = "import sys, tzfpy; print(tzfpy.get_tz(*map(float, sys.argv[1:])))"


@lru_cache(maxsize=1024)
def zone_at(point: Point) -> str:
    """The zone's name; "" when it cannot be told."""
    figures = [f"{point.longitude:.6f}", f"{point.latitude:.6f}"]
    try:
        told = subprocess.run(
            [sys.executable, "-c", _PROGRAM, *figures],
            capture_output=True, text=True, timeout=MAX_SECONDS, check=True,
        )  # fmt: skip
        return ZoneInfo(told.stdout.strip()).key
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""  # also a zone that is newer than the machine's own list of them
