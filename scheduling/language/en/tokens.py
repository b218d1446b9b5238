"""How an English text is cut into words, numbers and marks, and read by their position."""

import re
from dataclasses import dataclass, field
from typing import TypeVar

from scheduling.language.en.words import BEHIND_DIGITS, MONTHS, NUMBER_WORDS, O_CLOCK, WEEKDAYS

T = TypeVar("T")
Found = tuple[T, int] | None
"""What was read, and the number of the token behind it."""

_TOKEN = re.compile(
    r"""(?P<lost>…|\.{3,}|\[(?:inaudible|unclear|lost)\])
    |(?P<meridiem>(?<![a-z])[ap]\s?\.\s?m\b\.?|(?<=\d)[ap]m?\b|\b[ap]m\b)
    |(?P<clock>\bo\s?["'’´`]?\s?clock\b)
    |(?P<hours>(?<![\w:.])\d{1,2}h\d{2}\b)
    |(?P<number>\d{4}-\d{1,2}-\d{1,2}(?![\w-])|(?<![\w-])\d{1,2}-\d{1,2}-\d{4}(?![\w-])|\d+(?:st|nd|rd|th)\b|\d+(?:[:./,]\d+)*)
    |(?P<word>[a-z]+(?:['’][a-z]+)*)
    |(?P<mark>[^\s\w])""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """A word, number or mark in lower case, with its characters in the text."""

    text: str
    start: int
    end: int
    kind: str
    capital: bool

    @property
    def root(self) -> str:
        """The word without a possessive: "tuesday" of "Tuesday's"."""
        return self.text[:-2] if self.text.endswith(("'s", "’s")) else self.text


@dataclass
class Tokens:
    """The tokens of one text; beyond its edges there are only empty words.

    opaque: those already known to be numbers that are no times.
    """

    tokens: list[Token]
    opaque: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.tokens)

    def word(self, i: int) -> str:
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def words(self, i: int, count: int) -> str:
        return " ".join(self.word(k) for k in range(i, i + count))

    def root(self, i: int) -> str:
        """The word without a possessive."""
        return self.tokens[i].root if 0 <= i < len(self.tokens) else ""

    def hyphen(self, i: int) -> bool:
        """Whether token `i` is a hyphen without a space around it."""
        if self.word(i) != "-" or not 0 < i < len(self.tokens) - 1:
            return False
        return self.start(i) == self.end(i) and self.end(i + 1) == self.start(i + 1)

    def is_meridiem(self, i: int) -> bool:
        return 0 <= i < len(self.tokens) and self.tokens[i].kind == "meridiem"

    def start(self, i: int) -> int:
        return self.tokens[i].start

    def end(self, i: int) -> int:
        """The character behind the token before `i`: where what ends at `i` stops."""
        return self.tokens[i - 1].end


_STARTS_SENTENCE = re.compile(r"\s*$|\s+[A-Z][a-z]+ (?:is|was|has|works|and)\b")
_ABBREVIATED = {*(d for d in WEEKDAYS if len(d) < 6), *MONTHS, "dr", "mr", "mrs", "ms", "approx"}


def lower_case(text: str) -> str:
    """As many characters as before, so that places in the one are places in the other."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def tokens_of(text: str) -> list[Token]:
    """The text in words, numbers and marks; "a.m.", "p m" and "o'clock" are one, an abbreviation's
    full stop is dropped, and the full stop that also ends a sentence is kept. What letters and
    digits make together ("A4", "19h30") is one word, unless it is a time or a measure."""
    return _joined(_cut(text, lower_case(text)))


def _cut(text: str, lower: str) -> list[Token]:
    found: list[Token] = []
    for match in _TOKEN.finditer(lower):
        kind, (start, end) = match.lastgroup or "mark", match.span()
        word = match.group().replace("’", "'")
        if kind == "clock":
            word, kind = "o'clock", "word"
        elif kind == "hours":
            word, kind = word.replace("h", ":").zfill(5), "number"  # of 24 hours: "8h30" is a.m.
        if kind == "meridiem":
            stopped = lower[start:end].endswith(".")
            found.append(Token(word[0] + "m", start, end, kind, False))
            after = re.match(r"\s+([A-Z][a-z]+)", text[end:])
            if stopped and after and after.group(1).lower() not in {*WEEKDAYS, *MONTHS}:
                found.append(Token(".", end - 1, end, "mark", False))
            continue
        short = found and found[-1].text in _ABBREVIATED and found[-1].end == start
        if word == "." and short and not _STARTS_SENTENCE.match(text[end:]):
            continue
        found.append(Token(word, start, end, kind, text[start].isupper()))
    return found


def _joined(tokens: list[Token]) -> list[Token]:
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found else None
        if last and token.text == "m" and last.text in ("a", "p") and _numeric(found[-2:-1]):
            found[-1] = Token(f"{last.text}m", last.start, token.end, "meridiem", False)
        elif last and last.end == token.start and _one_code(last, token):
            found[-1] = Token(last.text + token.text, last.start, token.end, "code", last.capital)
        else:
            found.append(token)
    return found


def _numeric(tokens: list[Token]) -> bool:
    return any(each.kind == "number" or each.text in NUMBER_WORDS | O_CLOCK for each in tokens)


def _one_code(left: Token, right: Token) -> bool:
    """Whether a word and a number, written without a space, are a code and no two things."""
    kinds = (left.kind, right.kind)
    if "code" in kinds:
        return {*kinds} <= {"code", "number", "word", "meridiem"}
    if kinds == ("number", "word"):
        return right.text not in BEHIND_DIGITS and right.text not in MONTHS
    return kinds == ("word", "number") and left.text not in MONTHS
