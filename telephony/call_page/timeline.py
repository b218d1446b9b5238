"""What a call's page tells: what was said and done, on the clock of the recording."""

import base64
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Call, Event, Offer
from campaigns.pages import tool_words
from scheduling.language import write
from telephony.models import Recording
from telephony.recording import storage
from voice.models import ToolRun, Turn

ARGUMENTS = {
    "start": gettext_lazy("from"),
    "end": gettext_lazy("to"),
    "price": gettext_lazy("price"),
    "practitioner": gettext_lazy("with"),
    "conditions": gettext_lazy("conditions"),
    "kept_until": gettext_lazy("kept until"),
    "question": gettext_lazy("question"),
    "options": gettext_lazy("choices"),
    "constraints": gettext_lazy("wish"),
    "digits": gettext_lazy("keys"),
    "message": gettext_lazy("note"),
    "data": gettext_lazy("details"),
    "service": gettext_lazy("kind"),
    "location": gettext_lazy("place"),
    "exclude_ids": gettext_lazy("without"),
    "hold": gettext_lazy("kept"),
    "outcome": gettext_lazy("outcome"),
    "summary": gettext_lazy("summary"),
}
SPEAKERS = {
    "callee": gettext_lazy("Desk"),
    "agent": gettext_lazy("Assistant"),
    "carrier": gettext_lazy("Announcement"),
    "person": gettext_lazy("You, to the assistant"),
}


@dataclass
class Row:
    """One line of the transcript: a turn, or something that the assistant did meanwhile."""

    kind: str  # turn, tool, offer, asked
    at_ms: int
    until_ms: int
    who: str = ""
    css: str = ""
    text: str = ""
    number: int | None = None  # of a turn
    cut: bool = False
    ok: bool = True
    took_ms: int | None = None
    details: list[tuple[str, str]] = field(default_factory=list)
    evidence: bool = False  # a turn on which an offer or the booking rests

    @property
    def clock(self) -> str:
        return write.elapsed(self.at_ms / 1000)

    @property
    def took(self) -> str:
        """How long the assistant had to wait for it, where that was noticeable."""
        ms = self.took_ms
        if ms is None:
            return ""
        return f"{ms} ms" if ms < 1000 else f"{ms / 1000:.1f} s"

    @property
    def second(self) -> str:
        """To the millisecond: a whole second may be another turn's."""
        return f"{self.at_ms / 1000:.3f}"


def rows(call: Call, zone: tzinfo) -> list[Row]:
    """Turns and tool runs in the order of the clock."""
    proving = {number for offer in call.offers.all() for number in _turns_of(offer)}
    booked = getattr(call.offer, "bookings", None)
    for booking in booked.all() if booked is not None else ():
        if booking.evidence.get("call_id") == str(call.pk):
            proving |= set(booking.evidence.get("turns", []))
    found = [_turn(turn, proving) for turn in call.turns.order_by("number") if turn.text]
    found += [_tool(run, zone) for run in call.tool_runs.order_by("id")]
    return sorted(found, key=lambda row: (row.at_ms, row.number or 10_000))


def _turns_of(offer: Offer) -> list[int]:
    mine = offer.evidence.get("call_id") in (None, str(offer.call_id))
    return list(offer.evidence.get("turns", [])) if mine else []


def _turn(turn: Turn, proving: set[int]) -> Row:
    return Row(
        kind="turn",
        at_ms=turn.started_ms,
        until_ms=max(turn.ended_ms, turn.started_ms),
        who=str(SPEAKERS.get(turn.speaker, turn.speaker)),
        css=turn.speaker,
        text=turn.text,
        number=turn.number,
        cut=turn.interrupted,
        evidence=turn.number in proving,
    )


def _tool(run: ToolRun, zone: tzinfo) -> Row:
    answer = run.answer or {}
    took = run.took_ms
    return Row(
        kind={"report_slot_offer": "offer", "book_slot": "offer", "ask_person": "asked"}.get(
            run.name, "tool"
        )
        if run.ok
        else "tool",
        at_ms=run.at_ms,
        until_ms=run.at_ms,
        who=tool_words.told(run.name, run.ok),
        text=str(answer.get("say", "")) if run.answer else _("No answer."),
        ok=run.ok,
        took_ms=took,
        details=[
            (str(ARGUMENTS.get(name, name)), _worded(value, zone))
            for name, value in run.arguments.items()
            if value not in ("", None, [], {}, False)
        ],
    )


def _worded(value: object, zone: tzinfo) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    if isinstance(value, dict):
        parts = ((str(name).replace("_", " "), _worded(each, zone)) for name, each in value.items())
        return "; ".join(f"{name}: {words}" for name, words in parts)
    text = str(value)
    try:
        return str(write.written(datetime.fromisoformat(text), zone)) if "T" in text else text
    except (ValueError, TypeError):
        return text


def disclosed(turns: list[Row]) -> Row | None:
    """The announcement, which nobody could interrupt."""
    return next((row for row in turns if row.css == "carrier"), None)


@dataclass(frozen=True)
class Player:
    """What the player is drawn from."""

    seconds: float
    began: float
    peaks: str  # base64
    marks: list[Row]

    @property
    def clock(self) -> str:
        return write.elapsed(self.seconds)


def player(recording: Recording, told: list[Row]) -> Player:
    return Player(
        seconds=recording.seconds,
        began=recording.began_ms / 1000,
        peaks=base64.b64encode(bytes(recording.peaks)).decode(),
        marks=[row for row in told if row.kind != "turn" or row.evidence],
    )


def is_on_its_way(call: Call, recording: Recording | None) -> bool:
    """Whether the call is over, and its sound is about to be there."""
    if recording is None or not recording.kept or call.ended_at is None:
        return False
    if recording.finished_at and storage.is_within_reach(recording):
        return False
    return now() - call.ended_at < storage.ARRIVES_WITHIN


def absence(call: Call, recording: Recording | None) -> str:
    """Why there is nothing to listen to, in words; blank when there is."""
    if not call.ended:
        return _("The recording can be heard once the call has ended.")
    if recording is not None and recording.kept:
        if is_on_its_way(call, recording):
            return _("The recording is being finished.")
        if recording.finished_at and storage.is_within_reach(recording):
            return ""
        return _("The recording has not arrived here from where it was made.")
    if recording is None:
        if call.answered_at is None:
            return _("Nobody answered, so there is nothing to hear.")
        return _("This call was not recorded: recording was not switched on.")
    return _why(recording)


def _why(recording: Recording) -> str:
    if recording.consent == Recording.Consent.REFUSED:
        return _("The desk did not want to be recorded. Nothing was kept.")
    if recording.consent == Recording.Consent.UNANSWERED:
        return _("The desk was asked and did not say yes to being recorded. Nothing was kept.")
    if recording.deleted_at is not None and not (
        recording.expires_at and recording.deleted_at >= recording.expires_at
    ):
        return _("The recording was deleted.")
    if recording.expired:
        return _("The recording was deleted when its time was up.")
    return _("There is no recording.")


def notes(call: Call) -> list[str]:
    """What the assistant noted besides."""
    events = Event.objects.filter(call=call, kind=Event.Kind.CALL_NOTED).order_by("number")
    return [text for event in events if (text := str(event.data.get("text", "")).strip())]
