"""A recording over HTTP, in parts and never as a whole in memory."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import slugify

from telephony.models import Recording
from telephony.recording import http_range

CHUNK_BYTES = 64 * 1024
PRIVATE = "private, no-store"


def answer(request: HttpRequest, recording: Recording, file: Path) -> HttpResponseBase:
    """The part that was asked for: 200, 206, 304 or 416. Raises FileNotFoundError."""
    size = file.stat().st_size
    tag = f'"{file.stem[:16]}-{size}"'
    response = _part(request, file, size, tag)
    response["Cache-Control"] = PRIVATE
    response["X-Content-Type-Options"] = "nosniff"
    if response.status_code != 416:
        response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    if "download" in request.GET:
        response["Content-Disposition"] = f'attachment; filename="{_name(recording)}"'
    return response


def _part(request: HttpRequest, file: Path, size: int, tag: str) -> HttpResponseBase:
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified()
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        asked = ""  # of another file than they have: then the whole of this one
    try:
        part = http_range.part(asked, size)
    except http_range.NotThere:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = part or (0, size - 1)
    headers = {"Content-Length": str(last - first + 1), "Content-Type": "audio/wav"}
    status = 200
    if part is not None:
        status, headers["Content-Range"] = 206, f"bytes {first}-{last}/{size}"
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    # A plain iterator would be read to its end before anything is sent by an ASGI server.
    chunks = (_later if isinstance(request, ASGIRequest) else _now)(file, first, last - first + 1)
    return StreamingHttpResponse(chunks, status=status, headers=headers)


def _now(path: Path, first: int, left: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while left > 0 and (chunk := file.read(min(CHUNK_BYTES, left))):
            left -= len(chunk)
            yield chunk


async def _later(path: Path, first: int, left: int) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        while left > 0 and (chunk := await asyncio.to_thread(file.read, min(CHUNK_BYTES, left))):
            left -= len(chunk)
            yield chunk


def _name(recording: Recording) -> str:
    call = recording.call
    day = (call.answered_at or call.created_at).date().isoformat()
    return f"call-{slugify(str(call.provider or '')) or 'recording'}-{day}.wav"
