"""What desks say aloud: a steady share of the corpora that the judge is tested with."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from scheduling.language.en.words import BIG_TENS, SMALL, TENS
from scheduling.language.speak import spoken
from tests.voice.evidence.dialogue import TODAY, ZONE, at, rows, turns_of
from tests.voice.evidence.test_opt_outs import FORBID, lines
from voice.evidence.further_calls import further_calls
from voice.evidence.judge import Said, attitude, judge_booking, offers

SLOT = at(24, 10, 30)
READ_BACK = f"So that is {spoken(SLOT)}, for Alex. Is that right?"
# A voice says no gaps and no shouts, and reads figures in its own way.
_SPEAKABLE = re.compile(r"^[A-Z][a-z A-Z,.?!'’-]+[.?!]$")

_NO = re.compile(r"\b(?:no|not|nothing|none|never|nobody|nor|neither|without|cannot)\b|n't\b")
_FIGURES = {word: str(number) for word, number in (SMALL | TENS | BIG_TENS).items()} | {
    "first": "1", "third": "3", "fifth": "5", "eighth": "8", "ninth": "9", "twelfth": "12",
    "twentieth": "2", "thirtieth": "3", "half": "30", "quarter": "15", "noon": "12",
}  # fmt: skip

Kind = Literal["offer", "booking", "ending"]


@dataclass(frozen=True)
class Case:
    """A call up to some word of the desk."""

    kind: Kind
    turns: tuple[Said, ...]

    def heard(self, hear: Callable[[str], str]) -> "Case":
        """The same call with the desk's words as they were heard."""
        return Case(
            self.kind,
            tuple(
                Said(turn.number, turn.speaker, hear(turn.text))
                if turn.speaker == "callee"
                else turn
                for turn in self.turns
            ),
        )

    def keeps(self, heard: "Case") -> bool:
        """Whether the ear has kept what no judge can know of, once it is lost."""
        pairs = zip(self.turns, heard.turns, strict=True)
        return all(essence(said.text) == essence(other.text) for said, other in pairs)

    def verdict(self) -> frozenset[str]:
        """All that follows from it: the slots that stand, whether it is booked, how it ends."""
        if self.kind == "offer":
            found = offers(self.turns, ZONE, today=TODAY)
            return frozenset(f"{each.start:%m-%d %H:%M}" for each in found)
        if self.kind == "booking":
            booked = judge_booking(self.turns, SLOT, ZONE, today=TODAY)
            return frozenset({"booked"} if booked.proven else ())
        last = attitude(self.turns[-1].text)
        calls = further_calls(list(self.turns))
        return frozenset({"opt_out" if calls.kind != "allowed" else last})

    def __str__(self) -> str:
        return " / ".join(f"{turn.speaker}: {turn.text}" for turn in self.turns)


def essence(text: str) -> tuple[list[str], int, int]:
    """All figures but nought, however they are written; how many a no, and how many questions."""
    low = text.lower().replace("’", "'")
    words = re.findall(r"[a-z]+|\d+", low)
    figures = [_FIGURES.get(word) or _FIGURES.get(word.removesuffix("th"), word) for word in words]
    digits = sorted(re.sub(r"[^1-9]", "", "".join(figures)))
    return digits, len(_NO.findall(low)), low.count("?")


def cases(share: float) -> Iterator[Case]:
    """Of each corpus about this share; a new row changes nothing about the others."""
    told: list[tuple[Kind, str]] = []
    told += [("offer", said) for said, _ in rows("offers.txt")]
    told += [("booking", said.replace("READ BACK", READ_BACK)) for said, _ in rows("bookings.txt")]
    told += [("ending", f"C: {said}") for said, _ in rows("endings.txt")]
    told += [("ending", f"C: {said}") for said in lines(FORBID)]
    for kind, said in told:
        if crc32(said.encode()) % 10_000 < share * 10_000 and _is_speakable(said):
            yield Case(kind, tuple(turns_of(said)))


def _is_speakable(said: str) -> bool:
    words = [each[3:] for each in said.split(" / ") if each.startswith("C: ")]
    return bool(words) and all(_SPEAKABLE.match(each) for each in words)
