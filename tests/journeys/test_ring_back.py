"""A desk rings our number back: it hears whose it is, and a key ends all calls to it."""

import pytest
from django.conf import settings
from twilio.rest import Client

from campaigns.calls import ring_back
from campaigns.models import Event, Suppression
from telephony.carriers.twilio import numbers
from telephony.carriers.twilio.diagnosis import Diagnosed
from telephony.tasks import look_at_number
from tests.journeys.town import VETS, Town

pytestmark = pytest.mark.journey


def point_number_at_us() -> None:
    """As the README says, by the vendor's own software."""
    client = Client(
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, environment={"not": "ours"}
    )
    client.api.base_url = settings.TWILIO_API_URL
    [number] = client.incoming_phone_numbers.list(phone_number=settings.TWILIO_CALLER_ID)
    assert number.sid is not None
    client.incoming_phone_numbers(number.sid).update(voice_url=numbers.handler_url())


def test_a_desk_that_was_called_rings_back_and_is_never_called_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CALLBACK_NUMBER", settings.TWILIO_CALLER_ID)
    town.seat("generous", *VETS)
    look_at_number()
    assert ring_back.number_to_name() == ""

    point_number_at_us()
    look_at_number()

    assert ring_back.number_to_name() == settings.TWILIO_CALLER_ID
    [(_name, fine, _words)] = [each for each in Diagnosed.doctor() if each[0] == "ring back"]
    assert fine
    with town.campaign(max_providers=1) as campaign_id:
        town.until_ended(campaign_id)
        town.at_rest()
        [phone] = [phone for phone in VETS if town.dials(phone)]
        heard = town.rings_us(phone, "9")
    assert "This number belongs to CallPilot, an automated assistant" in heard[0]
    assert heard[1:] == ["We will not call this number again. Goodbye."]
    assert Suppression.standing_for(phone) is not None
    assert Event.objects.filter(mandate_id=campaign_id, data__rang_back=True).count() == 1
