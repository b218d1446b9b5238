"""May this call be recorded? By the mode, the person's wish and the desk's own words."""

import re
from collections.abc import Iterable
from typing import Literal, Protocol

from django.conf import settings

from campaigns.models import Call, Preferences
from voice.evidence.intents import asks, attitude, opts_out, plain
from voice.evidence.patterns import one_of
from voice.evidence.words import recording

Policy = Literal["always", "ask", "never"]
Verdict = Literal["", "simulated", "given", "refused"]

POLICY = "recording"  # in Call.brief: what was decided when the call was announced
_RECORDING = rf"\b{one_of(recording.RECORDING)}\b"
_OF_RECORDING = re.compile(_RECORDING)
_NO_RECORDING = re.compile(
    rf"\b{one_of(recording.AGAINST)}\b[^.?!;]{{0,60}}{_RECORDING}"
    rf"|\b{one_of(recording.RECORDED)}\b[^.?!;]{{0,30}}\b{one_of(recording.NOT)}\b"
)
_DOES_NOT_MIND = re.compile(rf"\b{one_of(recording.DOES_NOT_MIND)}\b")


class Words(Protocol):
    """A turn, as far as consent needs it."""

    @property
    def speaker(self) -> str: ...

    @property
    def text(self) -> str: ...


def allowed(call: Call) -> Policy:
    """What the mode, the deployment and the person allow for this call, as of now."""
    if not Preferences.of(call.mandate.person).record_calls:
        return "never"
    if settings.SIMULATED:
        return "always" if settings.RECORD_CALLS != "off" else "never"
    return "ask" if settings.RECORD_CALLS == "consent" else "never"


def announce(call: Call) -> Policy:
    """Decide for this call, for good: what is said in its announcement is what holds."""
    decided = allowed(call)
    call.brief = call.brief | {POLICY: decided}
    call.save(update_fields=["brief"])
    return decided


def policy(call: Call) -> Policy:
    """What was decided when it was announced; a call that was not announced is not recorded."""
    decided = call.brief.get(POLICY)
    return decided if decided in ("always", "ask") else "never"


def judge(policy: Policy, turns: Iterable[Words]) -> Verdict:
    """What the desk's own words amount to so far; who has refused has refused.

    Where it was asked for in the announcement, a clear yes counts that follows upon it before we
    say anything else, or one that names the recording. No other yes is about it.
    """
    verdict: Verdict = "simulated" if policy == "always" else ""
    opening = True
    for turn in turns:
        if turn.speaker == "agent" and turn.text.strip():
            opening = False
        if turn.speaker != "callee":
            continue
        if refuses(turn.text) or (opening and policy == "ask" and _no(turn.text)):
            return "refused"
        if policy == "ask" and _yes(turn.text, opening):
            verdict = "given"
    return "" if policy == "never" else verdict


def refuses(text: str) -> bool:
    """Whether they say that they do not want to be recorded, at whatever moment."""
    said = plain(text)
    return _NO_RECORDING.search(said) is not None and not _DOES_NOT_MIND.search(said)


def _no(text: str) -> bool:
    return opts_out(text) or attitude(text) == "no"


def _yes(text: str, opening: bool) -> bool:
    about_it = opening or _OF_RECORDING.search(plain(text)) is not None
    return about_it and not asks(text) and attitude(text) == "yes"
