"""Whole calls to the town's people, of whom we hear what a recogniser hears: they end rightly."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from telephony.simulator.personas.base import Party
from telephony.simulator.personas.callee_actions import Act, Pickup, Speak
from telephony.simulator.personas.callees import Callees, people
from telephony.simulator.personas.text_call import TextCall
from tests.ear.conftest import Hear
from voice.negotiation.rehearsal import Diary, Record, brief_facts, chosen

NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PHONE = "+14155550199"


class HeardOverTheLine:
    """Somebody of the town of whom only that reaches us which the recogniser makes of it."""

    def __init__(self, party: Party, hear: Hear) -> None:
        self._party = party
        self._hear = hear

    def answers(self) -> Pickup:
        return self._party.answers()

    def greeting(self) -> str | None:
        said = self._party.greeting()
        return self._hear(said) if said else said

    def hear(self, text: str) -> list[Act]:
        return self._heard(self._party.hear(text))

    def idle(self, silent_ms: int) -> list[Act]:
        return self._heard(self._party.idle(silent_ms))

    def pressed(self, digit: str) -> list[Act]:
        return self._heard(self._party.pressed(digit))

    def cut_off(self, heard: str) -> None:
        self._party.cut_off(heard)

    def _heard(self, acts: Iterable[Act]) -> list[Act]:
        return [Speak(self._hear(act.text)) if isinstance(act, Speak) else act for act in acts]


def script(record: Record) -> str:
    return "\n".join(f"{turn.speaker}: {turn.text}" for turn in record.turns)


def town(persona: str) -> Callees:
    callees = people(1, lambda: NOW)
    callees.place(PHONE, persona)
    return callees


def enquire(callees: Callees, hear: Hear) -> tuple[TextCall, Record]:
    facts = brief_facts(TODAY)
    call = TextCall(HeardOverTheLine(callees.pick_up(PHONE), hear), facts, Diary.of(facts))
    return call, call.run()


@pytest.mark.parametrize("persona", ["generous", "corrects", "ambiguous_times"])
def test_what_is_offered_and_booked_stands_in_the_desks_own_book(
    persona: str, heard_of_a_desk: Hear
) -> None:
    callees = town(persona)
    call, enquired = enquire(callees, heard_of_a_desk)
    offered = enquired.uses("report_slot_offer")
    assert enquired.outcome == "offer" and offered, script(enquired)

    facts = chosen(call.facts, offered[-1], "confirm")
    party = HeardOverTheLine(callees.pick_up(PHONE), heard_of_a_desk)
    booked = TextCall(party, facts, call.diary).run()

    start = datetime.fromisoformat(offered[-1].arguments["start"])
    entry = callees.desk(PHONE).book.entry(start)
    assert booked.outcome == "booked", script(booked)
    assert entry is not None and entry.booked, script(booked)


@pytest.mark.parametrize(
    ("persona", "outcome"),
    [
        ("fully_booked", "no_slots"),
        ("refuses_machines", "declined"),
        ("wrong_number", "failed"),
        ("call_back", "callback_promised"),
        ("voicemail", "voicemail"),
    ],
)
def test_who_has_nothing_for_us_is_understood(
    persona: str, outcome: str, heard_of_a_desk: Hear
) -> None:
    _, record = enquire(town(persona), heard_of_a_desk)

    assert record.outcome == outcome, script(record)
    assert not record.uses("report_slot_offer"), script(record)
