"""Signatures as the carrier makes them; its own library is the judge."""

from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from telephony.simulator.network.signing import signature

URL = "https://us.example.com/twilio/voice/t?x=1"
fields = st.dictionaries(
    st.text("abcXYZ", min_size=1, max_size=8), st.text(max_size=20), max_size=6
)


@given(st.text("abc123", min_size=1, max_size=32), fields)
def test_the_carriers_own_library_accepts_our_signature(token: str, form: dict[str, str]) -> None:
    assert RequestValidator(token).validate(URL, form, signature(token, URL, form))


@given(fields)
def test_another_token_another_address_or_another_field_is_another_signature(
    form: dict[str, str],
) -> None:
    right = signature("token", URL, form)

    assert signature("other", URL, form) != right
    assert signature("token", URL + "&y=2", form) != right
    assert signature("token", URL, form | {"Extra": "1"}) != right


def test_the_order_of_the_fields_does_not_matter() -> None:
    one, other = {"A": "1", "B": "2"}, {"B": "2", "A": "1"}

    assert signature("t", URL, one) == signature("t", URL, other)
