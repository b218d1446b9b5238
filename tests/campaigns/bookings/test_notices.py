"""The e-mails that say a request waits for its person."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns import tasks
from campaigns.bookings import booking, notices
from campaigns.models import Booking, Campaign, Notice, Preferences
from tests.campaigns.answered_calls import with_offers

pytestmark = pytest.mark.django_db


def owed(campaign: Campaign, kind: str) -> Notice:
    return Notice.objects.get(campaign=campaign, kind=kind)


def refused() -> tuple[Campaign, Booking]:
    campaign, [offer, _other] = with_offers(2)
    permit = booking.confirm(campaign, offer)
    call = campaign.calls.get(purpose="confirm")
    booking.refused(call.pk, "The desk no longer has this time.")
    return campaign, permit


def test_offers_are_told_once_with_the_way_to_them(
    mailoutbox: list[EmailMessage], settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://calls.example.com"
    campaign, [offer] = with_offers(1)
    notice = owed(campaign, "offers_ready")
    mailoutbox.clear()

    assert [notices.send(notice.pk) for _ in range(3)] == [True, False, False]

    (message,) = mailoutbox
    assert message.to == [campaign.person.email]
    assert offer.provider.name in message.body
    assert f"https://calls.example.com/campaigns/{campaign.pk}/" in message.body


def test_a_desk_that_does_not_agree_is_told_with_its_reason(
    mailoutbox: list[EmailMessage],
) -> None:
    campaign, permit = refused()
    mailoutbox.clear()

    assert notices.send(owed(campaign, "not_booked").pk)

    (message,) = mailoutbox
    assert permit.offer.provider.name in message.subject
    assert "The desk no longer has this time." in message.body


def test_a_booking_whose_time_is_over_is_told() -> None:
    campaign, [offer] = with_offers(1)
    permit = booking.confirm(campaign, offer)
    Booking.objects.update(deadline_at=now() - timedelta(seconds=1))

    booking.lapse(permit.pk)

    assert owed(campaign, "not_booked").booking_id == permit.pk


def test_nothing_found_is_told_with_the_reason(mailoutbox: list[EmailMessage]) -> None:
    campaign, _offers = with_offers(1)
    campaign.move(Campaign.Status.FAILED, reason="6 desks were asked: 6 had no suitable time.")
    mailoutbox.clear()

    assert notices.send(owed(campaign, "nothing_found").pk)
    assert "6 desks were asked" in mailoutbox[0].body


def test_what_the_person_has_decided_meanwhile_is_not_told(
    mailoutbox: list[EmailMessage],
) -> None:
    campaign, [offer] = with_offers(1)
    notice = owed(campaign, "offers_ready")
    booking.confirm(campaign, offer)
    mailoutbox.clear()

    assert not notices.send(notice.pk)
    notice.refresh_from_db()
    assert notice.sent_at is not None and not mailoutbox


def test_who_does_not_want_it_is_not_told(mailoutbox: list[EmailMessage]) -> None:
    campaign, _offers = with_offers(1)
    chosen = Preferences.of(campaign.person)
    chosen.notify = chosen.notify | {"offers_ready": []}
    chosen.save()
    mailoutbox.clear()

    assert not notices.send(owed(campaign, "offers_ready").pk)
    assert not mailoutbox


def test_at_night_it_waits_for_the_morning(mailoutbox: list[EmailMessage]) -> None:
    campaign, _offers = with_offers(1)
    Preferences.objects.update_or_create(
        user=campaign.person, defaults={"quiet_from": time(22), "quiet_until": time(7)}
    )
    notice = owed(campaign, "offers_ready")
    zone = campaign.person.profile.zone
    mailoutbox.clear()

    with time_machine.travel(datetime.combine(now().date(), time(23), zone), tick=False):
        assert not notices.send(notice.pk)
    with time_machine.travel(datetime.combine(now().date(), time(8), zone), tick=False):
        assert notices.send(notice.pk)


def test_a_mail_server_that_is_down_is_asked_again(settings: Settings) -> None:
    campaign, _offers = with_offers(1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    notice = owed(campaign, "offers_ready")

    tasks.mail_notice(str(notice.pk))

    notice.refresh_from_db()
    assert notice.sent_at is None


def test_the_sweep_sends_what_was_forgotten(mailoutbox: list[EmailMessage]) -> None:
    campaign, _offers = with_offers(1)
    Notice.objects.update(created_at=now() - timedelta(minutes=5), sent_at=None)
    mailoutbox.clear()

    tasks.mail_left_over()

    assert [message.to for message in mailoutbox] == [[campaign.person.email]]
