"""Cancel a campaign: no further dial, live calls end, nothing is held any more."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from campaigns.models import Booking, Call, Campaign
from campaigns.queue import queue_call
from scheduling import appointments, holds

NOT_YET_DECIDED = {status for status in Campaign.MOVES if status != Campaign.Status.CONFIRMED}


def cancel_campaign(campaign: Campaign) -> bool:
    """Stop everything; False when it was over before (what is booked stays booked)."""
    reason = _("You stopped it.")
    with transaction.atomic():
        row = Campaign.objects.locked(campaign.pk)
        only_from = {str(status) for status in NOT_YET_DECIDED}
        booked = row.bookings.filter(status=Booking.Status.BOOKED).exists()
        if booked or not row.move(
            Campaign.Status.CANCELLED, only_from=only_from, reason=reason, ended_at=now()
        ):
            return False
        for booking in row.bookings.filter(status__in=Booking.HOLDING):
            said_yes = booking.status == Booking.Status.NEEDS_CONFIRMATION
            booking.move(Booking.Status.CANCELLED, reason=reason, ended_at=now())
            if booking.appointment is not None:
                appointments.cancel(booking.appointment)
            if said_yes:  # before the line died: the desk may keep the time for us
                offer = booking.offer
                queue_call(row, offer.provider, Call.Purpose.CANCEL, offer=offer)
        end_calls(row, reason)
        holds.release_wish(row.person, row.pk)
    campaign.refresh_from_db()
    return True


def end_calls(campaign: Campaign, reason: str) -> None:
    """End what is still open, except calls that only give a time back or have just booked."""
    wanted = campaign.calls.open().filter(unwanted_at=None).exclude(outcome=Call.Outcome.BOOKED)
    for call in wanted.exclude(purpose__in=Call.LETTING_GO):
        call.end(reason)
