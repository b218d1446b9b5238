"""Faults on demand: refused when they are none, struck in order, as often and where they say."""

import pytest

from callpilot.json_types import JsonObject
from telephony.simulator.network.faults import KINDS, ROUTES, Fault, Faults


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_strikes_once_unless_told_otherwise(kind: str) -> None:
    faults = Faults()
    faults.add(kind=kind)

    assert faults.strike(kind, "+1") is not None
    assert faults.strike(kind, "+1") is None


@pytest.mark.parametrize(
    "fields,words",
    [
        ({"kind": "earthquake"}, "kind is one of"),
        ({"kind": "rest_429", "on": "teapot"}, "on is one of"),
        ({"kind": "rest_429", "count": 0}, "count is"),
        ({"kind": "rest_429", "count": True}, "count is"),
        ({"kind": "rest_429", "count": 1.5}, "count is"),
        ({"kind": "rest_429", "seconds": -1}, "seconds is"),
        ({"kind": "rest_429", "seconds": 3601}, "seconds is"),
        ({"kind": "rest_429", "seconds": "soon"}, "seconds is"),
        ({"kind": "rest_429", "colour": "red"}, "colour"),
        ({}, "kind"),
    ],
)
def test_what_is_no_fault_is_refused_in_words(fields: JsonObject, words: str) -> None:
    faults = Faults()

    with pytest.raises(ValueError, match=words):
        faults.add(**fields)
    assert faults.waiting == []


def test_a_fault_strikes_as_often_as_it_counts() -> None:
    faults = Faults()
    faults.add(kind="rest_429", count=3)

    assert [faults.strike("rest_429", "") is not None for _ in range(4)] == [True] * 3 + [False]


def test_a_fault_without_a_count_strikes_for_ever() -> None:
    faults = Faults()
    faults.add(kind="rest_429", count=None)

    assert all(faults.strike("rest_429", "") for _ in range(20)) and len(faults.waiting) == 1


def test_a_fault_for_one_number_spares_the_others() -> None:
    faults = Faults()
    faults.add(kind="stream_drop", to="+1")

    assert faults.strike("stream_drop", "+2") is None
    assert faults.strike("stream_drop", "+1") is not None


def test_a_fault_of_another_kind_is_left_to_strike() -> None:
    faults = Faults()
    faults.add(kind="stream_drop")

    assert faults.strike("stream_hang", "") is None and faults.waiting


@pytest.mark.parametrize("on", ROUTES)
def test_a_fault_on_one_route_spares_the_others(on: str) -> None:
    faults = Faults()
    faults.add(kind="rest_429", on=on, count=None)

    struck = {route for route in ROUTES[:-1] if faults.strike("rest_429", "", on=route)}

    assert struck == (set(ROUTES[:-1]) if on == "any" else {on})


def test_a_fault_of_one_event_waits_for_it() -> None:
    faults = Faults()
    faults.add(kind="callback_drop", event="ringing")

    assert faults.strike("callback_drop", "", event="completed") is None
    assert faults.strike("callback_drop", "", event="ringing") is not None


def test_the_oldest_fault_strikes_first() -> None:
    faults = Faults()
    faults.add(kind="stream_drop", seconds=1)
    faults.add(kind="stream_drop", seconds=2)

    struck = [faults.strike("stream_drop", "") for _ in range(2)]

    assert [fault.seconds for fault in struck if fault] == [1, 2]


def test_what_is_still_to_strike_is_listed() -> None:
    faults = Faults()
    faults.add(kind="stream_drop", to="+1")

    assert faults.listed() == [vars(Fault(kind="stream_drop", to="+1"))]
