"""What a call's turns have said about times so far: the callee's claims, and what we asked."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from scheduling.language.mentions import Mention, mentions, resolve
from voice.evidence.claims import claims, too_long
from voice.evidence.intents import asks, plain
from voice.evidence.patterns import one_of
from voice.evidence.wished_day import day_talk
from voice.evidence.words import answers

OfferKind = Literal[
    "offered", "refused", "revoked", "vague", "open", "contradiction", "question", "no_agreement"
]


class Turn(Protocol):
    """What a turn must have; `interrupted`, if it has that, tells that it was cut off."""

    @property
    def number(self) -> int: ...
    @property
    def speaker(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Said:
    """One turn of a call; speaker is "callee" or "agent", others are not heard as evidence."""

    number: int
    speaker: str
    text: str
    interrupted: bool = False
    started_ms: int | None = None


@dataclass(frozen=True)
class Note:
    """One claim of the callee about the instants in `instants`, or all that `mention` covers.

    everything: about whatever was offered so far. turns: what it rests on.
    """

    kind: OfferKind
    turns: tuple[int, ...]
    quote: str
    instants: frozenset[datetime] = frozenset()
    mention: Mention | None = None
    everything: bool = False
    ask: str | None = None
    kept_until: datetime | None = None

    def covers(self, start: datetime) -> bool:
        if self.everything or start in self.instants:
            return True
        return self.mention is not None and self.mention.covers(start)


@dataclass(frozen=True)
class Asked:
    """What the agent's words since the callee's last turn put to the callee."""

    instants: tuple[datetime, ...] = ()
    days: frozenset[date] = frozenset()
    turns: tuple[int, ...] = ()
    stated: frozenset[datetime] = frozenset()  # said at all, asked or not
    deadline: Mention | None = None  # until when we asked to have it kept


_ASKS_A_NUMBER = re.compile(rf"\b{one_of(answers.ASKS_A_NUMBER)}\b[^.!?]*\?")
ASKS_ELSE = re.compile(rf"\b{one_of(answers.ASKS_ELSE)}\b")
_TAG = re.compile(
    rf"^\W*(?:so |and |then )?{one_of(answers.TAG)}(?:,? {one_of(answers.BEHIND_TAG)})*\W*$"
)
_POINTS_BACK = re.compile(
    rf"^(?:we|i) {one_of(answers.WISHES)}\b[^?]*\b{one_of(answers.POINTERS)}\W*$"
)
_ASKS_TO_KEEP = re.compile(r"\b(?:keep|hold|save)\b[^.?!]*\b(?:until|till|by)\b[^.?!]*\?")
NEUTRAL = re.compile(rf"^(?:{one_of(answers.NEUTRAL)}\W*)+$")


@dataclass
class ClaimLedger:
    """The state of one call's talk about times; `turn_reader.hear` feeds it the turns in order.

    Our own turns never prove anything: they only tell what a "yes" or a lone "ten thirty" of the
    callee answers, and where that is not certain, they take certainty away.
    """

    zone: ZoneInfo
    today: date
    hours: tuple[time, time] | None = None
    notes: list[Note] = field(default_factory=list)
    asked: Asked = Asked()
    day: date | None = None  # the last that the callee spoke of
    day_turn: int = 0
    our_days: set[date] = field(default_factory=set)  # that we spoke of since
    wished_days: frozenset[date] = frozenset()  # by our last turn that wished for any
    wish_turn: int = 0
    moved: bool = False  # we have said since that another day would do
    asks_hour: bool = False  # the callee's last turn asks at what time
    asks_number: bool = False  # our last turn asks for a number that is no hour
    dead_days: set[date] = field(default_factory=set)  # that the callee refused as a whole
    left_open: tuple[Mention, int] | None = None  # by the callee's last turn, with its number
    answered: bool = True  # whether the callee has spoken since we asked
    asked_to_stop: bool = False  # whether we shall call again, and they have not answered it

    def read(self, text: str, context: date | None = None) -> list[Mention]:
        return mentions(text, self.today, self.zone, self.hours, context)

    def standing(self) -> list[datetime]:
        """The instants that are offered as of now, in the order they were named."""
        named: dict[datetime, None] = {}
        for note in self.notes:
            named |= dict.fromkeys(sorted(note.instants) if note.kind == "offered" else ())
        return [start for start in named if self.kind_of(start)[0] == "offered"]

    def kind_of(self, start: datetime) -> tuple[OfferKind | None, Note | None]:
        """What stands about `start` after all notes, and the note that decided."""
        kind: OfferKind | None = None
        decisive: Note | None = None
        named = False  # a no to everything is none to what is named only afterwards
        for note in self.notes:
            if not note.covers(start):
                continue
            named_before, named = named, named or not note.everything
            if note.kind == "refused":
                kind = "revoked" if kind in ("offered", "revoked") else "refused"
            elif note.kind == "offered":
                kind = note.kind
            elif kind in ("refused", "revoked") and named_before:
                continue  # only an offer undoes a no
            elif note.kind == "no_agreement":
                kind = note.kind
            elif kind in ("offered", "no_agreement"):
                continue
            else:
                kind = note.kind
            decisive = note
        return kind, decisive

    def kept_until(self, start: datetime) -> datetime | None:
        """How long the callee keeps `start`, as last promised since it was last refused."""
        until: datetime | None = None
        for note in self.notes:
            if note.covers(start) and note.kind == "refused":
                until = None
            elif note.kind == "offered" and start in note.instants and note.kept_until:
                until = note.kept_until
        return until

    # our turns

    def hear_us(self, turn: Turn) -> None:
        if too_long(turn.text):  # nobody can tell what a yes to all of it would mean
            self.lose_track()
            self.answered = False
            return
        put = self.put_by(turn)
        said = self.read(turn.text)
        self.asks_number = _ASKS_A_NUMBER.search(plain(turn.text)) is not None
        days = self._hear_our_days(turn)
        before = Asked() if self.answered else self.asked
        self.answered = False
        stated = frozenset(moment for each in said if isinstance(moment := resolve(each), datetime))
        instants = before.instants
        if put is not None:  # neither asked nor named anything: what was asked before still is
            instants = (*instants, *put.instants) if put.instants else ()
        self.asked = Asked(
            instants=tuple(dict.fromkeys(instants)),
            days=before.days | days,
            turns=(*before.turns, *((turn.number,) if said else ())),
            stated=before.stated | stated,
            deadline=_deadline_put_by(turn, said) or before.deadline,
        )

    def _hear_our_days(self, turn: Turn) -> frozenset[date]:
        """Take in which days a turn of ours names; a wish is the last one that nothing opened."""
        talk = day_talk(turn.text, self.today, self.read)
        self.our_days |= talk.named
        if talk.wished and not talk.moved:
            self.wished_days, self.wish_turn, self.moved = talk.named, turn.number, False
        elif talk.named or talk.moved or (talk.soonest and not self.asks_hour):
            self.wished_days = frozenset()
            self.moved = self.moved or talk.moved
        return talk.named

    def names_day(self, day: date | None, turn: int) -> None:
        """Keep the day that the callee spoke of; what we said of days before is answered."""
        self.day, self.day_turn = day, turn
        self.our_days.clear()
        self.moved = False

    def lose_track(self) -> None:
        """Forget what is asked and which day is spoken of: too much has been said at once."""
        self.asked, self.left_open, self.asks_hour = Asked(), None, False
        self.wished_days, self.moved = frozenset(), True

    def put_by(self, turn: Turn) -> Asked | None:
        """What one of our turns asks: instants, something else (no instants), or nothing (None)."""
        if cut_off(turn):
            return Asked()
        sentences = [
            each for each in re.split(r"(?<=[.?!;])\s+", turn.text.strip()) if each.strip()
        ]
        while len(sentences) > 1 and _hangs_on(sentences[-1]):
            sentences.pop()
        if not sentences:
            return None
        text = " ".join(sentences)
        last = sentences.pop()
        said = self.read(text)
        if not said:
            asks_else = _questions(turn.text) and not _TAG.match(plain(last))
            return Asked() if asks_else and not NEUTRAL.match(plain(turn.text)) else None
        begin = len(text) - len(last)
        while sentences and sentences[-1].endswith("?"):
            begin -= len(sentences.pop()) + 1  # "Tuesday at ten? Or Wednesday at two?"
        own = [each for each in said if each.end > begin]
        if not any(each.end > len(text) - len(last) for each in own):
            return Asked()
        if _questions(text[begin:]) and ASKS_ELSE.search(plain(text[begin:])):
            return Asked()
        stances = {
            (claim.mention.start, claim.mention.end): claim.stance
            for claim in claims(text, said)
            if claim.mention
        }
        refused = any(stances.get((each.start, each.end)) == "refused" for each in own)
        moments = [resolve(each) for each in own]
        instants = tuple(each for each in moments if isinstance(each, datetime))
        unsure = refused or len(instants) < len(own)
        return Asked() if unsure else Asked(instants=instants, turns=(turn.number,))


def _deadline_put_by(turn: Turn, said: list[Mention]) -> Mention | None:
    """Until when one of our turns asks to have a slot kept."""
    if cut_off(turn) or not _ASKS_TO_KEEP.search(turn.text.lower()):
        return None
    return next((each for each in reversed(said) if each.bound == "before"), None)


def _hangs_on(sentence: str) -> bool:
    """Whether it is about what the sentence before it names: "Is that right?"."""
    said = plain(sentence)
    return bool(_TAG.match(said)) or (said.endswith(".") and _POINTS_BACK.match(said) is not None)


def _questions(text: str) -> bool:
    return "?" in text or asks(text)


def cut_off(turn: Turn) -> bool:
    """Whether the turn broke off: it says so itself, or ends in a dash."""
    return bool(getattr(turn, "interrupted", False)) or turn.text.rstrip().endswith(("—", "–", "-"))
