"""Kinds of appointment, and how they are recognised."""

import pytest

from campaigns.providers import service_kinds
from campaigns.providers.service_kinds import SERVICES, Asked, asked_for, recognise


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("I need to see the dentist about my car", "dentist"), ("hair_salon", "hair_salon"),
        ("dinner near the dentist", "dentist"), ("new brakes", "car_repair"),
        ("flu shot", "doctor"), ("veterinarian", "vet"), ("pizzeria", "restaurant"),
        ("a doctor for my cat", "vet"),
        ("category theory", None), ("scarf", None), ("", None), ("chair", None),
    ],
)  # fmt: skip
def test_a_service_is_recognised_by_whole_words(text: str, key: str | None) -> None:
    assert recognise(text) == key


@pytest.mark.parametrize(
    ("text", "key", "detail"),
    [
        ("haircut", "hair_salon", "haircut"), ("auto repair", "car_repair", ""),
        ("Dentist", "dentist", ""), ("dental cleaning", "dentist", "cleaning"),
        ("Italian restaurant", "restaurant", "Italian"), ("vet for my cat", "vet", "cat"),
        ("my tooth hurts", "dentist", "my tooth hurts"), ("Hair salon", "hair_salon", ""),
        ("brakes checked", "car_repair", "brakes checked"), ("Something else", "general", ""),
        ("car_repair", "car_repair", ""),
    ],
)  # fmt: skip
def test_a_service_in_peoples_words_is_one_of_ours(text: str, key: str, detail: str) -> None:
    assert asked_for(text) == Asked(key, detail)


@pytest.mark.parametrize("text", ["car wash", "dog grooming", "tire recycling", "plumber", ""])
def test_words_that_only_point_to_a_business_are_not_enough(text: str) -> None:
    assert asked_for(text) is None


def test_every_service_can_be_asked_for() -> None:
    for key, service in SERVICES.items():
        assert service.key == key and service.phrase.split()[0] in ("a", "an")
        assert 5 <= service.duration_minutes <= 480 and len(service.questions) <= 4


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("dentist", {"new_patient", "insurance", "bring"}),
        ("doctor", {"new_patient", "insurance", "bring"}),
        ("hair_salon", {"practitioner", "length", "price"}),
        ("car_repair", {"vehicle", "drop_off", "estimate"}),
        ("restaurant", {"party_size", "deposit", "time_limit"}),
        ("vet", {"animal", "urgency"}),
        ("general", {"price", "cancellation"}),
    ],
)
def test_each_trade_is_asked_its_questions(key: str, asked: set[str]) -> None:
    assert asked <= set(SERVICES[key].questions)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a doctor, I have chest pains since this morning", True),
        ("he can’t breathe", True),
        ("a doctor for my knee", False),
    ],
)
def test_a_symptom_may_need_help_at_once(text: str, hint: bool) -> None:
    assert service_kinds.emergency(text) is hint
