"""Tests of voice/understand.py: cases in, verdicts out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callpilot.json_types import JsonObject
from voice.evidence.further_calls import QUESTION
from voice.understand import KINDS, answer, verdict_on

PLACE = {"today": "2026-11-21", "zone": "America/New_York", "opening_hours": ["08:00", "18:00"]}
READ_BACK = "So that is Tuesday, November 24, at 10:30 in the morning. Is that right?"
SLOT = "2026-11-24T10:30:00"


def call(*turns: tuple[str, str], **more: object) -> JsonObject:
    return {"turns": [{"speaker": who, "text": said} for who, said in turns], **PLACE, **more}


def times(text: str, **more: object) -> list[JsonObject]:
    place = {"now": "2026-11-21T09:00:00", "zone": "America/New_York"}
    told: list[JsonObject] = verdict_on("time", {"text": text, **place, **more})["times"]
    return told


def test_a_time_is_told_with_its_date_and_whether_it_is_exact() -> None:
    (told,) = times("Tuesday at half past ten", language="en")

    assert (told["date"], told["time"], told["exact"]) == ("2026-11-24", "10:30:00", True)


def test_of_a_time_that_is_asked_back_only_the_certain_half_is_told() -> None:
    (told,) = times("next Tuesday at seven")
    (wrong,) = times("Tuesday, November 25th")

    assert (told["time"], told["exact"]) == (None, False)
    assert told["ask"]
    assert (wrong["date"], wrong["exact"]) == (None, False)


def test_an_hour_without_a_day_is_the_next_one_and_told_as_such() -> None:
    (told,) = times("at half past eight")
    (later,) = times("at noon")
    (whole,) = times("Tuesday at noon")

    assert (told["date"], told["time"], told["exact"]) == ("2026-11-22", "08:30:00", True)
    assert (later["date"], later["from_now"]) == ("2026-11-21", True)
    assert whole["from_now"] is False


def test_what_is_counted_from_now_is_told_in_its_place() -> None:
    exact, rough, day = times("In ten minutes, in about an hour or on Tuesday.")

    assert (exact["date"], exact["time"], exact["exact"]) == ("2026-11-21", "09:10:00", True)
    assert (rough["time"], rough["bound"], rough["exact"]) == ("10:00:00", "around", False)
    assert (day["date"], day["from_now"]) == ("2026-11-24", False)


def test_what_is_only_about_a_time_is_told_but_not_exact() -> None:
    (told,) = times("Tuesday around two")

    assert (told["time"], told["bound"], told["exact"]) == ("14:00:00", "around", False)


def test_the_only_day_that_may_be_meant_is_told_even_if_it_is_asked_for_a_yes() -> None:
    (told,) = times("in two weeks")
    (two,) = times("Saturday")  # today or in a week

    assert (told["date"], told["exact"]) == ("2026-12-05", False)
    assert told["ask"] == "Do you mean Saturday, December 5th?"
    assert two["date"] is None


def test_a_language_that_no_call_is_held_in_has_no_times() -> None:
    assert times("um drei", language="xx") == []


@pytest.mark.parametrize(
    ("said", "verdict"), [("Yes, that is right.", "booked"), ("No, sorry.", "refused")]
)
def test_a_booking_is_judged_as_in_a_call(said: str, verdict: str) -> None:
    case = call(("agent", READ_BACK), ("callee", said), slot=SLOT)

    assert verdict_on("booking", case)["booking"] == verdict


def test_all_offers_that_stand_are_told() -> None:
    case = call(("callee", "We have Tuesday at ten thirty or Wednesday at two."))

    told = verdict_on("offers", case)["offers"]

    assert [each["start"] for each in told] == [SLOT, "2026-11-25T14:00:00"]
    assert {each["verdict"] for each in told} == {"offered"}


def test_a_slot_that_is_asked_for_is_told_even_if_it_is_not_offered() -> None:
    case = call(("callee", "Tuesday at ten thirty is taken."), slot=SLOT)

    (told,) = verdict_on("offer", case)["offers"]

    assert (told["start"], told["verdict"]) == (SLOT, "refused")


@pytest.mark.parametrize(
    ("kind", "text", "verdict"),
    [
        ("opt_out", "Take us off your list.", {"opt_out": True, "turns": [1], "ask": None}),
        ("opt_out", "We don't like this.", {"opt_out": False, "turns": [1], "ask": QUESTION}),
        ("opt_out", "Hello, Bright Smile.", {"opt_out": False, "turns": [], "ask": None}),
        ("wrong_number", "You have the wrong number.", {"wrong_number": True}),
        ("attitude", "Call us back after lunch.", {"attitude": "call_back"}),
        ("pickup", "Please leave a message after the tone.", {"pickup": "voicemail"}),
        ("pickup", "Bright Smile, how can I help?", {"pickup": "human"}),
    ],
)
def test_a_sentence_is_taken_as_in_a_call(kind: str, text: str, verdict: JsonObject) -> None:
    assert verdict_on(kind, {"text": text}) == verdict


@pytest.mark.parametrize(("answer", "opt_out"), [("Yes, please.", True), ("No, go on.", False)])
def test_an_answer_to_our_question_is_judged_among_its_turns(answer: str, opt_out: bool) -> None:
    said = [("callee", "We don't like this."), ("agent", QUESTION), ("callee", answer)]
    turns = [{"speaker": speaker, "text": text} for speaker, text in said]

    told = verdict_on("opt_out", {"turns": turns})

    assert told == {"opt_out": opt_out, "turns": [1, 2, 3], "ask": None}


@pytest.mark.parametrize(
    ("number", "region", "allowed"),
    [
        ("+442079460123", "GB", True),  # also where the settings allow another country alone
        ("(415) 555-2671", "US", True),
        ("911", "US", False),
        ("+19005551234", "US", False),
        ("hello", "US", False),
    ],
)
def test_a_number_is_judged_by_the_rules_that_no_setting_lifts(
    number: str, region: str, allowed: bool
) -> None:
    told = verdict_on("number", {"number": number, "region": region})

    assert told["allowed"] is allowed
    assert bool(told["reason"]) is not allowed


@pytest.mark.parametrize(
    ("line", "case_id"),
    [
        ("no JSON", None),
        ("[]", None),
        ('{"kind": "time"}', None),
        ('{"id": 7, "kind": "weather", "input": {}}', 7),
        ('{"id": 7, "kind": "time", "input": {"text": "noon", "now": "soon", "zone": "UTC"}}', 7),
        ('{"id": 7, "kind": "time", "input": {"text": 1, "now": "2026-01-01", "zone": "UTC"}}', 7),
        ('{"id": 7, "kind": "opt_out", "input": {}}', 7),
    ],
)
def test_a_bad_line_gets_its_error_as_the_verdict(line: str, case_id: int | None) -> None:
    told = json.loads(answer(line))

    assert told["id"] == case_id
    assert told["verdict"]["error"]


@given(st.sampled_from(KINDS), st.text())
def test_any_line_gets_one_line(kind: str, text: str) -> None:
    told = answer(json.dumps({"id": "x", "kind": kind, "input": {"text": text}}))

    assert "\n" not in told
    assert json.loads(told)["id"] == "x"
