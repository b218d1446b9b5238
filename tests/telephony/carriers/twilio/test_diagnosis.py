"""The doctor asks Twilio about our keys, our number, the countries, the balance and the clock."""

from collections.abc import Iterator

import pytest
from aiohttp import web
from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject
from campaigns.calls import ring_back
from telephony.carriers.twilio.client import TwilioCarrier
from telephony.carriers.twilio.diagnosis import Diagnosed
from telephony.carriers.twilio.numbers import handler_url
from telephony.simulator.account_api import AccountApi
from telephony.simulator.network.network import Network
from telephony.simulator.network.rest import RestApi
from telephony.tasks import look_at_number
from tests import loopback

NUMBER = "+14155550100"


@pytest.fixture
def account(settings: Settings) -> Iterator[AccountApi]:
    """The simulated carrier's account, in order."""
    network = Network(
        seed=1,
        speed=1.0,
        account_sid=settings.TWILIO_ACCOUNT_SID,
        auth_token=settings.TWILIO_AUTH_TOKEN,
        owned=frozenset([NUMBER]),
    )
    account = AccountApi(network)
    app = web.Application()
    app.add_routes([*account.routes(), *RestApi(network).routes()])
    with loopback.served(app) as url:
        settings.TWILIO_API_URL = url
        settings.TWILIO_CALLER_ID = settings.CALLBACK_NUMBER = NUMBER
        settings.ALLOWED_COUNTRIES = ["US", "CA"]
        yield account


def found() -> dict[str, tuple[bool, str]]:
    return {name: (fine, words) for name, fine, words in Diagnosed.doctor()}


def test_an_account_in_order_is_fine(account: AccountApi, settings: Settings) -> None:
    account.changes = to_us()

    told = found()

    assert list(told) == ["twilio", "clock", "number", "ring back", "countries", "balance"]
    assert all(fine for fine, _ in told.values()), told
    assert told["twilio"][1] == settings.TWILIO_API_URL
    assert "100.00 USD" in told["balance"][1]


def test_keys_that_are_refused_are_named_and_nothing_more_is_asked(
    account: AccountApi, settings: Settings
) -> None:
    settings.TWILIO_AUTH_TOKEN = "wrong"

    [(name, fine, words)] = Diagnosed.doctor()

    assert (name, fine) == ("twilio", False) and "TWILIO_AUTH_TOKEN" in words


def test_a_carrier_that_does_not_answer_is_a_finding(settings: Settings) -> None:
    settings.TWILIO_API_URL = "http://127.0.0.1:1"

    [(_name, fine, words)] = Diagnosed.doctor()

    assert not fine and "does not answer" in words


def test_a_number_that_makes_no_calls_is_a_finding(account: AccountApi) -> None:
    account.changes = {"capabilities": {"voice": False, "sms": True}}

    fine, words = found()["number"]

    assert not fine and "cannot make calls" in words


def test_a_number_of_somebody_else_is_fine_only_when_it_is_verified(
    account: AccountApi, settings: Settings
) -> None:
    settings.TWILIO_CALLER_ID = settings.CALLBACK_NUMBER = "+14155550177"
    assert found()["number"] == (
        False,
        "+14155550177 is neither a number of this account nor verified for calling from it.",
    )

    account.verified = frozenset(["+14155550177"])
    told = found()
    assert told["number"][0] and "ring back" not in told


def to_us(**changes: object) -> JsonObject:
    return {"voice_url": handler_url(), "voice_method": "POST", **changes}


def test_a_number_that_comes_to_us_answers_who_rings_back(account: AccountApi) -> None:
    account.changes = to_us()

    assert found()["ring back"] == (
        True,
        f"who rings {NUMBER} hears whose it is, and can stop our calls.",
    )
    assert TwilioCarrier().is_answered(NUMBER)


@pytest.mark.parametrize(
    "changes",
    [
        {"voice_url": ""},
        {"voice_url": "https://demo.twilio.com/welcome/voice/"},
        to_us(voice_method="GET"),
        to_us(voice_application_sid="AP1"),
        to_us(trunk_sid="TK1"),
    ],
)
def test_a_number_that_does_not_is_a_finding_when_desks_are_told_to_ring_it(
    account: AccountApi, settings: Settings, changes: JsonObject
) -> None:
    account.changes = changes
    fine, words = found()["ring back"]
    assert not fine and handler_url() in words and "CALLBACK_NUMBER" in words
    assert not TwilioCarrier().is_answered(NUMBER)

    settings.CALLBACK_NUMBER = "+14155550123"
    fine, words = found()["ring back"]
    assert fine and handler_url() in words


def test_a_number_that_is_not_ours_is_not_answered_by_us(
    account: AccountApi, settings: Settings
) -> None:
    settings.TWILIO_CALLER_ID = "+14155550177"
    assert not TwilioCarrier().is_answered("+14155550177")


def test_the_number_is_looked_at_and_told_while_it_answers(
    account: AccountApi, settings: Settings
) -> None:
    settings.CALLBACK_NUMBER = NUMBER
    account.changes = {"voice_url": ""}
    look_at_number()
    assert ring_back.number_to_name() == ""

    account.changes = to_us()
    look_at_number()
    assert ring_back.number_to_name() == NUMBER

    settings.TWILIO_API_URL = "http://127.0.0.1:1"  # what is known holds for a while
    look_at_number()
    assert ring_back.number_to_name() == NUMBER


def test_a_country_that_the_carrier_does_not_let_us_call_is_named(
    account: AccountApi, settings: Settings
) -> None:
    settings.ALLOWED_COUNTRIES = ["US", "FR"]

    fine, words = found()["countries"]

    assert not fine and "does not let us call FR" in words


def test_a_balance_for_a_few_calls_is_a_finding(account: AccountApi) -> None:
    account.balance = "1.20"

    fine, words = found()["balance"]

    assert not fine and words.startswith("1.20 USD")


def test_a_subaccount_does_not_tell_its_balance(account: AccountApi) -> None:
    account.balance = ""

    assert found()["balance"][0]


@pytest.mark.parametrize("value,wrong", [("rest", False), ("inband", False), ("by hand", True)])
def test_a_way_to_press_keys_that_is_none_is_an_error_of_check(
    value: str, wrong: bool, settings: Settings
) -> None:
    settings.TWILIO_KEYS = value

    said = {message.id: message.msg for message in Diagnosed.checks()}

    assert ("callpilot.E030" in said) == wrong
    assert not wrong or "rest or inband" in said["callpilot.E030"]


@pytest.mark.parametrize(
    "number,wrong", [("+14155550100", False), ("4155550100", True), ("+1 415 555 0100", True)]
)
def test_a_caller_id_without_its_country_is_an_error_of_check(
    number: str, wrong: bool, settings: Settings
) -> None:
    settings.TWILIO_CALLER_ID = number

    assert ("callpilot.E032" in {message.id for message in Diagnosed.checks()}) == wrong
