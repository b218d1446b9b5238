"""Who rings our number: told whose it is, let out of all calls by a key, and let go."""

from xml.etree import ElementTree

import pytest
from django.db import DatabaseError, connection
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.models import Event, Suppression
from telephony.carriers.twilio.numbers import PATH
from tests.campaigns.clients import Answer
from tests.factories import make_call
from tests.telephony.conftest import Webhooks

pytestmark = pytest.mark.django_db
DESK = "+14155550142"


def ring(webhooks: Webhooks, path: str = PATH, **fields: str) -> Answer:
    """As the carrier tells of a call that comes in."""
    form = {
        "AccountSid": webhooks.settings.TWILIO_ACCOUNT_SID,
        "CallSid": "CA" + "1" * 32,
        "Direction": "inbound",
        "CallStatus": "ringing",
        "From": DESK,
        "To": webhooks.settings.TWILIO_CALLER_ID,
    }
    return webhooks.post(path, form | fields)


def press(webhooks: Webhooks, digit: str, **fields: str) -> Answer:
    return ring(webhooks, f"{PATH}/key", Digits=digit, CallStatus="in-progress", **fields)


def said(answer: Answer) -> str:
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/xml")
    return " ".join("".join(ElementTree.fromstring(answer.content).itertext()).split())


def test_it_says_whose_number_it_is_and_waits_once_for_a_key(
    webhooks: Webhooks, settings: Settings
) -> None:
    settings.PUBLIC_URL = "https://calls.example.com"

    answer = ring(webhooks)

    document = ElementTree.fromstring(answer.content)
    assert [verb.tag for verb in document] == ["Gather", "Say", "Hangup"]
    gather = document[0]
    assert gather.attrib["action"] == "https://calls.example.com/twilio/incoming/key"
    assert (gather.attrib["numDigits"], gather.attrib["input"]) == ("1", "dtmf")
    assert "CallPilot, an automated assistant" in said(answer) and "press 9" in said(answer)


def test_the_key_ends_all_calls_to_the_callers_own_number(webhooks: Webhooks) -> None:
    answer = press(webhooks, "9")

    assert "will not call this number again" in said(answer)
    assert Suppression.standing_for(DESK) is not None
    assert ElementTree.fromstring(answer.content)[-1].tag == "Hangup"


@pytest.mark.parametrize("digit", ["1", "0", "*", "99", ""])
def test_any_other_key_ends_only_this_call(webhooks: Webhooks, digit: str) -> None:
    assert said(press(webhooks, digit)) == "Goodbye."
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"From": "anonymous"},
        {"From": "+266696687"},  # the same, in keys
        {"From": ""},
        {"From": "+1911"},
        {"From": "sip:somebody@example.com"},
        {"StirVerstat": "TN-Validation-Failed-C"},
    ],
)
def test_a_number_that_is_withheld_or_forged_is_nobodys_to_forbid(
    webhooks: Webhooks, fields: dict[str, str]
) -> None:
    answer = press(webhooks, "9", **fields)

    assert "say stop" in said(answer) and not Suppression.objects.exists()
    assert ring(webhooks, **fields).status_code == 200


@pytest.mark.parametrize("path", [PATH, f"{PATH}/key"])
def test_what_the_carrier_did_not_sign_about_our_account_is_refused(
    webhooks: Webhooks, path: str
) -> None:
    form = {"AccountSid": webhooks.settings.TWILIO_ACCOUNT_SID, "From": DESK, "Digits": "9"}

    assert webhooks.post(path, form, signature="forged").status_code == 403
    assert webhooks.post(path, form | {"AccountSid": "ACsomebody"}).status_code == 403
    assert webhooks.client.get(path).status_code == 405
    assert not Suppression.objects.exists()


def test_the_campaign_reads_that_they_rang_back(webhooks: Webhooks) -> None:
    call = make_call(status="completed", claimed_at=now())

    ring(webhooks, From=call.to_number)

    assert Event.objects.get(kind="call_noted").call == call


def test_a_database_that_fails_keeps_nobody_waiting(webhooks: Webhooks) -> None:
    def fail(*args: object) -> None:
        raise DatabaseError

    with connection.execute_wrapper(fail):
        assert "CallPilot" in said(ring(webhooks))
