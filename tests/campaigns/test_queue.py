"""A call that waits: numbered, frozen in whom it rings, announced, and tried again in time."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.models import Call, Event, Provider
from campaigns.providers import phone_numbers
from campaigns.queue import after_machine_at, queue_call, retry_at
from campaigns.signals import call_queued
from tests.factories import make_call, make_campaign, make_offer, make_provider

pytestmark = pytest.mark.django_db


def test_a_call_waits_with_the_number_of_the_moment() -> None:
    campaign, provider = make_campaign(engine="elevenlabs"), make_provider()
    call = queue_call(campaign, provider, "enquire")
    Provider.objects.update(phone="+14155550199")

    call.refresh_from_db()
    assert (call.status, call.to_number) == ("queued", provider.phone)
    assert call.engine == "elevenlabs" and call.due_at <= now()


def test_attempts_are_numbered_for_each_purpose_and_offer() -> None:
    campaign, offer = make_campaign(), make_offer()
    provider = offer.provider

    enquiries = [queue_call(campaign, provider, "enquire").attempt for _ in range(2)]
    about = [queue_call(campaign, provider, "confirm", offer=offer).attempt for _ in range(2)]

    assert enquiries == about == [1, 2]
    assert queue_call(campaign, make_provider(), "enquire").attempt == 1


def test_a_retry_rings_the_number_of_the_first_try() -> None:
    first = make_call()
    Provider.objects.update(phone="+14155550199")
    assert first.campaign is not None and first.provider is not None
    first.provider.refresh_from_db()

    again = queue_call(first.campaign, first.provider, "enquire", retry_of=first)

    assert again.to_number == first.to_number and again.retry_of == first


def test_it_is_announced_and_stands_in_the_log() -> None:
    heard: list[object] = []

    def listener(call_id: UUID, **_: object) -> None:
        heard.append(call_id)

    call_queued.connect(listener)
    try:
        call = queue_call(make_campaign(), make_provider(), "enquire")
    finally:
        call_queued.disconnect(listener)

    event = Event.objects.get(kind="call_queued")
    assert heard == [call.pk] and event.call == call
    assert (event.data["purpose"], event.data["attempt"]) == ("enquire", 1)


def test_each_try_waits_as_long_as_the_settings_say(settings: Settings) -> None:
    settings.RETRY_MINUTES = [5, 60]
    first = make_call()
    second = make_call(first.campaign, provider=first.provider, attempt=2, retry_of=first)
    third = make_call(first.campaign, provider=first.provider, attempt=3, retry_of=second)

    waits = [retry_at(call) for call in (first, second, third)]

    assert waits[0] is not None and waits[1] is not None and waits[2] is None
    assert abs(waits[0] - now() - timedelta(minutes=5)) < timedelta(seconds=5)
    assert abs(waits[1] - now() - timedelta(minutes=60)) < timedelta(seconds=5)


def test_a_call_that_was_never_placed_need_not_wait() -> None:
    due = retry_at(make_call(metrics={Call.NEVER_PLACED: True}))

    assert due is not None and abs(due - now()) < timedelta(seconds=5)


def test_where_nothing_is_to_be_tried_again_nothing_is(settings: Settings) -> None:
    settings.RETRY_MINUTES = []

    assert retry_at(make_call()) is None


def test_a_machine_is_tried_once_more_when_the_setting_says_and_never_at_zero(
    settings: Settings,
) -> None:
    settings.VOICEMAIL_RETRY_MINUTES = 45
    first = make_call(outcome="voicemail")
    second = make_call(first.campaign, provider=first.provider, attempt=2, retry_of=first)

    due = after_machine_at(first)
    assert due is not None and abs(due - now() - timedelta(minutes=45)) < timedelta(seconds=5)
    assert after_machine_at(second) is None
    settings.VOICEMAIL_RETRY_MINUTES = 0
    assert after_machine_at(first) is None


def test_a_rehearsal_rings_the_phone_that_was_set(settings: Settings) -> None:
    settings.MODE, settings.TARGET_PHONE_NUMBER = "rehearsal", "+14155550177"
    campaign = make_campaign(rehearsal=True)

    assert queue_call(campaign, make_provider(), "enquire").to_number == "+14155550177"


def test_what_began_as_a_rehearsal_never_rings_a_real_desk(settings: Settings) -> None:
    """Its offers were made by whoever played the desk; booking one in earnest would be a lie."""
    settings.MODE, settings.TARGET_PHONE_NUMBER = "live", ""
    offer = make_offer()
    campaign = make_campaign(rehearsal=True)

    call = queue_call(campaign, offer.provider, "confirm", offer=offer)

    assert call.to_number == ""
    assert phone_numbers.problem(call.to_number)
