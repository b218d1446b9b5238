"""The e-mail that says what was booked: once, when it is wanted, and not at night."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.core.mail.message import EmailAttachment
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.bookings import mail
from campaigns.models import Booking, Preferences
from scheduling.models import Appointment
from tests.campaigns import answered_calls
from tests.campaigns.answered_calls import appointment_of, with_offers

pytestmark = pytest.mark.django_db


def booked(quote: str = "Yes, that is booked.") -> Booking:
    campaign, [offer] = with_offers(1)
    return answered_calls.booked(campaign, offer, quote)


def test_it_says_what_where_when_and_in_whose_words(mailoutbox: list[EmailMessage]) -> None:
    booking = booked()
    mailoutbox.clear()
    Booking.objects.update(mailed_at=None)

    assert mail.send(booking.pk)

    (message,) = mailoutbox
    reference = appointment_of(booking).confirmation_ref
    for part in (booking.offer.provider.name, reference, "Yes, that is"):
        assert part in message.body
    assert message.to == [booking.campaign.person.email]


def test_it_carries_the_appointment_as_a_file(mailoutbox: list[EmailMessage]) -> None:
    booking = booked()
    mailoutbox.clear()
    Booking.objects.update(mailed_at=None)
    mail.send(booking.pk)

    (attached,) = mailoutbox[0].attachments

    assert isinstance(attached, EmailAttachment)
    assert (attached.filename, attached.mimetype) == ("appointment.ics", "text/calendar")
    assert "BEGIN:VEVENT" in str(attached.content)


def test_it_is_sent_once(mailoutbox: list[EmailMessage]) -> None:
    booking = booked()
    mailoutbox.clear()
    Booking.objects.update(mailed_at=None)

    assert [mail.send(booking.pk) for _ in range(3)] == [True, False, False]
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("status", ["confirming", "needs_confirmation", "refused", "cancelled"])
def test_what_is_not_booked_is_not_told(status: str, mailoutbox: list[EmailMessage]) -> None:
    booking = booked()
    mailoutbox.clear()
    Booking.objects.update(mailed_at=None, status=status)

    assert not mail.send(booking.pk) and mailoutbox == []


def test_who_wants_no_mail_gets_none_and_is_not_asked_for_again() -> None:
    booking = booked()
    Booking.objects.update(mailed_at=None)
    Preferences.objects.update_or_create(
        user=booking.campaign.person, defaults={"notify": {"booked": ["browser"]}}
    )

    assert not mail.send(booking.pk)
    assert Booking.objects.get().mailed_at is not None


def test_in_quiet_hours_it_waits_unclaimed() -> None:
    booking = booked()
    Booking.objects.update(mailed_at=None)
    clock = now().astimezone(booking.campaign.person.profile.zone)
    quiet = {
        "quiet_from": (clock - timedelta(hours=1)).time(),
        "quiet_until": (clock + timedelta(hours=1)).time(),
    }
    Preferences.objects.update_or_create(user=booking.campaign.person, defaults=quiet)

    assert not mail.send(booking.pk)
    assert Booking.objects.get().mailed_at is None


def test_a_person_without_an_address_gets_nothing(mailoutbox: list[EmailMessage]) -> None:
    booking = booked()
    mailoutbox.clear()
    Booking.objects.update(mailed_at=None)
    type(booking.campaign.person).objects.update(email="")

    assert not mail.send(booking.pk) and mailoutbox == []


def test_a_mail_that_failed_is_sent_later(settings: Settings) -> None:
    booking = booked()
    Booking.objects.update(mailed_at=None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with pytest.raises(OSError):
        mail.send(booking.pk)

    assert Booking.objects.get().mailed_at is None


def test_a_name_with_a_line_in_it_does_not_break_the_subject(
    mailoutbox: list[EmailMessage],
) -> None:
    booking = booked()
    mailoutbox.clear()
    Booking.objects.update(mailed_at=None)
    Appointment.objects.update(title="Dentist\r\nBcc: all@example.com")

    assert mail.send(booking.pk)

    assert "\n" not in mailoutbox[0].subject and mailoutbox[0].bcc == []


def test_it_waits_while_mail_is_not_set_up(
    settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    booking = booked()
    mailoutbox.clear()
    Booking.objects.update(mailed_at=None)
    settings.MAIL_IS_SET_UP = False

    assert not mail.send(booking.pk) and mailoutbox == []

    settings.MAIL_IS_SET_UP = True
    assert mail.send(booking.pk) and len(mailoutbox) == 1
