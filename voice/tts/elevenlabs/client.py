"""ElevenLabs' speech behind the port: which voice and model, and whether it lets us in."""

import asyncio
import logging
from collections.abc import Iterator
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.checks import CheckMessage, Error

from callpilot.adapters import Diagnosed, Finding
from callpilot.addresses import is_on_this_machine
from callpilot.errors import SpeechError
from voice.agents.base import Ended
from voice.agents.socket import AgentSocket, Refused, dial, tls
from voice.tts.base import Sound, Speaking, SpeechSession
from voice.tts.elevenlabs.messages import query
from voice.tts.elevenlabs.session import KEEP_ALIVE_SECONDS, ElevenLabsSpeechSession

logger = logging.getLogger(__name__)
SOUND_SECONDS = 10.0  # for the doctor's word
NOT_ON_THIS_SOCKET = ("eleven_v3", "eleven_v4")


class ElevenLabsSpeech(Diagnosed):
    """Speaks with one of the vendor's voices."""

    keys = ("ELEVENLABS_API_KEY", "ELEVENLABS_VOICE_ID")

    def __init__(self, keep_alive_seconds: float = KEEP_ALIVE_SECONDS) -> None:
        self.keep_alive_seconds = keep_alive_seconds

    @classmethod
    def checks(cls) -> Iterator[CheckMessage]:
        if settings.ELEVENLABS_SPEECH_MODEL.startswith(NOT_ON_THIS_SOCKET):
            yield Error(
                f"ELEVENLABS_SPEECH_MODEL={settings.ELEVENLABS_SPEECH_MODEL} does not stream on "
                "the socket that calls need.",
                hint="Set it to eleven_flash_v2_5, or another model of version 2.",
                id="callpilot.E042",
            )

    @classmethod
    def doctor(cls) -> Iterator[Finding]:
        """By a word that is spoken, which costs a few characters: keys are refused no sooner."""
        try:
            asyncio.run(cls()._try())
        except SpeechError as error:
            yield "speech", False, str(error)
        else:
            yield "speech", True, f"{settings.ELEVENLABS_SPEECH_MODEL} speaks"

    async def _try(self) -> None:
        """Raises SpeechError."""
        session = await self.open(Speaking())
        try:
            async with asyncio.timeout(SOUND_SECONDS):
                await session.say(0, "Hello.", last=True)
                async for event in session.events():
                    if isinstance(event, Ended):
                        raise SpeechError(event.reason, permanent=event.failed)
                    if isinstance(event, Sound):
                        return
        except TimeoutError:
            raise SpeechError("The speech vendor says nothing.") from None
        finally:
            await session.close()

    async def open(self, speaking: Speaking) -> SpeechSession:
        """Start a session; raises SpeechError when it cannot be opened."""
        base = settings.ELEVENLABS_API_URL.rstrip("/").replace("http", "ws", 1)
        voice = quote(speaking.voice or settings.ELEVENLABS_VOICE_ID, safe="")
        asked = urlencode(query(settings.ELEVENLABS_SPEECH_MODEL, speaking))
        url = f"{base}/v1/text-to-speech/{voice}/multi-stream-input?{asked}"
        return ElevenLabsSpeechSession(await _dial(url), speaking, self.keep_alive_seconds)


async def _dial(url: str) -> AgentSocket:
    headers = {"xi-api-key": settings.ELEVENLABS_API_KEY}
    try:
        return await dial(url, tls(), direct=is_on_this_machine(url), headers=headers)
    except Refused as refused:
        logger.warning("The speech socket was refused (%d).", refused.status)
        raise refusal(refused.status) from refused
    except ValueError as error:
        raise SpeechError("ELEVENLABS_API_URL is no address.", permanent=True) from error
    except OSError as error:  # TimeoutError is one
        raise SpeechError("The speech vendor cannot be reached.") from error


def refusal(status: int) -> SpeechError:
    """What an answer means that is no socket."""
    match status:
        case 401 | 403:
            return SpeechError("The speech vendor refuses ELEVENLABS_API_KEY.", permanent=True)
        case 400 | 404 | 422:
            words = "The speech vendor knows no such ELEVENLABS_VOICE_ID or model."
            return SpeechError(words, permanent=True)
        case 429:
            return SpeechError("The speech vendor has no free line at present.")
    return SpeechError(f"The speech vendor failed (HTTP {status}).")
