"""`python -m tests.benchmarks.bench_judge`: what judging a turn costs, beside a frame of 20 ms."""

import statistics
import time
from datetime import datetime
from pathlib import Path

from scheduling.language.en.reader import read
from tests.voice.evidence.dialogue import TODAY, ZONE
from voice.evidence.claims import MAX_WORDS
from voice.evidence.judge import Said, judge_booking, offers
from voice.evidence.opt_outs import forbids_calls

FRAME_MS = 20.0  # of sound: whatever takes longer makes the line wait
START = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)
READ_BACK = "So that is Tuesday, November 24th, at 10:30 in the morning, for Alex. Is that right?"
RAMBLING = (
    "Well, the doctor is in on Tuesdays, but the hygienist left at four, and my sister in law "
    "has the number 555 0100, so I could not say whether ten or eleven would be any better. "
)


def main() -> None:
    _cost_ms(_answered("Yes."))  # the first reads the language from its files, once in a process
    everyday = [ms for turns in _calls() for ms in _times_ms(turns)]
    lengths = (MAX_WORDS, MAX_WORDS + 1, 180, 900, 2_500, 5_000)
    print("To judge all turns of a call so far, ms of processor time (and in frames of 20 ms)")
    for name, times in (
        (f"{len(everyday)} turns of calls", everyday),
        *((f"a turn of {count} words", _times_of(count)) for count in lengths),
    ):
        middle, slowest = statistics.median(times), max(times)
        print(
            f"{name:<24} median {middle:6.2f} ({middle / FRAME_MS:5.2f} x)   "
            f"slowest {slowest:6.2f} ({slowest / FRAME_MS:5.2f} x)"
        )


def _times_of(words: int) -> list[float]:
    reply = " ".join((RAMBLING.split() * words)[:words])
    return [_cost_ms(_answered(reply)) for _ in range(20)]


def _calls() -> list[list[Said]]:
    """The dialogues of the judge's own corpora."""
    folder = Path(__file__).parents[1] / "voice" / "evidence" / "corpora"
    calls = []
    for name in ("bookings.txt", "offers.txt"):
        for line in (folder / name).read_text().splitlines():
            if line and not line.startswith("#"):
                calls.append(_turns(line.rsplit("|", 1)[0].strip()))
    return calls


def _turns(dialogue: str) -> list[Said]:
    turns = []
    for number, said in enumerate(dialogue.split(" / "), 1):
        who, _, words = said.partition(": ")
        text = words.replace("READ BACK", READ_BACK)
        turns.append(Said(number, "callee" if who == "C" else "agent", text))
    return turns


def _answered(reply: str) -> list[Said]:
    return [Said(1, "agent", READ_BACK), Said(2, "callee", reply)]


def _times_ms(turns: list[Said]) -> list[float]:
    """After each turn, as in a call: what was read before is not read again."""
    read.cache_clear()
    forbids_calls.cache_clear()
    return [_cost_ms(turns[:count], kept=True) for count in range(1, len(turns) + 1)]


def _cost_ms(turns: list[Said], *, kept: bool = False) -> float:
    if not kept:
        read.cache_clear()
        forbids_calls.cache_clear()
    begin = time.process_time_ns()
    offers(turns, ZONE, today=TODAY)
    judge_booking(turns, START, ZONE, today=TODAY)
    return (time.process_time_ns() - begin) / 1e6


if __name__ == "__main__":
    main()
