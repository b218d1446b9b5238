"""Where finished recordings are kept for all hosts: Django's storage "recordings".

A call of it may be one over the network, and whatever fails there is an OSError.
"""

import secrets
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.timezone import now

from callpilot.adapters import Finding
from telephony.models import Recording
from telephony.recording import spool

ARRIVES_WITHIN = timedelta(minutes=15)  # of a call's end; else its host is down, or the storage
CHUNK_BYTES = 64 * 1024


class Stream(Protocol):
    """Bytes that are read once."""

    def read(self, length: int, /) -> bytes: ...
    def close(self) -> None: ...


@runtime_checkable
class Partial(Protocol):
    """A storage that gives a part without fetching the whole."""

    def part(self, name: str, first: int, length: int) -> Stream: ...


class Chunks(Iterator[bytes]):
    """So many bytes of a stream, piece by piece."""

    def __init__(self, stream: Stream, length: int) -> None:
        self.stream, self.left = stream, length

    def __next__(self) -> bytes:
        chunk = self.stream.read(min(CHUNK_BYTES, self.left)) if self.left > 0 else b""
        self.left -= len(chunk)
        if not chunk:
            self.close()
            raise StopIteration
        return chunk

    def close(self) -> None:
        self.stream.close()


def kept() -> Storage:
    return storages["recordings"]


def keep(name: str, path: Path) -> None:
    """Store a file of this host under its name, over what may be there of an earlier try."""
    with path.open("rb") as file:
        stored = kept().save(name, File(file))
    if stored != name:
        raise OSError(f"The storage of recordings renames what it keeps ({type(kept()).__name__}).")


def remove(name: str) -> None:
    """Twice is once."""
    if spool.NAME.fullmatch(name):
        kept().delete(name)


def examine() -> Iterator[Finding]:
    """Whether it takes, gives and deletes, by a few bytes of no recording."""
    name, words = f"check-{secrets.token_hex(8)}", settings.RECORDINGS_URL.partition("?")[0]
    try:
        kept().save(name, ContentFile(b"CallPilot"))
        try:
            with closing(_part(name, 4, 5)) as stream:
                fine = stream.read(5) == b"Pilot"
        finally:
            kept().delete(name)
    except OSError as error:
        yield "recordings", False, str(error)
        return
    words = words or f"in the data folder, for processes on this host ({settings.DATA_DIR})"
    yield "recordings", fine, words if fine else f"{words} gives back something else."


def waiting() -> int:
    """How many recordings should have been stored long ago."""
    late = Recording.objects.filter(stored_at=None, deleted_at=None).exclude(path="")
    return late.filter(call__ended_at__lte=now() - ARRIVES_WITHIN, expires_at__gt=now()).count()


def is_within_reach(recording: Recording) -> bool:
    """Whether it can be heard from this host; else it has not left the one that recorded it."""
    return recording.stored_at is not None or spool.has(recording.path)


def size(recording: Recording) -> int:
    """In bytes. Raises FileNotFoundError."""
    try:
        return spool.file_of(recording.path).stat().st_size
    except FileNotFoundError:
        recording.refresh_from_db()  # it may have been stored this very moment
        if recording.stored_at is None:
            raise
        return recording.size


def part(recording: Recording, first: int, length: int) -> Chunks:
    """So many bytes from there on, wherever they lie. Raises OSError before the first of them."""
    try:
        return Chunks(_from(spool.file_of(recording.path).open("rb"), first), length)
    except FileNotFoundError:
        return Chunks(_part(recording.path, first, length), length)


def _part(name: str, first: int, length: int) -> Stream:
    storage = kept()
    if isinstance(storage, Partial):
        return storage.part(name, first, length)
    return _from(storage.open(name, "rb"), first)


def _from(file: BinaryIO | File[bytes], first: int) -> Stream:
    file.seek(first)
    return file
