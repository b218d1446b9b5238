"""What one message of the talk says beside its wish: a correction, a bare answer, remarks."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from campaigns.intake import parse
from campaigns.intake.wish import Wish
from campaigns.models import Draft
from campaigns.providers import gazetteer, service_kinds

CORRECTION = re.compile(
    r"^(?:(?:no|nope|not that)[,.:;!-]+|sorry\b|actually\b|i meant?\b|rather\b|instead\b"
    r"|make (?:it|that)\b|better\b|change (?:it|that)? ?to\b|oh\b|wait\b)[\s,.:;!-]*",
    re.IGNORECASE,
)
JOINT = re.compile(
    r"(?:[,;.]\s*|\s+)(?:and(?: also| then)?|also|then|plus)\s+|[;.!?]\s+", re.IGNORECASE
)
ANOTHER = re.compile(r"(?:i (?:also )?(?:need|want)|book|get|an?|my|the|some)\b", re.IGNORECASE)
NAMED_PLACE = re.compile(
    r"\b(?:near|in|around|close to|next to) ((?:[A-Z][\w'’.-]+,? ?){1,4})", re.UNICODE
)
NOT_PLACES = re.compile(
    r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day|^(?:january|february|march|april|may|june|july"
    r"|august|september|october|november|december|english|the)\b",
    re.IGNORECASE,
)
SHARING = re.compile(
    r"\b(?:share|sharing|disclose|reveal|give (?:them|out|away)|tell (?:them|everyone|every\w+)"
    r"|may_share|pass on)\b",
    re.IGNORECASE,
)
FOREIGN = re.compile(
    r"\b(?:ich|bitte|einen?|morgen|n[äa]chste|woche|zahnarzt|friseur|arzt|termin|je|voudrais"
    r"|rendez|vous|semaine|prochaine|demain|dentiste|chez|necesito|quiero|una?|cita|ma[ñn]ana"
    r"|semana|pr[óo]xima|el|la|para|vorrei|domani|settimana|prossima|appuntamento|dentista"
    r"|parrucchiere|afspraak|tandarts|volgende|jutro|prosz[eę]|randevu)\b",
    re.IGNORECASE,
)
NONE_SAID = re.compile(r"^(?:none|no|nope|i have none|don't have any)[.!]?$", re.IGNORECASE)
SKIPPED = re.compile(r"^(?:skip(?: it)?|pass|not needed)[.!]?$", re.IGNORECASE)


ANY_TIME = re.compile(
    r"\b(?:any ?(?:time|day|thing)|whenever|flexible|no preference|does(?:n't| not) matter)\b",
    re.IGNORECASE,
)
BARE_NUMBER = re.compile(r"\W*\d{1,2}\W*")  # of what? Not a time until somebody says so
WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE
)
OTHER_DATE = re.compile(
    r"\d|\b(?:this|next|last|week|today|tomorrow|january|february|march|april|may|june|july|august"
    r"|september|october|november|december)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """What one message says.

    corrects: it takes back something said before. unsure: fields that the person should look
    at. notes: what must be said about it. skipped: a question that was passed over.
    """

    wish: Wish
    corrects: bool = False
    unsure: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    skipped: str = ""
    weekday_alone: bool = False  # "Friday", of whatever week is spoken of
    by_model: int = 0  # 1 when a language model was asked
    quiet: str = ""  # said in passing, beside the answer

    @property
    def nothing(self) -> bool:
        return not self.wish.given() and not self.wish.problems and not self.skipped


def uncorrected(words: str) -> tuple[str, bool]:
    """The message without "no, sorry, I meant", and whether it began like that."""
    text = words
    while (match := CORRECTION.match(text)) and text[match.end() :].strip():
        text = text[match.end() :]
    return text, text != words


def first_wish(text: str) -> tuple[str, str]:
    """The first of several wishes, and the service of the one that is left for later ("")."""
    for joint in JOINT.finditer(text):
        head, tail = text[: joint.start()], text[joint.end() :]
        first, second = service_kinds.recognise(head), service_kinds.recognise(tail)
        if not first or not second or first == second:
            continue
        if (first, second) == ("vet", "doctor") or not ANOTHER.match(tail):
            continue
        return head, second
    return text, ""


def offered(draft: Draft) -> list[str]:
    """The answers that could be pressed; what they mean is known."""
    last = draft.messages[-1] if draft.messages else {}
    return list(last.get("quick", []))


def weekday_alone(text: str) -> bool:
    """Whether the day is named by its weekday and by nothing else."""
    return bool(WEEKDAY.search(text)) and not OTHER_DATE.search(text)


def asked(draft: Draft) -> str:
    """The field that our last answer asked for."""
    answers = [message for message in draft.messages if message["who"] == "callpilot"]
    return str(answers[-1].get("asks", "")) if answers else ""


def answered(told: Reading, text: str, question: str, today: date) -> Reading:
    """What a bare word means depends on what was asked."""
    bare = text.strip(" .!")
    if question and SKIPPED.match(text.strip()):
        return replace(told, skipped=question)
    if question == "insurance" and NONE_SAID.match(text.strip()):
        return replace(told, wish=replace(told.wish, insurance="none, self-pay"))
    if question == "service" and bare.casefold() in ("something else", "other", "none of these"):
        return replace(told, wish=replace(told.wish, service="general"))
    given = told.wish.given()
    if question == "date_range_start" and not given and ANY_TIME.search(text):
        last = today + timedelta(days=parse.DEFAULT_DAYS - 1)
        return replace(told, wish=replace(told.wish, date_range_start=today, date_range_end=last))
    if question == "insurance" and not given and len(bare) <= 60:
        return replace(told, wish=replace(told.wish, insurance=bare))
    if question == "contact_name" and not given and re.fullmatch(r"[^\W\d_][\w '’.-]{0,99}", bare):
        return replace(told, wish=replace(told.wish, contact_name=bare))
    if question == "party_size" and re.fullmatch(rf"(?:for )?({parse.NUMBER})(?: people)?", bare):
        number = parse.read(f"table for {bare.removeprefix('for ')}", None, date(2000, 1, 1))
        return replace(told, wish=replace(told.wish, party_size=number.party_size))
    return told


def remarked(told: Reading, words: str, left: str) -> Reading:
    """With what must be said about the message."""
    notes, unsure = list(told.notes), set(told.unsure)
    if left:
        notes.append(
            _("One request at a time: start another one for the %(service)s afterwards.")
            % {"service": service_kinds.SERVICES[left].label.lower()}
        )
        unsure.add("service")
    if told.wish.place is None and (unknown := unknown_place(words)):
        notes.append(_("I do not know the place “%(place)s”.") % {"place": unknown})
        unsure.add("place")
    if SHARING.search(words):
        notes.append(_("What may be shared is set at “May share” alone; no message changes it."))
    if told.nothing and not notes and foreign(words):
        notes.append(_("I understand English only so far. Please write it in English."))
    return replace(told, notes=tuple(notes), unsure=frozenset(unsure))


def unknown_place(words: str) -> str:
    """A place that was named and that we do not know."""
    for match in NAMED_PLACE.finditer(words):
        name = match.group(1).strip(" ,.")
        if not NOT_PLACES.match(name) and gazetteer.locate(name) is None:
            return name[:60]
    return ""


def foreign(words: str) -> bool:
    """Whether a message that says nothing to us looks like another language."""
    letters = [character for character in words if character.isalpha()]
    if letters and sum(not character.isascii() for character in letters) > len(letters) / 2:
        return True
    return len(FOREIGN.findall(words)) >= 1
