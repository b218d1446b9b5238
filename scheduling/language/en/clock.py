"""The forms of an English clock time: "ten thirty", "quarter to nine", "3:30 pm", "noon"."""

import re
from dataclasses import replace
from typing import Literal

from scheduling.language.en.days import DayGrammar, Found
from scheduling.language.en.words import MONTHS, NOUGHT, PARTS, UNITS
from scheduling.language.pieces import Clock, Doubt, PartOfDay

Half = Literal["am", "pm", "24"]


class ClockGrammar(DayGrammar):
    """Reads clock times at a given token, without asking whether they are meant as such."""

    def _part(self, i: int) -> Found[PartOfDay]:
        k = i
        today = self.word(k) == "tonight"
        while self.word(k) in ("in", "at", "the", "this", "during", "any", "early", "late", "mid"):
            today = today or self.word(k) == "this"
            k += 1
        part = PARTS.get(self.tokens[k].root if k < len(self.tokens) else "")
        if part is None or (part == "night" and not (today or self._at_night(i, k))):
            return None
        if self.word(i - 1) == "good" or (i == 0 == k and self._greets()):
            return None  # a greeting
        piece = PartOfDay(
            start=self.tokens[i].start, end=self.tokens[k].end, part=part, today=today
        )
        return piece, k + 1

    def _greets(self) -> bool:
        """Whether the text begins with "Morning, ..."; alone it is rather an answer."""
        return self.word(1) in (",", ".", "!") and len(self.tokens) > 2

    def _at_night(self, i: int, k: int) -> bool:
        """Whether "night" is a time here: "at night", "Thursday night"; not "a bad night"."""
        return self.word(k - 1) == "at" or (i == k and bool(i) and self.day(i - 1) is not None)

    def _idiom(self, i: int) -> Found[Clock]:
        """ "half past two", "quarter to nine", "ten minutes past four", "half ten"."""
        k = i + 1 if self.word(i) == "a" else i
        word = self.word(k)
        doubt: Doubt | None = None
        if word == "half":
            minutes, end = 30, k + 1
        elif word == "quarter":
            minutes, end = 15, k + 1
        else:
            count = self.number(k)
            if count is None or not 1 <= count[0] <= 29:
                return None
            minutes, end = count
            if self.word(end) in ("minutes", "minute", "mins", "min"):
                end += 1
            elif minutes not in (5, 10, 20, 25):
                return None
            elif minutes in (5, 10) and self.word(end) == "to":
                doubt = None if self.word(i - 1) in ("at", "it's") else "range"
        sign = {"past": 1, "after": 1, "to": -1, "till": -1, "til": -1, "before": -1, "of": -1}
        direction = sign.get(self.word(end), 0)
        if self.word(end) == "of" and word != "quarter":
            return None
        if word == "half" and not direction:
            hour = self._hour(end)
            if hour is None or not 1 <= hour[0].hour <= 12 or self.word(hour[1]) in UNITS:
                return None
            return self._meridiem(i, replace(hour[0], minute=30, doubt="half"), hour[1])
        if not direction or (word == "half" and direction < 0):
            return None
        hour = self._hour(end + 1)
        if hour is None:
            return None
        clock, end = hour
        total = (clock.hour * 60 + direction * minutes) % (24 * 60)
        h, m = divmod(total, 60)
        if clock.meridiem != "24":
            h = (h - 1) % 12 + 1
        return self._meridiem(i, replace(clock, hour=h, minute=m, doubt=doubt), end)

    def _hour(self, i: int) -> Found[Clock]:
        """A whole hour of the clock face: "nine", "9", "noon"."""
        word = self.word(i)
        if word in ("noon", "midday", "midnight"):
            hour = 0 if word == "midnight" else 12
            doubt: Doubt | None = "midnight" if word == "midnight" else None
            return self._at(i, i + 1, hour, 0, "24", doubt)
        count = self.number(i)
        if count is None or not 0 <= count[0] <= 23 or (count[0] == 0 and len(word) < 2):
            return None
        end = count[1] + 1 if self.word(count[1]) in ("o'clock", "oclock") else count[1]
        if self.word(end) in ("noon", "midday", "midnight") and count[0] == 12:
            return self._hour(end)
        certain: Half | None = "24" if count[0] == 0 or count[0] > 12 else None
        return self._at(i, end, count[0], 0, certain)

    def _plain(self, i: int) -> Found[Clock]:
        """ "10:30", "ten thirty", "3 30", "nine oh five", "ten", "noon", with am or pm if said."""
        word = self.word(i)
        digits = word.replace(".", ":").split(":")
        if len(digits) == 2 and len(digits[1]) == 2 and all(d.isdecimal() for d in digits):
            hour, minute = int(digits[0]), int(digits[1])
            if hour > 23 or minute > 59 or len(digits[0]) > 2 or "$" in self.word(i - 1):
                return None
            certain: Half | None = "24" if hour > 12 or hour == 0 else None
            if digits[0][0] == "0":
                certain = "24"  # nobody writes 07:30 for the evening
            return self._meridiem(i, *self._at(i, i + 1, hour, minute, certain))
        solid = re.fullmatch(r"(?:[01]?\d|2[0-3])[0-5]\d", word)  # "at 1030", "930 am"
        if solid and (self.word(i - 1) == "at" or self._has_meridiem(i + 1)):
            hour, minute = int(word[:-2]), int(word[-2:])
            certain = "24" if hour > 12 or word[0] == "0" else None
            return self._meridiem(i, *self._at(i, i + 1, hour, minute, certain))
        if word in NOUGHT and (count := self.number(i + 1)) and 1 <= count[0] <= 9:
            late = self._minutes(count[1])  # "oh seven thirty"
            return self._at(i, late[1], count[0], late[0], "24") if late else None
        found = self._hour(i)
        if found is None:
            return None
        clock, end = found
        if clock.doubt != "midnight" and self.word(end - 1) not in ("noon", "midday", "o'clock"):
            if minutes := self._minutes(end):
                clock, end = replace(clock, minute=minutes[0]), minutes[1]
            elif self.word(end) == "hundred" and clock.meridiem == "24":
                end += 1 + (self.word(end + 1) == "hours")
        return self._meridiem(i, clock, end)

    def _minutes(self, i: int) -> Found[int]:
        """The minutes behind an hour: "thirty", "oh five", "45"; not "ten" of "ten o'clock"."""
        if self.word(i) in NOUGHT and (count := self.number(i + 1)) and 1 <= count[0] <= 9:
            return count
        if self.word(i).isdecimal() and len(self.word(i)) != 2:
            return None
        count = self.number(i)
        if count is None or not 0 <= count[0] <= 59 or (count[0] < 10 and self.word(i)[0] != "0"):
            return None
        if self.word(count[1]) in ("o'clock", "oclock"):
            return None
        if MONTHS.get(self.word(count[1])) and not self._has_meridiem(count[1]):
            return None  # "at ten 24 December"
        return count

    def _has_meridiem(self, k: int) -> bool:
        return k < len(self.tokens) and self.tokens[k].kind == "meridiem"

    def _meridiem(self, i: int, clock: Clock, end: int) -> tuple[Clock, int]:
        while self.word(end) in ("o'clock", "oclock", "sharp"):
            end += 1
        if self._has_meridiem(end) and not (self.word(end) == "am" and self.word(end - 1) == "i"):
            said: Literal["am", "pm"] = "am" if self.word(end) == "am" else "pm"
            wrong = clock.meridiem == "24" and clock.hour not in (12, 0)
            if not (wrong and (clock.hour >= 12) == (said == "pm")):
                clock = replace(clock, meridiem=said)
            end += 1
        first, last = self.tokens[i], self.tokens[end - 1]
        return replace(clock, start=first.start, end=last.end), end

    def _at(
        self,
        i: int,
        end: int,
        hour: int,
        minute: int,
        meridiem: Half | None,
        doubt: Doubt | None = None,
    ) -> tuple[Clock, int]:
        start, stop = self.tokens[i].start, self.tokens[end - 1].end
        clock = Clock(
            start=start, end=stop, hour=hour, minute=minute, meridiem=meridiem, doubt=doubt
        )
        return clock, end
