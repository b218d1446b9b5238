"""Of several wishes one is in hand; the others are kept in the talk, and taken up in their turn."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from campaigns.intake import several, wording
from campaigns.intake.words import several as words
from campaigns.models import Draft
from campaigns.providers import service_kinds

WHICH = "which"  # what we ask for when nobody knows which of them comes first
MOST_SHOWN = 60  # characters of a wish on a button
MOST_LOOKED_AT = 20  # talks that may have taken one up
_ADDED = re.compile(words.ADDED, re.IGNORECASE)
_ALL = re.compile(words.ALL, re.IGNORECASE)


def label(wish: str) -> str:
    """As it stands on a button."""
    return wish if len(wish) <= MOST_SHOWN else f"{wish[: MOST_SHOWN - 1].rstrip()}…"


def which(wishes: tuple[str, ...]) -> str:
    return _("One request at a time. Which one first: %(wishes)s?") % {
        "wishes": _(", or ").join(map(_quoted, wishes))
    }


def note(wishes: tuple[str, ...]) -> tuple[str, ...]:
    """What is said about the others while the first is in hand."""
    if len(wishes) < 2:
        return ()
    said = _(
        "One request at a time, and this one is %(first)s. Start another one afterwards for"
        " %(others)s."
    )
    return (said % {"first": _quoted(wishes[0]), "others": _listed(wishes[1:])},)


def reminder(draft: Draft) -> list[str]:
    """What is said of the others once calls start."""
    others = kept(draft).others
    if not others:
        return []
    return [
        _("Still to be asked for, each as a request of its own: %(others)s.")
        % {"others": _listed(others)}
    ]


def _quoted(wish: str) -> str:
    return _("“%(words)s”") % {"words": label(wish)}


def _listed(wishes: tuple[str, ...]) -> str:
    return ", ".join(map(_quoted, wishes))


# --- in the talk ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """The wishes of a talk. pending: nobody has said yet which of them comes first."""

    wishes: tuple[str, ...] = ()
    pending: bool = False

    @property
    def others(self) -> tuple[str, ...]:
        """Those that are not in hand."""
        return self.wishes if self.pending else self.wishes[1:]


def kept(draft: Draft) -> Kept:
    """As our last answer about them left it; none as long as there was only one."""
    for answer in reversed(draft.messages):
        if wishes := answer.get("wishes"):
            return Kept(tuple(wishes), answer.get("asks") == WHICH)
    return Kept()


@dataclass(frozen=True)
class Waiting:
    """A wish that is not in hand; draft_id: where it was taken up since."""

    words: str
    draft_id: UUID | None = None


def waiting(draft: Draft) -> list[Waiting]:
    """The others of a talk, and what became of them."""
    others = kept(draft).others
    if not others:
        return []
    since = Draft.objects.filter(person_id=draft.person_id, updated_at__gt=draft.created_at)
    since = since.exclude(pk=draft.pk).order_by("created_at")[:MOST_LOOKED_AT]
    return [Waiting(words, _taken_up(words, list(since))) for words in others]


def _taken_up(wish: str, since: list[Draft]) -> UUID | None:
    """The draft that began with these words, or is asked for the same by now."""
    service = _service(wish)
    for each in since:
        told = [str(m["text"]) for m in each.messages if m["who"] == "person"]
        started = each.campaign_id is not None and service is not None
        named = service in (each.value("service"), each.value("detail"))
        if (told and _bare(told[0]) == _bare(wish)) or (started and named):
            return each.pk
    return None


def _bare(words: str) -> str:
    return words.strip(" .!?").casefold()


def chosen(said: str, draft: Draft, today: date) -> tuple[str, ...]:
    """The wishes in their new order when a message takes up one of the others, else none."""
    known = kept(draft)
    at = _place_among(said, known, draft.value("service"))
    if at is None:
        return ()
    in_hand = () if known.pending else (wording.request(draft),)
    wish = known.others[at]
    taken = said if said != label(wish) and several.has_day(said, today) else wish
    return (taken, *filter(None, in_hand), *known.others[:at], *known.others[at + 1 :])


def _place_among(said: str, known: Kept, in_hand: str | None) -> int | None:
    bare = said.strip(" .!").casefold().removeprefix("the ").removesuffix(" one")
    for at, wish in enumerate(known.others):
        ordinal = known.pending and bare in words.ORDINALS[at : at + 1]
        if said in (wish, label(wish)) or ordinal:
            return at
    if known.pending and _ALL.match(said):
        return 0
    services = [_service(wish) for wish in known.others]
    named = _service(said)
    if named is None or named == in_hand or services.count(named) != 1:
        return None
    return services.index(named)


def _service(text: str) -> str | None:
    wished = several.subject(text)
    return service_kinds.other(wished) or service_kinds.recognise(wished)


def with_those_before(wishes: tuple[str, ...], draft: Draft) -> tuple[str, ...]:
    """A new message's wishes, and those that wait already."""
    return tuple(dict.fromkeys([*wishes, *kept(draft).others]))


def added(said: str, draft: Draft, today: date) -> tuple[str, ...]:
    """The wishes when a message adds to that in hand: "and also a haircut on Tuesday"."""
    in_hand, lead = draft.value("service"), _ADDED.match(said)
    if lead is None or not in_hand:
        return ()
    rest = said[lead.end() :]
    named = _service(rest)
    if named is None or (named == in_hand and not several.has_day(rest, today)):
        return ()
    more = several.told_apart(rest, today).each
    return (wording.request(draft), *kept(draft).others, *more)
