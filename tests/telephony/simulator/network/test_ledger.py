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


def test_the_report_sums_up() -> None:
    ledger = Ledger()
    for seconds in (0, 30, 90):
        entry = ledger.accept("CA", "+1", "+9")
        entry.answered, entry.seconds = bool(seconds), seconds

    report = ledger.report()

    assert (report["accepted"], report["answered"], report["minutes"]) == (3, 2, 3)
