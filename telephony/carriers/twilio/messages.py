"""Media Streams messages ↔ values; pure, no I/O.

What the carrier sends is read leniently: unknown kinds and unknown fields are no fault.
What we send is strict, because the carrier drops a message with one field too many.
"""

import re

import msgspec

from telephony.carriers.media_stream import (
    BadFrame,
    Connected,
    FrameTooLarge,
    Marked,
    Media,
    Message,
    Pressed,
    Started,
    Stopped,
)

MAX_FRAME_LENGTH = 64 * 1024  # characters of one message
ENCODING, SAMPLE_RATE_HZ, CHANNELS = "audio/x-mulaw", 8000, 1
_STREAM_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class _MediaIn(msgspec.Struct):
    payload: bytes  # base64 on the wire
    track: str = "inbound"
    timestamp: str | int = "0"


class _Format(msgspec.Struct, rename="camel"):
    encoding: str = ENCODING
    sample_rate: int | str = SAMPLE_RATE_HZ
    channels: int | str = CHANNELS


class _StartIn(msgspec.Struct, rename="camel"):
    stream_sid: str
    call_sid: str = ""
    account_sid: str = ""
    media_format: _Format = msgspec.field(default_factory=_Format)
    custom_parameters: dict[str, str] | None = None


class _DtmfIn(msgspec.Struct):
    digit: str


class _MarkIn(msgspec.Struct):
    name: str


class _Frame(msgspec.Struct):
    event: str
    media: _MediaIn | None = None
    start: _StartIn | None = None
    mark: _MarkIn | None = None
    dtmf: _DtmfIn | None = None


_decode = msgspec.json.Decoder(_Frame).decode


def parse(text: str | bytes) -> Message | None:
    """One frame of the carrier, or None for a kind we have no use for.

    Raises BadFrame (FrameTooLarge) for what cannot be a message of theirs.
    """
    if len(text) > MAX_FRAME_LENGTH:
        raise FrameTooLarge("The frame is too large.")
    try:
        frame = _decode(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise BadFrame(type(error).__name__) from None
    match frame.event:
        case "media":
            return _media(frame.media)
        case "mark" if frame.mark is not None:
            return Marked(frame.mark.name)
        case "dtmf" if frame.dtmf is not None:
            return Pressed(frame.dtmf.digit)
        case "start":
            return _started(frame.start)
        case "stop":
            return Stopped()
        case "connected":
            return Connected()
        case "mark" | "dtmf":
            raise BadFrame("The message has no content.")
    return None


def _media(media: _MediaIn | None) -> Media | None:
    if media is None:
        raise BadFrame("The media message carries no media.")
    if media.track not in ("inbound", "inbound_track"):
        return None
    try:
        at_ms = int(media.timestamp)
    except ValueError:
        raise BadFrame("The timestamp is no number.") from None
    if at_ms < 0:
        raise BadFrame("The timestamp is negative.")
    return Media(media.payload, at_ms)


def _started(start: _StartIn | None) -> Started:
    if start is None or not _STREAM_ID.fullmatch(start.stream_sid):
        raise BadFrame("The start message names no stream.")
    form = start.media_format
    if (form.encoding, str(form.sample_rate), str(form.channels)) != (ENCODING, "8000", "1"):
        raise BadFrame("The stream is not 8 kHz mu-law.")
    return Started(
        start.stream_sid, start.call_sid, start.account_sid, start.custom_parameters or {}
    )


class _MediaOut(msgspec.Struct):
    payload: bytes


class _MarkOut(msgspec.Struct):
    name: str


class _SendMedia(msgspec.Struct, tag_field="event", tag="media", rename="camel"):
    stream_sid: str
    media: _MediaOut


class _SendMark(msgspec.Struct, tag_field="event", tag="mark", rename="camel"):
    stream_sid: str
    mark: _MarkOut


class _SendClear(msgspec.Struct, tag_field="event", tag="clear", rename="camel"):
    stream_sid: str


_encode = msgspec.json.Encoder().encode


def media(stream_id: str, ulaw: bytes) -> str:
    """Play this after what is queued; any length, without headers."""
    return _text(_SendMedia(stream_id, _MediaOut(ulaw)))


def mark(stream_id: str, name: str) -> str:
    """Say so when everything before this has been played."""
    return _text(_SendMark(stream_id, _MarkOut(name)))


def clear(stream_id: str) -> str:
    """Drop what is queued; pending marks come back at once."""
    return _text(_SendClear(stream_id))


def _text(message: object) -> str:
    return _encode(message).decode()
