"""Signatures: Twilio's own are accepted, nobody else's are."""

import random
import string

import pytest
from pytest_django.fixtures import Settings
from twilio.request_validator import RequestValidator

from telephony.carriers.twilio import signatures

URL = "https://calls.example.com/twilio/voice/abc/status"
FORM = {"AccountSid": "AC1", "CallSid": "CA1", "CallStatus": "ringing", "FromCity": "", "To": "+1"}


def test_a_genuine_signature_is_accepted_with_and_without_parameters_added_later(
    settings: Settings,
) -> None:
    settings.TWILIO_AUTH_TOKEN = "12345"
    validator = RequestValidator("12345")
    for form in ({}, FORM, FORM | {"Brand-New": "ä €"}):
        assert signatures.valid(URL, form, validator.compute_signature(URL, form))


def test_twilios_own_vector_is_accepted(settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = "12345"
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
        "Caller": "+14158675309",
    }
    assert signatures.valid(
        "https://mycompany.com/myapp.php?foo=1&bar=2", form, "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    )


def test_no_mutation_of_a_signed_request_is_accepted(settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = "12345"
    good = RequestValidator("12345").compute_signature(URL, FORM)
    rng = random.Random(7)
    tried = 0
    while tried < 2000:
        url, form, signature = URL, dict(FORM), good
        match rng.randrange(5):
            case 0:
                at = rng.randrange(len(signature) - 1)  # the last is padding
                signature = signature[:at] + rng.choice(string.ascii_letters) + signature[at + 1 :]
            case 1:
                at = rng.randrange(url.index("/twilio"), len(url))  # the host is ours
                url = url[:at] + rng.choice(string.printable[:90]) + url[at + 1 :]
            case 2:
                name = rng.choice(list(form))
                form[name] += rng.choice(string.ascii_letters)
            case 3:
                del form[rng.choice([name for name in form if form[name]])]
            case _:
                form[rng.choice(string.ascii_letters)] = str(rng.random())
        if (url, form, signature) == (URL, FORM, good):
            continue
        tried += 1
        assert not signatures.valid(url, form, signature), (url, form, signature)


@pytest.mark.parametrize("signature", [None, "", "x", "é" * 28])
def test_a_missing_or_odd_signature_is_refused(settings: Settings, signature: str | None) -> None:
    settings.TWILIO_AUTH_TOKEN = "12345"

    assert not signatures.valid(URL, FORM, signature)


def test_without_a_secret_nothing_is_signed(settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = ""

    assert not signatures.valid(URL, FORM, RequestValidator("").compute_signature(URL, FORM))
