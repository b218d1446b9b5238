"""Who speaks which language."""

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from telephony.carriers.twilio import voices
from telephony.carriers.twilio.diagnosis import Diagnosed
from telephony.carriers.twilio.twiml import Speech


@pytest.mark.parametrize(
    ("language", "speech"),
    [
        ("en-us", Speech("en-US", "Polly.Joanna-Neural")),
        ("en", Speech("en-US", "Polly.Joanna-Neural")),
        ("en-gb", Speech("en-GB", "Polly.Amy-Neural")),
    ],
)
def test_every_language_of_ours_has_a_neural_voice_by_default(
    language: str, speech: Speech
) -> None:
    with translation.override(language):
        assert voices.speech() == speech


def test_a_voice_speaks_its_own_language_only(settings: Settings) -> None:
    settings.TWILIO_VOICE = ["en-GB:Google.en-GB-Chirp3-HD-Aoede", " en-US:man"]

    assert voices.by_language() == {"en-GB": "Google.en-GB-Chirp3-HD-Aoede", "en-US": "man"}
    settings.TWILIO_VOICE = ["en-GB:woman"]
    assert voices.speech() == Speech("en-US", "")


@pytest.mark.parametrize(
    "entries",
    [
        ["Polly.Joanna-Neural"],
        ["en:Polly.Joanna-Neural"],
        ["en-US:Joanna"],
        ["en-US:"],
        ["en-US:Polly.<b>"],
        ["en-US:man", "en-US:woman"],
    ],
)
def test_what_is_no_voice_of_a_language_is_refused_before_anybody_is_called(
    settings: Settings, entries: list[str]
) -> None:
    settings.TWILIO_VOICE = entries

    [problem] = Diagnosed.checks()

    assert problem.id == "callpilot.E022" and problem.msg.startswith("TWILIO_VOICE: ")
