"""Which part of a file a Range header asks for (RFC 9110, section 14); pure."""

import re

_ONE = re.compile(r"bytes=\s*(\d*)-(\d*)\s*", re.ASCII)
MAX_HEADER_LENGTH = 100


class NotThere(Exception):
    """The part lies wholly outside the file."""


def part(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte; None for the whole file: no range, several of them, or nonsense.

    Raises NotThere.
    """
    match = _ONE.fullmatch(header) if len(header) <= MAX_HEADER_LENGTH else None
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        length = min(int(match[2]), size)
        if length == 0:
            raise NotThere
        return size - length, size - 1
    first = int(match[1])
    last = int(match[2]) if match[2] else size - 1
    if last < first and match[2]:
        return None
    if first >= size:
        raise NotThere
    return first, min(last, size - 1)
