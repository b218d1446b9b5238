"""HTTP requests to the application: signed, retried as their address says, faulty at will."""

import asyncio
import logging
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urldefrag, urlencode

import aiohttp
from yarl import URL

from telephony.simulator.network.faults import Faults
from telephony.simulator.network.signing import signature

logger = logging.getLogger(__name__)
BETWEEN_TRIES_SECONDS = 0.2
REORDER_SECONDS = 5.0  # a held callback goes without waiting for another after this
HEADERS = {"User-Agent": "TwilioProxy/1.1", "Accept": "*/*"}


@dataclass(frozen=True)
class Reply:
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True)
class Overrides:
    """What the fragment of an address says about its delivery; milliseconds."""

    connect_ms: int = 5000
    read_ms: int = 15000
    total_ms: int = 15000
    retries: int = 1
    retry_on: frozenset[str] = frozenset({"ct"})

    @classmethod
    def of(cls, fragment: str) -> "Overrides":
        """What cannot be read or is out of range keeps its default."""
        given = dict(parse_qsl(fragment))

        def number(key: str, low: int, high: int, default: int) -> int:
            text = given.get(key, "")
            return int(text) if text.isdecimal() and low <= int(text) <= high else default

        return cls(
            connect_ms=number("ct", 100, 10000, cls.connect_ms),
            read_ms=number("rt", 100, 15000, cls.read_ms),
            total_ms=number("tt", 100, 15000, cls.total_ms),
            retries=number("rc", 0, 5, cls.retries),
            retry_on=frozenset(given["rp"].split(",")) if "rp" in given else cls.retry_on,
        )


class Undelivered(Exception):
    """No answer came. cause: "ct" (no connection) or "rt" (none in time)."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class Courier:
    """Carries requests from the carrier to the application; use between open() and close()."""

    def __init__(self, auth_token: str, faults: Faults) -> None:
        self._auth_token = auth_token
        self._faults = faults
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.forgeries = {True: 0, False: 0}  # by whether the application let them in
        self._held: dict[str, asyncio.Event] = {}  # by call: set when its next callback has gone

    def open(self) -> None:
        # A connection each: an application closes idle ones just when they are used again.
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        self._session = aiohttp.ClientSession(connector=connector)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    def tell(
        self, url: str, method: str, fields: Mapping[str, str], call_sid: str, to: str
    ) -> None:
        """Send a callback whose answer does not matter; returns at once."""
        task = asyncio.create_task(self._tell(url, method, dict(fields), call_sid, to))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def ask(self, url: str, method: str, fields: Mapping[str, str], seconds: float) -> Reply:
        """Request a document; raises Undelivered. The whole may take `seconds` by the wall."""
        overrides = Overrides.of(urldefrag(url).fragment)
        milliseconds = min(round(seconds * 1000), overrides.total_ms)
        return await self._deliver(url, method, fields, replace(overrides, total_ms=milliseconds))

    async def _tell(
        self, url: str, method: str, fields: dict[str, str], call_sid: str, to: str
    ) -> None:
        event = fields.get("CallStatus", "")
        if self._faults.strike("callback_drop", to, event=event):
            return
        if fault := self._faults.strike("callback_delay", to, event=event):
            await asyncio.sleep(fault.seconds)
        if self._faults.strike("callback_reorder", to, event=event):
            await self._hold(call_sid)
        copies = 2 if self._faults.strike("callback_duplicate", to, event=event) else 1
        if self._faults.strike("callback_forged", to, event=event):
            await self._forge(url, method, fields)
        token = str(uuid.uuid4())
        for _ in range(copies):
            try:
                overrides = Overrides.of(urldefrag(url).fragment)
                await self._deliver(url, method, fields, overrides, token)
            except Undelivered:
                logger.info("A callback of call %s was not delivered.", call_sid)
        if held := self._held.pop(call_sid, None):
            held.set()

    async def _forge(self, url: str, method: str, fields: Mapping[str, str]) -> None:
        """As if somebody who knows the address told that it is all over."""
        forged = {**fields, "CallStatus": "completed", "CallDuration": "1"}
        with suppress(Undelivered):
            reply = await self._once(url, method, forged, Overrides(), "", key="a-guessed-key")
            self.forgeries[reply.status < 400] += 1

    async def _hold(self, call_sid: str) -> None:
        overtaken = self._held[call_sid] = asyncio.Event()
        try:
            await asyncio.wait_for(overtaken.wait(), REORDER_SECONDS)
        except TimeoutError:
            self._held.pop(call_sid, None)

    async def _deliver(
        self,
        url: str,
        method: str,
        fields: Mapping[str, str],
        overrides: Overrides,
        token: str = "",
    ) -> Reply:
        """Try as often as the overrides say; the last answer, whatever its status."""
        token = token or str(uuid.uuid4())
        try:
            async with asyncio.timeout(overrides.total_ms / 1000):
                for tries_left in range(overrides.retries, -1, -1):
                    try:
                        reply = await self._once(url, method, fields, overrides, token)
                        cause = f"{reply.status // 100}xx" if reply.status >= 400 else ""
                    except Undelivered as error:
                        reply, cause = None, error.cause
                    again = cause and overrides.retry_on & {cause, "all"}
                    if not (again and tries_left):
                        break
                    await asyncio.sleep(BETWEEN_TRIES_SECONDS)
        except TimeoutError:
            raise Undelivered("rt") from None
        if reply is None:
            raise Undelivered(cause)
        return reply

    async def _once(
        self,
        url: str,
        method: str,
        fields: Mapping[str, str],
        overrides: Overrides,
        token: str,
        key: str = "",
    ) -> Reply:
        assert self._session is not None, "open() first"
        url = urldefrag(url).url
        if method == "GET":
            url += ("&" if "?" in url else "?") + urlencode(fields)
            fields = {}
        headers = HEADERS | {
            "X-Twilio-Signature": signature(key or self._auth_token, url, fields),
            "I-Twilio-Idempotency-Token": token,
        }
        timeout = aiohttp.ClientTimeout(
            total=None,
            sock_connect=overrides.connect_ms / 1000,
            sock_read=overrides.read_ms / 1000,
        )
        body = None
        if method != "GET":
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
            body = urlencode(fields).encode()
        try:
            async with self._session.request(
                method,
                URL(url, encoded=True),
                data=body,
                headers=headers,
                timeout=timeout,
                allow_redirects=method == "GET",
            ) as response:
                content = await response.read()
                return Reply(response.status, response.content_type, content)
        except aiohttp.SocketTimeoutError:
            raise Undelivered("rt") from None
        except (aiohttp.ClientError, ValueError, OSError):
            raise Undelivered("ct") from None
