"""ElevenLabs' speech socket with many contexts as it is written on the wire; no I/O."""

import msgspec

from voice.agents.base import Ended
from voice.tts.base import Speaking

INACTIVITY_SECONDS = 180  # the vendor's most
STABILITY, SIMILARITY = 0.5, 0.8
SLOWEST, FASTEST = 0.7, 1.2
CLOSE_SOCKET = b'{"close_socket":true}'
# Those models alone know the parameter; another one refuses it.
KNOW_LANGUAGES = ("_v2_5",)
# What passes; every other error says that we are refused.
PASSING = {"input_timeout_exceeded", "max_active_conversations", "rate_limit_exceeded"}
PASSING |= {"too_many_concurrent_requests", "system_busy", "internal_server_error"}


class Alignment(msgspec.Struct):
    """Of one frame's sound: times begin anew with each."""

    chars: list[str] | None = None
    charStartTimesMs: list[float] | None = None  # noqa: N815  the wire's name


class Frame(msgspec.Struct):
    """Any server frame; two members go by two names each."""

    audio: bytes | None = None  # decoded from base64 in the same pass
    isFinal: bool | None = None  # noqa: N815
    is_final: bool | None = None
    contextId: str | None = None  # noqa: N815
    context_id: str | None = None
    alignment: Alignment | None = None
    normalizedAlignment: Alignment | None = None  # noqa: N815
    error: str | None = None

    @property
    def context(self) -> str:
        return self.contextId or self.context_id or ""

    @property
    def final(self) -> bool:
        return bool(self.isFinal or self.is_final)

    def letters(self) -> tuple[str, list[int]]:
        """The characters and their beginnings in this frame's sound; none where they disagree."""
        for told in (self.alignment, self.normalizedAlignment):
            if told is not None and told.chars and told.charStartTimesMs is not None:
                text, starts = "".join(told.chars), told.charStartTimesMs
                if len(text) == len(starts):
                    return text, [round(start) for start in starts]
        return "", []


_frames = msgspec.json.Decoder(Frame)
_encode = msgspec.json.Encoder().encode


def read(raw: bytes) -> Frame | None:
    """None when this is no frame of theirs."""
    try:
        return _frames.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def query(model: str, speaking: Speaking) -> list[tuple[str, str]]:
    asked = [
        ("model_id", model),
        ("output_format", "ulaw_8000"),
        ("auto_mode", "true"),  # each text is spoken at once, none waits for more
        ("sync_alignment", "true"),
        ("inactivity_timeout", str(INACTIVITY_SECONDS)),
    ]
    if model.endswith(KNOW_LANGUAGES):
        asked.append(("language_code", speaking.language.partition("-")[0]))
    return asked


# --- client frames --------------------------------------------------------------------------


def begin(context: str, speaking: Speaking) -> bytes:
    """A context's first frame, in which alone it is told how to speak."""
    settings = {
        "stability": STABILITY,
        "similarity_boost": SIMILARITY,
        "speed": min(max(speaking.speed, SLOWEST), FASTEST),
    }
    return _encode({"text": " ", "context_id": context, "voice_settings": settings})


def text(context: str, words: str) -> bytes:
    return _encode({"text": f"{words} ", "context_id": context})


def flush(context: str, words: str) -> bytes:
    """The end of an utterance, without which its tail may be kept back."""
    return _encode({"context_id": context, "text": f"{words} ", "flush": True})


def close(context: str) -> bytes:
    """What has been flushed is spoken to its end all the same."""
    return _encode({"context_id": context, "close_context": True})


def keep_alive(context: str) -> bytes:
    return _encode({"context_id": context, "text": ""})


# --- ends -----------------------------------------------------------------------------------


def ended(code: int, error: str) -> Ended:
    """What a close means. error: the vendor's name for what it told before it."""
    if error and error not in PASSING:
        return Ended(f"The speech vendor refused us ({error[:60]}).", failed=True)
    if code == 1008 and not error:
        return Ended("The speech vendor refused us (1008).", failed=True)
    return Ended(f"The speech vendor broke off ({error or code}).", resumable=True)
