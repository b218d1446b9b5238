"""TwiML documents: fetched from the application, parsed, and judged against the known verbs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from telephony.simulator.network.callbacks import Courier, Undelivered

MAX_BYTES = 64 * 1024
Note = Callable[[int, str], None]
"""Writes an error code with a fixed sentence into the carrier's debugger."""

VERBS: dict[str, set[str]] = {
    "Say": {"voice", "language", "loop"},
    "Play": {"loop", "digits"},
    "Pause": {"length"},
    "Redirect": {"method"},
    "Hangup": set(),
    "Reject": {"reason"},
    "Connect": {"action", "method"},
    "Gather": {
        *("input", "action", "method", "timeout", "speechTimeout", "finishOnKey", "numDigits"),
        *("language", "hints", "speechModel", "actionOnEmptyResult", "partialResultCallback"),
        *("partialResultCallbackMethod", "bargeIn", "profanityFilter", "maxSpeechTime"),
        *("enhanced", "debug"),
    },
}
NOUNS: dict[str, dict[str, set[str]]] = {
    "Connect": {"Stream": {"url", "name", "track", "statusCallback", "statusCallbackMethod"}},
    "Stream": {"Parameter": {"name", "value"}},
    "Gather": {verb: VERBS[verb] for verb in ("Say", "Play", "Pause")},
}


@dataclass(frozen=True)
class Fetch:
    """A document to be asked for, with fields beside those of the call."""

    url: str
    method: str = "POST"
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Inline:
    """A document that came with the request; it has no address to be relative to."""

    xml: str


@dataclass(frozen=True)
class Document:
    verbs: list[Element]
    url: str = ""

    def absolute(self, address: str) -> str:
        """Raises Unusable for a relative address in a document without one of its own."""
        whole = urljoin(self.url, address.strip())
        if urlsplit(whole).scheme not in ("http", "https", "ws", "wss"):
            raise Unusable(11100)
        return whole


class Unusable(Exception):
    """There is no document to go on with; `code` is Twilio's."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


async def load(
    step: Fetch | Inline,
    base_fields: Mapping[str, str],
    *,
    courier: Courier,
    note: Note,
    seconds: float,
) -> Document:
    """Raises Unusable. seconds: by the wall, the application's whole budget."""
    if isinstance(step, Inline):
        return parse(step.xml.encode(), "", note)
    try:
        fields = {**base_fields, **step.fields}
        reply = await courier.ask(step.url, step.method, fields, seconds)
    except Undelivered:
        raise Unusable(11205) from None
    if not 200 <= reply.status < 300:
        raise Unusable(11200)
    if reply.content_type == "text/plain":
        spoken = Element("Say")
        spoken.text = reply.body.decode(errors="replace")
        return Document([spoken], step.url)
    if reply.content_type.startswith("audio/"):
        return Document([Element("Play")], step.url)
    if reply.content_type not in ("text/xml", "application/xml"):
        raise Unusable(12300)
    return parse(reply.body, step.url, note)


def parse(body: bytes, url: str, note: Note) -> Document:
    """Unknown verbs are left out and noted, as are unknown attributes."""
    if len(body) > MAX_BYTES:
        raise Unusable(11750)
    if b"<!DOCTYPE" in body:
        raise Unusable(12100)
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError:
        raise Unusable(12100) from None
    if root.tag != "Response":
        raise Unusable(12100)
    return Document(_known(root, VERBS, note), url)


def _known(parent: Element, allowed: Mapping[str, set[str]], note: Note) -> list[Element]:
    known = []
    for child in parent:
        attributes = allowed.get(child.tag)
        if attributes is None:
            note(12200, f"<{child.tag}> is not known here and was left out.")
            continue
        if strange := set(child.attrib) - attributes:
            note(12200, f"<{child.tag}> has unknown attributes: {', '.join(sorted(strange))}.")
        child[:] = _known(child, NOUNS.get(child.tag, {}), note)
        known.append(child)
    return known
