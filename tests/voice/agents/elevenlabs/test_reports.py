"""What the vendor says of a conversation is read, however much of it is missing or odd."""

from decimal import Decimal

import pytest

from callpilot.json_types import JsonObject
from voice.agents.base import SessionReport
from voice.agents.elevenlabs.reports import read, read_failure

DONE: JsonObject = {
    "conversation_id": "conv_1",
    "status": "done",
    "metadata": {
        "call_duration_secs": 42,
        "cost": 120,
        "cost_fiat": 0.05604,
        "termination_reason": "end_call tool was called.",
        "error": None,
    },
}


def with_metadata(**changes: object) -> JsonObject:
    return DONE | {"metadata": DONE["metadata"] | changes}


def test_duration_cost_and_reason_are_read() -> None:
    assert read(DONE) == SessionReport(
        "conv_1",
        reason="end_call tool was called.",
        seconds=42,
        credits=120,
        cost=Decimal("0.0560"),
    )


def test_a_failed_one_says_why() -> None:
    error = {"code": 1011, "reason": "Out of order."}
    report = read(with_metadata(error=error, termination_reason="") | {"status": "failed"})

    assert report is not None and (report.failed, report.reason) == (True, "Out of order.")


@pytest.mark.parametrize("status", ["initiated", "in-progress", "processing", None, 7])
def test_one_that_goes_on_says_nothing_yet(status: object) -> None:
    assert read(DONE | {"status": status}) is None


@pytest.mark.parametrize("odd", [None, "12", True, -1, 1e300, {}, []])
def test_what_is_no_figure_is_left_out(odd: object) -> None:
    report = read(with_metadata(cost=odd, cost_fiat=odd, call_duration_secs=odd))

    assert report is not None
    assert (report.credits, report.cost, report.seconds) == (None, None, None)


@pytest.mark.parametrize("metadata", [None, [], "x", {}])
def test_without_figures_it_is_over_all_the_same(metadata: object) -> None:
    assert read(DONE | {"metadata": metadata}) == SessionReport("conv_1")


def test_what_is_no_conversation_is_none() -> None:
    assert read({}) is None and read(DONE | {"conversation_id": 5}) is None
    assert read_failure({}) is None


def test_a_call_that_the_vendor_could_not_place_has_failed() -> None:
    report = read_failure({"conversation_id": "conv_1", "failure_reason": "no-answer"})

    assert report == SessionReport("conv_1", failed=True, reason="no-answer")
