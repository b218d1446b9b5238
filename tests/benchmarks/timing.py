"""Times rivals side by side in one run, so that their ratios mean something on a shared machine."""

import statistics
import time
from collections.abc import Callable, Mapping

ROUNDS = 201
ROUND_SECONDS = 0.001


def side_by_side(rivals: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """The median ns of processor time a call; they take turns, so that noise meets them all."""
    repeats = {name: _repeats(call) for name, call in rivals.items()}
    times: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(ROUNDS):
        for name, call in rivals.items():
            times[name].append(_elapsed_ns(call, repeats[name]) / repeats[name])
    return {name: statistics.median(measured) for name, measured in times.items()}


def table(rows: Mapping[str, Mapping[str, float]]) -> str:
    """Plain text: a line for each contest, with everybody's ns and ratio to the first one."""
    lines = []
    for contest, results in rows.items():
        first = next(iter(results.values()))
        cells = [f"{who} {ns:9,.0f} ({ns / first:5.2f} x)" for who, ns in results.items()]
        lines.append(f"{contest:<24}" + "   ".join(cells))
    return "\n".join(lines)


def _repeats(call: Callable[[], object]) -> int:
    """How many calls fill a round; warms up on the way."""
    repeats = 1
    while (elapsed := _elapsed_ns(call, repeats)) < ROUND_SECONDS * 1e9 / 10:
        repeats *= 2
    return max(1, int(repeats * ROUND_SECONDS * 1e9 / elapsed))


def _elapsed_ns(call: Callable[[], object], repeats: int) -> int:
    begin = time.process_time_ns()
    for _ in range(repeats):
        call()
    return time.process_time_ns() - begin
