"""Log lines without secrets: whatever is logged, tokens in addresses and numbers stay behind."""

import logging
import re

# The webhook and stream addresses of every carrier carry a token that is worth a call.
TOKEN = re.compile(r"(/[\w-]+/(?:voice|stream|relay)/)[^/\s\"'?]+")
SIGNED = re.compile(r"((?:conversation_signature|token|signature)=)[^&\s\"']+")
BEARER = re.compile(r"(Bearer\s+)[^\s\"',]+", re.IGNORECASE)
NUMBER = re.compile(r"\+\d{7,15}\b")


def redacted(text: str) -> str:
    """The text with tokens and telephone numbers struck out."""
    text = TOKEN.sub(r"\1…", text)
    text = SIGNED.sub(r"\1…", text)
    text = BEARER.sub(r"\1…", text)
    return NUMBER.sub("+…", text)


class RedactingFormatter(logging.Formatter):
    """Strikes out after formatting, so that tracebacks and database errors are covered too."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))
