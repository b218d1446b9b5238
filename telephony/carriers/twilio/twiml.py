"""The documents we answer the carrier with; pure."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from twilio.twiml.voice_response import Connect, Gather, VoiceResponse

CONTENT_TYPE = "text/xml"
MAX_SAY_LENGTH = 3000  # characters; the carrier refuses beyond 4096
KEY_SECONDS = 6  # for one key, once we have spoken
KEYS = re.compile(r"[0-9*#wW]{1,32}")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Speech:
    """How a text is spoken: language as "en-US", voice as "Polly.Joanna-Neural", "" for any."""

    language: str = "en-US"
    voice: str = ""


ANYHOW = Speech()


def connect(
    *,
    stream_url: str,
    resume_url: str,
    say: str = "",
    speech: Speech = ANYHOW,
    pause_seconds: int = 0,
) -> str:
    """Speak `say`, which nobody can interrupt, then carry the sound over `stream_url`.

    When that socket ends from our side the carrier asks `resume_url` how to go on.
    """
    response = VoiceResponse()
    _speak(response, say, speech)
    if pause_seconds:
        response.pause(length=pause_seconds)
    _stream(response, stream_url, resume_url)
    return str(response)


def press(digits: str, *, stream_url: str, resume_url: str) -> str:
    """Press keys on the callee's phone menu, then go on talking."""
    if not KEYS.fullmatch(digits):
        raise ValueError(f"keys are 1 to 32 of 0-9 * # w: {digits!r}")
    response = VoiceResponse()
    response.play(digits=digits)
    _stream(response, stream_url, resume_url)
    return str(response)


def ask_for_key(say: str, *, key_url: str, otherwise: str, speech: Speech = ANYHOW) -> str:
    """Say it and take one key to `key_url`; who presses none in time is told `otherwise`."""
    response = VoiceResponse()
    gather = Gather(input="dtmf", num_digits=1, timeout=KEY_SECONDS, action=key_url, method="POST")
    _speak(gather, say, speech)
    response.append(gather)
    _speak(response, otherwise, speech)
    response.hangup()
    return str(response)


def hang_up(say: str = "", speech: Speech = ANYHOW) -> str:
    """End the call, after a last sentence if one is given (a message on a voicemail)."""
    response = VoiceResponse()
    _speak(response, say, speech)
    response.hangup()
    return str(response)


def _speak(response: VoiceResponse | Gather, text: str, speech: Speech) -> None:
    if text:
        spoken = UNPRINTABLE.sub("", text)[:MAX_SAY_LENGTH]
        response.say(spoken, language=speech.language, voice=speech.voice or None)


def _stream(response: VoiceResponse, stream_url: str, resume_url: str) -> None:
    parts = urlsplit(stream_url)
    if parts.query or parts.fragment or parts.scheme not in ("ws", "wss"):
        # The carrier drops a query string without a word, and a token in it with it.
        raise ValueError("a stream address is ws(s)://…, without a query string")
    connection = Connect()
    connection.stream(url=stream_url)
    response.append(connection)
    response.redirect(resume_url, method="POST")
