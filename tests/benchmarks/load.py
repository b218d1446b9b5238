"""Many phones and an echoing agent on raw sockets, cheap enough to load a server to its limit.

A library's WebSocket would be busier than what is measured. Phones mask with a key of zeros, which
is legal and lets one frame be made once and written a thousand times.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import os
import sys
import time
from collections.abc import Iterator
from functools import partial
from typing import cast

FRAME_SECONDS = 0.02
ACCOUNT, KEY = "AC0123456789abcdef0123456789abcdef", "simulated-auth-token"
HELLO = {"type": "agent_response", "agent_response_event": {"agent_response": "Hi.", "event_id": 1}}
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
clock = time.perf_counter


def frame(text: bytes, kind: int = TEXT, *, masked: bool = False) -> bytes:
    size, bit = len(text), 128 if masked else 0
    if size < 126:
        head = bytes((128 | kind, bit | size))
    elif size < 65536:
        head = bytes((128 | kind, bit | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((128 | kind, bit | 127)) + size.to_bytes(8, "big")
    return head + (bytes(4) if masked else b"") + text


class WebSocket(asyncio.Protocol):
    """One end of a socket; `said` takes each message that is whole."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport
        self.open = False
        self.code = 1006  # of a goodbye
        self._left = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        data = self._left + data if self._left else data
        self._left = b""
        if not self.open:
            head, blank, data = data.partition(b"\r\n\r\n")
            if not blank:
                self._left = head
                return
            self.upgrade(head.decode("latin-1"))
        for kind, text in self._frames(data):
            if kind == TEXT:
                self.said(text)
            elif kind == PING:
                self.put(text, PONG)
            elif kind == CLOSE:
                self.code = int.from_bytes(text[:2], "big")
                self.put(text[:2], CLOSE)
                self.transport.close()

    def _frames(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        at = 0
        while len(data) - at >= 2:
            size, start = data[at + 1] & 127, at + 2
            if size > 125:
                width = 2 if size == 126 else 8
                size, start = int.from_bytes(data[start : start + width], "big"), start + width
            key = data[start : start + 4] if data[at + 1] & 128 else b""
            start += len(key)
            if len(data) < start + size:
                break
            text = data[start : start + size]
            if key:
                pad = int.from_bytes((key * (size // 4 + 1))[:size], "big")
                text = (int.from_bytes(text, "big") ^ pad).to_bytes(size, "big")
            yield data[at] & 15, text
            at = start + size
        self._left = data[at:]

    def upgrade(self, head: str) -> None:
        raise NotImplementedError

    def said(self, text: bytes) -> None:
        raise NotImplementedError

    def put(self, text: bytes, kind: int = TEXT) -> None:
        raise NotImplementedError


class Agent(WebSocket):
    """The vendor's end: gives signed links, and returns each frame that it hears."""

    sound_format = "ulaw_8000"  # of the sessions to come

    def upgrade(self, head: str) -> None:
        path, fields = _request(head)
        if "get-signed-url" in path:
            link = {"signed_url": f"ws://{fields['host']}/v1/convai/conversation"}
            body = json.dumps(link)
            self._answer("200 OK", f"Content-Length: {len(body)}\r\n", body)
            return
        seed = fields["sec-websocket-key"] + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        accept = base64.b64encode(hashlib.sha1(seed.encode()).digest()).decode()
        self.open = True
        self._answer(
            "101 Switching Protocols",
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n",
        )

    def _answer(self, status: str, fields: str, body: str = "") -> None:
        self.transport.write(f"HTTP/1.1 {status}\r\n{fields}\r\n{body}".encode())

    def said(self, text: bytes) -> None:
        if text.startswith(b'{"user_audio_chunk"'):
            sound = text.rsplit(b'"', 2)[1]
            self.put(b'{"type":"audio","audio_event":{"audio_base_64":"%b","event_id":2}}' % sound)
        elif b"conversation_initiation_client_data" in text:
            event = {
                "conversation_id": "conv_1",
                "agent_output_audio_format": self.sound_format,
                "user_input_audio_format": self.sound_format,
            }
            kind = "conversation_initiation_metadata"
            self.put(json.dumps({"type": kind, f"{kind}_event": event}).encode())
            self.put(json.dumps(HELLO).encode())

    def put(self, text: bytes, kind: int = TEXT) -> None:
        self.transport.write(frame(text, kind))


class Phone(WebSocket):
    """The carrier's end of one call."""

    sound = frame(
        b'{"event":"media","media":{"track":"inbound","timestamp":"1","payload":"%b"}}'
        % base64.b64encode(bytes(range(96, 256))),
        masked=True,
    )

    def __init__(self, url: str, call_id: str) -> None:
        super().__init__()
        self.call_id = call_id
        self._url = url
        self.out: list[float] = []  # when each frame left
        self.home: list[tuple[float, int]] = []  # when sound came back, and how many bytes of it
        self.gone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._file = self.transport.get_extra_info("socket").fileno()
        host, _, path = self._url.removeprefix("ws://").partition("/")
        digest = hmac.new(KEY.encode(), self._url.encode(), hashlib.sha1).digest()
        self.transport.write(
            f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            f"X-Twilio-Signature: {base64.b64encode(digest).decode()}\r\n\r\n".encode()
        )

    def connection_lost(self, error: Exception | None) -> None:
        self.gone = True

    def upgrade(self, head: str) -> None:
        if " 101 " not in head.partition("\r\n")[0]:
            raise ConnectionError("The server refused a call.")
        self.open = True
        start = {"streamSid": "MZ1", "callSid": self.call_id, "accountSid": ACCOUNT}
        self.put(b'{"event":"connected"}')
        self.put(json.dumps({"event": "start", "start": start}).encode())

    def speak(self) -> None:
        self.out.append(clock())
        os.write(self._file, self.sound)  # in whatever thread; so little always fits

    def said(self, text: bytes) -> None:
        if text.startswith(b'{"event":"media"'):
            # Sound that piled up comes back in fewer, longer messages: count the bytes.
            payload = text.rsplit(b'"', 2)[1]
            self.home.append((clock(), len(payload) * 3 // 4 - payload.count(b"=")))
        elif text.startswith(b'{"event":"mark"'):
            self.put(json.dumps({"event": "mark", "mark": json.loads(text)["mark"]}).encode())

    def put(self, text: bytes, kind: int = TEXT) -> None:
        self.transport.write(frame(text, kind, masked=True))

    def latencies_ms(self) -> tuple[list[float], int]:
        """How long each frame was away, and how many never came home.

        A filter keeps a few samples to itself, so a frame is home when half of it is.
        """
        times: list[float] = []
        total = 0
        for moment, size in self.home:
            total += size
            while total + 80 >= 160 * (len(times) + 1) and len(times) < len(self.out):
                times.append(moment)
        away = [(back - out) * 1000 for out, back in zip(self.out, times, strict=False)]
        return away, len(self.out) - len(times)


def speak_for(phones: list[Phone], seconds: float) -> None:
    """Each phone sends 50 frames a second, evenly spread; to be run in a thread of its own.

    An event loop's clock has steps of 1 ms: in those, many phones would speak at once, and a
    server would be spared most of its wake-ups.
    """
    sys.setswitchinterval(0.0002)  # or the loop's thread keeps the interpreter for 5 ms
    due = clock()
    ends = due + seconds
    while due < ends:
        for phone in phones:
            due += FRAME_SECONDS / len(phones)
            time.sleep(max(due - clock(), 0))
            phone.speak()


async def dial(urls: list[tuple[str, str]]) -> list[Phone]:
    """Calls that are through: of each, sound has come back."""
    loop = asyncio.get_running_loop()
    phones = []
    for url, call_id in urls:
        host, _, port = url.removeprefix("ws://").partition("/")[0].partition(":")
        made = await loop.create_connection(partial(Phone, url, call_id), host, int(port))
        phones.append(made[1])
    async with asyncio.timeout(60):
        while not all(phone.home for phone in phones):
            codes = sorted(phone.code for phone in phones if phone.gone)
            if codes:
                raise SystemExit(f"The server closed calls: {codes}.")
            await asyncio.sleep(0.05)
            for phone in phones:
                if phone.open:
                    phone.speak()
    heard = -1
    while heard != sum(len(phone.home) for phone in phones):  # let every echo come home
        heard = sum(len(phone.home) for phone in phones)
        await asyncio.sleep(0.2)
    return phones


def forget(phones: list[Phone]) -> None:
    """What was measured so far does not count."""
    for phone in phones:
        phone.out.clear()
        phone.home.clear()


def _request(head: str) -> tuple[str, dict[str, str]]:
    first, *lines = head.split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    return first.split()[1], {name.lower(): value for name, value in fields.items()}
