"""The error tree: one class for each decision that a caller can take."""

import pytest

from callpilot.errors import (
    AgentError,
    BadInput,
    CallPilotError,
    CarrierError,
    DirectoryError,
    NotPermitted,
    RecognitionError,
    Refused,
    SlotTaken,
    SpeechError,
    VendorError,
)


@pytest.mark.parametrize("kind", [Refused, SlotTaken, NotPermitted])
def test_a_refusal_is_permanent_and_says_why(kind: type[CallPilotError]) -> None:
    error = kind("No time.")

    assert isinstance(error, Refused) and error.permanent and str(error) == "No time."


@pytest.mark.parametrize(
    "kind", [CarrierError, AgentError, RecognitionError, SpeechError, DirectoryError]
)
def test_somebody_elses_failure_may_pass(kind: type[VendorError]) -> None:
    assert isinstance(kind("Down."), VendorError) and not kind("Down.").permanent


@pytest.mark.parametrize("kind", [RecognitionError, SpeechError])
def test_an_agent_whose_ears_or_mouth_fail_is_an_agent_that_fails(kind: type[AgentError]) -> None:
    assert isinstance(kind("Down."), AgentError)


def test_a_carriers_failure_says_whether_the_call_may_exist() -> None:
    usual, lost = CarrierError("x"), CarrierError("x", in_doubt=True, code="20503")

    assert (usual.in_doubt, usual.code) == (False, "") and lost.in_doubt and lost.code == "20503"
    assert CarrierError("x", permanent=True).permanent


def test_each_error_may_say_otherwise_for_itself_alone() -> None:
    assert not Refused("Later.", permanent=False).permanent
    assert Refused("Never.").permanent


def test_bad_input_names_its_fields() -> None:
    error = BadInput({"phone": ["Too short.", "No digits."], "name": ["Missing."]})

    assert error.errors["name"] == ["Missing."]
    assert str(error) == "phone: Too short. No digits.; name: Missing."
