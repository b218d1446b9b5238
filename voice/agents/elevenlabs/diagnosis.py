"""What ElevenLabs needs to work: its keys, and what it says of them itself."""

from collections.abc import Iterator

import httpx
from django.conf import settings
from django.core.checks import CheckMessage, Error

from callpilot import adapters
from callpilot.adapters import Finding
from voice.agents.elevenlabs.messages import OVERRIDES

TIMEOUT_SECONDS = 10


def unknown_overrides() -> str:
    """What is wrong with the parts of the agent that a brief shall replace, or ""."""
    unknown = sorted(set(settings.ELEVENLABS_OVERRIDES) - set(OVERRIDES))
    if not unknown:
        return ""
    known = ", ".join(OVERRIDES)
    return f"ELEVENLABS_OVERRIDES: {', '.join(unknown)} is unknown; choose from {known}."


class Diagnosed(adapters.Diagnosed):
    """Keys, checks and the doctor's question."""

    keys = ("ELEVENLABS_API_KEY", "ELEVENLABS_AGENT_ID")

    @classmethod
    def checks(cls) -> Iterator[CheckMessage]:
        if unknown := unknown_overrides():
            yield Error(unknown, id="callpilot.E013")

    @classmethod
    def doctor(cls) -> Iterator[Finding]:
        base = settings.ELEVENLABS_API_URL
        try:
            answer = httpx.get(
                f"{base}/v1/convai/conversation/get-signed-url",
                params={"agent_id": settings.ELEVENLABS_AGENT_ID},
                headers={"xi-api-key": settings.ELEVENLABS_API_KEY},
                timeout=TIMEOUT_SECONDS,
            )
        except httpx.HTTPError as error:
            yield "elevenlabs", False, f"{base} does not answer ({type(error).__name__})."
            return
        fine = answer.status_code == 200
        wrong = "refuses ELEVENLABS_API_KEY or does not know ELEVENLABS_AGENT_ID."
        yield "elevenlabs", fine, base if fine else wrong
