"""What our agent says in its calls, over our codec: a stranger's ear gets day, hour and name."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from scheduling.language.mentions import mentions, resolve
from telephony.simulator.personas.callees import people
from telephony.simulator.personas.text_call import TextCall
from tests.ear.conftest import Hear
from voice.negotiation.rehearsal import Diary, brief_facts, chosen

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
ZONE = ZoneInfo("America/Los_Angeles")
PHONE = "+14155550199"
ENQUIRED_OF = ("generous", "asks_insurance", "ambiguous_times", "wrong_number", "refuses_machines")
PURPOSES = ("confirm", "release", "cancel")
MAX_WORD_ERRORS = 0.08  # of all words, in a natural voice
MAX_WORD_ERRORS_OF_THE_DEMO = 0.35  # espeak-ng is hard to follow, for small recognisers too


@cache
def said_by_us() -> tuple[str, ...]:
    """Each sentence of the carrier's announcement and of our agent in a handful of calls, once."""
    said: dict[str, None] = {}
    for persona in ENQUIRED_OF:
        callees = people(1, lambda: NOW)
        callees.place(PHONE, persona)
        facts = brief_facts(TODAY)
        call = TextCall(callees.pick_up(PHONE), facts, Diary.of(facts))
        records = [call.run()]
        if persona == "generous":
            (offer, *_) = records[0].uses("report_slot_offer")
            records += [
                TextCall(callees.pick_up(PHONE), chosen(facts, offer, each), call.diary).run()
                for each in PURPOSES
            ]
        turns = [turn for record in records for turn in record.turns]
        said |= dict.fromkeys(turn.text for turn in turns if turn.speaker != "callee")
    return tuple(said)


def times_in(text: str) -> set[datetime]:
    found = (resolve(each) for each in mentions(text, TODAY, ZONE))
    return {each for each in found if isinstance(each, datetime)}


def words(text: str) -> list[str]:
    """In small letters; "check-up" is one and "10:30" two, however they are written."""
    joined = re.sub(r"(?<=[a-z])-(?=[a-z])", "", text.lower()).replace(":00", " o'clock")
    parted = re.sub(r"\b(\d{1,2})(\d\d)\b", r"\1 \2", joined)
    return re.findall(r"[a-z']+|\d+", parted)


def errors(said: list[str], heard: list[str]) -> int:
    """How many words were put in, left out or taken for others (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row[0] = row[0], number
        for place, other in enumerate(heard, 1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (word != other)),
            )
    return row[-1]


def word_errors(hear: Hear, sentences: Iterable[str]) -> float:
    """The share of their words that are heard wrongly."""
    pairs = [(words(text), words(hear(text))) for text in sentences]
    return sum(errors(*pair) for pair in pairs) / sum(len(said) for said, _ in pairs)


@pytest.mark.parametrize("text", said_by_us())
def test_day_hour_and_name_are_heard(text: str, heard_of_us: Hear) -> None:
    heard = heard_of_us(text)

    assert times_in(heard) == times_in(text), heard
    assert ("Alex Morgan" in heard) == ("Alex Morgan" in text), heard


def test_hardly_a_word_of_ours_is_lost(heard_of_us: Hear) -> None:
    assert word_errors(heard_of_us, said_by_us()) <= MAX_WORD_ERRORS


def test_the_demos_voice_can_be_followed(heard_of_the_demo: Hear) -> None:
    with_times = [text for text in said_by_us() if times_in(text)]

    assert word_errors(heard_of_the_demo, with_times) <= MAX_WORD_ERRORS_OF_THE_DEMO


def test_words_are_counted_as_people_would_count_them() -> None:
    assert words("At 10:30, for a check-up.") == words("at 1030 for a checkup")
    assert errors(words("a b c d"), words("a c x d e")) == 3
