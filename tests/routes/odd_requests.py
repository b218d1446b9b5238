"""Requests that nobody would send: odd addresses, methods, headers and bodies, made by chance."""

import json
import random
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote_from_bytes, urlencode

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from twilio.request_validator import RequestValidator

from callpilot.json_types import JsonObject
from callpilot.models import ApiToken
from tests.routes import people
from tests.routes.addresses import Address, every_address
from tests.routes.world import World
from voice.agents.elevenlabs import signatures

METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "ODD"]
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
JSON = "application/json"
TYPES = [FORM, MULTIPART, JSON, JSON, "text/plain", "application/xml", "", "*/*", ";;=", "é"]
CHARSETS = ["utf-8", "utf-7", "utf-16", "idna", "undefined", "unicode_escape", "no-such", ""]
CSRF = b"a" * 32
BOUNDARY = "edge-of-a-part"
HALF = "\ud83d"  # of a surrogate pair
TEXTS = [
    "", " ", "\x00", "a\x00b", HALF, f"x{HALF}y", "\u202e", "🦷", "a\u0301" * 40, "\r\n", "%00",
    "%s", "{}", "'", '"; --', "<b>", "../../etc", "x" * 5000, "0", "-1", "1e999", "NaN",
    "9" * 400, "٣", "²", "null", "true", "2030-02-31", "2030-03-15T08:00", "0001-01-01", "25:00",
    "9999-12-31T23:59:59+14:00", "00000000-0000-0000-0000-000000000000", "+14155550123",
    "+9" * 30, "a@b", "dentist", "Europe/Vienna", "dentist next week, mornings", "\ufeff",
    "\ufffe", "en-gb", "javascript:1", "=cmd()", "\x1b[31m",
]  # fmt: skip
NUMBERS = [0, -1, 2**70, 1.5, -0.0, 1e308, float("inf"), float("nan")]
THINGS: list[object] = [None, True, *NUMBERS, [], {}, [[]]]
NAME = re.compile(r'\bname="([\w.-]+)"')
HEADERS = [
    "Accept", "Accept-Encoding", "Accept-Language", "Idempotency-Key", "Last-Event-ID", "Range",
    "Referer", "Origin", "Expect", "If-None-Match", "If-Modified-Since", "X-Forwarded-For",
    "X-Forwarded-Proto", "X-Requested-With", "Host", "Cookie", "HX-Request", "HX-Current-URL",
    "HX-Boosted", "HX-Target", "X-Tool-Secret", "X-CallPilot-Doctor", "X-CSRFToken",
    "X-HTTP-Method-Override", "Authorization",
]  # fmt: skip


@dataclass
class Odd:
    """One request as it goes over the line."""

    method: str
    path: bytes  # with its percent signs
    query: bytes
    headers: dict[str, bytes]
    body: bytes = b""

    def __str__(self) -> str:
        return f"{self.method} {self.path!r}?{self.query!r} {self.headers} {self.body[:300]!r}"


@dataclass
class Oddity:
    """Makes them of one seed, for one world; the same seed makes the same ones again."""

    world: World
    chance: random.Random
    names: list[str]
    addresses: list[Address] = field(default_factory=every_address)
    cookies: dict[str, bytes] = field(init=False)
    tokens: list[str] = field(init=False)

    def __post_init__(self) -> None:
        known = {"nobody": None, "owner": self.world.person, "staff": people.staff(superuser=True)}
        self.cookies = {
            who: cookie_of(people.client_of(person)) + b"; csrftoken=" + CSRF
            for who, person in known.items()
        }
        self.tokens = [
            f"Token {ApiToken.issue(self.world.person, 'odd')}",
            f"Bearer {self.world.live_call.tool_token}",
        ]

    def request(self) -> Odd:
        wanted = self.chance.random() < 0.15  # the admin has more addresses than all others
        address = self.chance.choice([a for a in self.addresses if is_admin(a) == wanted])
        method = self.chance.choice(["GET", "POST", *METHODS])
        headers = self._headers(address)
        body = b""
        if method not in ("GET", "HEAD") or self.chance.random() < 0.05:
            headers["Content-Type"], body = self._body(address)
        odd = Odd(method, self._path(address), self._query(), headers, body)
        if self.chance.random() < 0.8:
            sign(address, odd)
        return odd

    def message(self) -> str:
        """What a page may send over its socket; most of it nearly is a command."""
        if self.chance.random() < 0.2:
            return self._json().decode(errors="replace")
        call = self.chance.choice([str(self.world.live_call.pk), str(self.world.call.pk)])
        command: JsonObject = {
            "command": self.chance.choice(["show", "whisper", "answer", "again"]),
            "call": call,
            "question": str(self.world.question.number),
            "id": self.text(),
        }
        for name in self.chance.sample([*command, "text", "answer", "choice"], 3):
            command[name] = self.thing()
        return json.dumps(command)

    # --- its parts ---------------------------------------------------------------------------

    def text(self) -> str:
        if self.chance.random() < 0.2:
            return "".join(self.chance.choice(TEXTS) for _ in range(3))
        return self.chance.choice(TEXTS)

    def thing(self, depth: int = 0) -> object:
        """A value of JSON."""
        match self.chance.randrange(8):
            case 0:
                return self.chance.choice(THINGS)
            case 1 if depth < 3:
                return [self.thing(depth + 1) for _ in range(self.chance.randrange(4))]
            case 2 if depth < 3:
                return {self.name(): self.thing(depth + 1) for _ in range(self.chance.randrange(4))}
            case _:
                return self.text()

    def name(self) -> str:
        return self.chance.choice(self.names) if self.chance.random() < 0.8 else self.text()

    def _path(self, address: Address) -> bytes:
        path = address.path(self.world)
        # The world's passkey is none that could be signed in with, which some pages would try.
        Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).delete()
        if address.parameters and self.chance.random() < 0.4:
            parts = path.split("/")
            parts[self.chance.randrange(1, len(parts))] = self.text()
            path = "/".join(parts)
        if self.chance.random() < 0.05:
            path += self.text()
        path = "/" + path.lstrip("/")
        return quote_from_bytes(path.encode(errors="surrogatepass"), "/").encode()

    def _query(self) -> bytes:
        if self.chance.random() < 0.6:
            return b""
        pairs = [(self.name(), self.text()) for _ in range(self.chance.randrange(1, 4))]
        return urlencode(pairs, errors="surrogatepass").encode()

    def _headers(self, address: Address) -> dict[str, bytes]:
        headers = {"Host": b"testserver", "X-CSRFToken": CSRF}  # from our own pages
        known = self.chance.choice(["nobody", "owner", "owner", "owner", "staff", "token", "token"])
        if known == "token" or address.name.startswith("tool-"):
            headers["Authorization"] = self.chance.choice(self.tokens).encode()
        else:
            headers["Cookie"] = self.cookies[known]
        for name in self.chance.sample(HEADERS, self.chance.choice([0, 0, 1, 2])):
            headers[name] = self._header(name)
        return headers

    def _header(self, name: str) -> bytes:
        if name == "Cookie":
            known = [settings.SESSION_COOKIE_NAME, "csrftoken", "theme", "messages"]
            value = self.chance.choice([b'"\\000bcdefghijk"', b"\xff\xfe", b"x" * 40])
            return self.chance.choice(known).encode() + b"=" + value
        if name == "HX-Request":
            return b"true"
        return re.sub(rb"[\x00\r\n]", b"", self.text().encode(errors="surrogatepass"))

    def _body(self, address: Address) -> tuple[bytes, bytes]:
        kind = self.chance.choice(TYPES)
        if address.pattern.startswith("twilio/"):
            kind = FORM
        elif address.pattern.startswith(("api/", "elevenlabs/")) and self.chance.random() < 0.8:
            kind = JSON
        pairs = [(self.name(), self.text()) for _ in range(self.chance.randrange(6))]
        if kind == JSON:
            body = self._json()
        elif kind == MULTIPART:
            body = b"".join(self._part(name, value) for name, value in pairs)
            body += f"--{BOUNDARY}--\r\n".encode() if self.chance.random() < 0.8 else b""
            kind += f"; boundary={self.chance.choice([BOUNDARY] * 8 + ['', 'é'])}"
        else:
            body = urlencode(pairs, errors="surrogatepass").encode()
        if kind and self.chance.random() < 0.15:
            kind += f"; charset={self.chance.choice(CHARSETS)}"
        return kind.encode(), body

    def _part(self, name: str, value: str) -> bytes:
        file = f'; filename="{self.text()}"' if self.chance.random() < 0.2 else ""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        return (head + value + "\r\n").encode(errors="surrogatepass")

    def _json(self) -> bytes:
        match self.chance.randrange(12):
            case 0:
                return b"[" * 3000
            case 1:
                return b'{"data":' * 2000 + b"1" + b"}" * 2000
            case 2:
                return self.text().encode(errors="surrogatepass")
            case 3:
                return json.dumps(self.thing()).encode()
        given: JsonObject = {self.name(): self.thing() for _ in range(self.chance.randrange(6))}
        return json.dumps(given, ensure_ascii=self.chance.random() < 0.9).encode(
            errors="surrogatepass"
        )


def is_admin(address: Address) -> bool:
    return address.pattern.startswith("admin/")


def cookie_of(client: Client) -> bytes:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()).encode()


def sign(address: Address, odd: Odd) -> None:
    """What comes to a vendor's address is signed by it, so that more than the signature is met."""
    if address.pattern.startswith("twilio/"):
        path = odd.path.decode() + ("?" + odd.query.decode() if odd.query else "")
        form = dict(parse_qsl(odd.body.decode(), keep_blank_values=True))
        form["AccountSid"] = settings.TWILIO_ACCOUNT_SID
        odd.body = urlencode(form, errors="surrogatepass").encode()
        form = dict(parse_qsl(odd.body.decode(), keep_blank_values=True))
        validator = RequestValidator(settings.TWILIO_AUTH_TOKEN)
        signature = validator.compute_signature(settings.PUBLIC_URL + path, form)
        odd.headers["X-Twilio-Signature"] = signature.encode()
    elif address.pattern.startswith("elevenlabs/"):
        odd.headers[signatures.HEADER] = signatures.sign(odd.body, time.time()).encode()


def names_asked_for(world: World) -> list[str]:
    """What pages and API want to be told: every field of every form, and of the API's document."""
    client, found = people.client_of(world.person), {"key", "choice", "q", "next", "since", "call"}
    for address in every_address():
        if not address.pattern.endswith("/stream"):
            found |= set(
                NAME.findall(client.get(address.path(world)).getvalue().decode(errors="replace"))
            )
    found |= set(_properties(SchemaGenerator().get_schema(public=True)))
    return sorted(
        found | {"CallSid", "CallStatus", "From", "Digits", "AnsweredBy", "SequenceNumber"}
    )


def _properties(schema: object) -> Iterator[str]:
    if isinstance(schema, Mapping):
        yield from schema.get("properties", {})
        for each in schema.values():
            yield from _properties(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _properties(each)
