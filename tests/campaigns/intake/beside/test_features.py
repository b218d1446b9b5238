"""What somebody or some place must be like goes to the desk; times and insurers do not."""

import pytest

from campaigns.intake.beside import features


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a vet who speaks Thai or Dutch", "with somebody who speaks Thai or Dutch"),
        ("a vet with wheelchair access", "with wheelchair access"),
        ("a doctor, no stairs please", "with no stairs"),
        ("a lady dentist", "with a female dentist"),
        ("a kid-friendly barber", "with a kid-friendly team"),
        ("a table with a quiet corner", "with a quiet corner"),
        ("gluten-free and vegan food", "with gluten-free and vegan options"),
        ("a dentist with laughing gas", "with laughing gas"),
        ("somewhere that takes credit cards", "with payment by credit cards"),
        ("my usual stylist", "with the same stylist as before"),
        ("cheaper than $80", "with a price under 80 dollars"),
        ("a garage that repairs old vans", "with a place that repairs old vans"),
        ("a bistro with a playground on Friday", "with a playground"),
    ],
)  # fmt: skip
def test_a_desk_is_told_in_words_that_follow_the_service(text: str, told: str) -> None:
    found, rest = features.found(text)

    assert found == (told,) and len(rest) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "a dentist who can see me on Friday",
        "a doctor that is open on Saturday",
        "a dentist with evening hours",
        "a dentist who takes Premera",
        "a table with friends",
        "a doctor with my son",
        "a man's haircut",
        "at most $4 for calls",
    ],
)
def test_what_is_read_elsewhere_is_no_feature(text: str) -> None:
    assert features.found(text) == ((), text)


def test_several_are_told_in_their_order_and_once_each() -> None:
    told, _rest = features.found("a dentist with parking, who speaks French, parking is a must")

    assert told == ("with parking", "with somebody who speaks French")
