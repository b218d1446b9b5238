"""Tools that ElevenLabs asks for at our addresses, instead of over the conversation's socket."""

import hashlib
import secrets

from django.conf import settings

from callpilot.json_types import JsonObject
from voice.agents.base import Brief, ToolDesign
from voice.agents.elevenlabs.account import Account
from voice.agents.elevenlabs.agent_document import tool_document

KINDS = ("client", "webhook")
# Facts of this prefix reach headers alone: no prompt, no model and no log of the vendor's.
AUTHORIZATION = "secret__call_authorization"
SECRET_HEADER = "X-Tool-Secret"
SECRET_NAME = "callpilot_tool_secret"
LABEL = "tool secret"


def used() -> bool:
    return bool(settings.ELEVENLABS_TOOLS == "webhook")


def documents(tools: tuple[ToolDesign, ...], seconds: int, secret_id: str) -> list[JsonObject]:
    """All tools as the vendor has to have them. secret_id: of the header; "" for none."""
    client = [tool_document(tool, seconds) for tool in tools]
    if not used():
        return client
    return [
        _server_tool(tool, document, secret_id)
        for tool, document in zip(tools, client, strict=True)
    ]


def _server_tool(tool: ToolDesign, document: JsonObject, secret_id: str) -> JsonObject:
    headers: JsonObject = {"Authorization": {"variable_name": AUTHORIZATION}}
    if secret_id:
        headers[SECRET_HEADER] = {"secret_id": secret_id}
    return {
        "type": "webhook",
        "name": document["name"],
        "description": document["description"],
        "response_timeout_secs": document["response_timeout_secs"],
        "execution_mode": document["execution_mode"],
        "api_schema": {
            "url": tool.url,
            "method": "POST",
            "content_type": "application/json",
            "request_headers": headers,
            "request_body_schema": document["parameters"],
        },
    }


def variables(brief: Brief) -> dict[str, str]:
    """What a conversation brings along so that its tools are known to be this call's."""
    return {AUTHORIZATION: f"Bearer {brief.tool_token}"} if used() else {}


# --- the secret that all requests of our tools share ----------------------------------------


def secret_name(value: str) -> str:
    """The vendor shows no values, so the name tells which value it is."""
    return f"{SECRET_NAME}_{hashlib.sha256(value.encode()).hexdigest()[:10]}"


def find_secret(account: Account) -> str:
    """The id of the secret that TOOL_SECRET is; without one set, of any that we have made."""
    if not used():
        return ""
    value = settings.TOOL_SECRET
    for secret in account.secrets():
        name = str(secret.get("name", ""))
        if name == secret_name(value) or (not value and name.startswith(SECRET_NAME)):
            return str(secret["secret_id"])
    return ""


def provide_secret(
    account: Account, known: str, *, dry_run: bool, new: str
) -> tuple[str, list[str]]:
    """The secret's id, and what was done about it; a value is told the moment it is chosen."""
    if known or not used():
        return known, []
    lines = [f"+ {LABEL}"]
    if dry_run:
        return new, lines
    value = settings.TOOL_SECRET or secrets.token_urlsafe(32)
    made = account.make_secret(secret_name(value), value)
    if not settings.TOOL_SECRET:
        lines += ["Put this into .env; it is never shown again:", f"TOOL_SECRET={value}"]
    return made, lines
