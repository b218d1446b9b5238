"""Machines that pick up: what is pressed, said and left there, and what becomes of the call."""

import pytest
from pytest_django.fixtures import Settings

from campaigns.calls import control
from campaigns.models import Call
from tests.journeys.town import VETS, Town
from voice.models import ToolRun, Turn

pytestmark = pytest.mark.journey
MESSAGE = "We may call again. Goodbye."


@pytest.mark.parametrize("way,sockets", [("rest", 2), ("inband", 1)])
def test_a_menu_hears_the_keys_and_lets_us_through_to_a_desk_with_a_time(
    town: Town, settings: Settings, way: str, sockets: int
) -> None:
    settings.TWILIO_KEYS = way
    town.seat("phone_menu", *VETS)

    with town.campaign(max_providers=1) as campaign_id:
        campaign = town.until_ended(campaign_id)
        town.at_rest()

    assert campaign["status"] == "completed", campaign["reason"]
    [call] = Call.objects.filter(campaign_id=campaign_id)
    pressed = ToolRun.objects.filter(call=call, name="press_keys", ok=True)
    assert [run.arguments["digits"] for run in pressed] == ["2"]
    assert (call.outcome, call.stream_count, call.keys_wanted) == ("offer", sockets, "")


def test_a_menu_that_listens_is_answered_and_a_number_that_is_gone_is_given_up(town: Town) -> None:
    town.seat("voice_menu", VETS[0])
    town.seat("out_of_service", *VETS[1:])

    with town.campaign(max_providers=2) as campaign_id:
        campaign = town.until_ended(campaign_id)
        town.at_rest()

    assert campaign["status"] == "completed", campaign["reason"]
    listened, gone = (
        Call.objects.get(campaign_id=campaign_id, to_number=phone) for phone in VETS[:2]
    )
    assert listened.outcome == "offer"
    assert (gone.outcome, gone.summary) == ("failed", "The number is not in service.")


@pytest.mark.parametrize("messages", [True, False])
def test_a_machine_records_one_short_message_or_none_as_the_setting_says(
    town: Town, settings: Settings, messages: bool
) -> None:
    """And rung once more, by the person's wish, it gets no second one."""
    settings.VOICEMAIL_MESSAGES, settings.RING_SECONDS = messages, 30  # a machine takes its time
    town.seat("voicemail", *VETS)

    with town.campaign(max_providers=1) as campaign_id:
        calls = Call.objects.filter(campaign_id=campaign_id).order_by("attempt")
        answered = calls.filter(outcome="voicemail", concluded_at__isnull=False)
        town.wait(answered.count, lambda count: count == 1)
        control.call_again(calls[0])
        town.wait(answered.count, lambda count: count == 2)
        town.at_rest()

    said = [turn.text for turn in Turn.objects.filter(call__campaign_id=campaign_id)]
    heard = town.recorded(calls[0].to_number)
    recorded = [text for text in heard if MESSAGE in text]
    assert len(recorded) == sum(MESSAGE in text for text in said) == messages, (heard, said)
    assert calls.filter(message_at__isnull=False).count() == messages
    if messages:
        assert recorded[0].startswith("Hello, I am an automated assistant calling on behalf of")
