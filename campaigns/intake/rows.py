"""What we understood, row by row: the words, where they come from, and whether we are sure."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from campaigns.intake import drafting, fields, wording
from campaigns.models import Draft
from campaigns.offers import scoring
from campaigns.providers.service_kinds import SERVICES

DESKS, PARALLEL = 10, 5  # when nobody says how many


@dataclass(frozen=True)
class Row:
    """One row beside the talk."""

    key: str
    label: str
    words: str  # "" when there is nothing yet
    source: str  # in words
    sure: bool
    wanting: str  # why nobody can be called as long as it is so
    changed: bool = False

    @property
    def state(self) -> str:
        """missing, unsure or known."""
        return "missing" if self.wanting else "known" if self.sure else "unsure"


@dataclass(frozen=True)
class Kind:
    """A row's label, the fields behind it, and how they are told."""

    key: str
    label: str
    names: tuple[str, ...]
    words: Callable[[Draft], str]
    services: tuple[str, ...] = ()  # shown for these alone; () is all


def _length(draft: Draft) -> str:
    service = SERVICES.get(draft.value("service") or "")
    if draft.value("duration_minutes") or service is None:
        return wording.length(draft)
    return _("%(minutes)d minutes") % {"minutes": service.duration_minutes}


def _priorities(draft: Draft) -> str:
    return wording.priorities(draft) or wording.shares(scoring.DEFAULT_WEIGHTS)


def _shared(draft: Draft) -> str:
    return wording.shared(drafting.shared(draft)) or _("nothing")


def _policy(draft: Draft) -> str:
    return wording.policy(draft) or _("ask me first")


def desks(draft: Draft) -> int:
    return int(draft.value("max_providers") or DESKS)


def at_once(draft: Draft) -> int:
    """How many calls at a time; in a rehearsal all of them ring the same phone."""
    if settings.MODE == "rehearsal":
        return 1
    return int(draft.value("max_parallel") or PARALLEL)


def _calls(draft: Draft) -> str:
    values = {
        "desks": desks(draft),
        "parallel": min(at_once(draft), desks(draft)),
        "budget": draft.value("budget") or settings.CAMPAIGN_BUDGET,
    }
    return _("up to %(desks)d, %(parallel)d at once, at most $%(budget)s") % values


def _place(draft: Draft) -> str:
    words = wording.place(draft)
    if words and draft.radius_km:
        words = _("%(place)s, within %(km)g km") % {"place": words, "km": draft.radius_km}
    return words


KINDS: tuple[Kind, ...] = (
    Kind("service", gettext_noop("Service"), ("service", "detail"), wording.service),
    Kind("where", gettext_noop("Where"), ("place",), _place),
    Kind("provider", gettext_noop("Only at"), ("provider",), wording.provider),
    Kind("when", gettext_noop("When"), fields.WHEN, wording.when),
    Kind("people", gettext_noop("People"), ("party_size",), wording.party, ("restaurant",)),
    Kind("for", gettext_noop("For"), ("contact_name",), wording.name),
    Kind("phone", gettext_noop("Call-back number"), ("contact_phone",), wording.phone),
    Kind(
        "insurance",
        gettext_noop("Insurance"),
        ("insurance", "new_patient"),
        lambda draft: ", ".join(filter(None, [wording.insurance(draft), wording.patient(draft)])),
        ("dentist", "doctor", "vet"),
    ),
    Kind("length", gettext_noop("Length"), ("duration_minutes",), _length),
    Kind("notes", gettext_noop("Notes"), ("notes",), wording.notes),
    Kind("priorities", gettext_noop("Priorities"), fields.WEIGHTS, _priorities),
    Kind("share", gettext_noop("May share"), ("may_share",), _shared),
    Kind("booking", gettext_noop("Booking"), ("booking_policy",), _policy),
    Kind("calls", gettext_noop("Calls"), ("max_providers", "max_parallel", "budget"), _calls),
)
BY_KEY = {kind.key: kind for kind in KINDS}
QUIET = {"notes", "length", "provider"}  # not shown while they say nothing
SOURCES = {str(source): source.label for source in Draft.Source}


def of(draft: Draft, changed: frozenset[str] = frozenset()) -> list[Row]:
    """The rows of a draft; `changed`: fields that have just been written."""
    lacking = drafting.lacking(draft)
    return [_row(draft, kind, lacking, changed) for kind in KINDS if _shown(draft, kind)]


def _shown(draft: Draft, kind: Kind) -> bool:
    if kind.services and draft.value("service") not in kind.services:
        return bool(kind.words(draft))
    return kind.key not in QUIET or bool(kind.words(draft))


def _row(draft: Draft, kind: Kind, lacking: dict[str, list[str]], changed: frozenset[str]) -> Row:
    there = [draft.fields[name] for name in kind.names if name in draft.fields]
    words = kind.words(draft)
    wanting = " ".join(" ".join(lacking[name]) for name in kind.names if name in lacking)
    source = fields.source_of(draft.fields, kind.names)
    return Row(
        kind.key,
        _(kind.label),
        words,
        str(SOURCES[source]) if words else "",
        all(entry["sure"] for entry in there),
        wanting,
        bool(changed & set(kind.names)),
    )
