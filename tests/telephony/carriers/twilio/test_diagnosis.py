"""The doctor asks Twilio whether it knows our keys."""

from pytest_django.fixtures import Settings

from telephony.carriers.twilio.diagnosis import Diagnosed
from tests.telephony.fake_carrier import FakeCarrier


def test_keys_that_are_accepted_are_fine(carrier: FakeCarrier) -> None:
    carrier.add(to="+14155550101")

    assert list(Diagnosed.doctor()) == [("twilio", True, carrier.url)]


def test_keys_that_are_refused_are_named(carrier: FakeCarrier) -> None:
    carrier.faults = ["get 500"]

    [(name, fine, words)] = Diagnosed.doctor()

    assert (name, fine) == ("twilio", False) and "TWILIO_AUTH_TOKEN" in words


def test_a_carrier_that_does_not_answer_is_a_finding(settings: Settings) -> None:
    settings.TWILIO_API_URL = "http://127.0.0.1:1"

    [(_name, fine, words)] = Diagnosed.doctor()

    assert not fine and "does not answer" in words
