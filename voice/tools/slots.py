"""Tools about times: what is free, what fits, what was offered, what is booked."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

from django.utils.translation import gettext as _

from callpilot.errors import NotPermitted, Refused, SlotTaken
from campaigns.bookings import booking
from campaigns.models import Booking, Call, Offer
from campaigns.offers import offers
from scheduling.language.speak import spoken
from scheduling.slots import Slot
from voice.briefs import may_book
from voice.evidence.judge import Verdict
from voice.tools import evidence_for_call
from voice.tools.constraints import Constraints, fits
from voice.tools.context import Answer, Context, no, yes

Start = Annotated[
    str, "Start of the time, ISO 8601, local time of the business, e.g. 2026-12-01T10:30"
]
NONE = Constraints()
End = Annotated[str, "End of the time, ISO 8601; leave out for the usual duration"]


def check_availability(
    context: Context,
    start: Start,
    end: End = "",
    hold: Annotated[bool, "True to keep a free time for the person while you talk"] = False,
) -> Answer:
    """Ask whether the person is free at a time. Says free or busy and the nearest free times;
    never why. Use it before you agree to anything."""
    check = _check(context, start, end)
    if check.ok and check.slot is not None and hold:
        try:
            offers.keep(context.call, check.slot)
        except SlotTaken:
            return _busy(context, check.slot)
        say = _("That time is free, and I keep it while we talk.")
        return yes(say, free=True, held=True, conflict=False, alternatives=[])
    if check.ok:
        return yes(_("That time is free."), free=True, held=False, conflict=False, alternatives=[])
    return _busy(context, check.slot)


def _busy(context: Context, slot: Slot | None) -> Answer:
    near = [_iso(context, each) for each in _near(context, slot)]
    say = _("That time does not work.")
    return yes(say, free=False, held=False, conflict=True, alternatives=near)


def validate_slot(context: Context, start: Start, end: End = "") -> Answer:
    """Check a time that the business has named, before you read it back. Says whether it is
    acceptable, or the reason why not, which you may tell them."""
    check = _check(context, start, end)
    if check.ok:
        say = _("%(time)s is fine.") % {"time": _words(context, check.slot)}
        return yes(say, acceptable=True, reason="")
    return yes(check.reason, acceptable=False, reason=check.reason)


def propose_alternatives(
    context: Context,
    constraints: Annotated[Constraints, "What they said about when they have time"] = NONE,
) -> Answer:
    """Get up to three free times to suggest when theirs do not fit, which keep to what they said
    about when they have time. Suggest at most two."""
    found = offers.alternatives(context.call, 3, fits(context, constraints))
    if not found and constraints != NONE:
        return no(_("No free time keeps to that."), slots=[], words=[])
    if not found:
        return no(_("There is no other free time to suggest."), slots=[], words=[])
    words = [_words(context, slot) for slot in found]
    return yes(
        _("You may suggest %(time)s.") % {"time": _(" or ").join(words[:2])},
        slots=[_iso(context, slot) for slot in found],
        words=words,
    )


def report_slot_offer(
    context: Context,
    start: Start,
    end: End = "",
    price: Annotated[str, "Price they named, digits only, e.g. 85.00"] = "",
    practitioner: Annotated[str, "Who would see the person, if they said so"] = "",
    conditions: Annotated[str, "Deposit, insurance, what to bring: what they said, shortly"] = "",
    kept_until: Annotated[str, "Until when they keep it, ISO 8601, if they said so"] = "",
) -> Answer:
    """Report a time that the business offers, after you have read it back and they agreed.
    It is kept for the person to choose; it is not booked by this."""
    slot = _slot(context, start, end)
    verdict = evidence_for_call.offer(context, slot.start)
    if verdict.kind in ("refused", "revoked"):
        return no(_("They have said no to that time; it is not an offer."), verified=False)
    offer = offers.note(
        context.call,
        slot,
        verified=verdict.proven,
        evidence=evidence_for_call.as_data(context, verdict),
        price=_price(price),
        practitioner=practitioner[:100],
        conditions=conditions[:300],
        kept_until=_kept_until(context, kept_until, verdict),
    )
    if verdict.proven:
        say = _("Noted: %(time)s.") % {"time": _words(context, slot)}
    else:
        say = _("Noted, but they have not clearly said it. %(ask)s") % {
            "ask": verdict.ask or _("Read it back once more and wait for a yes.")
        }
    return yes(
        say,
        offer_id=str(offer.pk),
        verified=offer.verified,
        rank=offer.rank,
        ranking_position=offer.rank,
    )


def withdraw_offer(context: Context, start: Start) -> Answer:
    """Take an offer back after the business has said that the time is gone."""
    if context.call.purpose != Call.Purpose.ENQUIRE:
        return no(_("Say so when you end the call: the outcome is that they refused."))
    offer = offers.withdraw(context.call, context.moment(start), _("They took it back."))
    if offer is None:
        return no(_("There was no such offer."))
    return yes(_("Noted that it is gone."))


def book_slot(context: Context, start: Start, end: End = "") -> Answer:
    """Have a time booked for good, after you have read it back and they clearly said yes.
    Say that it is booked only if the answer says so."""
    call = context.call
    if not may_book(call):
        return _not_booked(_("This call may not book; we will ring back for that."))
    slot = _slot(context, start, end)
    offer = call.offer
    if call.purpose == Call.Purpose.CONFIRM and (offer is None or offer.start != slot.start):
        return _not_booked(_("Only the time we spoke about may be booked in this call."))
    known = _booked(call, slot)
    if known is not None:
        return yes(_("It is booked."), booked=True, reason="", reference=_reference(known))
    verdict = evidence_for_call.booking(context, slot.start)
    if not verdict.proven:
        return _not_booked(
            verdict.ask or _("They have not clearly agreed. Read it back and ask once more.")
        )
    try:
        if call.purpose == Call.Purpose.ENQUIRE:
            _take_permit(context, slot)
        booked = booking.agreed(call.pk, evidence_for_call.as_data(context, verdict))
    except SlotTaken:
        return _not_booked(_("That time is no longer free for the person."))
    except Refused as error:
        return _not_booked(str(error))
    return yes(_("It is booked."), booked=True, reason="", reference=_reference(booked))


def _take_permit(context: Context, slot: Slot) -> None:
    """Within an enquiry the campaign's one permit is taken first; raises Refused."""
    offer = Offer.objects.standing().filter(call=context.call, start=slot.start).first()
    if offer is None or not offer.verified:
        verdict = evidence_for_call.offer(context, slot.start)
        offer = offers.note(
            context.call,
            slot,
            verified=verdict.proven,
            evidence=evidence_for_call.as_data(context, verdict),
        )
    if not offer.verified:
        raise NotPermitted(_("They have not clearly offered that time."))
    booking.take_permit_in_call(context.call, offer)


def _booked(call: Call, slot: Slot) -> Booking | None:
    rows = Booking.objects.filter(campaign=call.campaign, status=Booking.Status.BOOKED)
    return rows.filter(offer__start=slot.start, offer__provider=call.provider).first()


def _reference(booked: Booking) -> str:
    return booked.appointment.confirmation_ref if booked.appointment else ""


def _not_booked(reason: str) -> Answer:
    return no(reason, booked=False, reason=reason)


def _check(context: Context, start: str, end: str) -> offers.SlotCheck:
    return offers.check_slot(context.call, *_named(context, start, end))


def _slot(context: Context, start: str, end: str) -> Slot:
    named = offers.named_slot(context.campaign, context.provider, *_named(context, start, end))
    if isinstance(named, str):
        raise Refused(named)
    return named


def _named(context: Context, start: str, end: str) -> tuple[datetime, datetime | None]:
    return context.moment(start), context.moment(end) if end else None


def _near(context: Context, slot: Slot | None) -> list[Slot]:
    """Free times, the nearest to a time first; coarse, so that nobody learns a calendar."""
    found = offers.alternatives(context.call, 3)
    if slot is None:
        return found
    return sorted(found, key=lambda each: abs(each.start - slot.start))


def _kept_until(context: Context, told: str, verdict: Verdict) -> datetime | None:
    """Until when they keep it; the agent's word counts only beside an offer that was heard."""
    return context.moment(told) if told and verdict.proven else verdict.kept_until


def _price(text: str) -> Decimal | None:
    digits = "".join(letter for letter in text if letter.isdigit() or letter == ".")
    try:
        price = Decimal(digits) if digits else None
    except InvalidOperation:
        raise Refused(_("I need the price in digits, like 85.00.")) from None
    if price is not None and price >= 1_000_000:
        raise Refused(_("That price cannot be right."))
    return price.quantize(Decimal("0.01")) if price is not None else None


def _iso(context: Context, slot: Slot) -> str:
    return context.local(slot.start).isoformat(timespec="minutes")


def _words(context: Context, slot: Slot | None) -> str:
    return spoken(_local(context, slot)) if slot is not None else ""


def _local(context: Context, slot: Slot) -> datetime:
    return context.local(slot.start)
