"""What ElevenLabs needs to work: its keys, and what it says of them and of our agent itself."""

from collections.abc import Iterator

import httpx
from django.conf import settings
from django.core.checks import CheckMessage, Error

from callpilot.adapters import Finding, clock_finding
from callpilot.addresses import is_on_this_machine
from callpilot.errors import AgentError
from voice.agents.base import AgentDesign, Provisioned
from voice.agents.elevenlabs.account import Account
from voice.agents.elevenlabs.agent_document import Difference
from voice.agents.elevenlabs.messages import FORMATS, OVERRIDES
from voice.agents.elevenlabs.provisioning import all_differences, provision, read
from voice.agents.prompt import placeholders

TIMEOUT_SECONDS = 10
MENDS = "`manage.py provision_agent` mends it."
LITTLE_LEFT = 0.05  # of the account's credits
PROMPT = "conversation_config.agent.prompt.prompt"
# Wordings and labels: calls go on without them.
HARMLESS = ("name", "tags", "description")


def unknown_overrides() -> str:
    """What is wrong with the parts of the agent that a brief shall replace, or ""."""
    unknown = sorted(set(settings.ELEVENLABS_OVERRIDES) - set(OVERRIDES))
    if not unknown:
        return ""
    known = ", ".join(OVERRIDES)
    return f"ELEVENLABS_OVERRIDES: {', '.join(unknown)} is unknown; choose from {known}."


def breaking(each: Difference, design: AgentDesign) -> str:
    """How this difference would break a call, or "" when it would not."""
    if each.path == PROMPT:
        return _prompt(str(each.found or ""), design)
    if each.path.rpartition(".")[2] in HARMLESS:
        return ""
    if each.path.endswith("audio_format") and each.found in FORMATS:
        return ""
    return f"{each}. {MENDS}"


def _prompt(found: str, design: AgentDesign) -> str:
    """Its words may be anybody's, its placeholders are ours."""
    if "agent.prompt.prompt" in settings.ELEVENLABS_OVERRIDES:
        return ""  # a brief brings the prompt along
    wanted, there = placeholders(design.prompt), placeholders(found)
    lacking = ", ".join(f"{{{{{name}}}}}" for name in sorted(wanted - there))
    unknown = ", ".join(f"{{{{{name}}}}}" for name in sorted(there - wanted))
    parts = [f"lacks {lacking}"] if lacking else []
    parts += [f"has {unknown}, which nobody fills"] if unknown else []
    return f"the prompt {' and '.join(parts)}. {MENDS}" if parts else ""


class Diagnosed(Provisioned):
    """Keys, checks, the doctor's questions, and the agent at the vendor."""

    keys = ("ELEVENLABS_API_KEY", "ELEVENLABS_AGENT_ID")

    @classmethod
    def checks(cls) -> Iterator[CheckMessage]:
        if unknown := unknown_overrides():
            yield Error(unknown, id="callpilot.E013")

    @classmethod
    def doctor(cls) -> Iterator[Finding]:
        base = settings.ELEVENLABS_API_URL
        try:
            answer = httpx.get(
                f"{base}/v1/convai/conversation/get-signed-url",
                params={"agent_id": settings.ELEVENLABS_AGENT_ID},
                headers={"xi-api-key": settings.ELEVENLABS_API_KEY},
                timeout=TIMEOUT_SECONDS,
                trust_env=not is_on_this_machine(base),
            )
        except httpx.HTTPError as error:
            yield "elevenlabs", False, f"{base} does not answer ({type(error).__name__})."
            return
        fine = answer.status_code == 200
        wrong = "refuses ELEVENLABS_API_KEY or does not know ELEVENLABS_AGENT_ID."
        yield "elevenlabs", fine, base if fine else wrong
        yield clock_finding(answer.headers.get("date", ""), "the voice vendor")
        if fine:
            yield _credits()

    @classmethod
    def provision(cls, design: AgentDesign, *, adopt: bool, dry_run: bool) -> Iterator[str]:
        return provision(design, adopt=adopt, dry_run=dry_run)

    @classmethod
    def inspect(cls, design: AgentDesign) -> Iterator[Finding]:
        if not settings.ELEVENLABS_AGENT_ID:
            yield "agent", False, "there is none yet: `manage.py provision_agent` makes it."
            return
        try:
            with Account() as account:
                there = read(account, settings.ELEVENLABS_AGENT_ID)
        except AgentError as error:
            yield "agent", False, str(error)
            return
        wrong = [
            words for each in all_differences(there, design) if (words := breaking(each, design))
        ]
        yield from (("agent", False, words) for words in wrong)
        if not wrong:
            yield "agent", True, f"{there.agent_id} is as calls need it."


def _credits() -> Finding:
    """What is left in the account; keys that may not ask that are no fault."""
    try:
        with Account() as account:
            told = account.subscription()
        used, limit = int(told["character_count"]), int(told["character_limit"])
    except (AgentError, KeyError, TypeError, ValueError):
        return "credits", True, "the key may not ask what is left."
    left = max(limit - used, 0)
    more = bool(told.get("can_extend_character_limit"))
    fine = more or left > limit * LITTLE_LEFT
    words = f"{left} of {limit} credits of the voice vendor are left."
    return "credits", fine, words if fine else f"{words} Calls will fail soon; buy more."
