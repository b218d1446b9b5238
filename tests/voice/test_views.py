"""The voice page: the true first sentence, and only choices that take effect."""

import json

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Preferences
from tests.factories import make_call, make_campaign, make_person
from voice import briefs
from voice.agents.elevenlabs import messages as wire

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> User:
    person = make_person()
    client.force_login(person)
    return person


@pytest.fixture
def free(settings: Settings) -> None:
    settings.ELEVENLABS_OVERRIDES = ["tts.voice_id", "tts.speed"]
    settings.ELEVENLABS_VOICES = ["v1:Calm", "v2:Bright"]


def test_the_first_sentence_is_the_true_one(client: Client, person: User) -> None:
    page = client.get("/settings/voice/").content.decode()

    said = briefs.disclosure(make_call(make_campaign(person)))
    assert said in page and "Alex Example" in said


def test_what_takes_no_effect_cannot_be_chosen(client: Client, person: User) -> None:
    page = client.get("/settings/voice/").content.decode()
    client.post("/settings/voice/", {"voice": "v1", "speaking_speed": "0.8"})

    assert page.count(" disabled") >= 2 and "has not released" in page
    assert Preferences.of(person).voice == "" and Preferences.of(person).speaking_speed == 1


def test_a_choice_reaches_the_vendor(client: Client, person: User, free: None) -> None:
    client.post("/settings/voice/", {"voice": "v2", "speaking_speed": "0.9"})

    brief = briefs.brief_for(make_call(make_campaign(person)))
    frame = json.loads(wire.start(brief, ["tts.voice_id", "tts.speed"]))
    assert frame["conversation_config_override"] == {"tts": {"voice_id": "v2", "speed": 0.9}}
    assert "conversation_config_override" not in json.loads(wire.start(brief, []))


@pytest.mark.parametrize("wrong", [{"voice": "v9"}, {"speaking_speed": "3"}])
def test_what_is_not_to_be_had_is_refused(
    client: Client, person: User, free: None, wrong: JsonObject
) -> None:
    given = {"voice": "v1", "speaking_speed": "1"} | wrong

    assert client.post("/settings/voice/", given).status_code == 422


def test_a_voice_that_is_gone_is_not_asked_for(
    client: Client, person: User, free: None, settings: Settings
) -> None:
    client.post("/settings/voice/", {"voice": "v2", "speaking_speed": "1"})
    settings.ELEVENLABS_VOICES = ["v1:Calm"]

    assert briefs.brief_for(make_call(make_campaign(person))).voice == ""
    assert client.get("/settings/voice/").status_code == 200


def test_the_page_is_for_who_is_signed_in(client: Client) -> None:
    assert client.get("/settings/voice/").status_code == 302
