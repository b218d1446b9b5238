"""The numbers of a call: how long the desk waited, who talked, what it cost."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from callpilot.json_types import JsonObject
from campaigns.models import Call
from scheduling.language import write
from telephony.dialling import costs
from voice.models import Turn


@dataclass(frozen=True)
class Wait:
    """How long the desk waited for the assistant's answer, once."""

    number: int  # of our turn
    clock: str
    ms: int
    ours_ms: int | None
    x: float = 0
    height: float = 0

    @property
    def seconds(self) -> str:
        return f"{self.ms / 1000:.1f}"

    @property
    def y(self) -> float:
        return 40 - self.height


@dataclass(frozen=True)
class Waits:
    bars: list[Wait]
    median: str
    slow: str  # nine of ten were quicker
    width: int


def waits(call: Call) -> Waits | None:
    """From the end of the desk's words to our first sound, for each of our answers."""
    found: list[Wait] = []
    last: Turn | None = None
    for turn in call.turns.order_by("number"):
        if turn.speaker == Turn.Speaker.AGENT and last is not None and turn.text:
            ms = max(turn.started_ms - last.ended_ms, 0)
            clock = write.elapsed(turn.started_ms / 1000)
            found.append(Wait(turn.number, clock, ms, turn.latency_ms))
            last = None
        elif turn.speaker == Turn.Speaker.CALLEE:
            last = turn
    if not found:
        return None
    longest = max(max(wait.ms for wait in found), 1000)
    bars = [
        Wait(w.number, w.clock, w.ms, w.ours_ms, 2 + 12 * i, max(38 * w.ms / longest, 1))
        for i, w in enumerate(found)
    ]
    ranked = sorted(wait.ms for wait in found)
    return Waits(bars, _share(ranked, 0.5), _share(ranked, 0.9), 12 * len(bars) + 2)


def _share(ranked: list[int], share: float) -> str:
    return f"{ranked[min(round(share * (len(ranked) - 1)), len(ranked) - 1)] / 1000:.1f}"


def quality(call: Call) -> JsonObject:
    """Interruptions, who talked how much, waiting on hold."""
    metrics = call.metrics
    ratio = metrics.get("talk_ratio")
    ours = None if ratio is None else round(100 * float(ratio))
    return {
        "interruptions": metrics.get("interruptions"),
        "ours": ours,
        "theirs": None if ours is None else 100 - ours,
        "hold_seconds": round(metrics.get("hold_seconds") or 0),
    }


def bill(call: Call) -> JsonObject | None:
    """What the call has cost so far or in the end, by who is paid."""
    if call.cost is None or call.answered_at is None:
        return None
    voice = costs.voice_part(call.cost)
    return {
        "phone": call.cost - voice,
        "voice": voice,
        "total": call.cost,
        "currency": settings.CURRENCY,
    }


def moments(call: Call) -> list[tuple[str, datetime | None, str]]:
    """What happened when, as name, time and what there is to add."""
    ringing = ""
    if call.answered_at and call.claimed_at:
        since = call.ringing_at or call.claimed_at
        seconds = max(round((call.answered_at - since).total_seconds()), 0)
        ringing = _("after ringing for %(n)s s") % {"n": seconds}
    found = [
        (_("Dialled"), call.claimed_at, ""),
        (_("Answered"), call.answered_at, ringing),
        (_("Ended"), call.ended_at, ""),
    ]
    return [each for each in found if each[1] is not None]
