"""Calls in words alone, between a simulated callee and the rule-based speaker."""

from datetime import UTC, date, datetime

import pytest

from telephony.simulator.personas.callees import people
from telephony.simulator.personas.text_call import TextCall
from voice.evidence.judge import Said
from voice.negotiation.rehearsal import Diary, brief_facts

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
PHONE = "+14155550199"


def call_to(persona: str, heard: list[Said] | None = None) -> TextCall:
    town = people(1, lambda: NOW)
    town.place(PHONE, persona)
    facts = brief_facts(date(2026, 11, 24))
    overhear = heard.append if heard is not None else lambda turn: None
    return TextCall(town.pick_up(PHONE), facts, Diary.of(facts), overhear)


def test_the_announcement_stands_before_our_first_word() -> None:
    record = call_to("generous").run()
    speakers = [turn.speaker for turn in record.turns]

    assert "agent" not in speakers[: speakers.index("carrier")]


def test_turns_are_numbered_without_gaps_and_overheard_as_they_are_said() -> None:
    heard: list[Said] = []
    record = call_to("generous", heard).run()

    assert heard == record.turns
    assert [turn.number for turn in heard] == list(range(1, len(heard) + 1))


def test_a_line_that_nobody_answers_is_over_before_a_word() -> None:
    record = call_to("no_answer").run()

    assert record.turns == [] and record.outcome == "no_answer"


def test_the_same_seed_says_the_same() -> None:
    assert call_to("vague").run().turns == call_to("vague").run().turns


def test_two_sides_that_find_no_end_are_told_so() -> None:
    with pytest.raises(RuntimeError, match="found no end"):
        call_to("generous").run(most_steps=1)


def test_music_takes_its_time() -> None:
    assert call_to("hold_music").run().ms > call_to("generous").run().ms
