"""What a message says beside the fields, whoever reads the rest."""

import pytest

from campaigns.intake import asides
from campaigns.intake.wish import Wish


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("call Bright Smile Dental at 415-555-0132 tomorrow", True),
        ("ring Bright Smile Dental, 415-555-0132", True),
        ("call 415-555-0132 and book a cleaning", True),
        ("the dentist's number is 415-555-0132", True),
        ("call me at 415-555-0132", False),
        ("you can reach me on 415-555-0132", False),
        ("call 4 dentists next week, 415-555-0132", False),
        ("dentist tomorrow, 415-555-0132", False),
    ],
)
def test_a_number_to_call_is_not_the_persons_own(text: str, theirs: bool) -> None:
    found = asides.read(text)

    assert bool(found.their_numbers) is theirs
    assert ("555" in found.rest) is not theirs


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("haircut at Golden Scissors on Tuesday", "Golden Scissors"),
        ("table at Luigi's for four", "Luigi's"),
        ("a cleaning with Bright Smile Dental", "Bright Smile Dental"),
        ("haircut at Golden Scissors Tuesday", "Golden Scissors"),
        ("dentist at Oakland", ""),
        ("dentist at Noon", ""),
        ("Call The Dentist On Monday", ""),
        ("dentist with Delta Dental", ""),
        ("haircut at golden scissors", ""),
    ],
)
def test_a_business_is_named_with_capital_letters(text: str, name: str) -> None:
    assert asides.read(text).provider == name


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("see Dr. Patel on Monday", ("with Dr. Patel",)),
        ("haircut with Maria", ("with Maria",)),
        ("dentist for my two kids", ("for two kids",)),
        ("haircut for me and 2 children", ("for one adult and 2 children",)),
        ("I have two kids", ()),
        ("dentist with insurance", ()),
    ],
)
def test_what_goes_to_the_desk_with_the_wish(text: str, told: tuple[str, ...]) -> None:
    assert asides.read(text).told == told


@pytest.mark.parametrize(
    ("text", "km"),
    [
        ("within 2 miles", 3.2),
        ("no more than 5 km away", 5.0),
        ("in a 10 mile radius", 16.1),
        ("within half a mile", 0.8),
        ("within two weeks", None),
        ("within 20 minutes' drive", None),
        ("my car has 2 miles left", None),
    ],
)
def test_how_far_away_is_counted_in_kilometres(text: str, km: float | None) -> None:
    assert asides.read(text).radius_km == km


def test_a_named_place_is_near_when_a_distance_leads_to_it() -> None:
    assert "near" in asides.read("dentist within 2 miles of Oakland").rest


def test_only_a_table_has_a_number_of_people() -> None:
    said = asides.read("for two kids and two adults")

    assert asides.added(Wish(service="restaurant"), said).party_size == 4
    assert asides.added(Wish(service="hair_salon"), said).party_size is None


def test_one_appointment_is_said_to_be_one() -> None:
    [note] = asides.notes(Wish(service="hair_salon"), asides.read("for two kids"))

    assert note.startswith("One appointment is asked for")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("haircut tomorrow, please tell them the dog bites", "the dog bites"),
        ("vet on Monday. Tell the vet that he has eaten chocolate.", "he has eaten chocolate"),
        ("dentist Monday, let them know I use a wheelchair", "I use a wheelchair"),
        ("dentist Monday and mention that my jaw clicks", "my jaw clicks"),
        ("vet Monday, and please note that she is blind", "she is blind"),
        ("warn them about my dog; vet on Monday", "my dog; vet on Monday"),
        ("dentist on Monday, tell me who they are", ""),
        ("let me know about a dentist on Monday", ""),
    ],
)
def test_what_they_are_to_be_told_is_kept_and_said_to_be_kept(text: str, words: str) -> None:
    found = asides.read(text)

    assert found.for_the_desk == words
    assert asides.added(Wish(), found).notes == (words[:1].upper() + words[1:] or None)
    assert any("to be told is in the notes" in note for note in asides.notes(Wish(), found)) is (
        words != ""
    )
    assert not found.features and not found.told


def test_a_wish_in_what_they_are_to_be_told_is_still_one() -> None:
    found = asides.read("tell them I need a dentist tomorrow")

    assert "dentist tomorrow" in found.rest


def test_notes_hear_of_it_once() -> None:
    found = asides.read("vet on Monday, tell them the dog bites")

    assert asides.added(Wish(notes="The dog bites"), found).notes == "The dog bites"
