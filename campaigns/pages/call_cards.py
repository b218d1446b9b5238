"""A call as the board shows it: its state in a word, its last sentence, its whole conversation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q
from django.utils.dateformat import format as formatted
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.json_types import JsonObject
from campaigns.calls import control
from campaigns.models import Call, Campaign, Candidate, Event, Offer
from campaigns.pages import looks, tool_words
from scheduling.language import write

SHOWN_TURNS = 400  # of one call; the rest is on its own page


@dataclass
class Line:
    """One thing in a call's conversation: a sentence, a tool, a note or a whisper."""

    call_id: UUID
    number: int
    speaker: str
    text: str
    interrupted: bool = False
    at_ms: int | None = None
    ms: int | None = None  # that a tool took
    ok: bool = True
    state: str = ""  # of a whisper: sent, read, unused

    @property
    def at(self) -> str:
        """Minutes and seconds into the call, "1:07"."""
        if self.at_ms is None:
            return ""
        return write.elapsed(self.at_ms / 1000)


@dataclass
class Card:
    """A call as the board shows it; its number is that of its dot on the radar."""

    call: Call
    number: int = 0
    distance_km: float | None = None
    offer: Offer | None = None  # what stands of it
    question: Event | None = None  # that the person could answer now
    last: Line | None = None
    wait_ms: int | None = None  # of the desk, for our last answer
    tool_runs: int = 0
    lines: list[Line] = field(default_factory=list)  # only for the panel
    can_call_again: bool = False

    @property
    def state(self) -> str:
        if self.call.ended:
            known = looks.state_of(self.call)
            return looks.GONE if known == Call.Outcome.OFFER and self.offer is None else known
        if self.question is not None:
            return looks.NEEDS_YOU
        return Call.Outcome.OFFER if self.offer is not None else self.call.status

    @property
    def look(self) -> looks.Look:
        return looks.CALLS[self.state]

    @property
    def css(self) -> str:
        return self.look.css

    @property
    def icon(self) -> str:
        return self.look.icon

    @property
    def shape(self) -> str:
        return self.look.shape

    @property
    def label(self) -> str:
        return self.look.label

    @property
    def group(self) -> str:
        """What the filters call it: waiting, live or finished."""
        if self.call.ended:
            return "finished"
        return "live" if self.call.status in Call.LIVE else "waiting"

    @property
    def talking(self) -> bool:
        return self.call.status == Call.Status.IN_PROGRESS and self.call.unwanted_at is None

    @property
    def seconds(self) -> str:
        """How long a call talked that is over, "1:07"."""
        return write.elapsed(round(self.call.talk_seconds))

    @property
    def offer_words(self) -> str:
        """ "Tue 10:30 AM", on the place's clock."""
        if self.offer is None:
            return ""
        local = self.offer.start.astimezone(self.offer.zone)
        return f"{formatted(local, 'D')} {write.clock(local)}"

    @property
    def waits_until(self) -> datetime | None:
        """When a call that is put off is made."""
        later = self.call.status == Call.Status.QUEUED and self.call.due_at > now()
        return self.call.due_at if later else None

    @property
    def wait(self) -> str:
        """In seconds, as the call's page writes it."""
        return f"{self.wait_ms / 1000:.1f}" if self.wait_ms is not None else ""

    @property
    def outcome_words(self) -> str:
        """One sentence about how it ended."""
        call = self.call
        if call.message_at is not None and call.outcome == Call.Outcome.VOICEMAIL:
            return _("A machine answered; we left a short message.")
        if call.reason and call.outcome != Call.Outcome.OFFER:
            return call.reason
        if not call.outcome:
            return ""
        return str(self.look.sentence) or call.summary


def cards(campaign: Campaign, only: Iterable[UUID] | None = None) -> list[Card]:
    """The calls in the order they were queued, which never changes."""
    order = list(campaign.calls.order_by("created_at", "pk").values_list("pk", flat=True))
    wanted = set(order) if only is None else set(only)
    calls = campaign.calls.filter(pk__in=wanted).select_related("provider")
    rows = {call.pk: call for call in calls}
    far = dict(
        Candidate.objects.filter(campaign=campaign).values_list("provider_id", "distance_km")
    )
    open_offers = Q(status=Offer.Status.STANDING, start__gt=now()) | Q(status=Offer.Status.BOOKED)
    shown = Offer.objects.filter(open_offers, call_id__in=wanted).order_by("-rank")
    offers = {offer.call_id: offer for offer in shown}
    asked = {question.call_id: question for question in questions(campaign)}
    facts = _facts(campaign, wanted)
    found = []
    for number, pk in enumerate(order, start=1):
        if pk not in rows:
            continue
        call = rows[pk]
        found.append(
            Card(
                call=call,
                number=number,
                distance_km=far.get(call.provider_id) if call.provider_id else None,
                offer=offers.get(pk),
                question=asked.get(pk),
                can_call_again=control.may_call_again(call, campaign),
                **facts.get(pk, {}),
            )
        )
    return found


def _facts(campaign: Campaign, wanted: set[UUID]) -> dict[UUID, JsonObject]:
    """The last sentence, the wait for our last answer and the number of tools of each call."""
    events = Event.objects.filter(mandate=campaign, call_id__in=wanted)
    said = Q(kind=Event.Kind.TURN) & ~Q(data__speaker="person")
    sums = events.values("call_id").order_by("call_id").annotate(
        turn=Max("number", filter=said),
        reply=Max("number", filter=Q(kind=Event.Kind.TURN, data__wait_ms__isnull=False)),
        tools=Count("pk", filter=Q(kind=Event.Kind.TOOL_RUN)),
    )  # fmt: skip
    by_call = {row["call_id"]: row for row in sums}
    numbers = {row[name] for row in by_call.values() for name in ("turn", "reply")} - {None}
    texts = {event.number: event for event in events.filter(number__in=numbers)}
    facts: dict[UUID, JsonObject] = {}
    for call_id, row in by_call.items():
        turn, reply = texts.get(row["turn"]), texts.get(row["reply"])
        facts[call_id] = {
            "last": line(turn) if turn else None,
            "wait_ms": reply.data.get("wait_ms") if reply else None,
            "tool_runs": row["tools"],
        }
    return facts


def questions(campaign: Campaign) -> list[Event]:
    """What the person is asked and can still answer, the most urgent first."""
    asked = campaign.events.filter(kind=Event.Kind.NEEDS_YOU, call__status__in=Call.LIVE)
    rows = [row for row in asked.select_related("call__provider") if not control.overdue(row)]
    open_rows = [row for row in rows if control.answer_to(row) is None]
    return sorted(open_rows, key=lambda row: str(row.data.get("deadline_at")))


def line(event: Event) -> Line:
    """A turn as the log has it."""
    assert event.call_id is not None  # a turn always has its call
    data = event.data
    return Line(
        call_id=event.call_id,
        number=data.get("number", 0),
        speaker=data.get("speaker", ""),
        text=data.get("text", ""),
        interrupted=bool(data.get("interrupted")),
        at_ms=data.get("at_ms"),
    )


def beside(event: Event, *, read: bool = False, ended: bool = False) -> Line | None:
    """What else stands in a conversation: a tool, a note, a question, an answer, a whisper."""
    data, kind = event.data, event.kind
    assert event.call_id is not None
    made = Line(event.call_id, event.number, kind, str(data.get("text", "")))
    if kind == Event.Kind.TOOL_RUN:
        made.ok, made.ms = bool(data.get("ok")), data.get("ms")
        made.text = tool_words.told(str(data.get("name")), made.ok)
    elif kind == Event.Kind.NEEDS_YOU:
        made.text = str(data.get("question", ""))
    elif kind == Event.Kind.ANSWERED:
        made.text, made.ok = str(data.get("answer", "")), not data.get("default")
    elif kind == Event.Kind.WHISPERED:
        made.state = "read" if read else "unused" if ended else "sent"
    elif kind != Event.Kind.CALL_NOTED:
        return None
    return made


BESIDE = [
    Event.Kind.TOOL_RUN,
    Event.Kind.CALL_NOTED,
    Event.Kind.NEEDS_YOU,
    Event.Kind.ANSWERED,
    Event.Kind.WHISPERED,
]


def conversation(card: Card) -> Card:
    """The card with all that was said and done, in order; a corrected turn stands in its place."""
    events = Event.objects.filter(call=card.call).order_by("number")
    read = {row.data.get("whisper") for row in events.filter(kind=Event.Kind.HEEDED)}
    lines: dict[tuple[str, int], Line] = {}
    for event in events.filter(kind__in=[Event.Kind.TURN, *BESIDE]):
        if event.kind == Event.Kind.TURN:
            turn = line(event)
            if turn.speaker != "person":  # it stands there as a whisper
                lines["turn", turn.number] = turn
            continue
        made = beside(event, read=event.number in read, ended=card.call.ended)
        if made is not None:
            lines[event.kind, event.number] = made
    card.lines = list(lines.values())[-SHOWN_TURNS:]
    return card


def whispers(call: Call) -> list[Line]:
    """The whispers of a call with what became of them."""
    events = Event.objects.filter(call=call).order_by("number")
    read = {row.data.get("whisper") for row in events.filter(kind=Event.Kind.HEEDED)}
    made = [
        beside(event, read=event.number in read, ended=call.ended)
        for event in events.filter(kind=Event.Kind.WHISPERED)
    ]
    return [each for each in made if each is not None]
