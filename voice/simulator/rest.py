"""The vendor's REST addresses, behind which the simulated account lies."""

import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from callpilot.json_types import JsonObject
from voice.simulator.refusals import Refusal
from voice.simulator.workspace import Workspace, prompt_of

Handler = Callable[[web.Request], Awaitable[web.Response]]
ACCESS: JsonObject = {
    "is_creator": True,
    "creator_name": "Ops",
    "creator_email": "ops@example.com",
    "role": "admin",
}


def routes(workspace: Workspace, api_key: str) -> list[web.RouteDef]:
    front = Front(workspace)
    known: list[tuple[str, str, Handler]] = [
        ("GET", "/v1/convai/agents", front.list_agents),
        ("POST", "/v1/convai/agents/create", front.make_agent),
        ("GET", "/v1/convai/agents/{id}", front.agent),
        ("PATCH", "/v1/convai/agents/{id}", front.change_agent),
        ("GET", "/v1/convai/tools", front.list_tools),
        ("POST", "/v1/convai/tools", front.make_tool),
        ("GET", "/v1/convai/tools/{id}", front.tool),
        ("PATCH", "/v1/convai/tools/{id}", front.change_tool),
        ("DELETE", "/v1/convai/tools/{id}", front.delete_tool),
        ("GET", "/v1/convai/tools/{id}/dependent-agents", front.dependent_agents),
        ("GET", "/v1/convai/secrets", front.list_secrets),
        ("POST", "/v1/convai/secrets", front.make_secret),
        ("GET", "/v1/convai/conversations/{id}", front.conversation),
        ("GET", "/v1/workspace/webhooks", front.list_hooks),
        ("POST", "/v1/workspace/webhooks", front.make_hook),
        ("PATCH", "/v1/workspace/webhooks/{id}", front.change_hook),
        ("DELETE", "/v1/workspace/webhooks/{id}", front.delete_hook),
        ("GET", "/v1/user/subscription", front.subscription),
    ]
    return [web.route(method, path, guarded(handle, api_key)) for method, path, handle in known]


def guarded(handle: Handler, api_key: str) -> Handler:
    """Only with the key; refusals as the vendor writes them."""

    async def answer(request: web.Request) -> web.Response:
        if request.headers.get("xi-api-key") != api_key:
            detail: object = {"status": "invalid_api_key", "message": "Invalid API key"}
            return web.json_response({"detail": detail}, status=401)
        try:
            return await handle(request)
        except Refusal as refusal:
            return web.json_response({"detail": refusal.detail}, status=refusal.status)

    return answer


async def _body(request: web.Request) -> JsonObject:
    try:
        body = await request.json()
    except json.JSONDecodeError:
        body = None
    if not isinstance(body, dict):
        raise Refusal(422, [{"loc": ["body"], "msg": "Not an object", "type": "model_type"}])
    return body


async def _tool_config(request: web.Request) -> JsonObject:
    config = (await _body(request)).get("tool_config")
    if not isinstance(config, dict):
        where = ["body", "tool_config"]
        raise Refusal(422, [{"loc": where, "msg": "Field required", "type": "missing"}])
    return config


def _page(request: web.Request, key: str, rows: list[JsonObject]) -> web.Response:
    """A page of them; the cursor is how many came before."""
    size = min(int(request.query.get("page_size", "30")), 100)
    start = int(request.query.get("cursor", "0"))
    more = start + size < len(rows)
    cursor = str(start + size) if more else None
    page = {key: rows[start : start + size], "has_more": more, "next_cursor": cursor}
    return web.json_response(page)


class Front:
    """One handler for each address."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    async def list_agents(self, request: web.Request) -> web.Response:
        search = request.query.get("search", "").lower()
        rows = [
            {
                "agent_id": agent_id,
                "name": agent["name"],
                "voice_id": agent["conversation_config"]["tts"]["voice_id"],
                "tags": agent["tags"],
                "created_at_unix_secs": int(self.workspace.clock()),
                "updated_at_unix_secs": int(self.workspace.clock()),
                "access_info": ACCESS,
            }
            for agent_id, agent in self.workspace.agents.items()
            if search in agent["name"].lower()
        ]
        return _page(request, "agents", rows)

    async def make_agent(self, request: web.Request) -> web.Response:
        return web.json_response({"agent_id": self.workspace.make_agent(await _body(request))})

    async def agent(self, request: web.Request) -> web.Response:
        return web.json_response(self._agent(request.match_info["id"]))

    async def change_agent(self, request: web.Request) -> web.Response:
        self.workspace.change_agent(request.match_info["id"], await _body(request))
        return web.json_response(self._agent(request.match_info["id"]))

    def _agent(self, agent_id: str) -> JsonObject:
        """With the tools written out too, as the vendor still does."""
        agent = self.workspace.agent(agent_id)
        config = agent["conversation_config"]
        prompt = prompt_of(agent)
        inline = [
            self.workspace.tools[key] for key in prompt["tool_ids"] if key in self.workspace.tools
        ]
        shown = config | {"agent": config["agent"] | {"prompt": prompt | {"tools": inline}}}
        at = int(self.workspace.clock())
        return agent | {
            "agent_id": agent_id,
            "conversation_config": shown,
            "metadata": {"created_at_unix_secs": at, "updated_at_unix_secs": at},
            "phone_numbers": [],
            "access_info": ACCESS,
        }

    async def list_tools(self, request: web.Request) -> web.Response:
        return _page(request, "tools", [self._tool(key) for key in self.workspace.tools])

    async def make_tool(self, request: web.Request) -> web.Response:
        tool_id = self.workspace.make_tool(await _tool_config(request))
        return web.json_response(self._tool(tool_id))

    async def tool(self, request: web.Request) -> web.Response:
        return web.json_response(self._tool(request.match_info["id"]))

    async def change_tool(self, request: web.Request) -> web.Response:
        tool_id = request.match_info["id"]
        self.workspace.change_tool(tool_id, await _tool_config(request))
        return web.json_response(self._tool(tool_id))

    async def delete_tool(self, request: web.Request) -> web.Response:
        tool_id = request.match_info["id"]
        if self.workspace.agents_with(tool_id) and request.query.get("force") != "true":
            detail = {"status": "tool_in_use", "message": "The tool is used by agents"}
            raise Refusal(409, detail)
        self.workspace.delete_tool(tool_id)
        return web.json_response({})

    async def dependent_agents(self, request: web.Request) -> web.Response:
        rows = [
            {
                "type": "available",
                "id": agent_id,
                "name": self.workspace.agent(agent_id)["name"],
                "created_at_unix_secs": int(self.workspace.clock()),
                "access_level": "admin",
            }
            for agent_id in self.workspace.agents_with(request.match_info["id"])
        ]
        return _page(request, "agents", rows)

    def _tool(self, tool_id: str) -> JsonObject:
        return {
            "id": tool_id,
            "tool_config": self.workspace.tool(tool_id),
            "access_info": ACCESS,
            "usage_stats": {"total_calls": 0, "avg_latency_secs": 0.0},
        }

    async def list_secrets(self, request: web.Request) -> web.Response:
        """Without their values, which are never shown."""
        rows: list[JsonObject] = [
            {
                "type": "stored",
                "secret_id": secret_id,
                "name": name,
                "used_by": {
                    "tools": [{"type": "unknown"} for _ in self.workspace.tools_with(secret_id)],
                    "agents": [],
                    "phone_numbers": [],
                    "others": [],
                },
            }
            for secret_id, (name, _) in self.workspace.secrets.items()
        ]
        page = _page(request, "secrets", rows)
        told = json.loads(page.text or "{}")
        del told["has_more"]  # the vendor's own page has a cursor alone
        return web.json_response(told)

    async def make_secret(self, request: web.Request) -> web.Response:
        body = await _body(request)
        for name in ("type", "name", "value"):
            if not body.get(name):
                where = ["body", name]
                raise Refusal(422, [{"loc": where, "msg": "Field required", "type": "missing"}])
        secret_id = self.workspace.make_secret(body["name"], body["value"])
        made = {"type": "stored", "secret_id": secret_id, "name": body["name"]}
        return web.json_response(made)

    async def conversation(self, request: web.Request) -> web.Response:
        kept = self.workspace.conversations.get(request.match_info["id"])
        if kept is None:
            detail = {"status": "conversation_not_found", "message": "Conversation not found"}
            raise Refusal(404, detail)
        return web.json_response(kept)

    async def list_hooks(self, request: web.Request) -> web.Response:
        self._permitted("webhooks")
        hooks = self.workspace.hooks
        return web.json_response({"webhooks": [hooks.shown(each) for each in hooks.rows.values()]})

    async def make_hook(self, request: web.Request) -> web.Response:
        self._permitted("webhooks")
        hook = self.workspace.make_hook((await _body(request)).get("settings"))
        return web.json_response({"webhook_id": hook.webhook_id, "webhook_secret": hook.secret})

    def _permitted(self, what: str) -> None:
        if what in self.workspace.missing_permissions:
            message = f"The API key you used is missing the permission {what}"
            raise Refusal(401, {"status": "missing_permissions", "message": message})

    async def change_hook(self, request: web.Request) -> web.Response:
        self.workspace.change_hook(request.match_info["id"], await _body(request))
        return web.json_response({"status": "ok"})

    async def delete_hook(self, request: web.Request) -> web.Response:
        self.workspace.delete_hook(request.match_info["id"])
        return web.json_response({"status": "ok"})

    async def subscription(self, request: web.Request) -> web.Response:
        return web.json_response(
            {
                "tier": "creator",
                "character_count": self.workspace.credits_used,
                "character_limit": self.workspace.credits,
                "can_extend_character_limit": False,
                "status": "active",
            }
        )
