"""Which numbers may be called at all: a table of more than two hundred, and nonsense."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from campaigns.providers import phone_numbers


def example(region: str) -> str:
    """A number of that country, as its network makes them."""
    number = phonenumbers.example_number(region)
    assert number is not None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


# Area code of each country and territory that shares +1 with the United States and Canada.
TERRITORIES = {
    "AG": "268", "AI": "264", "AS": "684", "BB": "246", "BM": "441", "BS": "242", "DM": "767",
    "DO": "809 829 849", "GD": "473", "GU": "671", "JM": "876 658", "KN": "869", "KY": "345",
    "LC": "758", "MP": "670", "MS": "664", "PR": "787 939", "SX": "721", "TC": "649", "TT": "868",
    "VC": "784", "VG": "284", "VI": "340",
}  # fmt: skip
TERRITORY_NUMBERS = [
    f"+1{area}{exchange}0142"
    for areas in TERRITORIES.values()
    for area in areas.split()
    for exchange in ("234", "456")
] + [example(region) for region in TERRITORIES]
ABROAD = [
    example(region)
    for region in (
        "GB", "DE", "FR", "IT", "ES", "MX", "CU", "SO", "LV", "LT", "MV", "GN", "SL", "TN", "BY",
        "AT", "CH", "NL", "BE", "DK", "SE", "NO", "FI", "PL", "CZ", "SK", "HU", "RO", "BG", "GR",
        "TR", "RU", "UA", "IL", "IN", "CN", "JP", "KR", "AU", "NZ", "BR", "AR", "CL", "ZA", "NG",
    )
]  # fmt: skip
EMERGENCY = [
    f"+{prefix}{number}"
    for prefix in ("", "1", "44", "49", "61")
    for number in ("911", "112", "999", "933", "988", "110", "000", "113", "116117", "1122")
]
SERVICE = [
    *(f"+1{n}115550142" for n in range(2, 10)),  # x11 as an area code
    *(f"+1415{n}110142" for n in range(2, 10)),  # x11 as an exchange
    "+14159760142", "+12129760142", "+14155551212", "+18005551212", "+12125551212",
    "+12129500142",
]  # fmt: skip
SPECIAL = [
    "+19005550142", "+19002340142", "+19009760142",  # premium
    "+15002340142", "+15332340142", "+15442340142", "+15662340142",  # personal
    "+17102340142", "+14562340142",  # government, carriers' own
    "+449012345678", "+448431234567", "+448712345678", "+441632960123", "+447012345678",
    "+4990012345678", "+33899123456", "+390899123456", "+9790012345678",  # premium, shared cost
    "+870773111632", "+881612345678", "+88213300655", "+883510001234567", "+80012345678",
    "+14205550142", "+15550000142", "+10005550142", "+11115550142", "+14150550142",
    "+14151550142", "+1415555014", "+141555501420", "+1415", "+1",
]  # fmt: skip
MALFORMED = [
    "", "4155550142", "14155550142", "+1 415 555 0142", "+1-415-555-0142", "tel:+14155550142",
    "+14155550142x3", "+1415555014２", "+0123456789", "++14155550142", "sip:a@example.com",
    "client:alice", "+14155550142\n", " +14155550142", "+1415555O142", "911", "988",
]  # fmt: skip
REFUSED = [*TERRITORY_NUMBERS, *ABROAD, *EMERGENCY, *SERVICE, *SPECIAL, *MALFORMED]
ORDINARY = [
    "+14152340142", "+12122340142", "+14162340142", "+16042340142", "+18002340142", "+18882340142",
    "+12068675309", "+17732340199", "+13057380142", "+18087380142", "+19077380142", "+14037380142",
]  # fmt: skip
FICTIONAL = [f"+1{area}55501{n:02d}" for area in (212, 415, 416, 604, 800) for n in (0, 42, 99)]


@pytest.fixture
def live(settings: Settings) -> None:
    settings.FICTIONAL_NUMBERS = False
    settings.ALLOWED_COUNTRIES = ["US", "CA"]


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(set(REFUSED)) >= 200


@pytest.mark.parametrize("number", sorted(set(REFUSED)))
def test_what_must_never_be_called_has_its_reason(live: None, number: str) -> None:
    words = phone_numbers.problem(number)

    assert words
    assert words.endswith(".")


@pytest.mark.parametrize("number", sorted(set(REFUSED)))
def test_simulation_calls_none_of_them_either(settings: Settings, number: str) -> None:
    settings.FICTIONAL_NUMBERS = True

    assert phone_numbers.problem(number)


@pytest.mark.parametrize("number", ORDINARY)
def test_ordinary_numbers_may_be_called(live: None, number: str) -> None:
    assert phone_numbers.problem(number) is None


@pytest.mark.parametrize("number", ORDINARY)
def test_simulation_calls_no_number_that_may_belong_to_somebody(
    settings: Settings, number: str
) -> None:
    settings.FICTIONAL_NUMBERS = True

    assert "fictional" in str(phone_numbers.problem(number))


@pytest.mark.parametrize("number", FICTIONAL)
def test_fictional_numbers_are_called_in_simulation_alone(settings: Settings, number: str) -> None:
    settings.FICTIONAL_NUMBERS = True
    assert phone_numbers.problem(number) is None
    settings.FICTIONAL_NUMBERS = False
    assert "fictional" in str(phone_numbers.problem(number))


@pytest.mark.parametrize("number", TERRITORY_NUMBERS)
def test_plus_one_does_not_make_a_number_american(settings: Settings, number: str) -> None:
    settings.FICTIONAL_NUMBERS = False
    settings.ALLOWED_COUNTRIES = ["US", "CA", "GB"]

    assert phone_numbers.problem(number)


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_ordinary_numbers_of_every_country_are_no_help_lines(region: str) -> None:
    kinds = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)
    for number in (phonenumbers.example_number_for_type(region, kind) for kind in kinds):
        if number is not None:
            e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            assert phone_numbers.forbidden(e164) is None, e164


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_the_help_lines_of_every_country_are_never_called(region: str) -> None:
    country = phonenumbers.country_code_for_region(region)
    for line in ("112", "911", "999"):
        assert phone_numbers.forbidden(f"+{country}{line}") is not None


def test_a_country_that_is_allowed_may_be_called(settings: Settings) -> None:
    settings.FICTIONAL_NUMBERS = False
    settings.ALLOWED_COUNTRIES = ["GB"]

    assert phone_numbers.problem("+442079460123") is None
    assert phone_numbers.problem("+14152340142")


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("(415) 555-0142", "US", "+14155550142"),
        ("415.555.0142", "US", "+14155550142"),
        ("1 415 555 0142", "US", "+14155550142"),
        ("+1 415 555 0142", "GB", "+14155550142"),
        ("+44 (0) 20 7946 0123", "US", "+442079460123"),
        ("020 7946 0123", "GB", "+442079460123"),
        ("  ４１５ ５５５ ０１４２ ", "US", "+14155550142"),
    ],
)
def test_numbers_are_understood_as_people_write_them(text: str, region: str, e164: str) -> None:
    assert phone_numbers.normalise(text, region) == e164


@pytest.mark.parametrize(
    "text",
    ["", " ", "hello", "415555", "911", "9-1-1", "988", "112", "+1", "+", "415 555 0142 x7",
     "1-800-FLOWERS", "4155550142; rm", "9" * 41, "+999 1234567", "\u0000", "415\n555\n0142\u2028"],
)  # fmt: skip
def test_what_is_no_number_is_refused_in_words(text: str) -> None:
    with pytest.raises(phone_numbers.BadNumber) as caught:
        phone_numbers.normalise(text)

    assert str(caught.value).endswith(".")


@given(st.text(max_size=60) | st.text("0123456789+-() .", max_size=30))
def test_any_text_is_a_number_in_full_or_refused(text: str) -> None:
    try:
        e164 = phone_numbers.normalise(text)
    except phone_numbers.BadNumber:
        return
    assert phone_numbers.normalise(e164) == e164
    phone_numbers.problem(e164)  # whatever it says, it says something


@given(st.text(max_size=30))
def test_any_text_has_a_verdict(text: str) -> None:
    words = phone_numbers.problem(text)
    assert words is None or words.endswith(".")


@pytest.mark.parametrize("number", ["+49116117", "+33116123"])
def test_a_help_line_is_called_one_in_the_refusal(number: str) -> None:
    assert phone_numbers.forbidden(number) == "Emergency and help lines are never called."
