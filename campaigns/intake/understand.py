"""Reads what a person writes, alike for the talk, the API and commands: by a model or by rules."""

import logging
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext as _

from callpilot import llm
from callpilot.errors import BadInput, VendorError
from callpilot.json_types import JsonObject
from callpilot.models import Profile, User
from campaigns.intake import changes, later, message, parse, several
from campaigns.intake.beside import landmarks
from campaigns.intake.fields import OWN_CONTROL
from campaigns.intake.message import Reading
from campaigns.intake.wish import Wish
from campaigns.models import Draft

logger = logging.getLogger(__name__)


def read(words: str, draft: Draft) -> Reading:
    """A message of the talk: by the language model when there is one, else by rules.

    Rules also read what could be pressed, and whatever the model does not answer. What concerns
    an appointment there is begins no wish.
    """
    changes_one, rest = changes.parted(words)
    if not changes_one:
        return _read(words, draft)
    told = _read(rest, draft) if rest else Reading(Wish(request=words))
    notes = (*told.notes, changes.where())
    return replace(told, notes=notes, appointment="beside" if rest else "alone")


def _read(words: str, draft: Draft) -> Reading:
    """One wish of the message; the others are kept for later."""
    today = today_of(draft.person)
    if order := later.chosen(words, draft, today):
        told = _one(order[0], draft)
        return replace(told, wishes=order, afresh=True, notes=(*told.notes, *later.note(order)))
    if order := later.added(words, draft, today):
        return Reading(Wish(request=words), wishes=order, notes=later.note(order))
    apart = several.told_apart(words, today)
    if len(apart.each) == 1:
        return _one(words, draft)
    order = later.with_those_before(apart.each, draft)
    if apart.either:
        asked = (later.which(order),)
        return Reading(Wish(request=words), wishes=order, which=True, notes=asked)
    told = _one(order[0], draft)
    notes = (*told.notes, *later.note(order))
    return replace(told, wishes=order, notes=notes, unsure=told.unsure | {"service"})


def _one(words: str, draft: Draft) -> Reading:
    told = _by_model_or_rules(words, draft)
    if draft.value("service") or words in message.offered(draft):
        return told
    return message.of_unknown_kind(told, several.subject(words))


def _by_model_or_rules(words: str, draft: Draft) -> Reading:
    if not _asks_model(words, draft):
        return by_rules(words, draft.person, message.asked(draft))
    from campaigns.intake import llm_reading  # the library behind it takes a second to import

    try:
        return llm_reading.read(words, draft, today_of(draft.person))
    except VendorError:
        logger.warning("Rules read instead of the language model: draft %s", draft.pk)
        note = _("Read by our plain rules this time; please look it over.")
        told = by_rules(words, draft.person, message.asked(draft))
        return replace(told, by_model=1, quiet=note)


def _asks_model(words: str, draft: Draft) -> bool:
    if not llm.configured() or words in message.offered(draft):
        return False
    return bool(draft.model_readings < settings.LLM_READINGS_PER_DRAFT)


def request(text: str, person: User) -> Reading:
    """A request that comes alone, by the API or a command, read as the first message of a talk.

    Nobody looks it over before desks are rung. So what a talk would leave to the person's eye is a
    problem of its field here, and a name that the model has guessed does not count. Raises BadInput
    when it is about nothing but an appointment there is, or when nobody knows which of several
    comes first.
    """
    told = read(text, Draft(person=person))
    if told.appointment == "alone":
        raise BadInput({"request": [changes.where()]})
    if told.which:
        raise BadInput({"request": list(told.notes)})
    wish = told.wish
    if "service" in told.guessed:
        wish = wish.with_problem("service", _("Say plainly what kind of appointment it is."))
    if by_rules(text, person).wish.may_share is not None:
        wish = wish.with_problem("may_share", _("Say in this field what a desk may be told."))
    if wish.provider:
        words = _("One place by its name can be asked for in a talk alone: POST /api/task.")
        wish = wish.with_problem("provider", words)
    if wish.radius_km:
        words = _(
            "A distance can be said in a talk alone: POST /api/task. Here your settings hold."
        )
        wish = wish.with_problem("radius_km", words)
    unsaid: JsonObject = dict.fromkeys(OWN_CONTROL | (told.guessed - {"service"}))
    return replace(told, wish=replace(wish, **unsaid))


def by_rules(words: str, person: User, question: str = "") -> Reading:
    """question: the field that we asked for last, which gives a bare word its meaning."""
    today, profile = today_of(person), getattr(person, "profile", None)
    text, corrects = message.uncorrected(words)
    if question == "place" and (wish := _place(text, profile)):
        return message.remarked(Reading(wish, corrects), words, "", profile)
    told = Reading(_wish(text, person, today), corrects, weekday_alone=message.weekday_alone(text))
    told = message.answered(told, text, question, today, profile)
    return message.remarked(told, words, "", profile)


def _place(text: str, profile: Profile | None) -> Wish | None:
    """The answer to "Near which place?" when it is a place and nothing else: March is a town."""
    found = landmarks.located(text, profile)
    return Wish(request=text).located(text, found) if found.named else None


def _wish(text: str, person: User, today: date) -> Wish:
    if message.BARE_NUMBER.fullmatch(text):
        return Wish(request=text)
    return parse.read(text, person, today)


def today_of(person: User) -> date:
    """The person's date."""
    profile = Profile.objects.filter(user_id=person.pk).first() or Profile(user=person)
    return now().astimezone(profile.zone).date()
