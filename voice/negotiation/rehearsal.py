"""A conversation rehearsed in memory: facts of a brief, a diary that answers tools, a record."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from callpilot.json_types import JsonMapping, JsonObject
from scheduling.language.speak import spoken
from scheduling.slots import Slot, gaps, starts
from voice.evidence.judge import Said, judge_booking, judge_offer
from voice.negotiation.negotiator import CallTool

_HOURS = {"morning": (8, 12), "afternoon": (12, 18), "evening": (17, 22)}
Told = JsonMapping


@dataclass
class Diary:
    """A person's free time in memory: days, hours of the day, and what is busy. Answers tools by
    the same rules of time and the same judge of evidence as the product.
    """

    zone: ZoneInfo
    today: date
    first: date
    last: date
    hours: tuple[int, int] = (8, 18)  # from, to
    avoid: frozenset[int] = frozenset()
    minutes: int = 30
    busy: list[Slot] = field(default_factory=list)
    offers: dict[datetime, bool] = field(default_factory=dict)  # start → proven
    booked: list[datetime] = field(default_factory=list)

    @classmethod
    def of(cls, facts: Told) -> "Diary":
        """Everything that the facts of a brief allow is free."""
        parts = str(facts["day_parts"]).split(",") if facts["day_parts"] else []
        begin, end = _HOURS.get(parts[0] if parts else "", (8, 18))
        end = _HOURS.get(parts[-1] if parts else "", (8, 18))[1]
        avoid = str(facts["avoid_weekdays"]).split(",") if facts["avoid_weekdays"] else []
        return cls(
            zone=ZoneInfo(str(facts["timezone"])),
            today=date.fromisoformat(str(facts["today"])),
            first=date.fromisoformat(str(facts["window_start"])),
            last=date.fromisoformat(str(facts["window_end"])),
            hours=(begin, end),
            minutes=int(facts["duration_minutes"]),
            avoid=frozenset(int(day) for day in avoid),
        )

    def free(self) -> list[Slot]:
        """Every time that would do, on the half hour, in order."""
        whole: list[Slot] = []
        for number in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=number)
            if day.weekday() not in self.avoid and day > self.today:
                begin = datetime(day.year, day.month, day.day, self.hours[0], tzinfo=self.zone)
                end = datetime(day.year, day.month, day.day, self.hours[1], tzinfo=self.zone)
                whole += gaps(self.busy, Slot(begin, end))
        return list(starts(whole, self.minutes, 30, self.zone))

    def is_free(self, slot: Slot) -> bool:
        local, until = slot.start.astimezone(self.zone), slot.end.astimezone(self.zone)
        inside = self.first <= local.date() <= self.last and local.date() > self.today
        early, late = self.hours
        in_hours = early <= local.hour and until.hour * 60 + until.minute <= late * 60
        wanted = inside and in_hours and local.weekday() not in self.avoid
        return wanted and not any(each.overlaps(slot) for each in self.busy)

    def answer(self, name: str, arguments: Told, turns: Iterable[Said]) -> JsonObject:
        """As the product's tools answer."""
        known: dict[str, Callable[[Told, list[Said]], JsonObject]] = {
            "validate_slot": self._validate,
            "propose_alternatives": self._propose,
            "report_slot_offer": self._report,
            "withdraw_offer": self._withdraw,
            "book_slot": self._book,
        }
        found = known[name](arguments, list(turns)) if name in known else {}
        return {"ok": True, "say": "", **found}

    def _validate(self, arguments: Told, turns: list[Said]) -> JsonObject:
        free = self.is_free(_slot(arguments))
        return {"acceptable": free, "reason": "" if free else "That time does not work."}

    def _propose(self, arguments: Told, turns: list[Said]) -> JsonObject:
        by_day: dict[date, datetime] = {}
        for slot in self.free():
            local = slot.start.astimezone(self.zone)
            by_day.setdefault(local.date(), local)
        some = list(by_day.values())[:3]
        return {"slots": [each.isoformat() for each in some], "words": [spoken(s) for s in some]}

    def _report(self, arguments: Told, turns: list[Said]) -> JsonObject:
        slot = _slot(arguments)
        if not self.is_free(slot):
            return {"ok": False, "say": "That time is no longer free."}
        verdict = judge_offer(turns, slot.start, self.zone, today=self.today)
        if verdict.kind in ("refused", "revoked"):
            return {"ok": False, "verified": False}
        self.offers[slot.start] = verdict.proven
        return {"offer_id": slot.start.isoformat(), "verified": verdict.proven, "rank": 1}

    def _withdraw(self, arguments: Told, turns: list[Said]) -> JsonObject:
        start = datetime.fromisoformat(str(arguments["start"])).astimezone(UTC)
        return {"ok": self.offers.pop(start, None) is not None}

    def _book(self, arguments: Told, turns: list[Said]) -> JsonObject:
        slot = _slot(arguments)
        verdict = judge_booking(turns, slot.start, self.zone, today=self.today)
        if not verdict.proven:
            return {"ok": False, "booked": False, "reason": verdict.ask or "They said no."}
        self.booked.append(slot.start)
        return {"booked": True, "reason": ""}


@dataclass(frozen=True)
class ToolUse:
    """What was asked for, and how many turns had been said by then."""

    name: str
    arguments: JsonObject
    answer: JsonObject
    after_turns: int


@dataclass
class Record:
    """What came of a call. ms: roughly how long it would have taken aloud."""

    turns: list[Said] = field(default_factory=list)
    tools: list[ToolUse] = field(default_factory=list)
    outcome: str = ""
    finished: bool = False  # the agent left
    hung_up: bool = False  # the callee did
    ms: float = 0.0

    def uses(self, name: str) -> list[ToolUse]:
        return [use for use in self.tools if use.name == name]

    def use(self, wanted: CallTool, diary: Diary) -> JsonObject:
        """Have the tool answered, and remember it."""
        answer = diary.answer(wanted.name, wanted.arguments, self.turns)
        self.tools.append(ToolUse(wanted.name, wanted.arguments, answer, len(self.turns)))
        if wanted.name == "end_call":
            self.outcome = str(wanted.arguments["outcome"])
        return answer

    def agent_turns(self) -> list[str]:
        return [turn.text for turn in self.turns if turn.speaker == "agent"]


def brief_facts(today: date, **changes: object) -> JsonObject:
    """The facts of a brief: a dental check-up next week, mornings but not on Thursday."""
    monday = today + timedelta(days=7 - today.weekday())
    shared = dict.fromkeys(("phone", "notes", "party_size", "vehicle"), "")
    return {
        "purpose": "enquire",
        "person_name": "Alex Morgan",
        "provider_name": "",
        "service": "dentist",
        "service_phrase": "a dental check-up",
        "today": today.isoformat(),
        "timezone": "America/Los_Angeles",
        "window_start": monday.isoformat(),
        "window_end": (monday + timedelta(days=4)).isoformat(),
        "window_words": "next week, in the morning, not on Thursday",
        "day_parts": "morning",
        "avoid_weekdays": "3",
        "earliest_time": "",
        "latest_time": "",
        "duration_minutes": 30,
        "questions": "price,insurance,new_patient",
        **{f"share_{name}": value for name, value in shared.items()},
        "share_insurance": "Acme Dental Plan",
        "share_new_patient": "yes",
        "leverage_words": "",
        "may_book": False,
        "slot_start": "",
        "slot_end": "",
        "slot_words": "",
        "keep_until_words": "six this evening",
        "resumed": False,
        "so_far": "",
        "language": "en",
    } | changes


def chosen(facts: Told, use: ToolUse, purpose: str) -> JsonObject:
    """The facts of the call that follows when the person has chosen what was reported."""
    start = datetime.fromisoformat(use.arguments["start"])
    return {
        **facts,
        "purpose": purpose,
        "slot_start": use.arguments["start"],
        "slot_end": use.arguments["end"],
        "slot_words": spoken(start),
        "may_book": purpose == "confirm",
    }


def disclosed(facts: Told) -> str:
    """What the carrier would have said before."""
    purpose = {
        "confirm": "book the time we spoke about",
        "release": "let go of a time you kept for us",
        "cancel": "cancel an appointment",
    }.get(str(facts["purpose"]), f"ask for {facts['service_phrase']}")
    return (
        f"Hello, I am an automated assistant calling on behalf of {facts['person_name']} to "
        f"{purpose}. You can say stop at any time."
    )


def _slot(arguments: Told) -> Slot:
    start, end = (datetime.fromisoformat(str(arguments[name])) for name in ("start", "end"))
    return Slot(start, end)
