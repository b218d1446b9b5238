"""An account in which our agents lie already, as `provision_agent` would have made them."""

import time
from random import Random
from uuid import UUID

from voice.agents.base import AgentDesign
from voice.agents.elevenlabs.agent_document import agent_document, at_first, tool_document
from voice.simulator.switches import AGENTS
from voice.simulator.workspace import Workspace


def workspace(design: AgentDesign | None = None, *, seed: int = 1) -> Workspace:
    """With one agent of that design for each kind that AGENTS lists; empty without a design."""
    random = Random(seed)
    lying = Workspace(lambda: UUID(int=random.getrandbits(128)).hex[:26], time.time)
    if design is None:
        return lying
    tools = [tool_document(tool, design.tool_seconds) for tool in design.tools]
    tool_ids = [lying.make_tool(tool) for tool in tools]
    for agent_id, switches in AGENTS.items():
        document = at_first(agent_document(design, tool_ids, switches.allowed_overrides))
        config = document["conversation_config"]
        config["asr"]["user_input_audio_format"] = switches.input_format
        config["tts"]["agent_output_audio_format"] = switches.output_format
        lying.make_agent(document, agent_id)
    lying.changes.clear()
    return lying
