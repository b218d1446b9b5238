"""Knows a message that is about an appointment there is, and not about a new one."""

import re

from django.utils.translation import gettext as _

from campaigns.intake import when
from campaigns.intake.words import changes
from campaigns.intake.words.alternatives import any_of

_CHANGE = re.compile("|".join(changes.CHANGE), re.IGNORECASE)
_PAST = re.compile(changes.PAST, re.IGNORECASE)
_LEAD = re.compile(rf"(?:{any_of(changes.LEAD)}\b|[\s,.:;!?-])*", re.IGNORECASE)
_NEW = re.compile(changes.NEW_WISH, re.IGNORECASE)


def parted(said: str) -> tuple[bool, str]:
    """Whether an appointment there is is to be changed, and what else was said: a new wish."""
    text = when.plain(said)
    for match in _CHANGE.finditer(text):
        before = text[: match.start()]
        if _PAST.search(before):
            continue
        new = _NEW.search(text, match.end())
        behind = text[new.start() :] if new else ""
        behind = re.sub(r"^[\s,;.]*(?:(?:and|then|instead|but)\s+)*", "", behind)
        if _LEAD.fullmatch(before):
            return True, behind
        return True, " ".join(filter(None, [_without_joint(before), behind]))
    return False, said


def _without_joint(text: str) -> str:
    return re.sub(r"[\s,;.]*(?:\b(?:and|then|also|but|please|i|need|want|to)\b[\s,]*)*$", "", text)


def where() -> str:
    """Where it is done; said in the talk, which links to it."""
    return _(
        "That is about an appointment you already have, and nothing was changed. Cancel it on its"
        " page. To move it, ask here for a new one first."
    )
