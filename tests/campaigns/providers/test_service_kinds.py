"""Kinds of appointment, and how they are recognised."""

import pytest

from campaigns.providers.service_kinds import SERVICES, recognise


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


def test_every_service_can_be_asked_for() -> None:
    for key, service in SERVICES.items():
        assert service.key == key and service.phrase.split()[0] in ("a", "an")
        assert 5 <= service.duration_minutes <= 480 and len(service.questions) <= 3
