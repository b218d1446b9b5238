"""Takes in one turn: what the callee offers, refuses, corrects or leaves open in it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time

from callpilot.json_types import JsonObject
from scheduling.language.mentions import Mention, resolve
from scheduling.language.speak import spoken
from voice.evidence.agreement import agrees_to, named_until
from voice.evidence.claim_ledger import NEUTRAL, Asked, ClaimLedger, Note, OfferKind, Turn, cut_off
from voice.evidence.claims import Claim, claims, refusals_in, too_long
from voice.evidence.day_in_context import callees_day, our_day, remember, which_day
from voice.evidence.further_calls import asks_whether, reply
from voice.evidence.intents import agrees, attitude, opts_out, plain, says_no, wrong_number
from voice.evidence.open_times import on_the_wall, together
from voice.evidence.patterns import one_of
from voice.evidence.prices import prices
from voice.evidence.wished_day import asks_hour
from voice.evidence.words import answers, refusing

_STRONG_CORRECTION = re.compile(rf"\b{one_of(answers.STRONG_CORRECTION)}\b")
_KEEPS_NOTHING = re.compile(rf"\b{one_of(answers.KEEPS_NOTHING)}\b")
PLAINLY = "Sorry, I need to be sure: is {when} free, yes or no?"
WHICH_OF = "Which of them shall it be: {which}?"

_OF_ONE_TIME = re.compile(rf"\b{one_of(refusing.OF_ONE_TIME)}\b")
_ONLY = re.compile(r"\bonly\b(?! (?:available|works|possible))")
_HALF = re.compile(
    rf"^\W*(?:{one_of(answers.BEFORE_HALF)} ?)*\b([ap])\.? ?m\b"
    rf"(?:\W*{one_of(answers.BEHIND_HALF)})?\W*$"
)
_PICKS = {
    "first": re.compile(
        rf"\b(?:the )?{one_of(answers.PICKS_FIRST)}(?: {one_of(answers.SLOT)})?\b(?! available)"
    ),
    "second": re.compile(rf"\bthe {one_of(answers.PICKS_SECOND)}(?: {one_of(answers.SLOT)})?\b"),
    "both": re.compile(rf"\b{one_of(answers.PICKS_BOTH)}\b"),
}


def hear(ledger: ClaimLedger, turn: Turn) -> None:
    """Take in the next turn; whoever is neither callee nor agent does not count."""
    if turn.speaker == "agent":
        ledger.hear_us(turn)
        ledger.asked_to_stop = ledger.asked_to_stop or asks_whether(turn)
    elif turn.speaker == "callee":
        _CalleeTurn(ledger, turn).hear()


class _CalleeTurn:
    """One turn of the callee on its way into the notes."""

    def __init__(self, ledger: ClaimLedger, turn: Turn) -> None:
        self.ledger, self.turn = ledger, turn
        self.said = plain(turn.text)
        self.cut = cut_off(turn)
        self.offered: list[Note] = []  # by this turn
        self.named: list[Mention] = []  # in this turn and not refused
        self.deadlines: list[Mention] = []
        self.yes_to: Note | None = None
        self.left_open: Mention | None = None

    def hear(self) -> None:
        ledger = self.ledger
        to_stop = reply(self.said) if ledger.asked_to_stop else ""
        ledger.asked_to_stop = to_stop == "open"
        if opts_out(self.said) or wrong_number(self.said) or to_stop == "yes":
            self._note("refused", everything=True)
            ledger.answered = True
            return
        if too_long(self.turn.text):
            self._leave_open()
            return
        context = callees_day(ledger)
        found = ledger.read(self.turn.text, context)
        if to_stop == "no" and not found and not ledger.asked.instants:
            return  # to that question, and not to what was offered
        made = claims(self.turn.text, found)
        self._answer(made, found)
        for claim in made:
            self._take(claim, found)
        self._keep()
        agreed = next(iter(self.yes_to.instants)).date() if self.yes_to else None
        remember(ledger, self.turn.number, found, made, agreed)
        ledger.asks_hour = asks_hour(self.said)
        if not (NEUTRAL.match(self.said) or (attitude(self.said) == "hold" and not found)):
            ledger.answered = True
            ledger.asked = Asked()
            ledger.left_open = (self.left_open, self.turn.number) if self.left_open else None

    def _leave_open(self) -> None:
        """Of a turn too long to be read in full: what it refuses, and that nothing is sure now."""
        ledger, before = self.ledger, len(self.ledger.notes)
        refusals = refusals_in(self.turn.text)
        found = ledger.read(refusals, callees_day(ledger))
        for claim in claims(refusals, found):
            if claim.stance == "refused":
                self._take(claim, found)
        if not any(note.everything for note in ledger.notes[before:]):
            self._note("no_agreement", everything=True)
        ledger.lose_track()
        ledger.answered = True

    # what was left open in the turn before

    def _completed(self, mention: Mention) -> JsonObject | None:
        """The one instant that this mention and the one left open before make together."""
        before = self.ledger.left_open
        if before is None or mention.bound or mention.precision == "unclear":
            return None
        if before[0].has_clock == mention.has_clock and not before[0].days:
            return None
        moment = together(before[0], mention, self.ledger.zone)
        return self._resting_on(moment, before[1]) if moment else None

    def _complete_open(self) -> None:
        """ "Ten thirty." "Is that on Tuesday?" "Yes."; or "Seven thirty." "Which half?" "P.m." """
        if self.ledger.left_open is None:
            return
        before, number = self.ledger.left_open
        days, times, asked = before.days, before.times, self.ledger.asked
        if half := _HALF.match(self.said):
            times = tuple(at for at in times if (at.hour >= 12) == (half.group(1) == "p"))
        elif attitude(self.said) == "yes" and not days and len(asked.days) == 1:
            days = tuple(asked.days)
        else:
            return
        if len(days) == len(times) == 1 and before.bound is None:
            moment = on_the_wall(days[0], times[0], self.ledger.zone)
            if moment:
                rests_on = self._resting_on(moment, number, *asked.turns)
                self.yes_to = self._note("offered", **rests_on)

    def _resting_on(self, moment: datetime, *turns: int) -> JsonObject:
        return {"instants": {moment}, "turns": (*turns, self.turn.number)}

    # answers to what we asked

    def _answer(self, made: list[Claim], found: list[Mention]) -> None:
        asked = self.ledger.asked
        if self.ledger.answered:
            return
        if not asked.instants:
            if not found and not self.cut:
                self._complete_open()
            return
        instants = frozenset(asked.instants)
        about = self._answers_about(made, instants)
        if about is None:
            return
        kind = attitude(self.said)
        if kind in ("question", "hedge", "none", "hold") and says_no(self.said) and found:
            kind = "no"
        turns = (*asked.turns, self.turn.number)
        if kind == "no" and (not found or says_no(self.said)):
            self._note("refused", instants=instants, turns=turns)
        elif kind in ("yes", "none") and about and not self.cut and self._chosen():
            for moment in self._chosen():
                self.yes_to = self._note("offered", instants={moment}, turns=turns)
        elif kind == "yes" and about and not self.cut:
            if len(instants) == 1 and not self._plainly_agrees(asked.instants[0]):
                ask = _plainly(asked.instants)
                self._note("no_agreement", instants=instants, turns=turns, ask=ask)
            elif len(instants) == 1:
                self.yes_to = self._note("offered", instants=instants, turns=turns)
            elif not any(each.has_clock for each in found):
                which = " or ".join(spoken(each) for each in sorted(instants))
                self._note(
                    "no_agreement", instants=instants, turns=turns, ask=WHICH_OF.format(which=which)
                )
        elif kind == "question":
            self._note("question", instants=instants, turns=turns, ask=_plainly(asked.instants))
        elif kind == "hedge" and not any(claim.stance == "offered" for claim in made):
            self._note("no_agreement", instants=instants, turns=turns, ask=_plainly(asked.instants))

    def _plainly_agrees(self, moment: datetime) -> bool:
        """Whether no clause of the yes to one time is left unaccounted for."""
        ledger = self.ledger
        found = ledger.read(self.turn.text, moment.astimezone(ledger.zone).date())
        known = named_until((), self.turn, moment)
        asked = replace(known, prices=frozenset(prices(self.turn.text)))
        return agrees_to(self.turn.text, found, asked, offering=True)

    def _chosen(self) -> tuple[datetime, ...]:
        """Of two times we put, those that the callee picks by place: "the first one", "both"."""
        put = self.ledger.asked.instants
        picks = [name for name, pattern in _PICKS.items() if pattern.search(self.said)]
        if len(put) != 2 or len(picks) != 1:
            return ()
        return {"first": put[:1], "second": put[1:], "both": put}[picks[0]]

    def _answers_about(self, made: list[Claim], instants: frozenset[datetime]) -> bool | None:
        """Whether a yes would mean what we asked: every time it names, if any, is that one.

        None when the turn is about a deadline or opening hours only and cannot tell.
        """
        for claim in made:
            mention = claim.mention
            if mention is None:
                if claim.stance in ("refused", "corrected"):
                    return says_no(self.said)
                continue
            if claim.stance in ("deadline", "aside"):
                continue
            if not any(mention.covers(each) for each in instants) or mention.bound is not None:
                return False
            if claim.stance not in ("offered", "bare"):
                return False
            readable = ("exact", "vague", "ambiguous_meridiem")
            if mention.has_clock and mention.precision not in readable:
                return False
        return True

    # single claims

    def _take(self, claim: Claim, found: list[Mention]) -> None:
        mention = claim.mention
        if mention is None:
            self._take_back(claim)
        elif claim.stance == "deadline":
            self.deadlines.append(mention)
            return
        elif claim.stance == "refused":
            self._refuse(mention, claim)
        elif claim.stance in ("hedged", "asked", "unclear"):
            self._note(
                _DOUBTS[claim.stance], mention=mention, quote=claim.text, ask=_ask_plainly(mention)
            )
        elif claim.stance in ("offered", "bare"):
            self._offer(mention, claim)
        if mention is not None and claim.stance != "refused":
            self.named.append(mention)

    def _take_back(self, claim: Claim) -> None:
        """ "Sorry, no", "that one just went": about this turn's times, else about what stands."""
        if self.named:
            for mention in self.named:
                self._note("refused", mention=mention, quote=claim.text)
            self.named, self.offered, self.yes_to = [], [], None
        elif claim.stance == "refused":
            if not (self.ledger.asked.deadline and _KEEPS_NOTHING.search(plain(claim.text))):
                self._note("refused", everything=True, quote=claim.text)
        elif claim.stance == "corrected" and _STRONG_CORRECTION.search(plain(claim.text)):
            self._correct_earlier(claim)

    def _correct_earlier(self, claim: Claim) -> None:
        """ "Actually, eleven thirty": what was offered for that day before no longer stands."""
        said = self.ledger.read(claim.text, callees_day(self.ledger))
        days = {each.day for each in said if each.day}
        standing = self.ledger.standing()
        same = [each for each in standing if each.date() in days]
        if said and standing:
            self._note("refused", instants=frozenset(same or standing), quote=claim.text)

    def _refuse(self, mention: Mention, claim: Claim) -> None:
        if self._dead(mention) or (mention.loose and not mention.has_day):
            mention = replace(mention, day=None, days=())  # "not at nine": on no day
        self._note("refused", mention=mention, quote=claim.text)
        self.offered = [each for each in self.offered if not _covered(mention, each)]
        whole_day = mention.day and not mention.has_clock and mention.day_part is None
        if whole_day and mention.day and not _OF_ONE_TIME.search(plain(claim.text)):
            self.ledger.dead_days.add(mention.day)

    def _dead(self, mention: Mention) -> bool:
        return mention.loose and mention.day in self.ledger.dead_days

    def _offer(self, mention: Mention, claim: Claim) -> None:
        turns: tuple[int, ...] = (self.turn.number,)
        if self._dead(mention) or (mention.has_clock and not mention.days):
            day = our_day(self.ledger, mention, claim, self.said)
            if day is None:
                self.left_open = mention
                without = replace(mention, day=None, days=(), precision="vague", ask="Which day?")
                ask = which_day(self.ledger, mention)
                self._note("vague", mention=without, quote=claim.text, ask=ask)
                return
            found = self.ledger.read(mention.text, day)
            mention = found[0] if found else mention
            wished = self.ledger.wished_days == {day}
            turns = (*((self.ledger.wish_turn,) if wished else self.ledger.asked.turns), *turns)
        elif mention.loose and not mention.has_day and self.ledger.day_turn:
            turns = (self.ledger.day_turn, *turns)
        moment = resolve(mention)
        if not isinstance(moment, datetime) and claim.stance == "bare" and not self.cut:
            completed = self._completed(mention)
            if completed:
                self.offered.append(self._note("offered", **completed, quote=claim.text))
                return
        if not isinstance(moment, datetime):
            if mention.precision != "unclear":
                self.left_open = mention
            kind = _KINDS[mention.precision]
            self._note(kind, mention=mention, quote=claim.text, ask=moment.ask)
        elif self.cut or (mention.bare and self.ledger.asks_number):
            self._note("vague", mention=mention, quote=claim.text, ask=_plainly([moment]))
        elif claim.stance == "bare" and self._echoes(moment):
            self._note("no_agreement", instants={moment}, quote=claim.text, ask=_plainly([moment]))
        else:
            self.ledger.dead_days.discard(moment.date())
            if _ONLY.search(plain(claim.text)):
                self._refuse_others(moment)
            note = self._note("offered", instants={moment}, turns=turns, quote=claim.text)
            self.offered.append(note)

    def _refuse_others(self, moment: datetime) -> None:
        """ "The only time on Tuesday is two": what stood of that day before stands no more."""
        others = {
            each
            for each in self.ledger.standing()
            if each.date() == moment.date() and each not in self._named_now()
        }
        if others:
            self._note("refused", instants=others)

    def _named_now(self) -> set[datetime]:
        return {each for note in self.offered for each in note.instants}

    def _echoes(self, moment: datetime) -> bool:
        """Whether the callee only says our own time back."""
        return moment in self.ledger.asked.stated and not agrees(self.said)

    def _keep(self) -> None:
        """How long the slots of this turn, or the one spoken of before, are kept."""
        deadlines, put = [*self.deadlines], self.ledger.asked.deadline
        if put and not self.cut and attitude(self.said) == "yes":
            deadlines.append(put)
        until = next((at for each in deadlines if (at := self._deadline(each))), None)
        if until is None:
            return
        notes = self.offered or ([self.yes_to] if self.yes_to else [])
        if not notes and (standing := self.ledger.standing()):
            decided = self.ledger.kind_of(standing[-1])[1]
            notes = [replace(decided, instants=frozenset({standing[-1]}))] if decided else []
        for note in notes:
            turns = tuple(dict.fromkeys((*note.turns, self.turn.number)))
            self.ledger.notes.append(replace(note, turns=turns, kept_until=until))

    def _deadline(self, mention: Mention) -> datetime | None:
        ledger = self.ledger
        if mention.has_clock:
            day = mention.day if mention.has_day and not mention.loose else ledger.today
            at = mention.latest or mention.time
        else:
            day = mention.before_day
            at = (ledger.hours or (time(8), time(18)))[0]
        return datetime.combine(day, at, ledger.zone) if day and at else None

    def _note(
        self,
        kind: OfferKind,
        *,
        mention: Mention | None = None,
        instants: Iterable[datetime] = (),
        turns: Sequence[int] = (),
        quote: str | None = None,
        ask: str | None = None,
        everything: bool = False,
    ) -> Note:
        note = Note(
            kind=kind,
            turns=tuple(turns) or (self.turn.number,),
            quote=quote if quote is not None else self.turn.text.strip(),
            instants=frozenset(instants),
            mention=mention,
            everything=everything,
            ask=ask,
        )
        self.ledger.notes.append(note)
        return note


_DOUBTS: dict[str, OfferKind] = {
    "hedged": "no_agreement",
    "asked": "question",
    "unclear": "vague",
}
_KINDS: dict[str, OfferKind] = {
    "vague": "vague",
    "unclear": "vague",
    "ambiguous_day": "open",
    "ambiguous_meridiem": "open",
    "ambiguous_fold": "open",
    "contradiction": "contradiction",
    "impossible": "contradiction",
    "exact": "vague",
}


def _covered(mention: Mention, note: Note) -> bool:
    return any(mention.covers(each) for each in note.instants)


def _plainly(instants: Iterable[datetime]) -> str:
    return PLAINLY.format(when=" or ".join(spoken(each) for each in instants))


def _ask_plainly(mention: Mention) -> str:
    moment = resolve(mention)
    return _plainly([moment]) if isinstance(moment, datetime) else moment.ask
