"""Where in its call a proof was said, for links and for eyes."""

import pytest

from callpilot.json_types import JsonObject
from campaigns.templatetags.evidence import clock, place


@pytest.mark.parametrize(
    ("evidence", "where"),
    [
        ({"turns": [14, 12], "at_ms": 83_900}, "turn-12"),
        ({"turns": [], "at_ms": 83_900}, "t=83.900"),
        ({"at_ms": "83900"}, "t=83.900"),
        ({"at_ms": None}, "t=0.000"),
        ({}, "t=0.000"),
    ],
)
def test_a_proof_is_found_by_its_first_turn_or_its_very_moment(
    evidence: JsonObject, where: str
) -> None:
    assert place(evidence) == where


@pytest.mark.parametrize(
    ("at_ms", "shown"), [(None, "0:00"), (0, "0:00"), (67_900, "1:07"), ("83900", "1:23")]
)
def test_a_moment_is_a_clock_for_eyes(at_ms: int | str | None, shown: str) -> None:
    assert clock(at_ms) == shown
