"""The carrier's own record: every call that was accepted, and what it would be billed."""

import pytest

from telephony.simulator.network.ledger import Ledger


def test_every_accepted_call_is_on_record_until_it_is_told_more() -> None:
    ledger = Ledger()
    ledger.accept("CA1", "+1", "+9")

    (call,) = ledger.report()["calls"]

    assert (call["sid"], call["to"], call["from"]) == ("CA1", "+1", "+9")
    assert (call["status"], call["answered"], call["minutes"]) == ("queued", False, 0)
    assert "from_" not in call


@pytest.mark.parametrize("seconds,minutes", [(0, 0), (1, 1), (59, 1), (60, 1), (61, 2), (600, 10)])
def test_begun_minutes_are_billed(seconds: int, minutes: int) -> None:
    entry = Ledger().accept("CA1", "+1", "+9")
    entry.seconds = seconds

    assert entry.minutes == minutes


def test_calls_are_counted_by_number() -> None:
    ledger = Ledger()
    for number in ("+1", "+2", "+1"):
        ledger.accept("CA", number, "+9")

    assert (ledger.count("+1"), ledger.count("+2"), ledger.count("+3")) == (2, 1, 0)
    assert ledger.report()["by_to"] == {"+1": 2, "+2": 1}


def test_the_report_says_when_a_call_was_answered_carried_sound_and_ended() -> None:
    ledger = Ledger()
    entry = ledger.accept("CA1", "+1", "+9")
    entry.answer()
    first, second = ledger.stream("CA1"), ledger.stream("CA1")
    first.close()
    entry.end("completed", 30, "callee")

    (call,) = ledger.report()["calls"]

    moments = [call["accepted_at"], call["answered_at"], call["ended_at"]]
    assert moments == sorted(moments) and all(moments)
    assert [bool(stream["closed_at"]) for stream in call["streams"]] == [True, False]
    assert second.opened_at >= first.opened_at


def test_a_stream_of_a_call_that_rang_us_is_on_no_record() -> None:
    ledger = Ledger()
    ledger.accept("CA1", "+1", "+9")

    ledger.stream("CA2").close()

    assert ledger.report()["calls"][0]["streams"] == []


def test_the_report_says_what_was_said_by_whom_and_who_hung_up() -> None:
    ledger = Ledger()
    entry = ledger.accept("CA1", "+1", "+9")
    ledger.say("CA1", "One moment, please.")
    ledger.say("CA1", "We are sorry.", by="carrier")
    ledger.say("CA2", "To nobody on record.")
    entry.end("completed", 30, "callee")

    (call,) = ledger.report()["calls"]

    said = [(words["text"], words["by"]) for words in call["words"]]
    assert said == [("One moment, please.", "application"), ("We are sorry.", "carrier")]
    assert call["accepted_at"] <= call["words"][0]["at"] <= call["words"][1]["at"]
    assert call["ended_by"] == "callee"


def test_the_counts_say_who_is_talking() -> None:
    ledger = Ledger()
    for sid, status in (("CA1", "in-progress"), ("CA2", "ringing")):
        ledger.accept(sid, "+1", "+9").status = status
    ledger.stream("CA1").close()

    assert ledger.counts() == {"accepted": 2, "streams": 1, "talking": ["CA1"]}


def test_the_report_sums_up() -> None:
    ledger = Ledger()
    for seconds in (0, 30, 90):
        entry = ledger.accept("CA", "+1", "+9")
        entry.answered, entry.seconds = bool(seconds), seconds

    report = ledger.report()

    assert (report["accepted"], report["answered"], report["minutes"]) == (3, 2, 3)
