"""What a call's page tells: turns and tools in one order, what proves an offer, what is missing."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.models import Call, Event
from campaigns.pages import looks
from scheduling.language.write import elapsed
from telephony.call_page import timeline
from telephony.call_page.timeline import Row
from telephony.models import Recording
from tests.factories import make_call, make_campaign, make_offer
from voice.models import ToolRun, Turn

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/Los_Angeles")


def turn(call: Call, number: int, text: str = "Words.", **more: object) -> Turn:
    fields = {"speaker": "callee", "started_ms": 1000 * number, "ended_ms": 1000 * number + 500}
    return Turn.objects.create(call=call, number=number, text=text, **fields | more)


def run(call: Call, name: str = "validate_slot", **more: object) -> ToolRun:
    fields: JsonObject = {"ok": True, "answer": {"say": "Fine."}, "key": f"{name}{more}"[:64]}
    return ToolRun.objects.create(call=call, name=name, **fields | more)


@pytest.mark.parametrize("ms,shown", [(0, "0:00"), (999, "0:00"), (65_000, "1:05"), (6e5, "10:00")])
def test_the_clock_counts_minutes_and_seconds(ms: float, shown: str) -> None:
    assert elapsed(ms / 1000) == shown


@pytest.mark.parametrize(
    "ms,shown", [(None, ""), (0, "0 ms"), (999, "999 ms"), (1000, "1.0 s"), (2340, "2.3 s")]
)
def test_how_long_a_tool_took_is_said_in_a_fitting_unit(ms: int | None, shown: str) -> None:
    assert Row(kind="tool", at_ms=0, until_ms=0, took_ms=ms).took == shown


def test_turns_and_tools_stand_in_the_order_of_the_clock() -> None:
    call = make_call()
    turn(call, 2)
    turn(call, 1)
    run(call, at_ms=1500)

    rows = timeline.rows(call, ZONE)

    assert [(row.kind, row.at_ms) for row in rows] == [
        ("turn", 1000), ("tool", 1500), ("turn", 2000),
    ]  # fmt: skip


def test_at_the_same_moment_words_come_before_what_they_led_to() -> None:
    call = make_call()
    run(call, at_ms=1000)
    turn(call, 1)

    assert [row.kind for row in timeline.rows(call, ZONE)] == ["turn", "tool"]


def test_an_empty_turn_is_not_shown() -> None:
    call = make_call()
    turn(call, 1, "")

    assert timeline.rows(call, ZONE) == []


def test_a_turn_never_ends_before_it_begins() -> None:
    call = make_call()
    turn(call, 1, started_ms=5000, ended_ms=0)

    assert timeline.rows(call, ZONE)[0].until_ms == 5000


def test_the_turns_on_which_an_offer_rests_are_marked() -> None:
    call = make_call()
    turn(call, 1)
    turn(call, 2)
    make_offer(call, evidence={"turns": [2], "call_id": str(call.pk)})

    assert [row.evidence for row in timeline.rows(call, ZONE)] == [False, True]


def test_an_offer_that_rests_on_another_call_marks_nothing_here() -> None:
    call = make_call()
    turn(call, 2)
    make_offer(call, evidence={"turns": [2], "call_id": str(make_call().pk)})

    assert not timeline.rows(call, ZONE)[0].evidence


@pytest.mark.parametrize(
    "name,ok,kind",
    [
        ("report_slot_offer", True, "offer"), ("book_slot", True, "offer"),
        ("ask_person", True, "asked"), ("validate_slot", True, "tool"),
        ("book_slot", False, "tool"), ("ask_person", False, "tool"),
    ],
)  # fmt: skip
def test_only_what_worked_is_more_than_a_tool(name: str, ok: bool, kind: str) -> None:
    call = make_call()
    run(call, name, ok=ok)

    assert timeline.rows(call, ZONE)[0].kind == kind


def test_a_tool_is_called_by_its_words_and_an_unknown_one_all_the_same() -> None:
    call = make_call()
    run(call, "book_slot", at_ms=1)
    run(call, "brand_new", at_ms=2)

    named = [row.who for row in timeline.rows(call, ZONE)]
    assert named == ["Booked the time", "Looked something up"]


def test_a_tool_that_never_answered_says_so() -> None:
    call = make_call()
    run(call, answer=None, ok=False)

    assert timeline.rows(call, ZONE)[0].text == "No answer."


def test_arguments_are_shown_in_words_and_in_the_places_zone() -> None:
    call = make_call()
    run(call, arguments={"start": "2026-12-01T18:30+00:00", "options": ["a", "b"], "price": ""})

    details = dict(timeline.rows(call, ZONE)[0].details)

    assert "10:30" in details["from"] and details["choices"] == "a, b" and "price" not in details


@pytest.mark.parametrize("value", ["Tomorrow at Ten", "T", "2026-99-99T00:00", "no time"])
def test_an_argument_that_is_no_time_is_shown_as_it_came(value: str) -> None:
    call = make_call()
    run(call, arguments={"start": value})

    assert dict(timeline.rows(call, ZONE)[0].details) == {"from": value}


def test_the_announcement_is_found_among_the_turns() -> None:
    call = make_call()
    turn(call, 1, "Hello, I am automated.", speaker="carrier")
    turn(call, 2)
    rows = timeline.rows(call, ZONE)

    found = timeline.disclosed(rows)

    assert found is not None and found.text == "Hello, I am automated."
    assert timeline.disclosed(rows[1:]) is None


@pytest.mark.parametrize(
    "status,outcome,label",
    [
        ("ringing", "", "ringing"), ("in_progress", "offer", "talking"),
        ("completed", "offer", "offer"), ("completed", "", "ended"),
        ("failed", "busy", "line busy"), ("cancelled", "cancelled", "stopped"),
    ],
)  # fmt: skip
def test_the_chip_tells_the_outcome_only_once_the_call_has_ended(
    status: str, outcome: str, label: str
) -> None:
    assert str(looks.look_of(Call(status=status, outcome=outcome)).word) == label


@pytest.mark.parametrize("outcome", Call.Outcome.values)
def test_every_outcome_has_a_chip_of_its_own_look(outcome: str) -> None:
    shown = looks.look_of(Call(status="completed", outcome=outcome))

    assert shown.icon and shown.word
    assert shown.css != "is-queued" or outcome == Call.Outcome.CANCELLED


def test_the_player_marks_what_was_done_and_what_proves_it() -> None:
    rows = [
        Row(kind="turn", at_ms=0, until_ms=1),
        Row(kind="turn", at_ms=1, until_ms=1, evidence=True),
        Row(kind="tool", at_ms=2, until_ms=2),
    ]

    player = timeline.player(Recording(seconds=65.2, began_ms=1500, peaks=b"\x00\xff"), rows)

    assert player.marks == rows[1:]
    assert (player.clock, player.began, player.peaks) == ("1:05", 1.5, "AP8=")


def test_a_mark_leads_to_its_very_moment_not_to_the_sentence_before_it() -> None:
    assert Row(kind="offer", at_ms=83_900, until_ms=83_900).second == "83.900"


def test_while_the_call_goes_on_there_is_nothing_to_hear_yet() -> None:
    assert "once the call has ended" in timeline.absence(Call(status="in_progress"), None)


def test_a_recording_that_is_stored_has_no_excuse() -> None:
    row = Recording(path="x.wav", consent="given", finished_at=now(), stored_at=now())

    assert timeline.absence(Call(status="completed", ended_at=now()), row) == ""


@pytest.mark.parametrize("finished", [False, True])
@pytest.mark.parametrize("minutes,words", [(0, "being finished"), (16, "not arrived here")])
def test_a_recording_that_has_not_come_here_is_awaited_for_a_while(
    finished: bool, minutes: int, words: str
) -> None:
    row = Recording(path="x.wav", consent="given", finished_at=now() if finished else None)
    call = Call(status="completed", ended_at=now() - timedelta(minutes=minutes))

    assert words in timeline.absence(call, row)
    assert timeline.is_on_its_way(call, row) is (minutes == 0)


def test_what_was_never_recorded_is_not_awaited() -> None:
    call = Call(status="completed", ended_at=now())

    assert not timeline.is_on_its_way(call, None)
    assert not timeline.is_on_its_way(call, Recording(consent="refused"))


def test_a_recording_deleted_early_was_deleted_and_one_that_lapsed_had_its_time() -> None:
    early = Recording(consent="given", deleted_at=now(), expires_at=now() + timedelta(days=3))
    lapsed = Recording(consent="given", deleted_at=now(), expires_at=now() - timedelta(days=3))

    told = [timeline.absence(Call(status="completed"), row) for row in (early, lapsed)]

    assert told == [
        "The recording was deleted.", "The recording was deleted when its time was up.",
    ]  # fmt: skip


def test_notes_are_told_in_order_and_blank_ones_not_at_all() -> None:
    campaign = make_campaign()
    call = make_call(campaign)
    for text in ("First.", "  ", "Second."):
        Event.record(campaign, Event.Kind.CALL_NOTED, call=call, text=text)

    assert timeline.notes(call) == ["First.", "Second."]
