"""What desks say, through noise and the line: we make of it what we make of the same in writing."""

import pytest

from tests.ear.conftest import Hear
from tests.ear.corpus import Case, cases, essence

SHARE = 0.1  # of each corpus
MIN_RIGHT = 0.9
MAX_EXCUSED = 0.05  # of all: the ear has lost a figure, a no, or the tone of a question
CASES = tuple(cases(SHARE))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nothing_worse_is_heard_than_was_said(case: Case, heard_of_a_desk: Hear) -> None:
    heard = case.heard(heard_of_a_desk)

    said, made_of_it = case.verdict(), heard.verdict()
    if case.kind == "ending":
        assert "opt_out" in made_of_it or "opt_out" not in said, heard
    elif case.keeps(heard):
        assert made_of_it <= said, heard


@pytest.mark.parametrize("kind", ["offer", "booking", "ending"])
def test_nearly_all_is_heard_as_it_was_said(kind: str, heard_of_a_desk: Hear) -> None:
    about = [case for case in CASES if case.kind == kind]

    wrong = [each for each in about if each.heard(heard_of_a_desk).verdict() != each.verdict()]

    assert len(wrong) <= (1 - MIN_RIGHT) * len(about), "\n".join(map(str, wrong))


def test_little_is_made_worse_by_what_the_ear_has_lost(heard_of_a_desk: Hear) -> None:
    pairs = [(case, case.heard(heard_of_a_desk)) for case in CASES if case.kind != "ending"]

    worse = [said for said, heard in pairs if not heard.verdict() <= said.verdict()]

    assert len(worse) <= MAX_EXCUSED * len(CASES), "\n".join(map(str, worse))


@pytest.mark.parametrize(
    ("said", "heard", "same"),
    [
        ("Tuesday the twenty fourth at half past ten.", "Tuesday the 24th at 10.30.", True),
        ("I have ten thirty free.", "I have 10.33.", False),
        ("Tuesday at ten thirty? No.", "Tuesday at 10.30 now.", False),
        ("Yes. See you then?", "Yes, see you then.", False),
        ("We don't have twelve.", "We don't have 12.", True),
    ],
)
def test_what_counts_as_lost(said: str, heard: str, same: bool) -> None:
    assert (essence(said) == essence(heard)) is same


def test_there_is_enough_to_hear() -> None:
    assert len(CASES) >= 60
    assert {case.kind for case in CASES} == {"offer", "booking", "ending"}
