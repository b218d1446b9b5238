"""The facts of a brief, as the rule-based speaker reads them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from callpilot.json_types import JsonObject
from voice.negotiation.facts import Facts

BRIEF: JsonObject = {"today": "2026-11-24", "timezone": "America/Los_Angeles"}


def test_what_a_brief_leaves_out_has_a_modest_default() -> None:
    facts = Facts.of(BRIEF)

    assert (facts.purpose, facts.duration_minutes, facts.may_book) == ("enquire", 30, False)
    assert (facts.person, facts.shared, facts.slot_start) == ("a customer", {}, None)


def test_only_what_may_be_told_is_known() -> None:
    facts = Facts.of(BRIEF | {"share_phone": "+14155550123", "share_insurance": "", "phone": "x"})

    assert facts.shared == {"phone": "+14155550123"}


def test_none_is_how_a_prompt_says_nothing() -> None:
    facts = Facts.of(BRIEF | {"share_phone": "none", "slot_start": "none", "questions": "none"})

    assert (facts.shared, facts.slot_start, facts.questions) == ({}, None, ())


def test_a_slot_is_read_in_the_zone_of_the_provider() -> None:
    zone = ZoneInfo("America/Los_Angeles")

    for iso in ("2026-12-01T10:30", "2026-12-01T18:30+00:00"):
        slot = Facts.of(BRIEF | {"slot_start": iso}).slot_start
        assert slot == datetime(2026, 12, 1, 10, 30, tzinfo=zone)
        assert slot is not None and slot.tzinfo is zone


@pytest.mark.parametrize(("told", "known"), [(True, True), ("true", True), ("no", False)])
def test_vendors_hand_booleans_on_as_words(told: bool | str, known: bool) -> None:
    assert Facts.of(BRIEF | {"may_book": told}).may_book is known


@pytest.mark.parametrize("lacking", ["today", "timezone"])
def test_without_a_date_and_a_zone_nothing_can_be_said(lacking: str) -> None:
    with pytest.raises(ValueError):
        Facts.of({name: value for name, value in BRIEF.items() if name != lacking})
