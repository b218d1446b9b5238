"""The fields of a draft: what they hold as JSON, and what may be written into them."""

import json
from datetime import date, time
from decimal import Decimal

import pytest

from callpilot.errors import BadInput
from campaigns.intake import fields
from campaigns.intake.wish import SHAREABLE, Wish
from campaigns.providers import gazetteer

OAKLAND = gazetteer.find("Oakland")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (time(9, 30), "09:30"),
        (date(2026, 12, 1), "2026-12-01"),
        (Decimal("5.00"), "5.00"),
        ((1, 2), [1, 2]),
        ((date(2026, 12, 1),), ["2026-12-01"]),
        (False, False),
        ("text", "text"),
    ],
)
def test_a_value_is_kept_as_json_keeps_it(value: object, kept: object) -> None:
    assert fields.kept(value) == kept and json.loads(json.dumps(fields.kept(value))) == kept


def test_a_place_is_one_field_and_comes_back_as_four() -> None:
    wish = Wish(place="Oakland", latitude=37.8, longitude=-122.3, timezone="America/Los_Angeles")

    spoken = fields.spoken(wish)
    assert list(spoken) == ["place"]
    back = fields.wish_of({"place": fields.entry(spoken["place"], "message")})
    assert back == wish


def test_no_speech_reaches_what_has_a_control_of_its_own() -> None:
    assert fields.spoken(Wish(may_share=("notes",), engine="x", service="vet")) == {
        "service": "vet"
    }
    assert not fields.OWN_CONTROL & set(fields.SPEAKABLE)


def test_a_question_that_was_passed_over_says_nothing() -> None:
    assert fields.wish_of({"insurance": fields.entry("", "message")}) == Wish()


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("contact_phone", "(415) 555-0123", "+14155550123"),
        ("place", "near Oakland", OAKLAND),
        ("place", "", ""),
        ("detail", "check-up", "check-up"),
    ],
)
def test_what_is_typed_is_understood(name: str, typed: str, value: object) -> None:
    assert fields.typed(name, typed, None) == value


@pytest.mark.parametrize(("name", "typed"), [("contact_phone", "911"), ("place", "Xyzzyville")])
def test_what_is_typed_and_cannot_be_is_told(name: str, typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        fields.typed(name, typed, None)

    assert refused.value.errors.keys() == {name}


def test_a_place_that_may_be_several_comes_with_suggestions() -> None:
    with pytest.raises(BadInput) as refused:
        fields.typed("place", "Springfield", None)

    assert refused.value.suggestions["place"][0]["label"] == "Springfield, Missouri"


def test_an_address_keeps_what_nobody_knows_of_it() -> None:
    found = fields.typed("place", "12 Nowhere Street, Springfield, Illinois", None)
    entry = fields.entry(found, "form")

    assert entry["value"]["name"] == "Springfield, Illinois"
    assert fields.wish_of({"place": entry}).place_left_out == "12 Nowhere Street"


def test_the_first_field_speaks_for_its_group() -> None:
    entries = {"earliest_time": fields.entry("09:00", "form")}

    assert fields.source_of(entries, fields.WHEN) == "form"
    assert fields.source_of({}, fields.WHEN) == "assumed"


def test_everything_that_may_be_shared_has_a_name_for_people() -> None:
    assert tuple(fields.SHARED) == SHAREABLE and set(fields.WEEKDAYS) == set(range(7))
