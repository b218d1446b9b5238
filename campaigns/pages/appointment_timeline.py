"""How an appointment came about, from the rows and the log: who did what, and when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from campaigns.models import Booking, Campaign, Event
from campaigns.pages import booking_progress
from scheduling.models import Appointment


@dataclass(frozen=True)
class Moment:
    """One thing that happened; the ids lead to its page."""

    at: datetime
    text: str
    call_id: UUID | None = None
    campaign_id: UUID | None = None


def timeline(appointment: Appointment, booking: Booking | None) -> list[Moment]:
    """Requested, called, offered, chosen, agreed, written, cancelled: what of it there was."""
    found = [] if booking is None else [*_before(booking), *_from_log(booking)]
    if booking is None:
        found.append(Moment(appointment.created_at, _("It was made.")))
    if appointment.cancelled_at is not None:
        found.append(Moment(appointment.cancelled_at, _("It was cancelled.")))
        told = booking_progress.told(booking) if booking else None
        if told is not None and told.call.ended_at is not None:
            words = {
                "knows": _("They were told."),
                "machine": _("A machine answered the call that was to tell them."),
                "not": _("They could not be told by phone."),
            }.get(told.state)
            if words:
                found.append(Moment(told.call.ended_at, words, call_id=told.call.pk))
    return sorted(found, key=lambda moment: moment.at)


def _before(booking: Booking) -> list[Moment]:
    campaign, offer = booking.campaign, booking.offer
    who = {"who": offer.provider.name}
    found = [Moment(campaign.created_at, _("You asked for it."), campaign_id=campaign.pk)]
    call = offer.call
    if call.answered_at is not None:
        found.append(Moment(call.answered_at, _("%(who)s picked up.") % who, call_id=call.pk))
    found.append(Moment(offer.created_at, _("They offered this time."), call_id=call.pk))
    if campaign.booking_policy == Campaign.BookingPolicy.ASK_ME:
        found.append(Moment(booking.created_at, _("You chose it.")))
    return found


def _from_log(booking: Booking) -> list[Moment]:
    """What only the log remembers once the rows have moved on."""
    kinds = [Event.Kind.BOOKING_MOVED, Event.Kind.CALENDAR_MOVED]
    events = Event.objects.filter(
        mandate_id=booking.campaign_id,
        offer_id=booking.offer_id,
        kind__in=kinds,
        created_at__gte=booking.created_at,
    )
    words: dict[tuple[str, object], str] = {
        (Event.Kind.BOOKING_MOVED, "booked"): _("They agreed in their own words."),
        (Event.Kind.BOOKING_MOVED, "needs_confirmation"): _(
            "Their yes was in doubt; they are asked again."
        ),
        (Event.Kind.CALENDAR_MOVED, "written"): _("It was written into your calendar."),
        (Event.Kind.CALENDAR_MOVED, "failed"): _("Your calendar could not be written."),
    }
    proof = booking.evidence.get("call_id")
    found = []
    for event in events.order_by("number"):
        text = words.get((event.kind, event.data.get("status")))
        if text:
            agreed = event.data.get("status") == "booked" and proof
            found.append(Moment(event.created_at, text, call_id=UUID(proof) if agreed else None))
    return found
