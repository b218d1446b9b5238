"""The agent as it has to lie at its vendor."""

from pytest_django.fixtures import Settings

from voice.agent_design import TOOL_SECONDS, design
from voice.session.tool_runner import ANSWER_SECONDS, PERSON_SECONDS
from voice.tools.registry import TOOLS


def test_it_has_every_tool_as_the_registry_publishes_it() -> None:
    assert [tool.name for tool in design().tools] == list(TOOLS)
    assert all(tool.description for tool in design().tools)


def test_the_carrier_ends_a_call_before_the_agent_does(settings: Settings) -> None:
    settings.CALL_LIMIT_SECONDS = 600

    assert design().max_seconds > 600


def test_the_agent_waits_longer_for_a_tool_than_we_take_to_answer() -> None:
    assert max(ANSWER_SECONDS, PERSON_SECONDS) < TOOL_SECONDS
