"""What the API accepts: shapes and types, no field it does not know, errors under given names."""

from datetime import UTC, date, datetime

import pytest

from callpilot.json_types import JsonObject
from campaigns.api import calls, inputs, intake, person


def read(**data: object) -> JsonObject:
    given = inputs.CampaignInput(data=data)
    given.is_valid(raise_exception=True)
    return inputs.campaign_fields(given.validated_data)


def wrong(**data: object) -> set[str]:
    given = inputs.CampaignInput(data=data)
    assert not given.is_valid()
    return set(given.errors)


def test_fields_come_in_the_campaigns_own_names() -> None:
    found = read(location="Berlin", duration_min=30, name="Kim", phone="1", avoid_days=["sunday"])

    assert found == {
        "place": "Berlin", "duration_minutes": 30, "contact_name": "Kim", "contact_phone": "1",
        "avoid_weekdays": [6],
    }  # fmt: skip


def test_weights_are_unpacked() -> None:
    assert read(preferences={"rating_weight": 0.5}) == {"rating_weight": 0.5}


@pytest.mark.parametrize("day,number", list(zip(inputs.WEEKDAYS, range(7), strict=True)))
def test_weekdays_are_counted_from_monday(day: str, number: int) -> None:
    assert read(avoid_days=[day])["avoid_weekdays"] == [number]


@pytest.mark.parametrize("name", ["servce", "person", "status", "id", "avoid_weekdays"])
def test_a_field_that_is_not_known_is_refused_by_its_name(name: str) -> None:
    assert wrong(**{name: "x"}) == {name}


def test_a_misspelt_weight_is_refused_too() -> None:
    assert wrong(preferences={"rating": 1}) == {"preferences"}


@pytest.mark.parametrize(
    "field,value",
    [
        ("date_range_start", "soon"), ("day_parts", ["night"]), ("avoid_days", ["someday"]),
        ("earliest_time", "25:00"), ("duration_min", "long"), ("party_size", 0),
        ("party_size", 101), ("request", "x" * 2001), ("booking_policy", "always"),
        ("budget", "1e9"), ("new_patient", "perhaps"), ("preferences", 7),
    ],
)  # fmt: skip
def test_what_has_the_wrong_shape_is_refused_at_its_field(field: str, value: object) -> None:
    assert wrong(**{field: value}) == {field}


def test_a_date_is_a_date() -> None:
    assert read(date_range_start="2032-03-01")["date_range_start"] == date(2032, 3, 1)


@pytest.mark.parametrize(
    "text,moment",
    [
        ("2032-03-01T08:00:00Z", datetime(2032, 3, 1, 8, tzinfo=UTC)),
        ("2032-03-01T08:00-07:00", datetime(2032, 3, 1, 15, tzinfo=UTC)),
        ("2032-03-01T08:00:00.000+01:00", datetime(2032, 3, 1, 7, tzinfo=UTC)),
    ],
)
def test_a_range_of_moments_is_exact(text: str, moment: datetime) -> None:
    assert read(date_range_start=text)["not_before"] == moment
    assert read(date_range_end=text)["not_after"] == moment


@pytest.mark.parametrize(
    "text", ["2032-03-01T08:00", "2032-02-30T08:00Z", "2032-03-01T25:00Z", "20320301", "", 7, None]
)
def test_a_moment_without_offset_or_sense_is_refused_at_its_field(text: object) -> None:
    assert wrong(date_range_end=text) == {"date_range_end"}


def test_dates_to_avoid_are_read() -> None:
    assert read(avoid_dates=["2032-03-01"])["avoid_dates"] == ["2032-03-01"]
    assert wrong(avoid_dates=["soon"]) == {"avoid_dates"}


def test_a_service_in_peoples_words_is_understood_with_its_detail() -> None:
    assert read(service="Haircut") == {"service": "hair_salon", "detail": "Haircut"}
    assert read(service="root canal", detail="upper left")["detail"] == "upper left"
    assert read(service="car wash") == {"service": "car wash"}


def test_every_input_refuses_what_it_does_not_know() -> None:
    modules = (calls, inputs, intake, person)
    known = [
        each
        for module in modules
        for name, each in vars(module).items()
        if name.endswith("Input") and name != "BadInput"
    ]

    assert len(known) > 8
    assert all(issubclass(each, inputs.StrictSerializer) for each in known)


def test_errors_travel_back_under_the_names_that_were_used() -> None:
    ours = {"place": ["Where?"], "avoid_weekdays": ["No."], "rating_weight": ["No."], "x": ["No."]}
    ours["not_before"] = ["No."]

    assert set(inputs.api_names(ours)) == {
        "location", "avoid_days", "preferences.rating_weight", "x", "date_range_start",
    }  # fmt: skip


@pytest.mark.parametrize(
    "data,fine",
    [
        ({"offer_id": "00000000-0000-4000-8000-000000000000"}, True),
        ({"provider_id": "00000000-0000-4000-8000-000000000000", "start": "2032-03-01T10:00Z"},
         True),
        ({"provider_id": "00000000-0000-4000-8000-000000000000"}, False),
        ({"start": "2032-03-01T10:00Z"}, False), ({}, False), ({"offer_id": "best"}, False),
        ({"offer_id": "00000000-0000-4000-8000-000000000000", "offer": 1}, False),
        ({"offer_id": "00000000-0000-4000-8000-000000000000", "end": "2032-03-01T10:30"}, False),
    ],
)  # fmt: skip
def test_an_offer_is_chosen_by_its_id_or_by_provider_and_time(data: JsonObject, fine: bool) -> None:
    assert inputs.ConfirmInput(data=data).is_valid() is fine
