"""Tests of voice/evidence/judge.py: what counts as an offer and what as a booking."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.language.speak import spoken
from voice.evidence.judge import Said, judge_booking, judge_offer, offers

NEW_YORK = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 21)  # a Saturday
SLOT = datetime(2026, 11, 24, 10, 30, tzinfo=NEW_YORK)  # Tuesday
READ_BACK = f"So that is {spoken(SLOT)}, for Alex. Is that right?"


def call(text: str) -> list[Said]:
    """Turns from "C: ... / A: ...", numbered from 1; "~" at the end of one marks it cut off."""
    turns = []
    for number, said in enumerate(text.split(" / "), 1):
        who, _, words = said.strip().partition(":")
        speaker = {"C": "callee", "A": "agent"}[who]
        cut = words.endswith("~")
        turns.append(Said(number, speaker, words.rstrip("~").strip(), interrupted=cut))
    return turns


def offered(text: str, hours: tuple[time, time] | None = None) -> list[str]:
    found = offers(call(text), NEW_YORK, today=TODAY, hours=hours)
    return [f"{each.start:%m%d %H:%M}" for each in found]


def verdict(text: str, start: datetime = SLOT) -> str:
    return judge_offer(call(text), start, NEW_YORK, today=TODAY).kind


def booking(text: str, start: datetime = SLOT) -> str:
    turns = call(text.replace("READ BACK", READ_BACK))
    return judge_booking(turns, start, NEW_YORK, today=TODAY).kind


def table(name: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "corpora" / name).read_text().splitlines()
    rows = [line.rsplit("|", 1) for line in lines if line and not line.startswith("#")]
    return [(said.strip(), meant.strip()) for said, meant in rows]


@pytest.mark.parametrize(("said", "kind"), table("offers.txt"))
def test_a_slot_is_offered_only_in_the_callees_own_clear_words(said: str, kind: str) -> None:
    assert verdict(said) == kind


@pytest.mark.parametrize(("said", "kind"), table("offers.txt"))
def test_only_what_is_judged_offered_is_listed(said: str, kind: str) -> None:
    assert ("1124 10:30" in offered(said)) == (kind == "offered")


@pytest.mark.parametrize(("said", "kind"), table("offers.txt"))
def test_case_does_not_matter(said: str, kind: str) -> None:
    shouted = " / ".join(each[:2] + each[2:].upper() for each in said.split(" / "))

    # Capitals alone hide which words are names: whoever is named so is asked once more.
    assert verdict(shouted) == ("vague" if "Robin Stone has" in said else kind)


@pytest.mark.parametrize(("said", "kind"), table("bookings.txt"))
def test_a_slot_is_booked_only_by_a_clear_yes_to_our_read_back(said: str, kind: str) -> None:
    assert booking(said) == kind


@pytest.mark.parametrize(("said", "found"), table("several_offers.txt"))
def test_each_offered_slot_is_found(said: str, found: str) -> None:
    assert "; ".join(offered(said)) == found


@pytest.mark.parametrize(
    ("said", "turns"),
    [
        ("C: We have Tuesday at ten thirty.", (1,)),
        (f"A: Would {spoken(SLOT)} work? / C: Yes, that works.", (1, 2)),
        ("C: We have Tuesday. / A: What time on Tuesday? / C: Ten thirty.", (1, 3)),
        ("A: Anything on Tuesday? / C: Yes, ten thirty.", (1, 2)),
        ("A: Tuesday. / C: For whom? / A: Alex. / C: We have ten thirty available.", (1, 4)),
        ("C: Hello. / A: Hello, any time next week? / C: Tuesday at ten thirty.", (3,)),
    ],
)
def test_an_offer_names_the_turns_it_rests_on(said: str, turns: tuple[int, ...]) -> None:
    (found,) = offers(call(said), NEW_YORK, today=TODAY)

    assert found.start == SLOT
    assert found.turns == turns


def test_an_offer_quotes_the_callee() -> None:
    (found,) = offers(
        call("C: Let me see. We have Tuesday at ten thirty. It is ninety dollars."),
        NEW_YORK,
        today=TODAY,
    )

    assert found.quote == "We have Tuesday at ten thirty"


@pytest.mark.parametrize(
    ("said", "until"),
    [
        (
            "C: I can pencil you in for Tuesday at ten thirty, call back to confirm by five.",
            "1121 17:00",
        ),
        (
            "A: Tuesday at 10:30? / C: I'll pencil you in, call back to confirm by five.",
            "1121 17:00",
        ),
        ("C: Tuesday at ten thirty. I can hold that until noon tomorrow.", "1122 12:00"),
        ("C: Tuesday at ten thirty, and I can keep it until six.", "1121 18:00"),
        (
            "C: We have Tuesday at ten thirty. / A: Thanks. / C: I'll hold it till four.",
            "1121 16:00",
        ),
        ("C: Tuesday at ten thirty. Let us know by Monday.", "1123 08:00"),
        ("C: We have Tuesday at ten thirty.", ""),
        (
            "C: Tuesday at ten thirty. / A: Could you keep it until six this evening?"
            " / C: Yes, I can keep it for you.",
            "1121 18:00",
        ),
        (
            "C: Tuesday at ten thirty. / A: Could you keep it until tomorrow at noon?"
            " / C: Perhaps.",
            "",
        ),
        (
            "C: Tuesday at ten thirty. / A: Could you keep it until tomorrow at noon?"
            " / C: No, we cannot hold times, I'm afraid.",
            "",
        ),
        (
            "C: Tuesday at ten thirty. / A: We keep records until six this evening. / C: Sure.",
            "",
        ),
    ],
)
def test_a_pencilled_slot_is_kept_until_the_time_that_was_said(said: str, until: str) -> None:
    (found,) = offers(call(said), NEW_YORK, today=TODAY)

    assert found.start == SLOT
    assert (f"{found.kept_until:%m%d %H:%M}" if found.kept_until else "") == until


def test_a_time_that_went_while_we_asked_to_keep_it_no_longer_stands() -> None:
    said = "C: Tuesday at ten thirty. / A: Could you keep it until noon? / C: No, it is just gone."

    assert offers(call(said), NEW_YORK, today=TODAY) == []


@pytest.mark.parametrize(
    ("said", "start", "asked"),
    [
        ("C: Sometime Tuesday morning.", SLOT, "What time exactly?"),
        (
            "C: Tuesday at 7:30.",
            SLOT.replace(hour=19),
            "Is that in the morning or in the evening?",
        ),
        (
            "C: Tuesday the 4th at ten thirty.",
            datetime(2026, 12, 1, 10, 30, tzinfo=NEW_YORK),
            "The 4th is a Friday, and Tuesday is the 1st. Which day do you mean?",
        ),
        (
            "A: Would Tuesday at 10:30 work? / C: Probably.",
            SLOT,
            "Sorry, I need to be sure: is Tuesday, November 24th, at 10:30 in the morning free, "
            "yes or no?",
        ),
        (
            "A: Do you have anything on Tuesday? / C: Ten thirty.",
            SLOT,
            "Just to be sure: is that on Tuesday, November 24th?",
        ),
    ],
)
def test_what_is_not_clear_comes_with_the_question_to_ask(
    said: str, start: datetime, asked: str
) -> None:
    found = judge_offer(call(said), start, NEW_YORK, today=TODAY)

    assert found.ask == asked


def test_opening_hours_settle_half_past_seven() -> None:
    assert offered("C: Tuesday at 7:30.", hours=(time(7), time(17))) == ["1124 07:30"]
    assert offered("C: Tuesday at 7:30.", hours=(time(7), time(21))) == []


def test_a_named_read_back_is_the_one_that_counts() -> None:
    turns = call(f"A: {READ_BACK} / C: Yes, that's right.")

    assert judge_booking(turns, SLOT, NEW_YORK, today=TODAY, read_back_turn=1).kind == "booked"
    assert judge_booking(turns, SLOT, NEW_YORK, today=TODAY, read_back_turn=2).kind == "unsaid"


def test_a_booking_names_the_read_back_and_the_yes() -> None:
    found = judge_booking(call(f"C: Hi. / A: {READ_BACK} / C: Yes."), SLOT, NEW_YORK, today=TODAY)

    assert found.turns == (2, 3)
    assert found.quote == "Yes."


def test_whispers_and_announcements_are_no_evidence() -> None:
    said = [
        Said(1, "carrier", "We have Tuesday at ten thirty."),
        Said(2, "person", "Tuesday at ten thirty is fine."),
    ]

    assert offers(said, NEW_YORK, today=TODAY) == []


OURS = [
    "Tuesday at 10:30 is booked.",
    "You are booked for Tuesday at ten thirty.",
    "They said Tuesday, November 24th, at 10:30 in the morning is fine.",
    "Great, so Tuesday at ten thirty. Thank you, goodbye.",
    "Yes, that works.",
    "Yes.",
    READ_BACK,
]


@pytest.mark.parametrize("ours", OURS)
@pytest.mark.parametrize("theirs", ["Hello?", "One moment please.", "", "Who is calling?", "um"])
def test_our_own_words_prove_nothing(ours: str, theirs: str) -> None:
    for text in (f"A: {ours} / C: {theirs}", f"C: {theirs} / A: {ours}", f"A: {ours}"):
        assert offered(text) == []
        assert booking(text) in ("not_agreed", "unsaid")


THEIRS = [
    "Hello, Maple Dental.",
    "We have Tuesday.",
    "Tuesday at nine works.",
    "Tuesday is full.",
    "How about Wednesday at two thirty?",
    "Did you say Tuesday at ten?",
    "Probably Tuesday at ten thirty.",
    "Ten thirty.",
    "Ten thirty? Sorry, no, eleven thirty.",
    "That one just went.",
    "Let me see.",
    "It's ninety five dollars.",
    "Sometime Thursday morning.",
]
AGENTS = [
    "Do you have anything on Thursday?",
    "Would Friday at 3:00 in the afternoon be possible?",
    "So that is Friday, November 27th, at 3:00 in the afternoon. Is that right?",
    "Tuesday at 10:30 is booked then.",
    "We have Monday at nine already; would you have anything earlier?",
    "What time on Tuesday?",
    "Thank you.",
]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(THEIRS), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(AGENTS)), max_size=6),
)
def test_no_words_of_ours_create_an_offer(theirs: list[str], ours: list[tuple[int, str]]) -> None:
    alone = [Said(number, "callee", text) for number, text in enumerate(theirs)]
    said_by_them = set()
    for end in range(1, len(alone) + 1):
        found = offers(alone[:end], NEW_YORK, today=TODAY)
        said_by_them |= {each.start for each in found}
    mixed = [("callee", text) for text in theirs]
    for place, text in ours:
        mixed.insert(min(place, len(mixed)), ("agent", text))

    turns = [Said(number, who, text) for number, (who, text) in enumerate(mixed)]

    assert {each.start for each in offers(turns, NEW_YORK, today=TODAY)} <= said_by_them


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([f"C: {t}" for t in THEIRS] + [f"A: {t}" for t in AGENTS]), max_size=8)
)
def test_the_two_judges_agree(said: list[str]) -> None:
    turns = call(" / ".join(said)) if said else []

    for found in offers(turns, NEW_YORK, today=TODAY):
        judged = judge_offer(turns, found.start, NEW_YORK, today=TODAY)
        assert judged.kind == "offered"
        assert judged == found.verdict
        assert any(turns[number - 1].speaker == "callee" for number in found.turns)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([f"C: {t}" for t in THEIRS] + [f"A: {t}" for t in AGENTS]), max_size=5)
)
def test_when_they_want_no_more_calls_nothing_stands(said: list[str]) -> None:
    turns = call(" / ".join([*said, "C: Take us off your list."]))

    assert offers(turns, NEW_YORK, today=TODAY) == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_breaks_the_judge(ours: str, theirs: str) -> None:
    turns = [Said(1, "agent", ours), Said(2, "callee", theirs), Said(3, "agent", READ_BACK)]

    offers(turns, NEW_YORK, today=TODAY)
    found = judge_booking([*turns, Said(4, "callee", theirs)], SLOT, NEW_YORK, today=TODAY)
    assert found.kind != "unsaid"
