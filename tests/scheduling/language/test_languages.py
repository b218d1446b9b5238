"""Tests of scheduling/language/languages.py: another language is a folder with one module."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

from scheduling.language import speak
from scheduling.language.base import Language, Speech
from scheduling.language.date_windows import window
from scheduling.language.en import speech
from scheduling.language.languages import language_of
from scheduling.language.mentions import mentions, resolve
from scheduling.language.pieces import Clock, Day, FromNow, Piece
from scheduling.language.wish_pieces import OneDay, WishPiece

TODAY = date(2026, 11, 21)
BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True)
class LittleGerman:
    """Knows "morgen um zehn"."""

    speech: Speech = speech

    def read(self, text: str) -> list[Piece]:
        if text != "morgen um zehn":
            return []
        return [
            Day(start=0, end=6, offset=1),
            Clock(start=10, end=14, hour=10, meridiem="24", link="joined"),
        ]

    def read_from_now(self, text: str) -> list[FromNow]:
        return []

    def read_wish(self, text: str, today: date) -> list[WishPiece]:
        return [OneDay(start=0, end=6, day=Day(start=0, end=6, offset=1))]


class LittleGermanModule(ModuleType):
    LANGUAGE: Language = LittleGerman()


@pytest.fixture
def german() -> Iterator[None]:
    """A language that nobody but this test has put there, as a module of its own folder."""
    module = LittleGermanModule("scheduling.language.de.language")
    sys.modules["scheduling.language.de"] = ModuleType("scheduling.language.de")
    sys.modules[module.__name__] = module
    yield
    del sys.modules[module.__name__], sys.modules["scheduling.language.de"]
    language_of.cache_clear()


@pytest.mark.usefixtures("german")
def test_another_language_reads_what_is_said_in_it() -> None:
    [mention] = mentions("morgen um zehn", TODAY, BERLIN, language="de")

    assert resolve(mention) == datetime(2026, 11, 22, 10, tzinfo=BERLIN)
    assert mentions("tomorrow at ten", TODAY, BERLIN, language="de") == []


@pytest.mark.usefixtures("german")
def test_another_language_reads_what_is_wished_in_it() -> None:
    wanted = window("morgen", TODAY, language="de")

    assert (wanted.first, wanted.last) == (date(2026, 11, 22), date(2026, 11, 22))
    assert wanted.understood == ((0, 6),)


@pytest.mark.usefixtures("german")
def test_another_language_brings_its_own_way_to_say_a_time() -> None:
    assert speak.spoken_time(time(10), language="de") == LittleGerman().speech.spoken_time(time(10))


@pytest.mark.parametrize("name", ["xx", "../en", "", "en.words"])
def test_a_language_without_a_folder_is_named(name: str) -> None:
    with pytest.raises(LookupError, match="language"):
        language_of(name)


def test_english_is_the_language_unless_another_is_asked_for() -> None:
    assert language_of() is language_of("en")
