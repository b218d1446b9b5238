"""A recording over HTTP, in parts and never as a whole in memory."""

import asyncio
from collections.abc import AsyncIterator

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from django.utils.translation import gettext as _

from telephony.models import Recording
from telephony.recording import http_range, storage
from telephony.recording.storage import Chunks

PRIVATE = "private, no-store"
RETRY_SECONDS = 30


def answer(request: HttpRequest, recording: Recording) -> HttpResponseBase:
    """The part that was asked for: 200, 206, 304 or 416; 503 while it cannot be fetched.

    Raises FileNotFoundError.
    """
    size = storage.size(recording)
    tag = f'"{recording.path[:16]}-{size}"'
    try:
        response = _part(request, recording, size, tag)
    except FileNotFoundError:
        raise
    except OSError:
        words = _("The recording cannot be fetched just now. Please try again in a minute.")
        response = HttpResponse(words, status=503, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = PRIVATE
    response["X-Content-Type-Options"] = "nosniff"
    if response.status_code < 400:
        response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    if "download" in request.GET and response.status_code < 400:
        response["Content-Disposition"] = f'attachment; filename="{_name(recording)}"'
    return response


def _part(request: HttpRequest, recording: Recording, size: int, tag: str) -> HttpResponseBase:
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
    chunks = storage.part(recording, first, last - first + 1)
    # A plain iterator would be read to its end before anything is sent by an ASGI server.
    content = Later(chunks) if isinstance(request, ASGIRequest) else chunks
    return StreamingHttpResponse(content, status=status, headers=headers)


class Later(AsyncIterator[bytes]):
    """The chunks, each read in a thread; closed with the response, also before its first byte."""

    def __init__(self, chunks: Chunks) -> None:
        self.chunks, self.close = chunks, chunks.close

    async def __anext__(self) -> bytes:
        if chunk := await asyncio.to_thread(next, self.chunks, b""):
            return chunk
        raise StopAsyncIteration


def _name(recording: Recording) -> str:
    call = recording.call
    day = (call.answered_at or call.created_at).date().isoformat()
    return f"call-{slugify(str(call.provider or '')) or 'recording'}-{day}.wav"
