"""A call as the board shows it."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.models import Event
from campaigns.pages import call_cards
from campaigns.pages.call_cards import Card, Line
from tests.factories import make_call, make_campaign, make_offer

pytestmark = pytest.mark.django_db


def test_cards_keep_the_order_in_which_calls_were_queued() -> None:
    campaign = make_campaign()
    calls = [make_call(campaign) for _ in range(3)]

    assert [(card.number, card.call) for card in call_cards.cards(campaign)] == [
        (1, calls[0]), (2, calls[1]), (3, calls[2]),
    ]  # fmt: skip
    [last] = call_cards.cards(campaign, only=[calls[2].pk])
    assert last.number == 3


@pytest.mark.parametrize(
    ("status", "group"), [("queued", "waiting"), ("ringing", "live"), ("completed", "finished")]
)
def test_the_filters_know_waiting_live_and_finished_calls(status: str, group: str) -> None:
    assert Card(make_call(status=status)).group == group


def test_a_live_call_with_an_offer_is_shown_as_an_offer_and_a_question_comes_first() -> None:
    call = make_call(status="in_progress")
    offer = make_offer(call)
    question = Event(mandate=call.campaign, call=call, number=1, kind="needs_you")

    assert Card(call, offer=offer).state == "offer"
    assert Card(call, offer=offer, question=question).label == "Needs you"


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "offer"),
        ({"status": "booked"}, "offer"),
        ({"status": "withdrawn"}, "gone"),
        ({"status": "released"}, "gone"),
        ({"start": now() - timedelta(hours=1)}, "gone"),
    ],
)
def test_a_card_never_offers_a_time_that_is_gone(changes: JsonObject, state: str) -> None:
    call = make_call(status="completed", outcome="offer")
    make_offer(call, **changes)
    assert call.campaign is not None

    [card] = call_cards.cards(call.campaign)

    assert card.state == state
    assert ("suits you" in card.outcome_words) is (state == "offer")


@pytest.mark.parametrize(
    ("outcome", "reason", "words"),
    [
        ("busy", "", "Their line was busy."),
        ("busy", "It rang for a minute.", "It rang for a minute."),
        ("offer", "It took long.", "They named a time that is no longer open."),
        ("failed", "", "as the agent saw it"),
        ("", "", ""),
    ],
)
def test_how_a_call_ended_is_one_sentence(outcome: str, reason: str, words: str) -> None:
    call = make_call(
        status="completed", outcome=outcome, reason=reason, summary="as the agent saw it"
    )

    assert Card(call).outcome_words == words


def test_a_machine_that_got_a_message_is_told_as_such() -> None:
    call = make_call(status="completed", outcome="voicemail", message_at=now())

    assert Card(call).outcome_words == "A machine answered; we left a short message."


def test_a_card_shows_the_clock_of_its_call_and_when_it_is_made() -> None:
    ended = make_call(status="completed", answered_at=now(), ended_at=now() + timedelta(seconds=67))
    later = make_call(due_at=now() + timedelta(hours=1))

    assert Card(ended).seconds == "1:07" and Card(ended).waits_until is None
    assert Card(later).waits_until == later.due_at
    assert Line(ended.pk, 1, "callee", "Hello", at_ms=67_900).at == "1:07"


def test_a_whisper_is_sent_read_or_never_used() -> None:
    call = make_call(status="in_progress")
    event = Event(mandate=call.campaign, call=call, number=4, kind="whispered", data={"text": "x"})

    made = [
        call_cards.beside(event, read=read, ended=ended)
        for read, ended in ((False, False), (True, True), (False, True))
    ]

    assert [line.state for line in made if line] == ["sent", "read", "unused"]


def test_the_conversation_has_what_was_said_and_done_in_order() -> None:
    call = make_call(status="in_progress")
    campaign = call.campaign
    assert campaign is not None
    Event.record(campaign, "turn", call=call, number=1, speaker="callee", text="Helo")
    Event.record(campaign, "tool_run", call=call, name="log_event", ok=True, ms=3)
    Event.record(campaign, "turn", call=call, number=2, speaker="person", text="a whisper")
    Event.record(campaign, "turn", call=call, number=1, speaker="callee", text="Hello")

    lines = call_cards.conversation(Card(call)).lines

    assert [line.text for line in lines] == ["Hello", "Made a note"]
