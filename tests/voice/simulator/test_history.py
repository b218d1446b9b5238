"""What the vendor keeps of a conversation, by its own types."""

import pytest
from elevenlabs.types import GetConversationResponseModel

from callpilot.json_types import JsonObject
from tests.voice.simulator.accounts import unknown_members
from voice.simulator import frames
from voice.simulator.history import History, conversation


def told() -> History:
    history = History()
    history.note(frames.agent_response("Good morning to you all.", 1), 1_000)
    history.note(frames.user_transcript("Hello?", 2), 4_500)
    history.note(frames.correction("Good morning to you all.", "Good morning...", 1), 5_000)
    history.note(frames.ping(3, None), 6_000)
    return history


def shown(**how: object) -> JsonObject:
    usual: JsonObject = {"began": 1_795_200_100.5, "ms": 30_000, "variables": {"a": "b"}}
    return conversation("conv_1", "agent_1", "CallPilot", told(), **usual | how)


def test_turns_are_kept_as_they_were_heard() -> None:
    turns = told().turns

    assert [(t["role"], t["message"], t["time_in_call_secs"]) for t in turns] == [
        ("agent", "Good morning...", 1),
        ("user", "Hello?", 4),
    ]
    assert [turn["interrupted"] for turn in turns] == [True, False]


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"code": 1000}, "done"),
        ({"code": 1006, "by_client": True}, "done"),
        ({"code": 1011}, "failed"),
        ({"going_on": True}, "in-progress"),
    ],
)
def test_the_vendors_types_know_everything_that_is_shown(how: JsonObject, status: str) -> None:
    model = GetConversationResponseModel.model_validate(shown(**how))

    assert list(unknown_members(model)) == []
    assert (model.status, model.metadata.cost) == (status, None if how.get("going_on") else 240)


def test_secret_facts_are_shown_to_nobody() -> None:
    data = shown(variables={"today": "Monday", "secret__call": "hush"}, code=1000)

    assert "hush" not in str(data)
    variables = data["conversation_initiation_client_data"]["dynamic_variables"]
    assert variables["today"] == "Monday"
