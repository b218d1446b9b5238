"""From the person's choice to the appointment: permit, confirm call, proof, release calls."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot import enqueue
from callpilot.errors import BadInput, NotPermitted, Refused
from callpilot.json_types import JsonObject
from campaigns import announcements
from campaigns.bookings import permits
from campaigns.campaign_status import update_campaign_status
from campaigns.models import Booking, Call, Campaign, Notice, Offer
from campaigns.providers import phone_numbers
from campaigns.queue import queue_call, retry_at
from scheduling import appointments, holds
from scheduling.models import Appointment

MAIL_TASK = "campaigns.tasks.mail_booking"
ASKING = [Call.Purpose.ENQUIRE, Call.Purpose.CONFIRM]
UNDECIDED = [Booking.Status.CONFIRMING, Booking.Status.NEEDS_CONFIRMATION]


def confirm(
    campaign: Campaign,
    offer: Offer | None,
    *,
    contact_name: str = "",
    contact_phone: str = "",
    note: str = "",
    end_others: bool = False,
    key: str = "",
) -> Booking:
    """Choose an offer: take the permit, keep the time, and queue the call that books it.

    Asked again for the same offer it returns the same booking; with the same `key` also when
    that has failed meanwhile, so that a form sent twice rings nobody twice. `end_others`: the
    desks on the line are thanked now instead of when it is booked. Raises Refused (SlotTaken,
    NotPermitted) with the reason, BadInput for the contact.
    """
    if offer is None or offer.campaign_id != campaign.pk:
        raise Refused(_("This offer does not belong to this campaign."))
    row_id = uuid5(campaign.pk, f"{offer.pk}:{key}") if key else None
    if row_id and (sent_before := Booking.objects.filter(pk=row_id).first()):
        return sent_before
    known = permits.of_campaign(campaign)
    if known is not None:
        return permits.same(known, offer)
    contact = _contact(campaign, contact_name, contact_phone)
    permits.must_be_confirmable(campaign, offer)
    permits.must_be_free(campaign, offer)
    try:
        with transaction.atomic():
            locked = Campaign.objects.locked(campaign.pk)
            booking = permits.take(locked, offer, contact, note=note.strip()[:200], row_id=row_id)
            permits.queue_confirm_call(booking)
            if end_others:
                _thank_those_on_the_line(locked)
    except permits.AlreadyTaken as taken:
        booking = permits.same(taken.booking, offer)
    update_campaign_status(campaign.pk)
    return booking


def take_permit_in_call(call: Call, offer: Offer) -> Booking:
    """Take the permit during an enquiry, for a person who lets the agent book what fits.

    The same call asked again for the same offer gets the same booking. Raises NotPermitted
    when another conversation has the permit, Refused when the offer cannot be booked.
    """
    campaign = call.campaign
    if campaign is None or offer.campaign_id != campaign.pk or offer.call_id != call.pk:
        raise NotPermitted(_("This offer was not made in this call."))
    if campaign.booking_policy != Campaign.BookingPolicy.BOOK_WHEN_IT_FITS:
        raise NotPermitted(_("The person wants to choose first."))
    known = permits.of_campaign(campaign)
    if known is not None:
        return permits.same(known, offer)
    permits.must_be_confirmable(campaign, offer)
    permits.must_be_free(campaign, offer)
    try:
        with transaction.atomic():
            booking = permits.take(Campaign.objects.locked(campaign.pk), offer, ("", ""))
    except permits.AlreadyTaken as taken:
        return permits.same(taken.booking, offer)
    update_campaign_status(campaign.pk)
    return booking


def _thank_those_on_the_line(campaign: Campaign) -> None:
    """Who talks with us is let go in good manners; where it only rings, we put down."""
    for call in campaign.calls.live().filter(purpose=Call.Purpose.ENQUIRE, unwanted_at=None):
        if call.status == Call.Status.IN_PROGRESS:
            announcements.tell_call(call.pk, {"type": "call.wrap_up"})
        else:
            call.end(_("You have chosen an offer."))


def _contact(campaign: Campaign, name: str, phone: str) -> tuple[str, str]:
    if phone:
        try:
            phone = phone_numbers.normalise(phone)
        except phone_numbers.BadNumber as error:
            raise BadInput({"user_contact.phone": [str(error)]}) from None
    return name.strip()[:100] or campaign.contact_name, phone or campaign.contact_phone


# --- what a call said ------------------------------------------------------------------------


def is_booked(call: Call) -> bool:
    booking = permits.of_call(call)
    return booking is not None and booking.status == Booking.Status.BOOKED


def agreed(call_id: UUID | str, evidence: JsonObject) -> Booking:
    """The callee has agreed, and `evidence` proves it: store the appointment and all it entails.

    Asked again it returns the same booking. Raises NotPermitted when the permit is gone
    (cancelled meanwhile) or the call is over: nothing is upgraded afterwards.
    """
    call = Call.objects.select_related("campaign").get(pk=call_id)
    if call.campaign_id is None:
        raise NotPermitted(_("This call books nothing."))
    with transaction.atomic():
        campaign = Campaign.objects.locked(call.campaign_id)
        call.refresh_from_db(from_queryset=Call.objects.select_for_update(no_key=True))
        booking = permits.of_call(call)
        if booking is None:
            raise NotPermitted(_("This may not be booked any more."))
        if booking.status == Booking.Status.BOOKED:
            return booking
        if call.ended:
            raise NotPermitted(_("The call is over; what was agreed must be confirmed again."))
        _book(campaign, booking, call, evidence)
    update_campaign_status(call.campaign_id)
    return booking


def _book(campaign: Campaign, booking: Booking, call: Call, evidence: JsonObject) -> None:
    Call.objects.filter(pk=call.pk).update(outcome=Call.Outcome.BOOKED)
    appointment = permits.appointment_of(booking, Appointment.Status.BOOKED)
    appointment.move(Appointment.Status.BOOKED)  # when it only needed confirmation so far
    moment = now()
    booking.move(Booking.Status.BOOKED, evidence=evidence, appointment=appointment, ended_at=moment)
    booking.offer.move(Offer.Status.STANDING)  # when it was taken back before they agreed
    booking.offer.move(Offer.Status.BOOKED)
    _ask_nobody_else(campaign, booking)
    for waiting in permits.confirm_calls_waiting(booking):
        waiting.end(_("An appointment has been booked."))
    enqueue.after_commit(appointments.SYNC_TASK, appointment.pk)


def _ask_nobody_else(campaign: Campaign, booking: Booking) -> None:
    enough = _("An appointment has been booked.")
    for call in campaign.calls.open().filter(purpose=Call.Purpose.ENQUIRE):
        if call.pk != booking.offer.call_id or call.status == Call.Status.QUEUED:
            call.end(enough)


def _stands(booking: Booking) -> None:
    """Its call is over, so nothing that is said there can take it back: tell everybody."""
    assert booking.appointment is not None
    campaign = booking.campaign
    _let_others_go(campaign, booking)
    holds.release_wish(campaign.person, campaign.pk, but=booking.appointment.hold)
    enqueue.after_commit(MAIL_TASK, booking.pk)


def _let_others_go(campaign: Campaign, booking: Booking) -> None:
    """Thank the other desks that kept a time for us, one call each."""
    told = {booking.offer.provider_id}
    rest = campaign.offers.filter(status=Offer.Status.STANDING).select_related("provider")
    for offer in rest.order_by("-verified", "rank", "start"):
        kept = offer.start > now() and (offer.kept_until is None or offer.kept_until > now())
        if offer.verified and kept and offer.provider_id not in told:
            told.add(offer.provider_id)
            queue_call(campaign, offer.provider, Call.Purpose.RELEASE, offer=offer)
        else:
            offer.move(Offer.Status.EXPIRED, rank=None)


def doubted(call_id: UUID | str, quote: str) -> Booking | None:
    """What the desk said after its yes, `quote`, leaves the booking open: it counts no longer.

    The person is told, and the desk is rung once more; who was asked once more already is not.
    None unless this call has booked.
    """
    call = Call.objects.select_related("retry_of").get(pk=call_id)
    if call.campaign_id is None:
        return None
    with transaction.atomic():
        campaign = Campaign.objects.locked(call.campaign_id)
        booking = permits.of_call(call)
        if booking is None or booking.status != Booking.Status.BOOKED:
            return None
        if booking.evidence.get("call_id") != str(call.pk) or booking.appointment is None:
            return None
        _take_back(campaign, booking, call, quote)
        update_campaign_status(campaign.pk)
    return booking


def _take_back(campaign: Campaign, booking: Booking, call: Call, quote: str) -> None:
    assert booking.appointment is not None
    booking.appointment.move(Appointment.Status.NEEDS_CONFIRMATION)
    booking.offer.move(Offer.Status.STANDING)
    reason = _("They said something after their yes that leaves it open; we ring once more.")
    booking.move(
        Booking.Status.NEEDS_CONFIRMATION,
        reason=reason,
        evidence=booking.evidence | {"doubt": quote[:300]},
        ended_at=None,
    )
    campaign.move(Campaign.Status.CONFIRMING, reason="", ended_at=None)
    enquiry = call.purpose == Call.Purpose.ENQUIRE
    Call.objects.filter(pk=call.pk).update(
        outcome=Call.Outcome.OFFER if enquiry else Call.Outcome.FAILED
    )
    for release in campaign.calls.filter(status=Call.Status.QUEUED, purpose=Call.Purpose.RELEASE):
        release.end(reason)
    enqueue.after_commit(appointments.SYNC_TASK, booking.appointment.pk)
    Notice.owe(campaign.pk, Notice.Kind.IN_DOUBT, booking.pk)
    asked_again = call.retry_of is not None and call.retry_of.answered_at is not None
    if not asked_again:
        permits.queue_confirm_call(booking, retry_of=call)
    elif call.concluded_at is not None:
        permits.free(booking, _not_confirmed(booking), gone=False)


def _not_confirmed(booking: Booking) -> str:
    return _("We could not confirm it. Please ring %(phone)s.") % {
        "phone": booking.offer.provider.phone
    }


def refused(call_id: UUID | str, reason: str) -> Booking | None:
    """The desk no longer has the time: free the permit and propose the next best offer."""
    call = Call.objects.get(pk=call_id)
    if call.campaign_id is None:
        return None
    with transaction.atomic():
        Campaign.objects.locked(call.campaign_id)
        rows = Call.objects.filter(pk=call.pk).exclude(outcome=Call.Outcome.DECLINED)
        rows.filter(concluded_at=None).update(outcome=Call.Outcome.REFUSED)
        booking = permits.of_call(call)
        if booking is not None:
            permits.free(booking, reason, gone=True)
    update_campaign_status(call.campaign_id)
    return booking


# --- when calls end, and when time runs out --------------------------------------------------


def enquiry_ended(call: Call) -> None:
    """What was booked in it stands; a permit that was not used is free again. Within
    conclude_call."""
    booking = permits.of_call(call)
    if booking is not None and booking.status == Booking.Status.BOOKED:
        _stands(booking)
    if booking is None or booking.status != Booking.Status.CONFIRMING:
        return
    if booking.confirm_calls == 0:
        permits.free(booking, _("The desk did not clearly agree."), gone=False)


def confirm_call_ended(call: Call) -> None:
    """What was booked stands; else ring again when nobody could be reached, or give the permit
    back. Within conclude_call."""
    booking = permits.of_call(call)
    if booking is not None and booking.status == Booking.Status.BOOKED:
        _stands(booking)
    if booking is None or booking.status == Booking.Status.BOOKED:
        return
    if permits.confirm_calls_waiting(booking).exists():
        return
    died = booking.status == Booking.Status.NEEDS_CONFIRMATION
    unreached = {Call.Outcome.BUSY, Call.Outcome.NO_ANSWER, Call.Outcome.VOICEMAIL}
    never_placed = bool(call.metrics.get(Call.NEVER_PLACED))
    if never_placed or call.outcome in unreached | {Call.Outcome.CALLBACK_PROMISED}:
        due_at = retry_at(call)
        asked = call.brief.get("callback_at")
        if due_at and asked:
            due_at = max(datetime.fromisoformat(asked), now())
        if due_at and due_at < booking.deadline_at:
            permits.queue_confirm_call(booking, retry_of=call, due_at=due_at)
            return
        reason = _("Nobody could be reached to book it.")
    else:
        reason = _reason_not_booked(call)
    if died:
        reason = _not_confirmed(booking)
    permits.free(booking, reason, gone=call.outcome == Call.Outcome.REFUSED)


def _reason_not_booked(call: Call) -> str:
    match call.outcome:
        case Call.Outcome.REFUSED:
            return _("The desk no longer has this time.")
        case Call.Outcome.DECLINED:
            return _("The desk asked not to be called.")
        case Call.Outcome.CANCELLED:
            return _("The call was stopped.")
        case _ if call.status == Call.Status.FAILED:
            return (call.reason or _("The call could not be made."))[:300]
        case _:
            return _("The desk did not clearly agree.")


def lapse(booking_id: UUID | str) -> None:
    """Give up a booking whose time to be agreed is over."""
    booking = Booking.objects.select_related("campaign", "offer__hold", "appointment").get(
        pk=booking_id
    )
    with transaction.atomic():
        Campaign.objects.locked(booking.campaign_id)
        if booking.deadline_at > now() or booking.status not in UNDECIDED:
            return
        for call in booking.campaign.calls.open().filter(
            purpose=Call.Purpose.CONFIRM, offer_id=booking.offer_id
        ):
            call.end(_("The time to book it is over."))
        reason = _("Nobody could be reached in time to book it.")
        if booking.status == Booking.Status.NEEDS_CONFIRMATION:  # they may count on us
            reason = _not_confirmed(booking)
        permits.free(booking, reason, gone=False)
    update_campaign_status(booking.campaign_id)


def cancel_appointment(appointment: Appointment) -> bool:
    """The person does not want it any more: free the time, and tell the desk by phone.

    Returns whether it was this caller that cancelled it. Raises Refused for a past one.
    """
    if appointment.start <= now():
        raise Refused(_("This appointment has passed."))
    booking = Booking.objects.filter(appointment=appointment).first()
    if booking is None:
        return appointments.cancel(appointment)
    with transaction.atomic():
        campaign = Campaign.objects.locked(booking.campaign_id)
        if not appointments.cancel(appointment):
            return False
        booking.refresh_from_db()
        agreed_to = booking.status in (Booking.Status.BOOKED, Booking.Status.NEEDS_CONFIRMATION)
        reason = _("You cancelled the appointment.")
        booking.move(Booking.Status.CANCELLED, reason=reason, ended_at=now())
        campaign.move(Campaign.Status.CANCELLED, reason=reason, ended_at=now())
        for call in campaign.calls.open().filter(purpose__in=ASKING, unwanted_at=None):
            if call.outcome != Call.Outcome.BOOKED:  # else its goodbye is still to be heard
                call.end(reason)
        holds.release_wish(campaign.person, campaign.pk)
        if agreed_to:  # the desk keeps the time for us, also when the line died after its yes
            queue_call(campaign, booking.offer.provider, Call.Purpose.CANCEL, offer=booking.offer)
    return True
