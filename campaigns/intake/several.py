"""Tells the wishes of one message apart: "dentist Monday, haircut Tuesday and vet on Friday"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaigns.intake.words import insurance
from campaigns.intake.words import several as words
from campaigns.intake.words.alternatives import any_of
from campaigns.providers import service_kinds
from campaigns.providers.service_kinds import Mention
from scheduling.language import date_windows
from scheduling.language.date_windows import DateProblem


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_JOINT, _EITHER = _pattern(any_of(words.JOINTS)), _pattern(any_of(words.EITHER))
_REFERENCE, _OF_A_HINT = _pattern(words.REFERENCE), _pattern(words.REFERENCE_OF_A_HINT)
_REFUSED, _HAS, _IS_BOOKED = map(_pattern, (words.REFUSED, words.HAS, words.IS_BOOKED))
_TAKEN_BACK = _pattern(words.TAKEN_BACK)
_COMPLAINT, _REASON = _pattern(words.COMPLAINT), _pattern(words.REASON)
_THE_SAME, _FOR_PEOPLE = _pattern(words.THE_SAME), _pattern(words.FOR_PEOPLE)
_BEFORE_IT, _WHERE, _OF_ALL = map(_pattern, (words.BEFORE_IT, words.WHERE, words.OF_ALL))
_COUNTED, _INSURER = _pattern(words.COUNTED), _pattern(insurance.INSURER)
_PEOPLES = {"dentist", "doctor"}


@dataclass(frozen=True)
class Wishes:
    """The words of each wish, in their order; of one alone the message as it is.

    either: they are put to choice, so that only the person knows which comes first.
    """

    each: tuple[str, ...]
    either: bool = False


@dataclass(frozen=True)
class _Cut:
    """Where one wish ends and the next begins."""

    end: int
    begin: int
    either: bool = False
    sentence: bool = False


def told_apart(text: str, today: date) -> Wishes:
    """The wishes of a message; what is said of all of them stands with each."""
    cuts = _Cutter(text, today).cuts()
    if not cuts:
        return Wishes((text,))
    begins, ends = [0, *(cut.begin for cut in cuts)], [*(cut.end for cut in cuts), len(text)]
    parts = [text[begin:end].strip(" ,;.") for begin, end in zip(begins, ends, strict=True)]
    joined = not any(cut.sentence for cut in cuts)
    parts = _with_common(parts, today, joined=joined)
    return Wishes(tuple(parts), either=any(cut.either for cut in cuts))


def wished(text: str) -> list[Mention]:
    """The services that are wished for; not what only stands beside: "before my dinner"."""
    insurers = [match.span() for match in _INSURER.finditer(text)]
    found = [
        each
        for each in service_kinds.mentions(text)
        if not any(low <= each.start < high for low, high in insurers)
    ]
    return [each for each in found if not _beside(text, each)] or found


def subject(text: str) -> str:
    """The text without the services that are not wished for."""
    kept = wished(text)
    for each in service_kinds.mentions(text):
        if each not in kept:
            text = text[: each.start] + "-" * (each.end - each.start) + text[each.end :]
    return text


def _beside(text: str, mention: Mention) -> bool:
    before, behind = text[: mention.start], text[mention.end :]
    if _REFERENCE.search(before) or _REFUSED.search(before):
        return True
    if not mention.named and _OF_A_HINT.search(before):
        return True
    if _TAKEN_BACK.search(behind) and service_kinds.mentions(behind):
        return True
    return bool(_HAS.search(before) and _IS_BOOKED.match(behind))


class _Cutter:
    """Goes from one mention of a service to the next, and cuts where another wish begins."""

    def __init__(self, text: str, today: date) -> None:
        self.text, self.today = text, today
        self.wished = wished(text)
        self.joints = list(_JOINT.finditer(text))

    def cuts(self) -> list[_Cut]:
        found: list[_Cut] = []
        begin, group = 0, self.wished[:1]
        for at, mention in enumerate(self.wished[1:], start=2):
            until = self.wished[at].start if at < len(self.wished) else len(self.text)
            cut = self.cut(begin, group, mention, until)
            if cut is None:
                group.append(mention)
            else:
                found.append(cut)
                begin, group = cut.begin, [mention]
        return found

    def cut(self, begin: int, group: Sequence[Mention], new: Mention, until: int) -> _Cut | None:
        last = group[-1].end
        joint = next(
            (
                each
                for each in reversed(self.joints)
                if last <= each.start() and each.end() <= new.start
            ),
            None,
        )
        if joint is None:
            return self.without_joint(group, new)
        before, behind = self.text[begin : joint.start()], self.text[joint.end() : until]
        either = bool(_EITHER.search(joint.group()))
        if not self.another(group, new, before, behind, either=either):
            return None
        return _Cut(joint.start(), joint.end(), either, joint.group().strip()[:1] in tuple(".!?;"))

    def without_joint(self, group: Sequence[Mention], new: Mention) -> _Cut | None:
        """ "dentist monday haircut tuesday": the first wish has its day, and so is complete."""
        gap = self.text[group[-1].end : new.start]
        if new.key == _key(group) or not has_day(gap, self.today):
            return None
        led = _BEFORE_IT.search(gap)
        at = new.start - (len(led.group()) if led else 0)
        return _Cut(at, at)

    def another(
        self, group: Sequence[Mention], new: Mention, before: str, behind: str, *, either: bool
    ) -> bool:
        """Whether a wish of its own begins behind a joint."""
        key, reason = _key(group), bool(_REASON.match(behind))
        dated = has_day(before, self.today) and has_day(behind, self.today)
        complaint = bool(_COMPLAINT.search(before) or _COMPLAINT.search(behind))
        if new.key == key:
            again = _THE_SAME.search(self.text[: new.start])
            return dated and not (either or again or reason or complaint)
        if reason and not new.named:
            return False
        if {key, new.key} == {"vet", "doctor"}:
            people = _FOR_PEOPLE.search(before) or _FOR_PEOPLE.search(behind)
            both = new.named and any(each.named for each in group)
            return bool(people or dated or both) and not reason
        return dated or not (complaint and {key, new.key} == _PEOPLES and not either)


def _key(group: Sequence[Mention]) -> str:
    """What the words beside one another come to: a doctor for the dog is a vet."""
    keys = [each.key for each in group if each.named] or [each.key for each in group]
    return "vet" if "vet" in {each.key for each in group} and keys[0] == "doctor" else keys[0]


def has_day(text: str, today: date) -> bool:
    try:
        wanted = date_windows.window(text, today, country="US")
    except DateProblem:
        return True
    return wanted.first is not None or bool(wanted.only)


# --- what is said of all --------------------------------------------------------------------------


def _with_common(parts: list[str], today: date, *, joined: bool) -> list[str]:
    """What stands before the first wish, or behind the last, of all of them."""
    parts = [_COUNTED.sub("", parts[0]) or parts[0], *parts[1:]]
    lead, tail = _lead(parts[0]), _tail(parts[-1], today)
    if (has_day(lead, today) or _WHERE.search(lead)) and not any(
        has_day(part, today) for part in parts[1:]
    ):
        parts = [parts[0], *(f"{lead} {part}" for part in parts[1:])]
    if any(has_day(part, today) or _WHERE.search(part) for part in parts[:-1]) or not joined:
        of_all = _OF_ALL.search(tail)
        tail = tail[of_all.start() :].lstrip(" ,;.") if of_all else ""
    return [*(f"{part}, {tail}" if tail else part for part in parts[:-1]), parts[-1]]


def _lead(part: str) -> str:
    """What stands before the words for the first wish."""
    [first, *_more] = wished(part)
    return _BEFORE_IT.sub("", part[: first.start]).strip(" ,;:.")


def _tail(part: str, today: date) -> str:
    """What stands behind the words for the last wish, from its time, its place or "both" on."""
    rest = part[wished(part)[-1].end :]
    places = [match.start() for match in (_OF_ALL.search(rest), _WHERE.search(rest)) if match]
    try:
        understood = date_windows.window(rest, today, country="US").understood
    except DateProblem:
        understood = ((0, len(rest)),)
    begins = [*places, *(start for start, _end in understood)]
    return rest[min(begins) :].strip(" ,;.") if begins else ""
