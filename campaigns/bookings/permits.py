"""The booking permit: a campaign has one; taking it, what it rests on, and giving it back."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import NotPermitted, Refused, SlotTaken
from campaigns.models import Booking, Call, Campaign, Event, Offer, Suppression
from campaigns.offers import offers, scoring
from campaigns.providers.service_kinds import SERVICES
from campaigns.queue import queue_call
from scheduling import appointments, availability, holds
from scheduling.language.speak import spoken
from scheduling.models import Appointment, Hold


class AlreadyTaken(Exception):
    """Somebody was quicker; rolls the transaction back."""

    def __init__(self, booking: Booking) -> None:
        self.booking = booking


def of_campaign(campaign: Campaign) -> Booking | None:
    rows = Booking.objects.filter(campaign=campaign, status__in=Booking.HOLDING)
    return rows.select_related("offer", "appointment").first()


def same(booking: Booking, offer: Offer) -> Booking:
    if booking.offer_id == offer.pk:
        return booking
    if booking.status == Booking.Status.BOOKED:
        raise NotPermitted(_("An appointment has been booked already."))
    raise NotPermitted(_("Another offer is being confirmed; stop that first."))


def must_be_confirmable(campaign: Campaign, offer: Offer) -> None:
    """Raise Refused with the reason why this offer cannot be booked, if there is one."""
    match campaign.status:
        case Campaign.Status.CANCELLED:
            raise Refused(_("This campaign was cancelled."))
        case Campaign.Status.FAILED:
            raise Refused(_("This campaign has ended without a choice."))
    match offer.status:
        case Offer.Status.WITHDRAWN:
            raise Refused(_("The desk no longer has this time."))
        case Offer.Status.EXPIRED:
            raise Refused(_("This offer has expired."))
        case Offer.Status.RELEASED:
            raise Refused(_("We have told the desk that this time is not needed."))
        case Offer.Status.BOOKED:
            raise Refused(_("This offer was booked already."))
    if offer.start <= now():
        raise Refused(_("This offer has expired: its time has passed."))
    if not offer.verified:
        raise Refused(_("Nobody was heard saying this time, so it cannot be booked."))
    suppression = Suppression.standing_for(offer.provider.phone or "")
    if suppression is not None and suppression.lapses_at is None:
        raise Refused(_("This number asked not to be called."))
    if offer.provider.number_wrong:
        raise Refused(_("The number of this provider is wrong."))


def must_be_free(campaign: Campaign, offer: Offer) -> None:
    """Look into the live calendar once more; network, so not in a transaction."""
    reason = availability.conflict(
        campaign.person,
        offers.visit(campaign, offer.provider, offer.slot),
        by_rules=False,  # this very time was picked, or met the rules when it was noted
    )
    if reason is not None:
        raise SlotTaken(reason)


def take(
    campaign: Campaign,
    offer: Offer,
    contact: tuple[str, str],
    *,
    note: str = "",
    row_id: UUID | None = None,
) -> Booking:
    """Write the booking; the unique index decides. The campaign's row is locked."""
    offer.refresh_from_db()
    known = of_campaign(campaign)
    if known is not None and known.offer_id == offer.pk:  # it is not confirmable any more
        raise AlreadyTaken(known)
    must_be_confirmable(campaign, offer)
    deadline_at = min(offer.start, now() + timedelta(hours=settings.CAMPAIGN_LIMIT_HOURS))
    name, phone = contact
    try:
        with transaction.atomic():
            booking = Booking.objects.create(
                id=row_id or uuid4(),
                campaign=campaign,
                offer=offer,
                contact_name=name or campaign.contact_name,
                contact_phone=phone or campaign.contact_phone,
                note=note,
                deadline_at=deadline_at,
            )
    except IntegrityError:
        first = of_campaign(campaign)
        if first is None:
            raise
        raise AlreadyTaken(first) from None
    hold_until(offer, deadline_at)
    booking.moved()
    return booking


def hold_until(offer: Offer, until: datetime) -> Hold:
    """Keep the offer's time for the booking; raises SlotTaken when it went to another wish."""
    if offer.hold is not None and holds.extend(offer.hold, until):
        return offer.hold
    offer.hold = holds.place_hold(
        offer.campaign.person, offer.slot, wish=offer.campaign_id, keep=until - now()
    )
    offer.save(update_fields=["hold"])
    return offer.hold


def queue_confirm_call(
    booking: Booking, *, retry_of: Call | None = None, due_at: datetime | None = None
) -> Call:
    booking.confirm_calls += 1
    booking.save(update_fields=["confirm_calls"])
    return queue_call(
        booking.campaign,
        booking.offer.provider,
        Call.Purpose.CONFIRM,
        offer=booking.offer,
        retry_of=retry_of,
        due_at=due_at,
        brief={
            "contact_name": booking.contact_name,
            "contact_phone": booking.contact_phone,
            "note": booking.note,
        },
    )


def of_call(call: Call) -> Booking | None:
    """The booking that this call is about: by its offer, or made within it.

    An enquiry has one only when the person lets the agent book what fits; one that the person
    has chosen while the desk was still on the line waits for its own confirm call.
    """
    if call.campaign_id is None:
        return None
    rows = Booking.objects.filter(campaign_id=call.campaign_id, status__in=Booking.HOLDING)
    if call.purpose == Call.Purpose.CONFIRM and call.offer_id is not None:
        rows = rows.filter(offer_id=call.offer_id)
    elif call.purpose == Call.Purpose.ENQUIRE:
        policy = Campaign.BookingPolicy.BOOK_WHEN_IT_FITS
        rows = rows.filter(offer__call_id=call.pk, campaign__booking_policy=policy)
    else:
        return None
    related = rows.select_related("campaign", "offer__provider", "offer__hold", "appointment")
    return related.first()


def appointment_of(booking: Booking, status: str) -> Appointment:
    if booking.appointment is not None:
        return booking.appointment
    offer, campaign = booking.offer, booking.campaign
    provider = offer.provider
    what = [SERVICES[campaign.service].label if campaign.service in SERVICES else campaign.service]
    what += [campaign.detail] if campaign.detail else []
    return appointments.make(
        hold_until(offer, booking.deadline_at),
        title=f"{', '.join(what)}: {provider.name}"[:200],
        timezone=offer.timezone,
        place_name=provider.name,
        address=provider.address,
        phone=provider.phone,
        notes="\n".join(filter(None, [offer.conditions, booking.note])),
        status=status,
    )


def confirm_calls_waiting(booking: Booking) -> QuerySet[Call]:
    """The confirm calls of the booking that are still to come."""
    waiting = Call.objects.filter(status=Call.Status.QUEUED, purpose=Call.Purpose.CONFIRM)
    return waiting.filter(offer_id=booking.offer_id)


def free(booking: Booking, reason: str, *, gone: bool) -> bool:
    """Give the permit back; `gone`: the desk does not have the time any more.

    The campaign's row is locked by the caller, who updates its status afterwards.
    """
    if not booking.move(Booking.Status.REFUSED, reason=reason[:300], ended_at=now()):
        return False
    if booking.appointment is not None:
        appointments.cancel(booking.appointment)
    offer = booking.offer
    if gone:
        offers.take_back(offer)
    elif offer.hold is not None:
        holds.extend(offer.hold, now() + timedelta(minutes=settings.OFFER_HOLD_MINUTES))
    for call in confirm_calls_waiting(booking):
        call.end(reason)
    scoring.rescore(booking.campaign_id)
    _propose_next(booking, offer)
    return True


def _propose_next(booking: Booking, lost: Offer) -> None:
    best = Offer.objects.choosable(booking.campaign_id).exclude(pk=lost.pk).first()
    if best is None:
        return
    text = _("That time is not to be had. Next best: %(offer)s.") % {
        "offer": f"{best.provider.name}, {spoken(best.start.astimezone(best.zone))}"
    }
    Event.record(
        booking.campaign,
        Event.Kind.NEXT_BEST,
        offer=best,
        text=text,
        start=best.start.isoformat(),
    )
