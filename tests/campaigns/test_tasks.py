"""The sweep: whatever was left lying is picked up, and again is harmless."""

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from callpilot.errors import DirectoryError
from campaigns import launch, tasks
from campaigns.bookings import booking
from campaigns.models import Booking, Call, Campaign, Offer
from campaigns.providers.directories.base import Listing
from scheduling.models import Hold
from tests.campaigns.answered_calls import answer, hang_up, offered, running, slot_at, with_offers
from tests.factories import make_call, make_campaign, make_person

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(minutes=5)


class Failing:
    """A directory that finds nobody."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def find(self, *_: object) -> list[Listing]:
        raise self.error


def sweep(campaign: Campaign | None = None) -> None:
    tasks.sweep_campaigns()
    if campaign is not None:
        campaign.refresh_from_db()


def test_a_start_that_nobody_was_told_of_happens() -> None:
    campaign = launch.create(make_person(), {"service": "dentist"})
    Campaign.objects.filter(pk=campaign.pk).update(created_at=now() - LONG_AGO)

    sweep(campaign)

    assert campaign.status == "dialing"


def test_a_fresh_start_is_left_to_its_own_task() -> None:
    campaign = launch.create(make_person(), {"service": "dentist"})

    sweep(campaign)

    assert campaign.status == "created"


def test_an_end_that_nobody_concluded_is_concluded() -> None:
    campaign, [call] = running()
    call.move("dialing")
    call.move("failed", outcome="busy", ended_at=now() - LONG_AGO)

    sweep()
    sweep()

    assert campaign.calls.count() == 2


def test_an_offer_whose_time_has_passed_expires() -> None:
    campaign, [offer] = with_offers(1)
    start = now() - timedelta(minutes=1)
    Offer.objects.filter(pk=offer.pk).update(start=start, end=start + timedelta(minutes=30))

    sweep(campaign)

    offer.refresh_from_db()
    assert (offer.status, offer.rank, campaign.status) == ("expired", None, "failed")
    assert not Hold.objects.standing().exists()


def test_a_campaign_whose_time_is_over_waits_for_nobody() -> None:
    campaign, [call] = running(deadline_at=now() - timedelta(seconds=1))
    call.defer(now() + timedelta(hours=1), "later")

    sweep(campaign)
    Call.objects.filter(pk=call.pk).update(ended_at=now() - LONG_AGO)
    sweep(campaign)

    call.refresh_from_db()
    assert (call.status, campaign.status) == ("cancelled", "failed")


def test_a_booking_past_its_deadline_is_given_up() -> None:
    campaign, [offer] = with_offers(1)
    made = booking.confirm(campaign, offer)
    Booking.objects.filter(pk=made.pk).update(deadline_at=now() - timedelta(seconds=1))

    sweep()

    made.refresh_from_db()
    assert made.status == "refused"


def test_calls_of_a_campaign_that_is_over_are_ended() -> None:
    campaign, [live, waiting] = running(2)
    answer(live)
    Campaign.objects.filter(pk=campaign.pk).update(status="cancelled")

    sweep()

    live.refresh_from_db()
    waiting.refresh_from_db()
    assert live.unwanted_at is not None and waiting.status == "cancelled"


def test_the_call_that_has_booked_says_its_goodbye_and_the_others_are_ended() -> None:
    campaign, [offer] = with_offers(1)
    other = answer(make_call(campaign))
    booking.confirm(campaign, offer)
    call = answer(campaign.calls.get(purpose="confirm"))
    booking.agreed(call.pk, {})

    sweep(campaign)

    call.refresh_from_db()
    other.refresh_from_db()
    assert campaign.status == "confirmed" and other.unwanted_at is not None
    assert call.unwanted_at is None and call.status == "in_progress"


def test_an_email_that_was_forgotten_is_sent_once(mailoutbox: list[object]) -> None:
    campaign, [offer] = with_offers(1)
    made = booking.confirm(campaign, offer)
    call = answer(campaign.calls.get(purpose="confirm"))
    booking.agreed(call.pk, {})
    hang_up(call)
    Booking.objects.filter(pk=made.pk).update(ended_at=now() - LONG_AGO)

    tasks.mail_left_over()
    tasks.mail_left_over()

    assert len(mailoutbox) == 1


def test_a_booking_whose_call_goes_on_is_not_told_yet(mailoutbox: list[object]) -> None:
    campaign, [offer] = with_offers(1)
    made = booking.confirm(campaign, offer)
    booking.agreed(answer(campaign.calls.get(purpose="confirm")).pk, {})
    Booking.objects.filter(pk=made.pk).update(ended_at=now() - LONG_AGO)

    tasks.mail_left_over()

    assert mailoutbox == []


def test_a_mail_server_that_is_down_costs_nothing_but_time(
    mailoutbox: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign, [offer] = with_offers(1)
    made = booking.confirm(campaign, offer)
    call = answer(campaign.calls.get(purpose="confirm"))
    booking.agreed(call.pk, {})
    hang_up(call)
    Booking.objects.filter(pk=made.pk).update(ended_at=now() - LONG_AGO)

    with monkeypatch.context() as down:

        def refuse(*_: object) -> None:
            raise SMTPServerDisconnected("down")

        down.setattr(EmailMessage, "send", refuse)
        tasks.mail_booking(str(made.pk))
        tasks.mail_left_over()
    campaign.refresh_from_db()
    assert campaign.status == "confirmed" and mailoutbox == []
    tasks.mail_left_over()

    assert len(mailoutbox) == 1


def test_a_lookup_that_fails_in_an_unforeseen_way_is_given_up_in_words(
    register: Callable[[str, object], None],
) -> None:
    register("DIRECTORY", Failing(RuntimeError("unforeseen")))
    campaign = make_campaign(status="provider_lookup", started_at=now() - timedelta(minutes=2))
    sweep(campaign)
    assert campaign.status == "provider_lookup"

    Campaign.objects.update(started_at=now() - timedelta(minutes=11))
    sweep(campaign)

    assert campaign.status == "failed" and campaign.reason and campaign.ended_at


def test_campaigns_that_wait_for_their_people_cost_the_sweep_nothing() -> None:
    with CaptureQueriesContext(connection) as of_nobody:
        sweep()
    with_offers(1)

    with CaptureQueriesContext(connection) as of_one:
        sweep()

    assert len(of_one) == len(of_nobody)


def test_a_choice_whose_conclusion_was_lost_is_concluded() -> None:
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    Campaign.objects.filter(pk=campaign.pk).update(status="ranking")

    sweep(campaign)

    assert campaign.status == "confirming"


def test_nobody_is_rung_to_release_a_time_that_has_passed() -> None:
    campaign, [offer] = with_offers(1)
    start = now() - timedelta(minutes=1)
    Offer.objects.filter(pk=offer.pk).update(start=start, end=start + timedelta(minutes=30))
    call = make_call(
        campaign, provider=offer.provider, purpose="release", offer=offer, due_at=now() + LONG_AGO
    )

    sweep()

    call.refresh_from_db()
    assert call.status == "cancelled"


def test_one_row_that_fails_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    poison = make_campaign(status="dialing", timezone="Mars/Base")  # no clock to tell it by
    make_call(poison, due_at=now() + LONG_AGO)
    campaign, [call] = running()
    offered(answer(call), slot_at(campaign))
    call.move("completed", ended_at=now() - LONG_AGO)

    sweep(campaign)

    assert campaign.status == "ranking" and str(poison.pk) in caplog.text


def test_a_directory_that_is_down_is_no_error_of_the_task(
    register: Callable[[str, object], None],
) -> None:
    register("DIRECTORY", Failing(DirectoryError("down")))
    campaign = make_campaign()

    tasks.launch_campaign(str(campaign.pk))

    campaign.refresh_from_db()
    assert campaign.status == "provider_lookup"
