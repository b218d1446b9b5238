"""A yes whose line died before it was stored: ask once more, or say that nobody comes."""

from uuid import UUID

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import Refused
from campaigns.bookings import permits
from campaigns.campaign_status import update_campaign_status
from campaigns.models import Booking, Call, Campaign, Offer
from campaigns.queue import queue_call
from scheduling.models import Appointment


def line_died_after_yes(
    call_id: UUID | str, offer: Offer | None = None, *, told_otherwise: bool = False
) -> Booking | None:
    """The callee agreed, but it could not be stored in the call: ask once more before it counts.

    The appointment stands as "needs confirmation". An enquiry that may book and had not come to
    its permit for `offer` takes it now. When it is gone the desk expects somebody who does not
    come: it is rung and told, unless `told_otherwise` in this call; then None.
    """
    call = Call.objects.select_related("offer").get(pk=call_id)
    if call.campaign_id is None:
        return None
    with transaction.atomic():
        campaign = Campaign.objects.locked(call.campaign_id)
        call.refresh_from_db()
        booking = permits.of_call(call)
        if booking is None and not told_otherwise:
            booking = _permit_after_all(campaign, call, offer)
            if booking is None:
                _tell_that_nobody_comes(campaign, call, offer or call.offer)
        if booking is None or booking.status != Booking.Status.CONFIRMING:
            return booking
        appointment = permits.appointment_of(booking, Appointment.Status.NEEDS_CONFIRMATION)
        booking.move(
            Booking.Status.NEEDS_CONFIRMATION,
            appointment=appointment,
            reason=_("The line died after their yes; we ring once more to be sure."),
        )
        if not permits.confirm_calls_waiting(booking).exists():
            permits.queue_confirm_call(booking, retry_of=call)
    update_campaign_status(call.campaign_id)
    return booking


def _may_book(campaign: Campaign, call: Call) -> bool:
    """Whether a yes in this call is one to a booking, and not only to keeping the time."""
    by_policy = campaign.booking_policy == Campaign.BookingPolicy.BOOK_WHEN_IT_FITS
    return call.purpose == Call.Purpose.CONFIRM or (
        call.purpose == Call.Purpose.ENQUIRE and by_policy
    )


def _permit_after_all(campaign: Campaign, call: Call, offer: Offer | None) -> Booking | None:
    if offer is None or call.purpose != Call.Purpose.ENQUIRE or not _may_book(campaign, call):
        return None
    if not call.ended or permits.of_campaign(campaign) is not None:
        return None
    try:
        with transaction.atomic():
            return permits.take(campaign, offer, ("", ""))
    except Refused:
        return None


def _tell_that_nobody_comes(campaign: Campaign, call: Call, offer: Offer | None) -> None:
    """Once for each call that ended so; while the line lives the agent can say it."""
    if offer is None or not (call.ended and _may_book(campaign, call)) or offer.start <= now():
        return
    told = campaign.calls.filter(offer=offer, purpose=Call.Purpose.CANCEL)
    held = campaign.bookings.filter(offer=offer, status__in=Booking.HOLDING)
    if not (told.filter(created_at__gt=call.created_at).exists() or held.exists()):
        queue_call(campaign, offer.provider, Call.Purpose.CANCEL, offer=offer)
