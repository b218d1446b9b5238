"""Rehearsals in memory: the diary answers tools by the rules of the product."""

from datetime import UTC, date, datetime, timedelta

import pytest

from scheduling.slots import Slot
from voice.evidence.judge import Said
from voice.negotiation.negotiator import CallTool
from voice.negotiation.rehearsal import Diary, Record, brief_facts, chosen, disclosed

TODAY = date(2026, 11, 24)  # a Tuesday
MONDAY_AT_TEN = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)  # ten in San Francisco
HALF_HOUR = timedelta(minutes=30)


def told(start: datetime) -> dict[str, str]:
    return {"start": start.isoformat(), "end": (start + HALF_HOUR).isoformat()}


@pytest.fixture
def diary() -> Diary:
    return Diary.of(brief_facts(TODAY))


def offered() -> list[Said]:
    return [
        Said(1, "agent", "Is there a time next week, in the morning?"),
        Said(2, "callee", "Yes, we have Monday the thirtieth at ten in the morning."),
    ]


def test_a_diary_is_free_when_the_brief_allows_it(diary: Diary) -> None:
    days = {slot.start.astimezone(diary.zone).date() for slot in diary.free()}
    hours = {slot.start.astimezone(diary.zone).hour for slot in diary.free()}

    assert days == {date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2), date(2026, 12, 4)}
    assert min(hours) == 8 and max(hours) == 11


def test_what_ends_after_the_wanted_part_of_the_day_is_not_free(diary: Diary) -> None:
    last = MONDAY_AT_TEN + timedelta(hours=1, minutes=30)  # 11:30 to noon

    assert diary.is_free(Slot(last, last + HALF_HOUR))
    assert not diary.is_free(Slot(last + timedelta(minutes=15), last + timedelta(minutes=45)))


def test_a_busy_time_is_neither_acceptable_nor_proposed(diary: Diary) -> None:
    diary.busy.append(Slot(MONDAY_AT_TEN, MONDAY_AT_TEN + HALF_HOUR))

    answer = diary.answer("validate_slot", told(MONDAY_AT_TEN), [])

    assert answer["acceptable"] is False and answer["reason"]
    assert MONDAY_AT_TEN not in {slot.start for slot in diary.free()}


def test_alternatives_are_three_at_most_and_on_different_days(diary: Diary) -> None:
    slots = diary.answer("propose_alternatives", {}, [])["slots"]

    assert len(slots) == 3
    assert len({datetime.fromisoformat(slot).date() for slot in slots}) == 3


def test_an_offer_that_the_callee_named_is_verified(diary: Diary) -> None:
    answer = diary.answer("report_slot_offer", told(MONDAY_AT_TEN), offered())

    assert answer["ok"] and answer["verified"]
    assert diary.offers == {MONDAY_AT_TEN: True}


def test_an_offer_that_nobody_named_is_not_verified(diary: Diary) -> None:
    other = MONDAY_AT_TEN + timedelta(days=1)

    assert diary.answer("report_slot_offer", told(other), offered())["verified"] is False


def test_a_withdrawn_offer_is_gone_and_can_be_withdrawn_once(diary: Diary) -> None:
    diary.answer("report_slot_offer", told(MONDAY_AT_TEN), offered())

    assert diary.answer("withdraw_offer", told(MONDAY_AT_TEN), [])["ok"] is True
    assert diary.answer("withdraw_offer", told(MONDAY_AT_TEN), [])["ok"] is False


def test_nothing_is_booked_without_a_clear_yes_to_a_read_back(diary: Diary) -> None:
    answer = diary.answer("book_slot", told(MONDAY_AT_TEN), offered())

    assert answer["booked"] is False and answer["reason"]
    assert diary.booked == []


def test_a_clear_yes_to_the_read_back_books(diary: Diary) -> None:
    turns = [
        *offered(),
        Said(
            3, "agent", "So that is Monday, November 30th, at 10:00 in the morning. Is that right?"
        ),
        Said(4, "callee", "Yes."),
    ]

    assert diary.answer("book_slot", told(MONDAY_AT_TEN), turns)["booked"] is True
    assert diary.booked == [MONDAY_AT_TEN]


def test_a_tool_that_a_diary_does_not_know_is_noted_all_the_same(diary: Diary) -> None:
    assert diary.answer("log_event", {"message": "on hold"}, []) == {"ok": True, "say": ""}


def test_the_outcome_of_a_record_is_what_the_agent_ended_with(diary: Diary) -> None:
    record = Record()
    record.use(CallTool("1", "log_event", {"message": "x"}), diary)
    record.use(CallTool("2", "end_call", {"outcome": "no_slots", "summary": ""}), diary)

    assert record.outcome == "no_slots"
    assert [use.name for use in record.uses("end_call")] == ["end_call"]


def test_the_call_that_follows_is_about_the_time_that_was_chosen(diary: Diary) -> None:
    record = Record(turns=offered())
    record.use(CallTool("1", "report_slot_offer", told(MONDAY_AT_TEN)), diary)

    facts = chosen(brief_facts(TODAY), record.uses("report_slot_offer")[0], "confirm")

    assert facts["purpose"] == "confirm" and facts["may_book"] is True
    assert facts["slot_start"] == MONDAY_AT_TEN.isoformat()


@pytest.mark.parametrize("purpose", ["enquire", "confirm", "release", "cancel"])
def test_every_announcement_says_that_a_machine_calls_and_for_whom(purpose: str) -> None:
    words = disclosed(brief_facts(TODAY, purpose=purpose))

    assert "automated assistant" in words and "Alex Morgan" in words
