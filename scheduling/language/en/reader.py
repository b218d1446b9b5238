"""Reads English for days and clock times; prices, durations and addresses are left alone."""

from dataclasses import replace

from scheduling.language.en.plausibility import BOUNDS, MeaningGrammar
from scheduling.language.en.words import JOINING, LISTING, NOUGHT, UNITS, tokens_of
from scheduling.language.pieces import Bound, Day, Link, Piece


def read(text: str) -> list[Piece]:
    """All days, clock times and parts of the day in `text`, in order."""
    return _Reading(text).pieces()


class _Reading(MeaningGrammar):
    """One pass over one text."""

    def __init__(self, text: str) -> None:
        super().__init__(tokens_of(text))
        self.opaque = set()

    def pieces(self) -> list[Piece]:
        found: list[tuple[Piece, int, int]] = []
        i = 0
        while i < len(self.tokens):
            read = self.day(i) or self._part(i) or self._between(i) or self._clock(i)
            if read:
                found.append((read[0], i, read[1]))
                i = read[1]
            else:
                end = self._masked(i)
                self.opaque.update(range(i, end))
                i = max(end, i + 1)
        return self._linked(found)

    # how pieces hang together

    def _linked(self, found: list[tuple[Piece, int, int]]) -> list[Piece]:
        pieces: list[Piece] = []
        behind = 0
        for number, (piece, first, end) in enumerate(found):
            ahead = found[number + 1][1] if number + 1 < len(found) else len(self.tokens)
            link = self._link(behind, first) if number else "sentence"
            broken = self._lost_near(behind, first, end, ahead, link)
            pieces.append(replace(piece, link=link, broken=broken))
            if isinstance(piece, Day) and (bound := self._day_bound(first)):
                pieces[-1] = replace(piece, link=link, broken=broken, bound=bound)
            behind = end
        return pieces

    def _link(self, first: int, end: int) -> Link:
        words = [self.word(k) for k in range(first, end)]
        if any(word in (".", "?", "!", ";") for word in words):
            return "sentence"
        parted: Link = "clause" if set(words) & {",", "but", "though", "however"} else "apart"
        if any(k in self.opaque for k in range(first, end)):
            return parted
        solid = [word for word in words if word not in ("…", "...", "-", "–", "'", '"', ":")]
        rest = [word for word in solid if word not in JOINING and word != ","]
        if any(word not in LISTING for word in rest):
            return parted
        if rest or "not" in solid or "no" in solid:
            return "or"
        return "comma" if "," in solid else "joined"

    def _lost_near(self, behind: int, first: int, end: int, ahead: int, link: Link) -> bool:
        """Whether a lost word stands beside the piece or between it and what it hangs on."""

        def lost(k: int) -> bool:
            return 0 <= k < len(self.tokens) and self._is_lost(k)

        between = link != "sentence" and any(lost(k) for k in range(behind, first))
        k = first - 1
        while self.word(k) in JOINING:
            k -= 1
        m = end
        while self.word(m) in JOINING and m < ahead:
            m += 1
        return between or lost(k) or lost(m)

    def _is_lost(self, k: int) -> bool:
        """Whether token `k` stands for a lost word, and not for a pause after "um"."""
        token = self.tokens[k]
        if token.kind != "lost":
            return False
        before = self.tokens[k - 1] if k else None
        pausing = {"um", "uh", "er", "hm", "hmm", "well", "so", "see", "ah", "okay", "ok"}
        return not (before and before.end == token.start and before.text in pausing)

    def _day_bound(self, i: int) -> Bound | None:
        """ "before Friday", "after the 24th"; a day that is only a limit."""
        before = self.word(i - 1)
        return BOUNDS.get(before) if before not in ("about", "like", "past", "near") else None

    def _masked(self, i: int) -> int:
        """The token behind a run of numbers at `i` that is no time; `i` when there is none."""
        k = i
        while k < len(self.tokens):
            word = self.word(k)
            numeric = word[0].isdigit() or self.number(k) or word in NOUGHT - {"o"}
            inside = k > i and (word in ("-", "double", "triple", "hundred", "o") or word in UNITS)
            if not (numeric or inside):
                break
            k += 1
        return k
