"""Media Streams messages as the carrier writes them, and as strictly as it reads ours; sans I/O."""

import base64
import binascii
import json
from dataclasses import dataclass

from callpilot.json_types import JsonObject
from telephony.simulator.personas.sounds import FRAME_MS, SILENCE, Frame

CONNECTED = '{"event":"connected","protocol":"Call","version":"1.0.0"}'
_SILENT_PAYLOAD = base64.b64encode(SILENCE).decode()


class BadMessage(ValueError):
    """The carrier would drop this and note 31951."""


@dataclass(frozen=True)
class Media:
    ulaw: bytes


@dataclass(frozen=True)
class Mark:
    name: str


@dataclass(frozen=True)
class Clear:
    """Drop what has not been played."""


def read(text: str, stream_sid: str) -> Media | Mark | Clear:
    """Raises BadMessage for a field too few, a field too many, or a wrong value."""
    try:
        message = json.loads(text)
    except ValueError:
        raise BadMessage("not JSON") from None
    if not isinstance(message, dict) or message.get("streamSid") != stream_sid:
        raise BadMessage("not an object with this stream's id")
    match message.get("event"):
        case "media":
            return Media(_payload(_body(message, "media", "payload")))
        case "mark":
            return Mark(_body(message, "mark", "name"))
        case "clear" if message.keys() == {"event", "streamSid"}:
            return Clear()
    raise BadMessage("an unknown event, or fields that do not belong to it")


def _body(message: JsonObject, event: str, field: str) -> str:
    body = message.get(event)
    if message.keys() != {"event", "streamSid", event} or not isinstance(body, dict):
        raise BadMessage(f"{event}: not exactly event, streamSid and {event}")
    if body.keys() != {field} or not isinstance(body[field], str):
        raise BadMessage(f"{event}: not exactly one text {field}")
    return str(body[field])


def _payload(text: str) -> bytes:
    try:
        sound = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadMessage("media: not base64") from None
    if not sound:
        raise BadMessage("media: empty")
    return sound


class Writer:
    """Numbers the messages of one stream, over all kinds of them."""

    def __init__(self, stream_sid: str) -> None:
        self.stream_sid = stream_sid
        self._sequence = 0
        self._chunk = 0

    def start(self, account_sid: str, call_sid: str, parameters: dict[str, str]) -> str:
        start = {
            "accountSid": account_sid,
            "streamSid": self.stream_sid,
            "callSid": call_sid,
            "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": parameters,
        }
        return self._numbered("start", start)

    def media(self, frame: Frame) -> str:
        """By hand, since this is written fifty times a second for each call."""
        self._sequence += 1
        self._chunk += 1
        payload = _SILENT_PAYLOAD if frame is None else base64.b64encode(frame).decode()
        return (
            f'{{"event":"media","sequenceNumber":"{self._sequence}",'
            f'"media":{{"track":"inbound","chunk":"{self._chunk}",'
            f'"timestamp":"{self._chunk * FRAME_MS}","payload":"{payload}"}},'
            f'"streamSid":"{self.stream_sid}"}}'
        )

    def dtmf(self, digit: str) -> str:
        return self._numbered("dtmf", {"track": "inbound_track", "digit": digit})

    def mark(self, name: str) -> str:
        return self._numbered("mark", {"name": name})

    def stop(self, account_sid: str, call_sid: str) -> str:
        return self._numbered("stop", {"accountSid": account_sid, "callSid": call_sid})

    def _numbered(self, event: str, body: JsonObject) -> str:
        self._sequence += 1
        return json.dumps(
            {
                "event": event,
                "sequenceNumber": str(self._sequence),
                event: body,
                "streamSid": self.stream_sid,
            }
        )
