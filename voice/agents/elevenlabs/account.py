"""Our account at ElevenLabs over REST: what lies there is read, made and changed."""

from collections.abc import Iterator
from types import TracebackType
from typing import Self
from urllib.parse import quote

import httpx
from django.conf import settings

from callpilot.addresses import is_on_this_machine
from callpilot.errors import AgentError
from callpilot.json_types import JsonObject

TIMEOUT_SECONDS = 20.0
PAGE_SIZE = 100
REASON_LENGTH = 300


class NotThere(AgentError):
    """The vendor has nothing by this id."""

    permanent = True


class NotAllowed(AgentError):
    """The vendor refuses our key, altogether or for this alone."""

    permanent = True


class Account:
    """Use it as a context; every method may raise AgentError, in words for people."""

    def __init__(self) -> None:
        base = settings.ELEVENLABS_API_URL.rstrip("/")
        self._http = httpx.Client(
            base_url=base,
            headers={"xi-api-key": settings.ELEVENLABS_API_KEY},
            timeout=TIMEOUT_SECONDS,
            trust_env=not is_on_this_machine(base),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    # --- agents -----------------------------------------------------------------------------

    def agent(self, agent_id: str) -> JsonObject:
        return self._ask("GET", f"/v1/convai/agents/{agent_id}")

    def agents_called(self, name: str) -> list[JsonObject]:
        found = self._pages("/v1/convai/agents", "agents", search=name)
        return [agent for agent in found if agent.get("name") == name]

    def make_agent(self, document: JsonObject) -> str:
        return str(self._ask("POST", "/v1/convai/agents/create", document)["agent_id"])

    def change_agent(self, agent_id: str, document: JsonObject) -> None:
        self._ask("PATCH", f"/v1/convai/agents/{agent_id}", document)

    # --- tools ------------------------------------------------------------------------------

    def tool(self, tool_id: str) -> JsonObject | None:
        try:
            return self._ask("GET", f"/v1/convai/tools/{tool_id}")
        except NotThere:
            return None

    def tools(self) -> list[JsonObject]:
        return list(self._pages("/v1/convai/tools", "tools"))

    def agents_with(self, tool_id: str) -> set[str]:
        """The agents that use a tool; "" stands for those that we may not see."""
        found = self._pages(f"/v1/convai/tools/{tool_id}/dependent-agents", "agents")
        return {str(agent.get("id", "")) for agent in found}

    def make_tool(self, document: JsonObject) -> str:
        return str(self._ask("POST", "/v1/convai/tools", {"tool_config": document})["id"])

    def change_tool(self, tool_id: str, document: JsonObject) -> None:
        self._ask("PATCH", f"/v1/convai/tools/{tool_id}", {"tool_config": document})

    # --- secrets ----------------------------------------------------------------------------

    def secrets(self) -> list[JsonObject]:
        """By name and id; the vendor shows no values."""
        return list(self._pages("/v1/convai/secrets", "secrets"))

    def make_secret(self, name: str, value: str) -> str:
        document = {"type": "new", "name": name, "value": value}
        return str(self._ask("POST", "/v1/convai/secrets", document)["secret_id"])

    # --- webhooks ---------------------------------------------------------------------------

    def webhooks(self) -> list[JsonObject]:
        return list(self._ask("GET", "/v1/workspace/webhooks").get("webhooks") or [])

    def make_webhook(self, name: str, url: str) -> tuple[str, str]:
        """Its id and its secret, which the vendor never shows again."""
        document = {"auth_type": "hmac", "name": name, "webhook_url": url}
        told = self._ask("POST", "/v1/workspace/webhooks", {"settings": document})
        return str(told["webhook_id"]), str(told.get("webhook_secret") or "")

    def enable_webhook(self, webhook_id: str, name: str) -> None:
        """On, and told again what it did not take."""
        change = {"is_disabled": False, "name": name, "retry_enabled": True}
        self._ask("PATCH", f"/v1/workspace/webhooks/{webhook_id}", change)

    # --- conversations ----------------------------------------------------------------------

    def conversation(self, conversation_id: str) -> JsonObject:
        return self._ask("GET", f"/v1/convai/conversations/{quote(conversation_id, safe='')}")

    # --- the account itself -----------------------------------------------------------------

    def subscription(self) -> JsonObject:
        return self._ask("GET", "/v1/user/subscription")

    # --- asking -----------------------------------------------------------------------------

    def _pages(self, path: str, key: str, **query: str) -> Iterator[JsonObject]:
        query["page_size"] = str(PAGE_SIZE)
        while True:
            page = self._ask("GET", path, query=query)
            yield from page.get(key) or []
            if not page.get("next_cursor") or page.get("has_more") is False:
                return
            query["cursor"] = str(page["next_cursor"])

    def _ask(
        self,
        method: str,
        path: str,
        body: JsonObject | None = None,
        query: dict[str, str] | None = None,
    ) -> JsonObject:
        try:
            answer = self._http.request(method, path, json=body, params=query)
            told = answer.json() if answer.content else {}
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise AgentError(
                f"{settings.ELEVENLABS_API_URL} does not answer ({type(error).__name__})."
            ) from error
        if answer.is_success and isinstance(told, dict):
            return told
        if answer.status_code == 404:
            raise NotThere(f"The voice vendor has nothing at {path}.")
        if answer.status_code in (401, 403):
            raise NotAllowed(
                f"The voice vendor refuses ELEVENLABS_API_KEY for {path}: {_reason(told)}"
            )
        raise AgentError(
            f"{method} {path} was refused (HTTP {answer.status_code}): {_reason(told)}",
            permanent=400 <= answer.status_code < 500,
        )


def _reason(told: object) -> str:
    """The vendor's words: a list of wrong fields, or a status and a message."""
    detail = told.get("detail") if isinstance(told, dict) else told
    if isinstance(detail, list):
        wrong = [each for each in detail if isinstance(each, dict)]
        places = (".".join(map(str, each.get("loc", []))) for each in wrong)
        detail = "; ".join(
            f"{place}: {each.get('msg', '')}" for place, each in zip(places, wrong, strict=True)
        )
    elif isinstance(detail, dict):
        detail = detail.get("message") or detail.get("status")
    return str(detail or "no reason given")[:REASON_LENGTH]
