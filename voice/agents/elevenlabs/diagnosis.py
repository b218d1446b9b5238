"""What ElevenLabs needs to work: its keys, and what it says of them and of our agent itself."""

import time
from collections.abc import Iterator

import httpx
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning

from callpilot.adapters import Finding, clock_finding
from callpilot.addresses import is_on_this_machine
from callpilot.errors import AgentError
from voice.agents.base import AgentDesign, Provisioned, SessionReport
from voice.agents.elevenlabs import post_call, reports, server_tools, signatures
from voice.agents.elevenlabs.account import Account
from voice.agents.elevenlabs.agent_document import Difference
from voice.agents.elevenlabs.messages import FORMATS, OVERRIDES
from voice.agents.elevenlabs.provisioning import all_differences, provision, read
from voice.agents.prompt import placeholders

TIMEOUT_SECONDS = 10
SIMULATED_SECRET = "wsec_simulated"
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
    urls = "voice.agents.elevenlabs.urls"

    @classmethod
    def checks(cls) -> Iterator[CheckMessage]:
        if unknown := unknown_overrides():
            yield Error(unknown, id="callpilot.E013")
        if settings.ELEVENLABS_TOOLS not in server_tools.KINDS:
            yield Error(
                f"ELEVENLABS_TOOLS is {' or '.join(server_tools.KINDS)}, "
                f"not {settings.ELEVENLABS_TOOLS!r}.",
                id="callpilot.E029",
            )
        secret = settings.ELEVENLABS_WEBHOOK_SECRET
        if not secret:
            yield Warning(
                "ELEVENLABS_WEBHOOK_SECRET is not set: what the voice vendor tells after a call is "
                "refused, and asked for minutes later.",
                hint="`manage.py provision_agent` makes the webhook and says its secret, once.",
                id="callpilot.W004",
            )
        elif settings.MODE != "simulated" and secret == SIMULATED_SECRET:
            yield Error("ELEVENLABS_WEBHOOK_SECRET is the simulator's.", id="callpilot.E028")

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
        yield from _post_call()
        if server_tools.used():
            yield from _tools_at_our_addresses()

    @classmethod
    def report(cls, vendor_id: str) -> SessionReport | None:
        with Account() as account:
            return reports.read(account.conversation(vendor_id))

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


def _post_call() -> Iterator[Finding]:
    """Whether the CallPilot that runs takes what is signed as the vendor signs it."""
    if not settings.ELEVENLABS_WEBHOOK_SECRET:
        return  # among the checks
    url = f"{settings.PUBLIC_URL}{post_call.PATH}"
    body = b'{"type":"are_you_there"}'
    try:
        answer = httpx.post(
            url,
            content=body,
            headers={signatures.HEADER: signatures.sign(body, time.time())},
            timeout=TIMEOUT_SECONDS,
            trust_env=not is_on_this_machine(url),
        )
    except httpx.HTTPError:
        return  # that our address does not answer is told of itself
    words = {
        200: "reports of calls are taken.",
        403: f"{url} runs with another ELEVENLABS_WEBHOOK_SECRET than is set here.",
    }
    wrong = f"{url} answers with {answer.status_code}; look at the log of the web process."
    yield "post-call", answer.status_code == 200, words.get(answer.status_code, wrong)


def _tools_at_our_addresses() -> Iterator[Finding]:
    """Whether the CallPilot that runs would know our agent by the secret that is set here."""
    url = f"{settings.PUBLIC_URL}/api/log-event"
    headers = {"Authorization": "Bearer of-no-call"}
    if settings.TOOL_SECRET:
        headers[server_tools.SECRET_HEADER] = settings.TOOL_SECRET
    try:
        answer = httpx.post(
            url,
            json={},
            headers=headers,
            timeout=TIMEOUT_SECONDS,
            trust_env=not is_on_this_machine(url),
        )
    except httpx.HTTPError:
        return  # that our address does not answer is told of itself
    if answer.status_code != 401:
        yield "tools", False, f"{url} answers with {answer.status_code} where no call is known."
    elif "TOOL_SECRET" in answer.text:
        yield "tools", False, f"{url} runs with another TOOL_SECRET than is set here."
    else:
        yield "tools", True, f"they are asked for at {settings.PUBLIC_URL}/api"


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
