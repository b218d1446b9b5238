"""The webhook that ElevenLabs tells how conversations went: found, made and enabled again."""

from collections.abc import Iterator

from django.conf import settings

from callpilot.addresses import is_on_this_machine
from callpilot.errors import AgentError
from callpilot.json_types import JsonObject
from voice.agents.elevenlabs.account import Account
from voice.agents.elevenlabs.agent_document import Difference

NAME = "CallPilot post-call"
PATH = "/elevenlabs/post-call"
LABEL = "post-call webhook"


def address() -> str:
    """Where we are told; "" when the vendor would not tell us there, as it is not https."""
    fine = settings.PUBLIC_URL.startswith("https://")
    fine = fine or is_on_this_machine(settings.ELEVENLABS_API_URL)
    return f"{settings.PUBLIC_URL}{PATH}" if fine else ""


def find(account: Account, agent: JsonObject) -> JsonObject:
    """The account's webhook to our address, the agent's own before others; empty for none."""
    ours = [hook for hook in account.webhooks() if hook.get("webhook_url") == address()]
    chosen = webhook_id(agent)
    ours.sort(key=lambda hook: (hook["webhook_id"] != chosen, hook.get("name") != NAME))
    return ours[0] if ours else {}


def webhook_id(agent: JsonObject) -> str:
    """The webhook that the agent tells at present."""
    overrides = agent.get("platform_settings", {}).get("workspace_overrides") or {}
    return str((overrides.get("webhooks") or {}).get("post_call_webhook_id") or "")


def is_off(hook: JsonObject) -> bool:
    """Whether somebody has switched it off, or the vendor itself after many failures."""
    return bool(hook.get("is_disabled") or hook.get("is_auto_disabled"))


def provide(
    account: Account, hook: JsonObject, agent: JsonObject, *, dry_run: bool, new: str
) -> tuple[str, list[str]]:
    """The webhook's id, and what was done about it; a secret is told the moment it is known.

    new: the id of what a dry run does not make.
    """
    if hook and not is_off(hook):
        return str(hook["webhook_id"]), []
    if hook:
        if not dry_run:
            account.enable_webhook(str(hook["webhook_id"]), str(hook["name"]))
        return str(hook["webhook_id"]), [f"~ {LABEL} {address()}", "    it is enabled again"]
    lines = [f"+ {LABEL} {address()}"]
    if before := webhook_id(agent):
        lines.append(f"    in place of {before}, which may be deleted when nobody else needs it")
    if dry_run:
        return new, lines
    made, secret = account.make_webhook(NAME, address())
    lines += ["Put this into .env; it is never shown again:", f"ELEVENLABS_WEBHOOK_SECRET={secret}"]
    try:
        account.enable_webhook(made, NAME)
    except AgentError as error:  # the secret has to be told all the same
        lines.append(f"What we do not take at once is not told again: {error}")
    return made, lines


def differences(hook: JsonObject) -> Iterator[Difference]:
    """What is wrong with the webhook itself; whether the agent tells it is the agent's."""
    if not hook:
        yield Difference(f"{LABEL} {address()}", {}, None)
    elif is_off(hook):
        yield Difference(f"{LABEL} {address()}: is_disabled", False, True)
