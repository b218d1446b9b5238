"""The talk beside a draft: what we answer, what we ask next, and the answers to choose from."""

import re
import unicodedata
from dataclasses import dataclass, replace

from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot.errors import BadInput
from callpilot.json_types import JsonObject
from campaigns.intake import later, wording
from campaigns.intake.message import Reading
from campaigns.models import Draft
from campaigns.providers.service_kinds import SERVICES

MAX_LENGTH = 2000  # characters of a message
MAX_MESSAGES = 200  # of both sides; whoever has said so much is better served by the form
EXAMPLES = [
    "Dentist next week, mornings, not Thursday",
    "Haircut on Saturday afternoon",
    "Brakes checked this week, I drive a 2016 Golf",
    "Table for four on Friday evening",
    "Vet for my cat, tomorrow",
]


@dataclass(frozen=True)
class Question:
    """What is asked next, and answers that can be pressed."""

    asks: str
    text: str
    quick: tuple[str, ...] = ()


def cleaned(text: object) -> str:
    """A message as one line without control characters. Raises BadInput."""
    if not isinstance(text, str):
        raise BadInput({"text": [_("This must be a text.")]})
    plain = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)
    words = re.sub(r"\s+", " ", plain).strip()
    if not words:
        raise BadInput({"text": [_("Type what you need, or use the form.")]})
    if len(words) > MAX_LENGTH:
        raise BadInput({"text": [_("At most %(most)d characters, please.") % {"most": MAX_LENGTH}]})
    return words


def note(draft: Draft, words: str, told: Reading, taught: list[str], missing: list[str]) -> None:
    """Write down both sides: what was said, and our answer to it."""
    question = next_question(draft, missing)
    if asked := told.wish.suggestions.get("place"):  # the sentence about it asks already
        question = Question("place", "", tuple(place["label"] for place in asked))
    elif told.wish.choices:
        name, choices = next(iter(told.wish.choices.items()))
        question = Question(name, "", choices)
    if told.appointment == "alone":
        question = Question("", "")
    if told.which:
        question = Question(later.WHICH, "", tuple(map(later.label, told.wishes)))
    answer: JsonObject = {
        "who": "callpilot",
        "text": " ".join(filter(None, [*_said(draft, told, taught), question.text])),
        "asks": question.asks,
        "quick": list(question.quick),
        "at": now().isoformat(),
    }
    if told.appointment:
        answer["appointments"] = True
    elif told.nothing:
        answer["form"] = True
    if told.quiet:
        answer["quiet"] = told.quiet
    if told.wishes:
        answer["wishes"] = list(told.wishes)
    person: JsonObject = {"who": "person", "text": words, "taught": taught}
    person["at"] = now().isoformat()
    if told.wishes and not told.which:
        person["wish"] = told.wishes[0]
    draft.messages = [*draft.messages, person, answer]


def with_what_gave_way(told: Reading, before: JsonObject | None, draft: Draft) -> Reading:
    """The reading, with a sentence about the service that a message has put aside."""
    now_wanted = draft.value("service")
    if told.afresh or told.corrects or not before or not before["sure"]:
        return told
    if before["source"] != Draft.Source.MESSAGE or now_wanted in (None, before["value"]):
        return told
    words = _("That takes the place of the %(service)s.")
    gone = words % {"service": str(SERVICES[before["value"]].label).lower()}
    return replace(told, notes=(*told.notes, gone))


def _said(draft: Draft, told: Reading, taught: list[str]) -> list[str]:
    """What was understood, what could not be, and what else must be told."""
    problems = [sentence for sentences in told.wish.problems.values() for sentence in sentences]
    understood = wording.summary(draft, taught)
    if understood:
        understood = _("Understood: %(what)s.") % {"what": understood}
    elif not problems and not told.notes and not told.skipped:
        if told.wish.given():
            understood = _("I had that already.")
        else:
            understood = _(
                "I could not find a request in that. Say what, where and when, or use the form."
            )
    return [understood, *problems, *told.notes]


def next_question(draft: Draft, missing: list[str]) -> Question:
    """What must be known comes first; then what the desks will ask anyway."""
    for name in missing:
        return _must(draft, name)
    service = draft.value("service")
    if service == "restaurant" and "party_size" not in draft.fields:
        quick = tuple(_("%(count)d people") % {"count": n} for n in (2, 3, 4, 6))
        return Question("party_size", _("For how many people?"), quick)
    if service in ("dentist", "doctor") and "insurance" not in draft.fields:
        return Question(
            "insurance",
            _("Which insurance should we mention?"),
            ("Delta Dental" if service == "dentist" else "Aetna", _("None"), _("Skip")),
        )
    return Question("", _("That is all I need. Look it over, then press “Start calling”."))


def _must(draft: Draft, name: str) -> Question:
    if name == "service":
        labels = tuple(str(known.label) for known in SERVICES.values())
        return Question(name, _("What should we book?"), labels)
    if name == "place":
        return Question(
            name,
            _("Near which place?"),
            (_("Market Street, San Francisco"), _("Mission District, San Francisco"), _("Oakland")),
        )
    if name == "date_range_start":
        quick = (_("Tomorrow"), _("Next week"), _("The next two weeks"))
        return Question(name, _("When would suit you?"), quick)
    if name == "contact_name":
        return Question(name, _("In whose name should we ask?"))
    return Question(name, _("Which number may a desk call back? Like +1 415 555 0123."))


def said(draft: Draft) -> list[str]:
    """The person's own messages, when they were several: what was made of them stands elsewhere."""
    told = [str(m["text"]) for m in draft.messages if m["who"] == "person"]
    return told if len(told) > 1 else []
