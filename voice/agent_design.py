"""The agent that has to lie at its vendor: its prompt, its tools and how long it may take."""

from django.conf import settings

from voice import briefs
from voice.agents.base import AgentDesign, ToolDesign
from voice.tools.registry import TOOLS

LANGUAGE = "en"
MARGIN_SECONDS = 60  # the carrier ends a call first, so that the agent ends none in mid-sentence
TOOL_SECONDS = 20  # longer than we let any tool take before we answer that it takes longer


def design() -> AgentDesign:
    return AgentDesign(
        prompt=briefs.prompt_template(),
        tools=tuple(
            ToolDesign(
                tool.name,
                tool.description,
                tool.parameters,
                f"{settings.PUBLIC_URL}/api/{tool.path}",
            )
            for tool in TOOLS.values()
        ),
        language=LANGUAGE,
        max_seconds=settings.CALL_LIMIT_SECONDS + MARGIN_SECONDS,
        tool_seconds=TOOL_SECONDS,
    )
