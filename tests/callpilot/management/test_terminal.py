"""A campaign in the terminal: what is told of it, how it is counted, and what proves an offer."""

import io
from datetime import timedelta

import pytest
from django.utils.timezone import now
from rich.console import Console

from callpilot.json_types import JsonObject
from callpilot.management import terminal
from campaigns.models import Call, Event, Offer
from tests.factories import make_call, make_campaign, make_offer

pytestmark = pytest.mark.django_db


def told(kind: str, **data: object) -> str | None:
    line = terminal.told(Event(kind=kind, data=data))
    return None if line is None else str(line)


@pytest.mark.parametrize(
    "kind,data,words",
    [
        ("campaign_moved", {"status": "failed", "reason": "Nobody."}, "failed: Nobody."),
        ("campaign_moved", {"status": "dialing"}, "dialing"),
        ("providers_found", {"called": 5}, "5 providers will be called"),
        ("booking_moved", {"status": "booked"}, "booking booked"),
        ("next_best", {"text": "Next best: Bay."}, "Next best: Bay."),
        ("ranked", {}, None), ("tool_run", {"name": "book_slot"}, None),
    ],
)  # fmt: skip
def test_what_matters_is_one_line_and_the_rest_is_none(
    kind: str, data: JsonObject, words: str | None
) -> None:
    assert told(kind, **data) == words


def test_what_was_said_stands_beside_who_said_it() -> None:
    line = told("turn", speaker="callee", text="Good morning.")

    assert line is not None and "callee" in line and line.endswith("Good morning.")


def test_an_offer_is_proven_by_the_words_of_both() -> None:
    said = {"said": [["agent", "Is that right?"], ["callee", "Yes."]]}

    assert terminal.words(Offer(verified=True, evidence=said)) == "we: “Is that right?”\n“Yes.”"
    assert terminal.words(Offer(verified=False, evidence=said)) == "(not proven)"


def test_together_beside_one_after_another() -> None:
    start = now()
    calls = [
        Call(claimed_at=start, ended_at=start + timedelta(seconds=60)),
        Call(claimed_at=start + timedelta(seconds=10), ended_at=start + timedelta(seconds=40)),
        Call(claimed_at=start),
    ]

    words = terminal.timing(calls)

    assert words.startswith("2 calls took 60 s together") and "taken 90 s" in words
    assert terminal.timing([]) == "No call was made."


def test_the_shortlist_shows_rank_score_and_reasons() -> None:
    offer = make_offer(rank=1, score=0.834, why=["the earliest"])
    console = Console(width=200, record=True, file=io.StringIO())

    console.print(terminal.offers_table([offer]))

    text = console.export_text()
    assert offer.provider.name in text and "0.83" in text and "the earliest" in text


def test_the_board_has_a_row_for_each_call() -> None:
    campaign = make_campaign()
    for status in ("queued", "in_progress", "completed"):
        make_call(campaign, status=status)

    assert terminal.board_table(campaign.calls.all()).row_count == 3
