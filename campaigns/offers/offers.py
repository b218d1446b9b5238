"""Offers: check a time that a desk names, note it, withdraw it, and know the best so far."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import Refused
from callpilot.json_types import JsonObject
from campaigns import announcements
from campaigns.models import Call, Campaign, Candidate, Event, Offer, Provider
from campaigns.offers import scoring, slot_criteria
from scheduling import availability, holds
from scheduling.availability import Visit
from scheduling.distances.base import Point
from scheduling.language.speak import spoken_day, weekday_name
from scheduling.models import Hold
from scheduling.slots import Slot

LEAD = timedelta(minutes=60)  # proposals leave at least that long to get ready
WHILE_TALKING = timedelta(minutes=10)  # a time that is checked can be kept so long
MAX_HOLD = timedelta(hours=72)
# Offers that can be chosen or were, in the order of showing.
SHOWN = {str(Offer.Status.BOOKED): 0, str(Offer.Status.STANDING): 1}
NO_WISH = "This call is not about an appointment."


@dataclass(frozen=True)
class SlotCheck:
    """Whether a time is acceptable; `reason` is a sentence that may be said to the desk."""

    ok: bool
    reason: str = ""
    slot: Slot | None = None


def check_slot(call: Call, start: datetime, end: datetime | None = None) -> SlotCheck:
    """Whether a time that was named suits the wish and the person.

    Times without an offset are the wall clock at the provider's place. The slot is given
    whenever there is one, also when it does not suit. Asks calendars and distances, so it
    does not belong in a transaction.
    """
    campaign, provider = call.campaign, call.provider
    if campaign is None or provider is None:
        return SlotCheck(False, _(NO_WISH))
    slot = named_slot(campaign, provider, start, end)
    if isinstance(slot, str):
        return SlotCheck(False, slot)
    reason = _reason_against(campaign, provider, slot)
    return SlotCheck(reason is None, reason or "", slot)


def named_slot(
    campaign: Campaign, provider: Provider, start: datetime, end: datetime | None
) -> Slot | str:
    """The slot that somebody means who names a start, and perhaps an end; or why it is none."""
    begin = slot_criteria.on_the_wall(start, provider.zone)
    if begin.moment is None:
        return begin.reason
    if end is None:
        return Slot.of(begin.moment, campaign.duration_minutes)
    finish = slot_criteria.on_the_wall(end, provider.zone)
    if finish.moment is None:
        return finish.reason
    if finish.moment <= begin.moment:
        return _("It cannot end before it begins.")
    return Slot(begin.moment, finish.moment)


def _reason_against(campaign: Campaign, provider: Provider, slot: Slot) -> str | None:
    if slot.start <= now():
        return _("That time has already passed.")
    if slot.minutes < campaign.duration_minutes:
        return _("That is too short: %(minutes)d minutes are needed.") % {
            "minutes": campaign.duration_minutes
        }
    if slot.end - slot.start > slot_criteria.MAX_LENGTH:
        return _("That is too long.")
    reason = slot_criteria.misfit(campaign, slot, provider.zone)
    if reason is not None:
        return reason
    return availability.conflict(campaign.person, visit(campaign, provider, slot))


def visit(campaign: Campaign, provider: Provider, slot: Slot) -> Visit:
    """What the person must be free for; the way as found at launch, 0 when unknown."""
    rows = Candidate.objects.filter(campaign=campaign, provider=provider)
    minutes = rows.values_list("travel_minutes", flat=True).first() or 0.0
    return Visit(slot, campaign.pk, minutes, place_of(provider))


def place_of(provider: Provider) -> Point | None:
    if provider.latitude is None or provider.longitude is None:
        return None
    return Point(provider.latitude, provider.longitude)


def alternatives(
    call: Call, limit: int = 3, fits: Callable[[Slot], bool] = lambda slot: True
) -> list[Slot]:
    """Up to `limit` free slots inside the wish to propose, the soonest of different days first.

    fits: what the desk has said about when it has time.
    """
    campaign, provider = call.campaign, call.provider
    if campaign is None or provider is None:
        return []
    free = availability.free_slots(
        campaign.person,
        visit(campaign, provider, slot_criteria.whole_range(campaign, provider.zone)),
        campaign.duration_minutes,
        zone=provider.zone,
    )
    soonest = now() + LEAD
    fit = [
        slot
        for slot in free
        if slot.start > soonest
        and slot_criteria.misfit(campaign, slot, provider.zone) is None
        and _open(provider, slot)
        and fits(slot)
    ]
    by_day: dict[date, list[Slot]] = {}
    for slot in fit:
        by_day.setdefault(slot.start.astimezone(provider.zone).date(), []).append(slot)
    chosen = [slots[0] for slots in by_day.values()][:limit]
    rest = [slot for slot in fit if slot not in chosen]
    return sorted(chosen + rest[: limit - len(chosen)])


def _open(provider: Provider, slot: Slot) -> bool:
    """Whether the house is open then, as far as its hours are known."""
    if not provider.opening_hours:
        return 7 <= slot.start.astimezone(provider.zone).hour < 21
    start, end = (moment.astimezone(provider.zone) for moment in (slot.start, slot.end))
    spans = provider.opening_hours.get(str(start.weekday()), [])
    return start.date() == end.date() and any(
        opens <= f"{start:%H:%M}" and f"{end:%H:%M}" <= closes for opens, closes in spans
    )


def keep(call: Call, slot: Slot) -> Hold:
    """Keep a free time while it is spoken of; the same slot is the same hold.

    Raises Refused when no appointment is wanted any more, SlotTaken when the time went to
    something else. Nobody has to give it back: it lapses.
    """
    if call.campaign_id is None:
        raise Refused(_(NO_WISH))
    with transaction.atomic():
        campaign = Campaign.objects.locked(call.campaign_id)
        if not campaign.wanted:
            raise Refused(_("An appointment is no longer needed."))
        mine = Hold.objects.standing().filter(person=campaign.person, wish=campaign.pk)
        known = mine.filter(start=slot.start, end=slot.end).first()
        if known is None:
            return holds.place_hold(campaign.person, slot, wish=campaign.pk, keep=WHILE_TALKING)
        if known.lapses_at is not None and known.lapses_at < now() + WHILE_TALKING:
            holds.extend(known, now() + WHILE_TALKING)
        return known


def note(
    call: Call,
    slot: Slot,
    *,
    verified: bool,
    evidence: JsonObject,
    price: Decimal | None = None,
    practitioner: str = "",
    conditions: str = "",
    kept_until: datetime | None = None,
) -> Offer:
    """Keep what the desk has offered, hold the time, rank again; the same slot is the same row.

    Verified by evidence alone, and only upwards within one call. Raises Refused (SlotTaken)
    when the time does not suit, whatever the agent thinks of it.
    """
    check = check_slot(call, slot.start, slot.end)
    if not check.ok or call.campaign_id is None or call.provider is None:
        raise Refused(check.reason)
    details: JsonObject = {"price": price, "practitioner": practitioner[:100]}
    details |= {"conditions": conditions[:300]}
    details |= {"kept_until": kept_until if kept_until and kept_until > now() else None}
    with transaction.atomic():
        campaign = Campaign.objects.locked(call.campaign_id)
        if not campaign.wanted:
            raise Refused(_("An appointment is no longer needed."))
        hold = _hold(campaign, call.provider, slot, details["kept_until"])
        offer = _write(campaign, call, slot, hold, verified, evidence, details)
        scoring.rescore(campaign.pk)
        offer.refresh_from_db()
        if offer.verified and offer.rank == 1:
            _tell_others(offer)
    return offer


def _hold(campaign: Campaign, provider: Provider, slot: Slot, kept_until: datetime | None) -> Hold:
    """The hold for this offer: its own when that still stands, else a new one."""
    keep = timedelta(minutes=settings.OFFER_HOLD_MINUTES)
    if kept_until:
        keep = min(max(keep, kept_until - now()), MAX_HOLD)
    known = Offer.objects.filter(campaign=campaign, provider=provider, start=slot.start).first()
    if known and known.hold and known.hold.slot == slot:
        until = max(now() + keep, known.hold.lapses_at or now())
        if holds.extend(known.hold, until):
            return known.hold
    return holds.place_hold(campaign.person, slot, wish=campaign.pk, keep=keep)


def _write(
    campaign: Campaign,
    call: Call,
    slot: Slot,
    hold: Hold,
    verified: bool,
    evidence: JsonObject,
    details: JsonObject,
) -> Offer:
    assert call.provider is not None
    offer, made = Offer.objects.get_or_create(
        campaign=campaign,
        provider=call.provider,
        start=slot.start,
        defaults={
            "call": call,
            "end": slot.end,
            "timezone": call.provider.timezone,
            "hold": hold,
            "verified": verified,
            "evidence": evidence,
        }
        | details,
    )
    if not made:
        _renew(offer, call, slot, hold, verified, evidence, details)
    Event.record(
        campaign,
        Event.Kind.OFFER_NOTED,
        call=call,
        offer=offer,
        verified=offer.verified,
        start=offer.start.isoformat(),
    )
    return offer


def _renew(
    offer: Offer,
    call: Call,
    slot: Slot,
    hold: Hold,
    verified: bool,
    evidence: JsonObject,
    details: JsonObject,
) -> None:
    """The desk has named the slot again."""
    if offer.status not in (Offer.Status.STANDING, Offer.Status.WITHDRAWN):
        raise Refused(_("That offer is decided already."))
    renewed = offer.move(Offer.Status.STANDING)  # was withdrawn: only the new words count
    changes: JsonObject = {"end": slot.end, "hold": hold}
    changes |= {name: value for name, value in details.items() if value}
    if renewed:
        changes |= {"call": call, "verified": verified, "evidence": evidence}
    elif verified and not offer.verified and offer.call_id == call.pk:
        changes |= {"verified": True, "evidence": evidence}
    for name, value in changes.items():
        setattr(offer, name, value)
    offer.save(update_fields=list(changes))


def withdraw(call: Call, start: datetime, reason: str) -> Offer | None:
    """The desk takes a time back: the offer no longer stands; None when there was none."""
    if call.campaign_id is None or call.provider is None:
        return None
    moment = slot_criteria.on_the_wall(start, call.provider.zone).moment
    if moment is None:
        return None
    with transaction.atomic():
        campaign = Campaign.objects.locked(call.campaign_id)
        offer = Offer.objects.filter(
            campaign=campaign, provider=call.provider, start=moment
        ).first()
        if offer is None or not take_back(offer):
            return None
        Event.record(campaign, Event.Kind.CALL_NOTED, call=call, offer=offer, text=reason[:300])
        scoring.rescore(campaign.pk)
    return offer


def take_back(offer: Offer, status: str = Offer.Status.WITHDRAWN) -> bool:
    """End a standing offer and free the time; the campaign's row is locked by the caller."""
    if not offer.move(status, only_from={Offer.Status.STANDING}, rank=None):
        return False
    if offer.hold is not None:
        holds.release(offer.hold)
    return True


def best(campaign_id: UUID | str) -> Offer | None:
    """The best offer that can be confirmed."""
    return Offer.objects.choosable(campaign_id).first()


def best_other(call: Call) -> Offer | None:
    """The best verified offer of another provider: what may truthfully be used as leverage."""
    if call.campaign_id is None or call.provider_id is None:
        return None
    rows = Offer.objects.choosable(call.campaign_id)
    return rows.exclude(provider_id=call.provider_id).first()


def ranked(campaign: Campaign) -> list[Offer]:
    """What can be chosen or was booked: the booked one first, then the best."""
    return in_order(campaign.offers.select_related("provider"))


def in_order(offers: Iterable[Offer]) -> list[Offer]:
    """Those of the offers that are shown, in the order of showing."""
    kept = [offer for offer in offers if offer.status in SHOWN]
    return sorted(kept, key=lambda offer: (SHOWN[offer.status], offer.rank or 9999, offer.start))


def leverage_words(offer: Offer) -> str:
    """How the agent speaks of an option in hand: "Tuesday", or with the date when far away."""
    day = offer.start.astimezone(offer.zone).date()
    ahead = day - now().astimezone(offer.zone).date()
    near = timedelta(0) < ahead <= timedelta(days=6)  # today's weekday alone means next week
    return weekday_name(day) if near else spoken_day(day)


def _tell_others(offer: Offer) -> None:
    """Let the other desks' conversations know that there is something better now."""
    others = Call.objects.live().filter(campaign_id=offer.campaign_id, purpose=Call.Purpose.ENQUIRE)
    for call_id in others.exclude(provider_id=offer.provider_id).values_list("pk", flat=True):
        announcements.tell_call(call_id, {"type": "call.leverage", "words": leverage_words(offer)})
