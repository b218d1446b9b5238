"""Wish: what was said, what was not, and what cannot be."""

from campaigns.intake.wish import Wish


def test_what_nobody_has_said_is_not_given() -> None:
    assert Wish(request="hello", new_patient=False).given() == {"new_patient": False}


def test_service_and_place_must_be_known() -> None:
    assert Wish().missing == ["service", "place"]
    assert Wish(service="vet", place="Oakland").missing == []


def test_problems_add_up_and_leave_the_first_wish_alone() -> None:
    first = Wish().with_problem("place", "One.")
    second = first.with_problem("place", "Two.").with_problem("contact_phone", "Three.")

    assert second.problems == {"place": ["One.", "Two."], "contact_phone": ["Three."]}
    assert first.problems == {"place": ["One."]} and Wish().problems == {}
