"""What can be made to go wrong with an agent: refused when it is nothing, and as often as told."""

import pytest

from callpilot.json_types import JsonObject
from voice.simulator.formats import FORMATS
from voice.simulator.switches import AGENTS, Fault, Faults, Switches


def test_an_agent_speaks_as_its_name_says() -> None:
    for name, switches in AGENTS.items():
        format = name.removeprefix("agent_simulated_")
        if format.startswith(("ulaw", "pcm")):
            assert switches.input_format == switches.output_format == format
        else:
            assert switches.input_format in FORMATS


@pytest.mark.parametrize(
    "fields,words",
    [
        ({"switches": {"colour": "red"}}, "members out of"),
        ({"switches": []}, "members out of"),
        ({"switches": {}, "count": 0}, "count is"),
        ({"switches": {}, "count": True}, "count is"),
        ({"switches": {"drop_after_ms": -1}}, "drop_after_ms is"),
        ({"switches": {"close_code": "1002"}}, "close_code is"),
        ({"switches": {"queue_ms": 1.5}}, "queue_ms is"),
    ],
)
def test_what_is_no_fault_is_refused_in_words(fields: JsonObject, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Fault(**fields)


def test_a_fault_strikes_as_often_as_it_counts_and_then_no_more() -> None:
    faults = Faults([Fault({"drop_after_ms": 9}, count=2)])

    struck = [faults.strike("a", Switches()).drop_after_ms for _ in range(3)]

    assert struck == [9, 9, None] and faults.waiting == []


def test_a_fault_without_a_count_strikes_always() -> None:
    faults = Faults([Fault({"queue_full": True}, count=None)])

    assert all(faults.strike("a", Switches()).queue_full for _ in range(9))


def test_a_fault_of_one_agent_spares_the_others() -> None:
    faults = Faults([Fault({"drop_after_ms": 9}, agent_id="a")])

    assert faults.strike("b", Switches()).drop_after_ms is None
    assert faults.strike("a", Switches()).drop_after_ms == 9


def test_two_faults_strike_together_and_the_later_one_wins() -> None:
    faults = Faults([Fault({"drop_after_ms": 1, "queue_ms": 5}), Fault({"drop_after_ms": 2})])

    struck = faults.strike("a", Switches())

    assert (struck.drop_after_ms, struck.queue_ms) == (2, 5)


def test_lists_become_what_switches_hold() -> None:
    fault = Fault({"allowed_overrides": ["tts.speed"]})

    assert Faults([fault]).strike("a", Switches()).allowed_overrides == ("tts.speed",)
