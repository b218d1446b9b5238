"""Makes the agent at ElevenLabs as it is designed: makes what is missing, mends what differs."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.conf import settings

from callpilot.errors import AgentError
from callpilot.json_types import JsonObject
from voice.agents.base import AgentDesign
from voice.agents.elevenlabs import post_call, server_tools
from voice.agents.elevenlabs.account import Account, NotAllowed, NotThere
from voice.agents.elevenlabs.agent_document import (
    MADE_BY_US,
    NAME,
    Difference,
    agent_document,
    at_first,
    differences,
    without_more,
)

NEW = "(new)"  # the id of what a dry run does not make


@dataclass
class AtVendor:
    """What lies at the vendor: the agent, if there is one, its tools by name, and our webhook."""

    agent: JsonObject = field(default_factory=dict)
    tools: dict[str, JsonObject] = field(default_factory=dict)
    hook: JsonObject = field(default_factory=dict)
    no_hook: str = ""  # why there can be none
    secret_id: str = ""  # of the header that all tool requests bear

    @classmethod
    def look(cls, account: Account, agent: JsonObject) -> "AtVendor":
        """An agent, and what of the account is not the agent's own."""
        there = cls(agent, secret_id=server_tools.find_secret(account))
        if not post_call.address():
            there.no_hook = (
                "the vendor tells https addresses alone; run this again once PUBLIC_URL is one."
            )
            return there
        try:
            there.hook = post_call.find(account, agent)
        except NotAllowed as error:  # a key may be good for agents and nothing else
            there.no_hook = str(error)
        return there

    @property
    def agent_id(self) -> str:
        return str(self.agent.get("agent_id", ""))

    @property
    def made_by_us(self) -> bool:
        return MADE_BY_US in (self.agent.get("tags") or [])

    @property
    def tool_ids(self) -> list[str]:
        prompt = self.agent.get("conversation_config", {}).get("agent", {}).get("prompt", {})
        return [str(tool_id) for tool_id in prompt.get("tool_ids") or []]


def read(account: Account, agent_id: str) -> AtVendor:
    """The agent of this id with all that belongs to it. Raises AgentError, NotThere among them."""
    there = AtVendor.look(account, account.agent(agent_id))
    for tool_id in there.tool_ids:
        tool = account.tool(tool_id)
        if tool is not None:
            there.tools[str(tool["tool_config"]["name"])] = tool
    return there


def find(account: Account, *, adopt: bool) -> AtVendor:
    """The agent that ELEVENLABS_AGENT_ID names, else the one of our name, else none.

    Raises AgentError when it is somebody else's and is not to be adopted.
    """
    agent_id = settings.ELEVENLABS_AGENT_ID
    if not agent_id:
        named = account.agents_called(NAME)
        ours = [agent for agent in named if MADE_BY_US in (agent.get("tags") or [])]
        chosen = (ours or named)[:1]
        if not chosen:
            return AtVendor.look(account, {})
        agent_id = str(chosen[0]["agent_id"])
    try:
        there = read(account, agent_id)
    except NotThere:
        raise AgentError(
            f"The voice vendor has no agent {agent_id}; unset ELEVENLABS_AGENT_ID to make one.",
            permanent=True,
        ) from None
    if not there.made_by_us and not adopt:
        raise AgentError(
            f"CallPilot did not make the agent {agent_id} ({there.agent.get('name', '')}). "
            "Unset ELEVENLABS_AGENT_ID to make one, or let this one be changed with --adopt.",
            permanent=True,
        )
    return there


def provision(design: AgentDesign, *, adopt: bool, dry_run: bool) -> Iterator[str]:
    """Line by line what is done, or what would be."""
    if not settings.ELEVENLABS_API_KEY:
        raise AgentError("Put ELEVENLABS_API_KEY=… into .env first.", permanent=True)
    with Account() as account:
        there = find(account, adopt=adopt)
        secret_id, lines = server_tools.provide_secret(
            account, there.secret_id, dry_run=dry_run, new=NEW
        )
        changed = bool(lines)
        yield from lines
        tool_ids = []
        for document in server_tools.documents(design.tools, design.tool_seconds, secret_id):
            tool_id, lines = _tool(account, there, document, dry_run)
            tool_ids.append(tool_id)
            changed = changed or bool(lines)
            yield from lines
        hook_id, lines = _hook(account, there, dry_run)
        changed = changed or bool(lines)
        yield from lines
        wanted = agent_document(design, tool_ids, settings.ELEVENLABS_OVERRIDES, hook_id)
        agent_id, lines = _agent(account, there, wanted, dry_run)
        changed = changed or bool(lines)
        yield from lines
        if not changed:
            yield f"The agent {agent_id} is as it has to be; nothing to change."
        elif not dry_run:
            _read_back(account, design, agent_id)
            yield f"The agent {agent_id} is as it has to be."
        if not dry_run and agent_id != settings.ELEVENLABS_AGENT_ID:
            yield "Put this into .env:"
            yield f"ELEVENLABS_AGENT_ID={agent_id}"
        yield from _advice(there)


def _hook(account: Account, there: AtVendor, dry_run: bool) -> tuple[str, list[str]]:
    if there.no_hook:
        return "", []
    return post_call.provide(account, there.hook, there.agent, dry_run=dry_run, new=NEW)


def _advice(there: AtVendor) -> Iterator[str]:
    """What nobody but the operator can mend."""
    if there.secret_id and not settings.TOOL_SECRET:
        yield (
            "TOOL_SECRET is not set. It was shown when it was made; if it is lost, set another "
            "long random one and run this again."
        )
    if there.no_hook:
        yield f"No post-call webhook: {there.no_hook}"
    elif there.hook and not settings.ELEVENLABS_WEBHOOK_SECRET:
        yield (
            "ELEVENLABS_WEBHOOK_SECRET is not set. It was shown when the webhook "
            f"{there.hook['webhook_id']} was made; if it is lost, delete that webhook in the "
            "vendor's settings and run this again."
        )


def _tool(
    account: Account, there: AtVendor, document: JsonObject, dry_run: bool
) -> tuple[str, list[str]]:
    """The tool's id, and what was done about it."""
    name = str(document["name"])
    known = there.tools.get(name)
    if known is None or known["tool_config"].get("type") != document["type"]:
        known = _left_over(account, there, document)
    found = list(differences(document, known["tool_config"])) if known else []
    if known and not found:
        return str(known["id"]), []
    lines = [f"~ tool {name}", *(f"    {line}" for each in found for line in each.lines())]
    if known and account.agents_with(str(known["id"])) <= {there.agent_id}:
        if not dry_run:
            account.change_tool(str(known["id"]), document)
        return str(known["id"]), lines
    # Other agents use it, or there is none: they keep theirs, ours gets its own.
    lines[0] = f"+ tool {name}"
    return NEW if dry_run else account.make_tool(document), lines if known else lines[:1]


def _left_over(account: Account, there: AtVendor, document: JsonObject) -> JsonObject | None:
    """A tool that an interrupted run made: just as we want it, and in nobody's use."""
    for tool in account.tools():
        same = tool["tool_config"].get("name") == document["name"]
        if not same or list(differences(document, tool["tool_config"])):
            continue
        if account.agents_with(str(tool["id"])) <= {there.agent_id}:
            return tool
    return None


def _agent(
    account: Account, there: AtVendor, wanted: JsonObject, dry_run: bool
) -> tuple[str, list[str]]:
    if not there.agent:
        return (
            NEW if dry_run else account.make_agent(at_first(wanted)),
            [f"+ agent {NAME} with {len(_tool_ids(wanted))} tools"],
        )
    found = list(differences(wanted, there.agent))
    if not found:
        return there.agent_id, []
    if not dry_run:
        account.change_agent(there.agent_id, without_more(wanted, found))
    lines = [f"    {line}" for each in found for line in each.lines()]
    return there.agent_id, [f"~ agent {there.agent_id}", *lines]


def _tool_ids(document: JsonObject) -> list[str]:
    ids: list[str] = document["conversation_config"]["agent"]["prompt"]["tool_ids"]
    return ids


def _read_back(account: Account, design: AgentDesign, agent_id: str) -> None:
    """Raises AgentError when the vendor has not taken what it was told."""
    left = [str(each) for each in all_differences(read(account, agent_id), design)]
    if left:
        raise AgentError(f"The voice vendor did not take everything: {'; '.join(left)}.")


def all_differences(there: AtVendor, design: AgentDesign) -> Iterator[Difference]:
    """Between what lies there and the design, tools by their names."""
    if server_tools.used() and not there.secret_id:
        yield Difference(server_tools.LABEL, {}, None)
    documents = server_tools.documents(design.tools, design.tool_seconds, there.secret_id)
    for document in documents:
        name = str(document["name"])
        known = there.tools.get(name)
        if known is None:
            yield Difference(f"tool {name}", document, None)
            continue
        kind = known["tool_config"].get("type")
        if kind != document["type"]:
            yield Difference(f"tool {name}: type", document["type"], kind)
            continue
        for each in differences(document, known["tool_config"]):
            yield Difference(f"tool {name}: {each.path}", each.wanted, each.found)
    for name in sorted(set(there.tools) - {str(each["name"]) for each in documents}):
        yield Difference(f"tool {name}", None, there.tools[name])
    hook_id = ""
    if not there.no_hook:
        yield from post_call.differences(there.hook)
        hook_id = str(there.hook.get("webhook_id", ""))
    wanted = agent_document(design, there.tool_ids, settings.ELEVENLABS_OVERRIDES, hook_id)
    yield from differences(wanted, there.agent)
