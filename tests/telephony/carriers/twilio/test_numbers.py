"""Whether a number's calls come to our handler."""

import pytest
from django.urls import reverse
from pytest_django.fixtures import Settings

from telephony.carriers.twilio.numbers import answered_by_us, handler_url


@pytest.fixture(autouse=True)
def reachable(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://calls.example.com"


def test_the_address_that_a_number_is_to_be_set_to_is_the_handlers() -> None:
    assert handler_url() == f"https://calls.example.com{reverse('twilio-incoming')}"


@pytest.mark.parametrize("ending", ["", "#rc=2"])
def test_a_number_that_is_set_to_it_is_answered_by_us(ending: str) -> None:
    assert answered_by_us(handler_url() + ending, "POST", "", None)


@pytest.mark.parametrize(
    ("url", "method", "application", "trunk"),
    [
        (None, "POST", None, None),
        ("", "POST", None, None),
        ("https://calls.example.com/twilio/incoming/", "POST", None, None),
        ("http://calls.example.com/twilio/incoming", "POST", None, None),  # not https
        ("https://calls.example.com/twilio/incoming?a=1", "POST", None, None),
        ("https://calls.example.com/twilio/incoming", "GET", None, None),
        ("https://calls.example.com/twilio/incoming", "POST", "AP1", None),
        ("https://calls.example.com/twilio/incoming", "POST", None, "TK1"),
    ],
)
def test_any_other_is_not(
    url: str | None, method: str, application: str | None, trunk: str | None
) -> None:
    assert not answered_by_us(url, method, application, trunk)
