"""Whether what reads like an English time is meant as one: not a price, a number, an address."""

from dataclasses import replace

from scheduling.language.en.clock import ClockGrammar
from scheduling.language.en.days import Found
from scheduling.language.en.words import (
    COUNTED,
    MONEY,
    NOUGHT,
    NUMBERED,
    PARTS,
    PRICED,
    STREETS,
    UNITS,
    word_set,
)
from scheduling.language.pieces import Between, Bound, Clock, Doubt

BOUNDS: dict[str, Bound] = {
    "after": "after", "past": "after", "from": "after", "since": "after", "before": "before",
    "by": "before", "until": "before", "till": "before", "til": "before", "around": "around",
    "approximately": "around", "roughly": "around", "about": "around", "near": "around",
    "like": "around", "towards": "around",
}  # fmt: skip
_LEADS = word_set("""
    at by around about after before till til until from between to past say is it's make
    that's do maybe or and than since roughly approximately like @
""")
_ENDS = word_set("""
    . , ? ! ; : - — … on this next tomorrow today or and but works work is would will if
    please then instead okay ok good fine available free open sharp for in with tonight
    suits sounds to though thanks thank so because too also latest at i we that it that's
    yes no
""")
_STOPS = word_set("""
    on at in is i you we they it that works work and or but for to if the a our are would
    can could do does have has not with
""")


class MeaningGrammar(ClockGrammar):
    """Judges a clock time by the words around it."""

    opaque: set[int]
    """The tokens already known to be numbers that are no times."""

    def _between(self, i: int) -> Found[Between]:
        """ "between nine and eleven", "from two to four", "9-11"."""
        opener = self.word(i) if self.word(i) in ("between", "from") else ""
        k = i + 1 if opener else i
        idiom = None if opener else self._idiom(k)
        low = None if idiom else self._plain(k)
        if low is None:
            return None
        middle = self.word(low[1])
        allowed = ("and",) if opener == "between" else ("to", "till", "til", "until", "through")
        if middle not in (*allowed, "-", "–", "—"):
            return None
        high = self._idiom(low[1] + 1) or self._plain(low[1] + 1)
        if high is None or self._spoilt(i, high[1]):
            return None
        if middle in ("and", "until", "till", "til") and not opener:
            return None
        piece = Between(start=self.tokens[i].start, end=high[0].end, low=low[0], high=high[0])
        return piece, high[1]

    def _clock(self, i: int) -> Found[Clock]:
        found = self._idiom(i)
        strong = found is not None
        if found is None:
            found = self._plain(i)
            strong = found is not None and self._is_strong(i, found[1])
        if found is None or self._spoilt(i, found[1]):
            return None
        clock, end = found
        if not strong:
            if not self._bare_hour(i, end):
                return None
            if self.word(i - 1) in ("have", "got", "do", "or", "and"):
                doubt: Doubt | None = None if self.word(i - 1) in ("or", "and") else "number"
                clock = replace(clock, doubt=clock.doubt or doubt)
        elif self._like_a_price(i, end):
            clock = replace(clock, doubt="number")
        return replace(clock, bound=self._bound(i, end)), end

    def _is_strong(self, i: int, end: int) -> bool:
        """Whether the words name a time by themselves: minutes, a.m., o'clock, "in the morning"."""
        count = self.number(i)
        return (
            count is None
            or end > count[1]
            or (self._part(end) is not None and self.word(end) != "this")
            or (self.word(end) == "-" and self.word(end + 1) == "ish")
            or self.word(end) == "ish"
        )

    def _bare_hour(self, i: int, end: int) -> bool:
        """Whether a lone number such as "ten" may be an hour, from the words around it."""
        before, after = self.word(i - 1), self.word(end)
        ends = after == "" or after in _ENDS or self.day(end) is not None or after in PARTS
        if before in _LEADS and before not in ("or", "and", "is", "it's", "that's", "like"):
            return ends or after not in COUNTED
        if before in ("have", "got") and after in ("or", "and", "on", "free", "open", "available"):
            return True
        if before == "for" and self.word(i - 2) in ("in", "down", "you", "set", "booked", "it"):
            return ends
        if before in ("it", "that") and self.word(i - 2) in ("make", "call"):
            return ends
        if before == "for":  # "a table for four on Friday"
            return False
        if after == "on" and self.day(end + 1) is not None:
            return True
        alone = before == "" or before in (".", ",", "?", "!", ";", "um", "uh", "well", "sorry")
        beside_day = any(self._day_ends_at(i - back) for back in (0,))
        return ends and (alone or beside_day or before in _LEADS or before in ("no", "not", "mean"))

    def _day_ends_at(self, i: int) -> bool:
        for first in range(max(0, i - 5), i):
            found = self.day(first)
            if found and found[1] == i:
                return True
        return self.word(i - 1) in PARTS

    def _bound(self, i: int, end: int) -> Bound | None:
        before, further = self.word(i - 1), self.word(i - 2)
        if before == "than":
            return {"later": "after", "earlier": "before"}.get(further)  # type: ignore[return-value]
        if before == "about" and further in ("how", "what"):
            before = ""
        if before == "like" and further not in ("something", "anything", "at", "be", "it's"):
            before = ""  # "would you like ten thirty"
        if before == "say" or before == "at":
            before = further if further in ("around", "about", "roughly", "like") else before
            if before == "about" and self.word(i - 3) in ("how", "what"):
                before = ""
        if self.word(end) == "ish" or self.words(end, 2) in ("- ish", "or so"):
            return "around"
        after = self.words(end, 2)
        if after in ("or later", "or after", "and later", "and after", "and on"):
            return "after"
        if self.word(end) in ("onwards", "onward"):
            return "after"
        if after in ("or earlier", "or before", "or sooner"):
            return "before"
        return BOUNDS.get(before)

    def _like_a_price(self, i: int, end: int) -> bool:
        """Whether "that's one twenty" may as well be money."""
        if any(":" in self.word(k) for k in range(i, end)) or self._has_meridiem(end - 1):
            return False
        if "o'clock" in (self.word(end - 1), self.word(end)) or self.number(i) is None:
            return False
        if self._part(end) or self.day(end) or (self.word(end) == "on" and self.day(end + 1)):
            return False
        if self.words(i - 2, 2) in ("will be", "would be", "comes to", "that be"):
            return True
        return self.word(i - 1) in ("that's", "it's", "that'll", "that'd", "it'll", "just", "be")

    def _spoilt(self, i: int, end: int) -> bool:
        """Whether what reads like a time is a price, a duration, an address or a number."""
        after = self.word(end)
        if after in UNITS and self.words(end, 2) not in ("second of", "other time"):
            return True
        if after in ("%", "-", "/") and self.word(end + 1) in UNITS:
            return True
        if after == "and" and self.words(end + 1, 2) in ("a half", "a quarter"):
            return True
        before = self.word(i - 1)
        if before in ("$", "£", "€", "#") or before in NUMBERED or before == "of us":
            return True
        if before == "of" and self.word(i - 2) in ("party", "table", "group", "family"):
            return True
        if self._in_address(end) or self._in_price(i) or self._runs_on(i, end):
            return True
        return after in ("or", "to") and self._counts_after(end + 1)

    def _counts_after(self, k: int) -> bool:
        """Whether a number with a unit follows: "two OR THREE WEEKS"."""
        count = self.number(k)
        return count is not None and self.word(count[1]) in UNITS

    def _in_address(self, end: int) -> bool:
        for k in range(end, end + 4):
            if self.word(k) in STREETS:
                return True
            if not self.word(k).isalpha() or self.word(k) in _STOPS:
                return False
        return False

    def _in_price(self, i: int) -> bool:
        """Whether a word about money precedes within the clause, and no "at" just before."""
        if self.word(i - 1) == "at":
            return False
        for k in range(i - 1, max(-1, i - 7), -1):
            if self.word(k) in (".", ",", "?", "!", ";", "but"):
                return False
            if self.word(k) in PRICED or self.word(k) in MONEY:
                return True
        return False

    def _runs_on(self, i: int, end: int) -> bool:
        """Whether more bare numbers stand right beside, as in a phone number."""

        def numeric(k: int) -> bool:
            word = self.word(k)
            return bool(word) and (
                self.number(k) is not None or word in NOUGHT - {"o"} or word in ("double", "triple")
            )

        if numeric(end) and not (self.day(end) or self._idiom(end)):
            return True
        if self.word(end) == "-" and numeric(end + 1) and not self._plain(end + 1):
            return True
        return i > 0 and i - 1 in self.opaque and numeric(i - 1)
