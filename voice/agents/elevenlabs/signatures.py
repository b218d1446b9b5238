"""ElevenLabs' signature of what it sends: HMAC over the moment and the body as it came."""

import hmac

from django.conf import settings

HEADER = "ElevenLabs-Signature"
TOLERANCE_SECONDS = 30 * 60  # before and after now


def sign(body: bytes, at: float) -> str:
    """The header that goes with a body."""
    moment = str(int(at))
    return f"t={moment},v0={_digest(moment, body)}"


def valid(body: bytes, header: str | None, at: float) -> bool:
    """Whether ElevenLabs signed this, and lately; False without a secret or a signature."""
    if not settings.ELEVENLABS_WEBHOOK_SECRET or not header:
        return False
    parts = [part.strip().partition("=") for part in header.split(",")]
    moments = [value for name, _, value in parts if name == "t"]
    digests = [value for name, _, value in parts if name == "v0"]
    if len(moments) != 1 or not _whole(moments[0]):
        return False
    if abs(at - int(moments[0])) > TOLERANCE_SECONDS:
        return False
    right = _digest(moments[0], body).encode()
    return any(hmac.compare_digest(right, digest.encode()) for digest in digests)


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _digest(moment: str, body: bytes) -> str:
    key = settings.ELEVENLABS_WEBHOOK_SECRET.encode()
    return hmac.new(key, moment.encode() + b"." + body, "sha256").hexdigest()
