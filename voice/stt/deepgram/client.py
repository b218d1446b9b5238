"""Deepgram behind the port: whichever of its models is set, and whether it lets us in."""

import asyncio
import logging
from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.core.checks import CheckMessage, Error

from callpilot.adapters import Diagnosed, Finding
from callpilot.addresses import is_on_this_machine
from callpilot.errors import RecognitionError
from voice.agents.socket import AgentSocket, Refused, dial, tls
from voice.stt.base import Listening, RecognitionSession
from voice.stt.deepgram.dialects import Dialect, is_flux
from voice.stt.deepgram.flux import Flux
from voice.stt.deepgram.nova import Nova
from voice.stt.deepgram.session import DeepgramSession, Patience

logger = logging.getLogger(__name__)
MODELS = ("flux-", "nova-")


class DeepgramRecogniser(Diagnosed):
    """Understands through whichever of Deepgram's models is set."""

    keys = ("DEEPGRAM_API_KEY",)

    def __init__(self, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()

    @classmethod
    def checks(cls) -> Iterator[CheckMessage]:
        if not settings.DEEPGRAM_MODEL.startswith(MODELS):
            yield Error(
                f"DEEPGRAM_MODEL={settings.DEEPGRAM_MODEL} is unknown.",
                hint="Set it to flux-general-en, or to one of the nova models.",
                id="callpilot.E041",
            )

    @classmethod
    def doctor(cls) -> Iterator[Finding]:
        """By a session as calls open it: that alone tells whether the key may use the model."""

        async def try_it() -> None:
            await (await cls().open(Listening())).close()

        try:
            asyncio.run(try_it())
        except RecognitionError as error:
            yield "deepgram", False, str(error)
        else:
            yield "deepgram", True, f"{settings.DEEPGRAM_API_URL} takes {settings.DEEPGRAM_MODEL}"

    async def open(self, listening: Listening) -> RecognitionSession:
        """Start a session; raises RecognitionError when it cannot be opened."""
        model = settings.DEEPGRAM_MODEL
        dialect: Dialect = Flux() if is_flux(model) else Nova()
        base = settings.DEEPGRAM_API_URL.rstrip("/").replace("http", "ws", 1)
        query = urlencode(dialect.query(model, listening))
        socket = await _dial(f"{base}{dialect.path}?{query}")
        session = DeepgramSession(socket, dialect, self.patience)
        try:
            if dialect.greets:
                await session.greeted()
        except BaseException:
            await session.close()
            raise
        return session


async def _dial(url: str) -> AgentSocket:
    headers = {"Authorization": f"Token {settings.DEEPGRAM_API_KEY}"}
    try:
        return await dial(url, tls(), direct=is_on_this_machine(url), headers=headers)
    except Refused as refused:
        request_id = refused.headers.get("dg-request-id", "")
        logger.warning("Recognition %.40s: refused (%d).", request_id, refused.status)
        raise refusal(refused.status) from refused
    except ValueError as error:
        raise RecognitionError("DEEPGRAM_API_URL is no address.", permanent=True) from error
    except OSError as error:  # TimeoutError is one
        raise RecognitionError("The recogniser cannot be reached.") from error


def refusal(status: int) -> RecognitionError:
    """What an answer means that is no socket."""
    words = {
        400: "The recogniser does not take what DEEPGRAM_MODEL asks of it.",
        401: "The recogniser refuses DEEPGRAM_API_KEY.",
        402: "The account with the recogniser is used up.",
        403: "The recogniser does not let DEEPGRAM_API_KEY use DEEPGRAM_MODEL.",
    }
    if status in words:
        return RecognitionError(words[status], permanent=True)
    if status == 429:
        return RecognitionError("The recogniser has no free line at present.")
    return RecognitionError(f"The recogniser failed (HTTP {status}).")
