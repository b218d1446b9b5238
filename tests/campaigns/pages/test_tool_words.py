"""Every tool an agent can run has words for people, done and failed."""

import pytest

from campaigns.models import Event
from campaigns.pages import audit_trail, tool_words
from campaigns.pages.call_cards import beside
from tests.factories import make_call
from voice.tools import registry


def test_every_tool_of_the_registry_has_words_and_nothing_else_has() -> None:
    assert set(tool_words.TOOLS) == set(registry.TOOLS)


@pytest.mark.parametrize("name", registry.TOOLS)
def test_a_failure_is_not_told_as_a_success(name: str) -> None:
    done, failed = tool_words.told(name, ok=True), tool_words.told(name, ok=False)

    assert done != failed and "_" not in done + failed and done[0].isupper() and failed[0].isupper()


def test_a_tool_of_another_version_is_told_without_its_raw_name() -> None:
    assert tool_words.told("teleport_person", ok=True) == "Looked something up"


@pytest.mark.django_db
@pytest.mark.parametrize("ok", [True, False])
def test_an_offer_taken_back_is_told_alike_on_the_board_and_in_the_trail(ok: bool) -> None:
    call = make_call()
    event = Event(
        mandate=call.mandate, call=call, number=1, kind="tool_run",
        data={"name": "withdraw_offer", "ok": ok, "ms": 4},
    )  # fmt: skip
    line = beside(event)

    words = tool_words.told("withdraw_offer", ok)
    assert line is not None and line.text == words
    assert words.casefold() in audit_trail.sentence(event).casefold()
