"""What ElevenLabs needs to work is said before the first call."""

from pytest_django.fixtures import Settings

from callpilot.checks import settings_check
from voice.agents.elevenlabs.diagnosis import Diagnosed


def test_an_override_that_no_agent_has_is_said_by_the_check(settings: Settings) -> None:
    settings.ELEVENLABS_OVERRIDES = ["tts.stability"]

    [message] = settings_check()

    assert message.msg.startswith("ELEVENLABS_OVERRIDES: tts.stability is unknown; choose from ")


def test_a_vendor_that_does_not_answer_is_a_finding(settings: Settings) -> None:
    settings.ELEVENLABS_API_URL = "http://127.0.0.1:1"

    [(name, fine, words)] = Diagnosed.doctor()

    assert (name, fine) == ("elevenlabs", False) and "does not answer" in words
