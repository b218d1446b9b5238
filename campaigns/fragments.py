"""The pieces of a campaign's page: drawn once for the first page, and again when they change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy

from campaigns import confirming
from campaigns.api.representations import cost, progress, ranked_offers
from campaigns.models import Booking, Call, Campaign, Event

SHOWN_TURNS = 60  # of one call; the rest is on its own page


@dataclass
class Line:
    """One line of a call's transcript, as the event log has it."""

    call_id: UUID
    number: int
    speaker: str
    text: str
    interrupted: bool = False


@dataclass
class Card:
    """A call as the board shows it."""

    call: Call
    lines: list[Line] = field(default_factory=list)
    tool_runs: int = 0

    @property
    def shape(self) -> tuple[str, str]:
        """The state's CSS class and icon."""
        word = self.call.outcome if self.call.ended else self.call.status
        return SHAPES.get(word or self.call.status, ("", "clock"))

    @property
    def css(self) -> str:
        return self.shape[0]

    @property
    def icon(self) -> str:
        return self.shape[1]

    @property
    def label(self) -> str:
        call = self.call
        shown = call.get_outcome_display() if call.ended else call.get_status_display()
        return str(shown or call.get_status_display())


SHAPES = {
    "queued": ("is-queued", "clock"),
    "dialing": ("is-dialing", "phone"),
    "in_doubt": ("is-dialing", "phone"),
    "ringing": ("is-ringing", "ring"),
    "in_progress": ("is-talking", "talk"),
    "completed": ("is-none", "check"),
    "offer": ("is-offer", "calendar-check"),
    "booked": ("is-booked", "check"),
    "released": ("is-none", "check"),
    "no_slots": ("is-none", "calendar-x"),
    "refused": ("is-none", "calendar-x"),
    "callback_promised": ("is-missed", "phone"),
    "voicemail": ("is-missed", "voicemail"),
    "no_answer": ("is-missed", "missed"),
    "busy": ("is-missed", "missed"),
    "declined": ("is-declined", "stop"),
    "cancelled": ("is-queued", "stop"),
    "failed": ("is-failed", "alert"),
}
PHASES = [
    (Campaign.Status.CREATED, gettext_lazy("Understood")),
    (Campaign.Status.PROVIDER_LOOKUP, gettext_lazy("Searching")),
    (Campaign.Status.NEGOTIATING, gettext_lazy("Calling")),
    (Campaign.Status.RANKING, gettext_lazy("Your choice")),
    (Campaign.Status.CONFIRMING, gettext_lazy("Confirming")),
    (Campaign.Status.CONFIRMED, gettext_lazy("Booked")),
]


def line(event: Event) -> Line:
    assert event.call_id is not None  # a turn always has its call
    data = event.data
    return Line(
        call_id=event.call_id,
        number=data.get("number", 0),
        speaker=data.get("speaker", ""),
        text=data.get("text", ""),
        interrupted=bool(data.get("interrupted")),
    )


def cards(campaign: Campaign, only: Iterable[UUID] | None = None) -> list[Card]:
    """The calls in the order they were queued, with what was said; a corrected turn wins."""
    calls = campaign.calls.select_related("provider").order_by("created_at")
    events = campaign.events.filter(kind__in=[Event.Kind.TURN, Event.Kind.TOOL_RUN])
    if only is not None:
        calls = calls.filter(pk__in=only)
        events = events.filter(call_id__in=only)
    said: dict[UUID, dict[int, Line]] = {}
    ran: dict[UUID, int] = {}
    for event in events.order_by("number"):
        if event.call_id is None:
            continue
        if event.kind == Event.Kind.TOOL_RUN:
            ran[event.call_id] = ran.get(event.call_id, 0) + 1
            continue
        turn = line(event)
        said.setdefault(turn.call_id, {})[turn.number] = turn
    return [
        Card(
            call=call,
            lines=[turn for _, turn in sorted(said.get(call.pk, {}).items())][-SHOWN_TURNS:],
            tool_runs=ran.get(call.pk, 0),
        )
        for call in calls
    ]


def phases(campaign: Campaign) -> list[dict[str, Any]]:
    """The way of a campaign, with where it is."""
    here = Campaign.Status(campaign.status)
    if here == Campaign.Status.DIALING:
        here = Campaign.Status.NEGOTIATING
    order = [status for status, _ in PHASES]
    place = order.index(here) if here in order else -1
    return [
        {"label": label, "done": index < place, "current": index == place}
        for index, (_, label) in enumerate(PHASES)
    ]


def head(campaign: Campaign) -> dict[str, Any]:
    """What the top of the page and the shortlist need."""
    calls = list(campaign.calls.all())
    offers = ranked_offers(campaign)
    counts = progress(campaign, calls, len(offers))
    latest = confirming.latest(campaign)
    booking = latest if latest and latest.status in Booking.HOLDING else None
    return {
        "campaign": campaign,
        "counts": counts,
        "cost": cost(campaign, calls),
        "phases": phases(campaign),
        "offers": offers,
        "best": offers[0] if offers else None,
        "booking": booking,
        "skipped": campaign.candidates.exclude(skipped_because="").select_related("provider"),
        "progress": confirming.progress_of(latest) if latest else None,
    }


def _progress(campaign: Campaign) -> confirming.Progress | None:
    """How far the booking is, or why the last one failed."""
    latest = confirming.latest(campaign)
    return confirming.progress_of(latest) if latest else None


def page(campaign: Campaign) -> dict[str, Any]:
    """Everything on the campaign's page that changes by itself."""
    return head(campaign) | {"cards": cards(campaign)}


def whole_board(campaign_id: UUID) -> tuple[int, str]:
    """The number of the last event, and the HTML of everything that changes."""
    campaign = Campaign.objects.get(pk=campaign_id)
    number = campaign.event_count  # read before drawing: what comes later is drawn again
    return number, render_to_string("campaigns/_board.html", page(campaign))


def changed(campaign_id: UUID, events: list[Event]) -> str:
    """The HTML of what these events changed, each piece once."""
    campaign = Campaign.objects.get(pk=campaign_id)
    kinds = {event.kind for event in events}
    html = []
    queued = {e.call_id for e in events if e.kind == Event.Kind.CALL_QUEUED and e.call_id}
    moved = {e.call_id for e in events if e.call_id and e.kind not in (Event.Kind.TURN,)} - queued
    for card in cards(campaign, queued | moved):
        name = "_call.html" if card.call.pk in queued else "_call_head.html"
        html.append(render_to_string(f"campaigns/{name}", {"card": card}))
    for event in events:
        if event.kind == Event.Kind.TURN and event.call_id not in queued:
            html.append(render_to_string("campaigns/_turn.html", {"turn": line(event)}))
    spoken_with = {event.call_id for event in events if event.kind == Event.Kind.TURN}
    if campaign.status == Campaign.Status.CONFIRMING and spoken_with:
        progress = _progress(campaign)  # its last line is what this desk says now
        if progress and progress.confirm_call and progress.confirm_call.pk in spoken_with:
            html.append(render_to_string("campaigns/_confirming.html", {"progress": progress}))
    if kinds - {Event.Kind.TURN, Event.Kind.TOOL_RUN, Event.Kind.CALL_NOTED}:
        facts = head(campaign)
        html += [
            render_to_string("campaigns/_head.html", facts),
            render_to_string("campaigns/_shortlist.html", facts),
        ]
    return "".join(html)
