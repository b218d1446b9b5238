"""Calls in words alone, between a simulated callee and the rule-based speaker."""

from datetime import UTC, date, datetime

import pytest

from campaigns.providers.directories.demo import LISTINGS
from campaigns.providers.service_kinds import SERVICES, Service
from telephony.simulator.personas.callee_actions import Act, HangUp
from telephony.simulator.personas.callees import people
from telephony.simulator.personas.refusing import Refusing
from telephony.simulator.personas.text_call import TextCall
from voice.evidence.further_calls import QUESTION
from voice.evidence.judge import Said
from voice.negotiation import phrasing
from voice.negotiation.facts import Facts
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


class Bothered(Refusing):
    """May not want to be called, and hangs up when asked."""

    lines = ("Always being bothered by machines…",)

    def hear(self, text: str) -> list[Act]:
        return [HangUp()] if text == QUESTION else super().hear(text)


def test_who_hangs_up_when_asked_whether_to_call_again_has_opted_out() -> None:
    facts = brief_facts(date(2026, 11, 24))
    desk = people(1, lambda: NOW).desk(PHONE)

    record = TextCall(Bothered(desk), facts, Diary.of(facts)).run()

    assert record.turns[-1].text == QUESTION
    assert record.outcome == "declined" and not record.finished


@pytest.mark.parametrize("service", list(SERVICES.values()), ids=lambda service: service.key)
def test_each_trade_is_asked_its_questions_and_answers_them(service: Service) -> None:
    """With a desk of that trade, from the demo town."""
    shared = {"share_party_size": "4", "share_vehicle": "2016 Golf"}
    facts = brief_facts(date(2026, 11, 24)) | shared
    facts |= {
        "service": service.key,
        "service_phrase": service.phrase,
        "questions": ",".join(service.questions),
        "duration_minutes": service.duration_minutes,
        "day_parts": "",
        "window_words": "next week, not on Thursday",
    }
    town = people(1, lambda: NOW)
    phone = next(each.phone for each in LISTINGS if each.service == service.key and each.phone)
    town.place(phone, "generous")

    record = TextCall(town.pick_up(phone), facts, Diary.of(facts)).run()

    said = [turn.text for turn in record.turns]
    for key in service.questions:
        asked = phrasing.question(Facts.of(facts), key)
        [at] = [number for number, text in enumerate(said) if asked in text]
        assert record.turns[at + 1].speaker == "callee"
        assert "not sure" not in said[at + 1], (key, said[at + 1])
    assert record.outcome == "offer"
    assert all(use.answer["verified"] for use in record.uses("report_slot_offer"))


def test_two_sides_that_find_no_end_are_told_so() -> None:
    with pytest.raises(RuntimeError, match="found no end"):
        call_to("generous").run(most_steps=1)


def test_music_takes_its_time() -> None:
    assert call_to("hold_music").run().ms > call_to("generous").run().ms
