"""What is said to a machine that records: fixed words, once, and only where it was waited for."""

from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject
from campaigns.calls import ring_back
from campaigns.models import Call, Event
from tests.factories import make_call, make_campaign, make_offer
from voice import briefs
from voice.models import Turn
from voice.session import voicemail

pytestmark = pytest.mark.django_db
MAX_WORDS = 41  # in 15 seconds, at 165 a minute


@pytest.fixture(autouse=True)
def messages(settings: Settings) -> None:
    settings.VOICEMAIL_MESSAGES = True
    settings.CALLBACK_NUMBER = ""


def recorded(**changes: object) -> Call:
    """A call whose conversation has waited until their machine records."""
    fields: JsonObject = {
        "status": "in_progress",
        "outcome": "voicemail",
        "metrics": {voicemail.AFTER_TONE: True, "line_ms": 14_000},
    }
    return make_call(**fields | changes)


def test_it_says_that_an_assistant_calls_for_whom_and_about_what() -> None:
    words = voicemail.message(recorded())

    assert words == (
        "Hello, I am an automated assistant calling on behalf of Alex Example to ask for a "
        "dental check-up. We may call again. Goodbye."
    )


def test_it_is_said_once_and_stands_in_the_transcript_and_in_the_log() -> None:
    call = recorded()

    words = voicemail.message(call)

    assert voicemail.message(call) == "" and voicemail.message(Call.objects.get()) == ""
    [turn] = Turn.objects.filter(call=call)
    assert (turn.speaker, turn.text, turn.started_ms) == ("carrier", words, 14_000)
    noted = Event.objects.filter(call=call, kind="call_noted")
    assert [event.data["text"] for event in noted] == ["We left a short message."]


def test_the_next_try_leaves_none() -> None:
    first = recorded()
    assert voicemail.message(first)
    assert first.move(Call.Status.COMPLETED)
    again = recorded(campaign=first.campaign, provider=first.provider, attempt=2)

    assert voicemail.message(again) == ""
    assert not Turn.objects.filter(call=again).exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"metrics": {}},  # it was left before it recorded
        {"outcome": "declined"},  # its greeting forbids our calls
        {"outcome": "no_slots"},
    ],
)
def test_it_is_said_only_to_a_machine_that_was_waited_for(changes: dict[str, object]) -> None:
    assert voicemail.message(recorded(**changes)) == ""


def test_nothing_is_said_when_the_setting_is_off(settings: Settings) -> None:
    settings.VOICEMAIL_MESSAGES = False
    call = recorded()

    assert voicemail.message(call) == ""
    call.refresh_from_db()
    assert call.message_at is None


def confirming() -> Call:
    offer = make_offer()
    return recorded(
        campaign=offer.campaign, provider=offer.provider, offer=offer, purpose="confirm"
    )


def long_winded() -> Call:
    return recorded(
        campaign=make_campaign(
            contact_name="Bartholomew " * 8, service="general", detail="Tuesday at ten " * 12
        )
    )


@pytest.mark.parametrize("make", [recorded, confirming, long_winded])
def test_it_takes_15_seconds_at_most_and_tells_no_time(
    make: Callable[[], Call], settings: Settings
) -> None:
    settings.CALLBACK_NUMBER = "+442079460123"
    ring_back.note_answered(settings.CALLBACK_NUMBER, True)
    words = voicemail.message(make())

    assert 10 < len(words.split()) <= MAX_WORDS
    assert not any(word in words for word in ("Tuesday", "ten", "o'clock", "morning"))
    assert briefs.spoken_digits(settings.CALLBACK_NUMBER) in words
