"""What news means for a call, in whatever order it comes."""

from collections.abc import Sequence
from itertools import permutations, product

import pytest

from campaigns.models import Call
from telephony.carriers.base import News
from telephony.carriers.twilio.client import TwilioCarrier
from telephony.dialling import status_reducer

ENDS = {
    "completed": "completed", "busy": "failed", "no-answer": "failed", "failed": "failed",
    "canceled": "failed",
}  # fmt: skip


def news(word: str, **fields: str) -> News:
    return TwilioCarrier().read_status({"CallSid": "CA1", "CallStatus": word} | fields)


def reduced(words: Sequence[str], start: str = "dialing", unwanted: bool = False) -> str:
    status = start
    for word in words:
        seconds = {"CallDuration": "42"} if word == "completed" else {}
        following = status_reducer.next_status(
            status, news(word, **seconds), unwanted=unwanted, answered=status == "in_progress"
        )
        if following is not None:
            assert following in Call.MOVES[status], (status, word)
            status = following
    return status


@pytest.mark.parametrize("last", ENDS)
def test_every_order_with_drops_and_doubles_ends_the_same(last: str) -> None:
    events = ["queued", "initiated", "ringing", last]
    if last == "completed":
        events.insert(3, "in-progress")
    tried = 0
    for counts in product((0, 1, 2), repeat=len(events) - 1):
        bag = [word for word, count in zip(events, counts, strict=False) for _ in range(count)]
        if len(bag) > 5:
            continue
        for order in set(permutations([*bag, last])):
            for start in ("dialing", "in_doubt"):
                assert reduced(order, start) == ENDS[last], (order, start)
                tried += 1
    assert tried > 1000


def test_nothing_reopens_an_ended_call() -> None:
    for ended, word in product(Call.ENDED, ["queued", "ringing", "in-progress", *ENDS]):
        assert reduced([word], ended) == ended


def test_a_talking_call_never_rings_again() -> None:
    assert reduced(["ringing", "initiated", "queued"], "in_progress") == "in_progress"


def test_a_call_we_stopped_before_the_answer_was_cancelled() -> None:
    for last in ("canceled", "no-answer", "failed", "busy"):
        assert reduced(["initiated", "ringing", last], unwanted=True) == "cancelled"


def test_a_call_we_stopped_after_the_answer_was_completed() -> None:
    assert reduced(["in-progress", "completed"], unwanted=True) == "completed"
    assert reduced(["in-progress", "canceled"], unwanted=True) == "completed"


def test_an_unknown_word_changes_nothing() -> None:
    assert reduced(["teleported", ""]) == "dialing"


@pytest.mark.parametrize(
    ("status", "word", "known", "answered_by", "outcome"),
    [
        ("completed", "completed", "offer", "machine_start", "offer"),
        ("completed", "completed", "", "machine_end_beep", "voicemail"),
        ("completed", "completed", "", "fax", "voicemail"),
        ("completed", "completed", "", "human", ""),
        ("failed", "busy", "", "", "busy"),
        ("failed", "no-answer", "", "", "no_answer"),
        ("failed", "canceled", "", "", "failed"),
        ("cancelled", "no-answer", "", "", "cancelled"),
        ("failed", "failed", "declined", "", "declined"),
    ],
)
def test_the_outcome_of_an_end(
    status: str, word: str, known: str, answered_by: str, outcome: str
) -> None:
    assert status_reducer.outcome(status, news(word), known, answered_by) == outcome


def test_every_status_has_a_rank() -> None:
    assert set(status_reducer.RANK) == set(Call.Status)
