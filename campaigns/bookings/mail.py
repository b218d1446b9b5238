"""The e-mail that says what was booked, with the appointment as an .ics file."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.timezone import now
from django.utils.translation import gettext as _

from campaigns.models import Booking, Preferences
from scheduling.calendars import ical
from scheduling.language.speak import spoken
from scheduling.models import Appointment


def send(booking_id: UUID | str) -> bool:
    """Send it once; False when it was sent before, is not wanted, or nothing is booked.

    In the person's quiet hours it is left for later: whoever looks for forgotten ones sends it.

    The row is claimed first: an e-mail that fails is tried again, one that was sent is not.
    """
    if not settings.MAIL_IS_SET_UP:
        return False  # looked for again for a day, in case it soon is
    rows = Booking.objects.filter(pk=booking_id, status=Booking.Status.BOOKED)
    person_id = rows.values_list("campaign__person_id", flat=True).first()
    wishes = Preferences.objects.filter(user_id=person_id or 0).select_related("user__profile")
    chosen = wishes.first()
    if chosen is not None and chosen.quiet_now():
        return False
    if not rows.filter(mailed_at=None).update(mailed_at=now()):
        return False
    booking = rows.select_related("campaign__person", "appointment").first()
    if chosen is not None and not chosen.tells("booked", Preferences.Way.EMAIL):
        return False  # claimed all the same, so that nobody looks for it again
    if booking is None or booking.appointment is None or not booking.campaign.person.email:
        return False
    try:
        _message(booking, booking.appointment).send()
    except Exception:
        rows.update(mailed_at=None)
        raise
    return True


def _message(booking: Booking, appointment: Appointment) -> EmailMessage:
    when = spoken(appointment.start.astimezone(appointment.zone))
    lines = [
        _("%(place)s has agreed: %(when)s.") % {"place": appointment.place_name, "when": when},
        "",
        _("For: %(name)s") % {"name": booking.contact_name},
        _("Where: %(address)s") % {"address": appointment.address or appointment.place_name},
        _("Telephone: %(phone)s") % {"phone": appointment.phone},
        _("Reference: %(reference)s") % {"reference": appointment.confirmation_ref},
    ]
    quote = booking.evidence.get("quote")
    if quote:
        lines += ["", _("In their words: “%(quote)s”") % {"quote": quote}]
    message = EmailMessage(
        subject=" ".join((_("Booked: %(title)s") % {"title": appointment.title}).split()),
        body="\n".join(lines),
        to=[booking.campaign.person.email],
    )
    message.attach("appointment.ics", ical.file_of(appointment), "text/calendar")
    return message
