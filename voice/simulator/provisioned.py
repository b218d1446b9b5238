"""An account in which our agents lie already, as `provision_agent` would have made them."""

import time
from random import Random
from uuid import UUID

from django.conf import settings

from voice.agents.base import AgentDesign
from voice.agents.elevenlabs import server_tools
from voice.agents.elevenlabs.agent_document import agent_document, at_first
from voice.agents.elevenlabs.post_call import NAME
from voice.simulator.switches import AGENTS
from voice.simulator.workspace import Workspace


def workspace(
    design: AgentDesign | None = None, *, seed: int = 1, post_call: tuple[str, str] | None = None
) -> Workspace:
    """With one agent of that design for each kind that AGENTS lists; empty without a design.

    post_call: the address that is told of their conversations, and the secret to sign with.
    """
    random = Random(seed)
    lying = Workspace(lambda: UUID(int=random.getrandbits(128)).hex[:26], time.time)
    if design is None:
        return lying
    secret_id = ""
    if server_tools.used() and (value := settings.TOOL_SECRET):
        secret_id = lying.make_secret(server_tools.secret_name(value), value)
    tools = server_tools.documents(design.tools, design.tool_seconds, secret_id)
    tool_ids = [lying.make_tool(tool) for tool in tools]
    hook_id = ""
    if post_call is not None:
        hook = lying.hooks.add(NAME, *post_call)
        hook.retry_enabled = True
        hook_id = hook.webhook_id
    for agent_id, switches in AGENTS.items():
        wanted = agent_document(design, tool_ids, switches.allowed_overrides, hook_id)
        document = at_first(wanted)
        config = document["conversation_config"]
        config["asr"]["user_input_audio_format"] = switches.input_format
        config["tts"]["agent_output_audio_format"] = switches.output_format
        lying.make_agent(document, agent_id)
    lying.changes.clear()
    return lying
