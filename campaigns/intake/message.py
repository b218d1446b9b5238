"""What one message of the talk says beside its wish: a correction, a bare answer, remarks."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from callpilot.models import Profile
from campaigns.intake import asides, parse, when
from campaigns.intake.beside import landmarks
from campaigns.intake.wish import Wish
from campaigns.intake.words import insurance, people, places, talk, times
from campaigns.intake.words.alternatives import any_of
from campaigns.models import Draft
from campaigns.providers import gazetteer, other_kinds, service_kinds


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_CORRECTION = _pattern(rf"^{any_of(talk.CORRECTIONS)}[\s,.:;!-]*")
_NAMED_PLACE = re.compile(places.NAMED_PLACE)
_NOT_PLACES = _pattern(rf"^{any_of(places.NOT_PLACES)}")
_SHARING = _pattern(rf"\b{any_of(talk.SHARING)}\b")
_FOREIGN = _pattern(rf"\b{any_of(talk.FOREIGN)}\b")
_NONE = _pattern(rf"^{any_of(insurance.NONE)}[.!]?$")
_BEFORE_INSURER = _pattern(rf"^{any_of(insurance.BEFORE_NAME)} ")
_NO_INSURER = _pattern(rf"^{any_of(insurance.NO_NAME)}\b")
_SKIPPED = _pattern(rf"^{any_of(talk.SKIPS)}[.!]?$")
_ANY_TIME = _pattern(rf"\b{any_of(times.ANY_TIME)}\b")
_WEEKDAY = _pattern(times.WEEKDAY)
_OTHER_DATE = _pattern(rf"\d|\b{any_of(times.OTHER_DATES)}\b")
_NAME = re.compile(r"[^\W\d_][\w '’.-]{0,99}")
BARE_NUMBER = re.compile(r"\W*\d{1,2}\W*")  # of what? Not a time until somebody says so


@dataclass(frozen=True)
class Reading:
    """What one message says.

    corrects: it takes back something said before. unsure: fields that the person should look
    at. guessed: those of them that stand nowhere in the message. notes: what must be said about it.
    skipped: a question that was passed over. wishes: the words of several, this one's first; which:
    nobody has said yet which comes first. afresh: it is another one than the draft was about.
    """

    wish: Wish
    corrects: bool = False
    unsure: frozenset[str] = frozenset()
    guessed: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    skipped: str = ""
    weekday_alone: bool = False  # "Friday", of whatever week is spoken of
    by_model: int = 0  # 1 when a language model was asked
    quiet: str = ""  # said in passing, beside the answer
    appointment: Literal["", "alone", "beside"] = ""  # about one there is; beside a new wish
    wishes: tuple[str, ...] = ()
    which: bool = False
    afresh: bool = False

    @property
    def nothing(self) -> bool:
        said = self.wish.given() or self.wish.problems or self.wish.radius_km or self.skipped
        return not (said or self.wishes)


def uncorrected(said: str) -> tuple[str, bool]:
    """The message without "no, sorry, I meant", and whether it began like that."""
    text = said
    while (match := _CORRECTION.match(text)) and text[match.end() :].strip():
        text = text[match.end() :]
    return text, text != said


def offered(draft: Draft) -> list[str]:
    """The answers that could be pressed; what they mean is known."""
    last = draft.messages[-1] if draft.messages else {}
    return list(last.get("quick", []))


def weekday_alone(text: str) -> bool:
    """Whether the day is named by its weekday and by nothing else."""
    return bool(_WEEKDAY.search(text)) and not _OTHER_DATE.search(text)


def asked(draft: Draft) -> str:
    """The field that our last answer asked for."""
    answers = [message for message in draft.messages if message["who"] == "callpilot"]
    return str(answers[-1].get("asks", "")) if answers else ""


def answered(
    told: Reading, text: str, question: str, today: date, profile: Profile | None = None
) -> Reading:
    """What a bare word means depends on what was asked."""
    bare = text.strip(" .!")
    if question and _SKIPPED.match(text.strip()):
        return replace(told, skipped=question)
    if question == "insurance" and _NONE.match(text.strip()):
        return replace(told, wish=replace(told.wish, insurance="none, self-pay"))
    if question == "service" and bare.casefold() in talk.OTHER_SERVICE:
        return replace(told, wish=replace(told.wish, service="general"))
    given = told.wish.given()
    if question == "place" and told.nothing:
        return replace(told, wish=told.wish.located(bare, landmarks.located(bare, profile)))
    if question == "date_range_start" and not given and _ANY_TIME.search(text):
        last = today + timedelta(days=when.DEFAULT_DAYS - 1)
        return replace(told, wish=replace(told.wish, date_range_start=today, date_range_end=last))
    if question == "insurance" and not (given or told.wish.problems):
        insurer = _insurer(text)
        return replace(told, wish=replace(told.wish, insurance=insurer)) if insurer else told
    if question == "contact_name" and not given and _NAME.fullmatch(bare):
        return replace(told, wish=replace(told.wish, contact_name=bare))
    if question == "party_size" and re.fullmatch(people.BARE_PARTY, bare):
        number = parse.read(f"table for {bare.removeprefix('for ')}", None, date(2000, 1, 1))
        return replace(told, wish=replace(told.wish, party_size=number.party_size))
    return told


def _insurer(text: str) -> str:
    """The name that an answer gives; "" for a question, a remark or a name's half sentence."""
    name = _BEFORE_INSURER.sub("", when.plain(text)).strip(" .!,")
    fits = len(name) <= 60 and len(name.split()) <= insurance.MOST_WORDS and "?" not in text
    named = bool(re.search(r"[^\W\d_]{2}", name)) and not _NO_INSURER.match(name)
    return name if fits and named else ""


def remarked(told: Reading, said: str, left: str, profile: Profile | None = None) -> Reading:
    """With what must be said about the message."""
    aside = asides.read(said)
    told = replace(told, wish=asides.added(told.wish, aside))
    notes = [*told.notes, *told.wish.remarks, *asides.notes(told.wish, aside)]
    unsure, guessed = set(told.unsure), set(told.guessed)
    if service_kinds.emergency(said):
        notes.insert(0, _("If it may be an emergency, call 911 now."))
    if told.wish.service and _suspected(told.wish.service, said):
        notes.append(service_kinds.question(told.wish.service))
        unsure.add("service")
        guessed.add("service")
    elif told.wish.service == "general" and (other := _other(told.wish, said)):
        notes.append(service_kinds.question_about(other))
        unsure.add("service")
        guessed.add("service")
    if left:
        notes.append(
            _("One request at a time: start another one for the %(service)s afterwards.")
            % {"service": service_kinds.SERVICES[left].label.lower()}
        )
        unsure.add("service")
    wish = told.wish
    if wish.place is None and "place" not in wish.problems:
        wish = with_named_place(wish, said, profile)
    if "place" in wish.problems:
        unsure.add("place")
    if wish.where and (middle := gazetteer.remark(wish.place_left_out, wish.where.name)):
        notes.append(middle)
    if _SHARING.search(said):
        notes.append(_("What may be shared is set at “May share” alone; no message changes it."))
    if told.nothing and not notes and "place" not in wish.problems and foreign(said):
        notes.append(_("I understand English only so far. Please write it in English."))
    return replace(
        told,
        wish=wish,
        notes=tuple(notes),
        unsure=frozenset(unsure),
        guessed=frozenset(guessed),
    )


def _suspected(service: str, said: str) -> bool:
    """Whether only a symptom was named, which may be somebody else's trade."""
    return service_kinds.recognise(said) is None and service_kinds.suspected(said) == service


def _other(wish: Wish, said: str) -> str:
    """The words for a kind without a list of its own, as they stand in the message."""
    words = (wish.detail or "").partition(", ")[0]
    return words if words and words.casefold() in said.casefold() else ""


def of_unknown_kind(told: Reading, said: str) -> Reading:
    """With the word for what nobody knows, when that is all that is said of the kind."""
    words = other_kinds.wished(said)
    if told.wish.service or not words:
        return told
    detail = ", ".join(filter(None, [words, told.wish.detail]))[:200]
    asked = frozenset({"service"})
    return replace(
        told,
        wish=replace(told.wish, service="general", detail=detail),
        notes=(*told.notes, service_kinds.question_about(words)),
        unsure=told.unsure | asked,
        guessed=told.guessed | asked,
    )


def with_named_place(wish: Wish, said: str, profile: Profile | None) -> Wish:
    """With what to ask about a place that was named and that we do not know."""
    for match in _NAMED_PLACE.finditer(said):
        name = match.group(1).strip(" ,.")
        if not _NOT_PLACES.match(name):
            return wish.located(name, gazetteer.find(name, profile))
    return wish


def foreign(said: str) -> bool:
    """Whether a message that says nothing to us looks like another language."""
    letters = [character for character in said if character.isalpha()]
    if letters and sum(not character.isascii() for character in letters) > len(letters) / 2:
        return True
    return len(_FOREIGN.findall(said)) >= 1
