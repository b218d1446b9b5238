"""Log lines without secrets: each record is cleaned as it is made, whoever writes it and wherever.

Servers and libraries bring loggers, handlers and formatters of their own, which no setting of ours
reaches for certain; but all of them get their records here.
"""

import logging
import logging.config
import re
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeAlias

from callpilot.json_types import JsonObject

ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)
SLASH = r"(?:/|%2F)"
SEGMENT = rf"(?:(?!{SLASH})[^\s\"'?&#<>])+"
SECRET_NAME = (  # or what ends in it
    r"(?:token|secret|signature|password|api[_-]?key|sessionid|csrf\w{0,20}"
    r"|callpilot[_-]doctor)\d?"
)

# By kind: what stays, what is struck out; whatever strangers send is read once, not again from each
# of its letters. A new address or header that bears a secret is met by test_log_lines.py.
KINDS: dict[str, tuple[str, str]] = {
    "address of a call, for its carrier or its media socket": (
        rf"({SLASH}[\w-]+{SLASH}(?:voice|stream|relay){SLASH}(?:probe{SLASH})?){SEGMENT}",
        r"\1…",
    ),
    "address of a private calendar": (rf"({SLASH}feeds{SLASH}){SEGMENT}", r"\1…"),
    "link of a mail": (rf"({SLASH}(?:confirm-email|reset{SLASH}key){SLASH}){SEGMENT}", r"\1…"),
    "password in an address": (r"(://[^\s:/@]*:)[^\s/@]+@", r"\1…@"),
    "what an address asks with": (
        r"((?:[?&]|query_string\W{1,5}b?[\"'])(?:[\w-]*(?:code|state|nonce|key))=)[^\s&\"'#]+",
        r"\1…",
    ),
    "header that is a secret as a whole": (
        r"((?:authorization|cookie)[\"']?\s*[:=,]\s*(?:b?[\"'])?)[^\"'\r\n]+",
        r"\1…",
    ),
    "credential by its scheme": (r"\b((?:Bearer|Basic)\s+)[^\s\"',]+", r"\1…"),
    "anything by the name of a secret": (
        rf"({SECRET_NAME}[\"')\]]*\s*(?:[:=]|,\s*(?=b?[\"']))[\s(\[]*(?:b?[\"'])?)[^\s&\"',;)\]]+",
        r"\1…",
    ),
}
CLEANED = [(re.compile(sought, re.IGNORECASE), stays) for sought, stays in KINDS.values()]
# Long and of letters of all kinds, as our own tokens are; a carrier's ids are none.
RANDOM = re.compile(
    r"(?<![\w-])(?![A-Z]{2}[0-9a-f]{32}(?![\w-]))"
    r"(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{32,}"
)
NUMBER = re.compile(r"\+\d{7,15}\b")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")  # all but the tab


def redacted(text: str) -> str:
    """The text with secrets and telephone numbers struck out."""
    for sought, stays in CLEANED:
        text = sought.sub(stays, text)
    text = RANDOM.sub("…", text)
    return NUMBER.sub("+…", text)


class RedactedRecord(logging.LogRecord):
    """Says what was logged, without secrets, in one line that cannot pass for another."""

    def __init__(
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: tuple[object, ...] | JsonObject | None,
        exc_info: ExcInfo | None,
        func: str | None = None,
        sinfo: str | None = None,
        **more: object,
    ) -> None:
        super().__init__(name, level, pathname, lineno, msg, args, exc_info, func, sinfo)
        if isinstance(self.args, tuple):  # some formatters write them without the message
            self.args = tuple(redacted(a) if isinstance(a, str) else a for a in self.args)
        elif not self.args and isinstance(msg, str):
            self.msg = redacted(msg)
        if exc_info and exc_info[0]:
            self.exc_text = redacted(logging.Formatter().formatException(exc_info))
        if sinfo:
            self.stack_info = redacted(sinfo)

    def getMessage(self) -> str:
        said = redacted(super().getMessage())
        return CONTROL.sub(lambda sign: f"\\x{ord(sign[0]):02x}", said)


class UtcFormatter(logging.Formatter):
    """A moment is the same wherever it is read."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        moment = datetime.fromtimestamp(record.created, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def configure(logging_settings: JsonObject) -> None:
    """How Django sets up what is logged."""
    logging.setLogRecordFactory(RedactedRecord)
    logging.config.dictConfig(logging_settings)
