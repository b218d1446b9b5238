"""The TextAgent port: the callee's words in; words and tool calls out, whoever hears and speaks."""

from typing import Protocol

from django.utils.module_loading import import_string

from voice.agents.base import AgentSession, Brief


class TextSession(AgentSession, Protocol):
    """One conversation with a callee, in words alone.

    Of its events, Token and then Said make up each turn of the agent, all with one event id, which
    grows from turn to turn; ToolCall and Ended are as everywhere, and there are no others. Ended
    comes behind the last words, which are to be heard to their end.
    """

    async def hear(self, text: str, *, final: bool = True) -> None:
        """What the callee has said. Never blocks on the network.

        Not final: it may still change. The session may think ahead, but wants no tool for it, and
        what it says is not to be spoken before the same words have come as final; the next `hear`
        takes the place of this one.
        """
        ...

    def interrupted(self, heard: str) -> None:
        """The callee spoke over the agent, of whose last turn only this was heard.

        Nothing more of that turn comes; the session goes on from what was heard.
        """
        ...


class TextAgent(Protocol):
    """Whoever finds the words for us."""

    async def open(self, brief: Brief) -> TextSession:
        """Start a session; the agent has the first word. Raises AgentError when it cannot."""
        ...


TEXT_AGENTS = {"rules": "voice.negotiation.text_agent.RuleBasedAgent"}


def text_agent(name: str = "rules") -> TextAgent:
    """The text agent of this name. KeyError for an unknown one."""
    agent: TextAgent = import_string(TEXT_AGENTS[name])()
    return agent
