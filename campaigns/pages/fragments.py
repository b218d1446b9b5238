"""The pieces of a campaign's page: drawn once for the first page, and again when they change."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone, translation

from callpilot.json_types import JsonObject
from callpilot.models import Profile
from campaigns.intake import chat, later
from campaigns.models import Booking, Call, Campaign, Draft, Event
from campaigns.models.progress import cost, progress
from campaigns.pages import booking_progress, call_plan, phases, shortlist
from campaigns.pages import call_cards as shown
from campaigns.pages.call_cards import Card
from campaigns.pages.radar import radar

# What changes nothing but a call's own card and conversation.
OF_ONE_CALL = {
    Event.Kind.TURN,
    Event.Kind.TOOL_RUN,
    Event.Kind.CALL_NOTED,
    Event.Kind.WHISPERED,
    Event.Kind.HEEDED,
}
ASKING = {Event.Kind.NEEDS_YOU, Event.Kind.ANSWERED, Event.Kind.CALL_MOVED}
LIVE = "campaigns/live"
BOOKING = "campaigns/booking"
AROUND = (
    "live/_head",
    "booking/_progress",
    "live/parts/_tabs",
    "live/_filters",
    "booking/_shortlist",
    "live/_radar",
)


@contextmanager
def read_by(campaign: Campaign) -> Iterator[None]:
    """In the zone and the language of the person whose campaign it is."""
    profile = Profile.objects.filter(user_id=campaign.person_id).first() or Profile()
    with timezone.override(profile.zone), translation.override(profile.language):
        yield


def head(campaign: Campaign) -> JsonObject:
    """What the top of the page and the shortlist need."""
    calls = list(campaign.calls.all())
    items = shortlist.items(campaign)
    counts = progress(campaign, calls, len(items))
    booking = (
        campaign.bookings.filter(status__in=Booking.HOLDING)
        .select_related("appointment", "offer__provider")
        .first()
    )
    unended = sum(not call.ended for call in calls)
    groups = {
        "all": len(calls),
        "waiting": unended - counts["live_calls"],
        "live": counts["live_calls"],
        "open": unended,
        "offer": sum(_offers(call, items) for call in calls),
        "finished": counts["completed_calls"],
    }
    phase = phases.phase_of(campaign, counts)
    talk = Draft.objects.filter(campaign=campaign).first()
    return {
        "campaign": campaign,
        "said": chat.said(talk) if talk else [],
        "later": later.waiting(talk) if talk else [],
        "counts": counts,
        "groups": groups,
        "eta": shortlist.minutes_left(campaign, calls),
        "cost": cost(campaign, calls),
        "phase": phase,
        "steps": phases.steps(campaign),
        "items": items,
        "booking": booking,
        "progress": _progress(campaign),
        "failures": failures(calls) if campaign.status in FAILED else [],
    }


FAILED = {Campaign.Status.FAILED, Campaign.Status.CANCELLED}


def _offers(call: Call, items: list[shortlist.Item]) -> bool:
    return any(item.offer.call_id == call.pk for item in items)


def failures(calls: list[Call]) -> list[tuple[str, int]]:
    """Why nothing came of it: each outcome in words, and how often, the most frequent first."""
    last = {
        call.provider_id: call
        for call in sorted(calls, key=lambda call: call.created_at)
        if call.purpose == Call.Purpose.ENQUIRE and call.ended
    }
    counted = Counter(str(call.get_outcome_display()) for call in last.values() if call.outcome)
    return counted.most_common()


def _progress(campaign: Campaign) -> booking_progress.Progress | None:
    """How far the booking is, or why the last one failed."""
    latest = booking_progress.latest(campaign)
    return booking_progress.progress_of(latest) if latest else None


def page(campaign: Campaign, selected: UUID | None = None) -> JsonObject:
    """Everything on the campaign's page that changes by itself."""
    found = shown.cards(campaign)
    chosen = next((card for card in found if card.call.pk == selected), None)
    skipped = campaign.candidates.exclude(skipped_because="").select_related("provider")
    facts = head(campaign)
    if facts["phase"] is phases.BEFORE:
        facts["plan"] = call_plan.plan(campaign)
    return facts | {
        "cards": found,
        "questions": _asked(found),
        "radar": radar(campaign.latitude, campaign.longitude, found),
        "panel": shown.conversation(chosen) if chosen else None,
        "skipped": skipped,
    }


def _asked(found: list[Card]) -> list[Event]:
    return [card.question for card in found if card.question is not None]


def whole_board(campaign_id: UUID) -> tuple[int, str]:
    """The number of the last event, and the HTML of everything that changes."""
    campaign = Campaign.objects.get(pk=campaign_id)
    number = campaign.event_count  # read before drawing: what comes later is drawn again
    with read_by(campaign):
        return number, render_to_string(f"{LIVE}/_board.html", page(campaign))


def panel(campaign_id: UUID, call_id: UUID) -> str | None:
    """The HTML of one call's conversation; None when the campaign has no such call."""
    campaign = Campaign.objects.get(pk=campaign_id)
    card = next(iter(shown.cards(campaign, [call_id])), None)
    if card is None:
        return None
    with read_by(campaign):
        context = {"panel": shown.conversation(card), "campaign": campaign}
        return render_to_string(f"{LIVE}/_panel.html", context)


def changed(campaign_id: UUID, events: list[Event]) -> str:
    """The HTML of what these events changed, each piece once."""
    campaign = Campaign.objects.get(pk=campaign_id)
    with read_by(campaign):
        return "".join(_changed(campaign, events))


def _changed(campaign: Campaign, events: list[Event]) -> Iterator[str]:
    kinds = {event.kind for event in events}
    touched = {event.call_id for event in events if event.call_id}
    moved = {event.offer_id for event in events if event.offer_id}
    if moved:  # a card never offers a time that is gone
        touched |= set(campaign.offers.filter(pk__in=moved).values_list("call_id", flat=True))
    wide = bool(kinds - OF_ONE_CALL)
    found = shown.cards(campaign, None if wide else touched)
    for card in found:
        if card.call.pk in touched:
            yield render_to_string(f"{LIVE}/_call.html", {"card": card, "campaign": campaign})
            row = render_to_string(f"{LIVE}/_row.html", {"card": card, "campaign": campaign})
            yield f"<table data-rows><tbody>{row}</tbody></table>"  # else a parser drops it
    yield from _words(events, {card.call.pk: card for card in found})
    if kinds & ASKING:
        context = {"questions": _asked(found), "campaign": campaign}
        yield render_to_string(f"{LIVE}/_needs.html", context)
    if wide:
        yield from _around(campaign, found)
    else:
        yield from _phone(campaign, events)


def _around(campaign: Campaign, found: list[Card]) -> Iterator[str]:
    """The head, the booking, the tabs, the filters, the shortlist and the radar."""
    facts = head(campaign) | {
        "questions": _asked(found),
        "radar": radar(campaign.latitude, campaign.longitude, found),
    }
    for piece in AROUND:
        yield render_to_string(f"campaigns/{piece}.html", facts)


def _words(events: list[Event], found: dict[UUID, Card]) -> Iterator[str]:
    """What was said and done, for whoever has that conversation open."""
    again: set[UUID] = set()  # calls whose whispers have another state now
    for event in events:
        if event.call_id is None:
            continue
        if event.kind == Event.Kind.TURN:
            turn = shown.line(event)
            if turn.speaker != "person":  # it stands there as a whisper
                yield render_to_string(f"{LIVE}/_turn.html", {"turn": turn})
        elif event.kind in (Event.Kind.HEEDED, Event.Kind.CALL_MOVED):
            again.add(event.call_id)
        elif event.kind in shown.BESIDE:
            context = {"turn": shown.beside(event)}
            yield render_to_string(f"{LIVE}/_beside.html", context)
    for call_id in again & found.keys():
        card = found[call_id]
        for whisper in shown.whispers(card.call):
            yield render_to_string(f"{LIVE}/_beside.html", {"turn": whisper})
        yield render_to_string(f"{LIVE}/_panel_state.html", {"panel": card})


def _phone(campaign: Campaign, events: list[Event]) -> Iterator[str]:
    """Where a booking is under way, what its desk says now."""
    spoken_with = {event.call_id for event in events if event.kind == Event.Kind.TURN}
    if campaign.status == Campaign.Status.CONFIRMING and spoken_with:
        found = _progress(campaign)
        if found and found.confirm_call and found.confirm_call.pk in spoken_with:
            yield render_to_string(f"{BOOKING}/_confirming.html", {"progress": found})
