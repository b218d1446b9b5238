"""Which number desks are told, and what follows when they ring it."""

import pytest
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject
from campaigns.calls import ring_back
from campaigns.models import Call, Event, Suppression
from tests.factories import make_call, make_campaign
from voice import briefs

pytestmark = pytest.mark.django_db
NUMBER = "+14155550188"


def placed(**changes: object) -> Call:
    fields: JsonObject = {"status": "completed", "claimed_at": now()}
    return make_call(**fields | changes)


def test_a_number_is_told_only_while_somebody_is_known_to_answer(settings: Settings) -> None:
    settings.CALLBACK_NUMBER = NUMBER
    assert ring_back.number_to_name() == ""

    ring_back.note_answered(NUMBER, True)
    assert ring_back.number_to_name() == NUMBER
    assert briefs.brief_for(make_call()).facts["callback_number"] == "4 1 5, 5 5 5, 0 1 8 8"

    ring_back.note_answered(NUMBER, False)
    assert ring_back.number_to_name() == ""
    assert briefs.brief_for(make_call()).facts["callback_number"] == ""


def test_what_is_known_of_another_number_proves_nothing(settings: Settings) -> None:
    ring_back.note_answered(NUMBER, True)
    settings.CALLBACK_NUMBER = "+14155550199"
    assert ring_back.number_to_name() == ""

    settings.CALLBACK_NUMBER = ""
    assert ring_back.number_to_name() == ""


def test_the_campaign_that_called_last_reads_once_that_they_rang_back() -> None:
    placed(to_number=NUMBER, claimed_at=now().replace(year=2025))
    last = placed(to_number=NUMBER)

    for _ in range(2):
        ring_back.note_rang_back(NUMBER)

    [event] = Event.objects.filter(kind="call_noted")
    assert event.call == last and event.data["text"] == "They rang our number back."


def test_who_was_never_called_or_whose_campaign_is_over_is_noted_nowhere() -> None:
    over = placed(campaign=make_campaign(status="cancelled"))
    waiting = make_call()

    for phone in (NUMBER, over.to_number, waiting.to_number):
        ring_back.note_rang_back(phone)

    assert not Event.objects.filter(kind="call_noted").exists()


def test_an_opt_out_holds_for_everybody_and_ends_what_waits() -> None:
    last = placed(to_number=NUMBER)
    waiting = make_call(to_number=NUMBER)

    for _ in range(2):
        ring_back.opt_out(NUMBER)

    suppression = Suppression.objects.get()
    assert (suppression.phone, suppression.call, suppression.lapses_at) == (NUMBER, last, None)
    assert suppression.source == Suppression.Source.CALLEE
    waiting.refresh_from_db()
    assert waiting.status == "cancelled"


def test_who_was_never_called_may_forbid_it_too() -> None:
    ring_back.opt_out(NUMBER)

    assert Suppression.standing_for(NUMBER) is not None


def test_a_rehearsed_desk_is_held_against_nobody() -> None:
    placed(campaign=make_campaign(rehearsal=True), to_number=NUMBER)

    ring_back.opt_out(NUMBER)

    assert Suppression.standing_for(NUMBER) is None
