"""Tests of voice/evidence/day_in_context.py: the day that a lone time belongs to."""

from datetime import date

import pytest

from tests.voice.evidence.dialogue import ledger_of
from voice.evidence.day_in_context import callees_day

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("C: We have Tuesday.", TUESDAY),
        ("C: We have Tuesday. / A: It rained so much today.", TUESDAY),
        ("C: We have Tuesday. / A: Tuesday is good.", TUESDAY),
        ("C: We have Tuesday. / A: As soon as possible.", TUESDAY),
        ("C: We have Tuesday. / A: Would Wednesday be possible?", None),
        ("C: We have Tuesday. / A: Would any other day be possible?", None),
        ("C: Tuesday is full.", None),
        ("C: We are open on Tuesday.", None),
        ("A: Tuesday, please.", None),
    ],
)
def test_the_callees_day_holds_until_another_is_spoken_of(said: str, day: date | None) -> None:
    assert callees_day(ledger_of(said)) == day


@pytest.mark.parametrize(
    ("said", "wished"),
    [
        ("A: Tuesday, please.", {TUESDAY}),
        ("A: Tuesday, please. / C: What time? / A: As soon as possible.", {TUESDAY}),
        ("A: Tuesday, please. / C: For whom? / A: As soon as possible.", set()),
        ("A: Tuesday, please. / C: For whom? / A: Any day will do.", set()),
        ("A: Tuesday, please. / C: For whom? / A: He was ill today.", {TUESDAY}),
    ],
)
def test_our_wish_holds_until_we_open_it(said: str, wished: set[date]) -> None:
    assert ledger_of(said).wished_days == wished


@pytest.mark.parametrize(
    "said",
    [
        "C: We have Monday. / A: Or Tuesday? / C: Yes, ten thirty.",
        "A: Tuesday, please. / C: Wednesday is full. / C: I have ten thirty.",
    ],
)
def test_a_lone_time_is_of_no_day_of_ours_once_they_have_spoken_of_another(said: str) -> None:
    assert ledger_of(said).standing() == []
