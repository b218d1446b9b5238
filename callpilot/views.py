"""Is it up, is it ready, and what pages look like when something is wrong."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from http import HTTPStatus

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from callpilot.accounts import proxies
from callpilot.api.problems import json_problem, not_found
from callpilot.celery import BEAT_SEEN, WORKER_SEEN, app
from callpilot.errors import Silent

logger = logging.getLogger(__name__)
STARTING_SECONDS = 60.0  # so long a first worker may take
_started = time.monotonic()
_been_ready = threading.Event()


@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """Up; touches nothing else."""
    return JsonResponse({"ok": True}, headers=proxies.told(request))


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    with app.connection_for_read() as broker:
        broker.ensure_connection(max_retries=1, timeout=2)


def _channel_layer() -> None:
    async def there_and_back() -> None:
        layer = get_channel_layer()
        async with asyncio.timeout(2):
            name = await layer.new_channel()
            await layer.send(name, {"type": "ready"})
            await layer.receive(name)

    if settings.EMBEDDED:
        return  # lives in this process; it is there as we are
    async_to_sync(there_and_back)()


def _beat() -> None:
    if not cache.get(BEAT_SEEN):
        raise Silent("beat has handed out no task for 30 s")


def _workers() -> None:
    if not cache.get(WORKER_SEEN):
        raise Silent("no worker has taken a task for 30 s")


PARTS: dict[str, Callable[[], None]] = {
    "database": _database,
    "broker": _broker,
    "channel_layer": _channel_layer,
    "beat": _beat,
    "workers": _workers,
}


def not_ready_level(been_ready: bool, up_seconds: float) -> int:
    """How bad it is not to be ready: while we start, no news at all."""
    return logging.ERROR if been_ready or up_seconds > STARTING_SECONDS else logging.INFO


@require_GET
def ready(
    request: HttpRequest,
    more: dict[str, Callable[[], None]],
    wishes: dict[str, Callable[[], str]],
) -> JsonResponse:
    """Whether each part that a campaign needs answers; 503 when one does not.

    more: parts that the project itself knows nothing of. wishes: what whoever is in charge wants
    of us, by name; it is told, and no process that does as it is told is unready for it.
    """
    state: dict[str, str] = {}
    for name, ask in (PARTS | more).items():
        try:
            ask()
            state[name] = "ok"
        except Silent as error:
            state[name] = f"down: {error}"
        except Exception as error:  # whatever ails a part, the answer is that it is down
            state[name] = f"down: {type(error).__name__}"
    fine = all(value == "ok" for value in state.values())
    if fine:
        _been_ready.set()
    else:
        down = ", ".join(name for name, value in state.items() if value != "ok")
        level = not_ready_level(_been_ready.is_set(), time.monotonic() - _started)
        logger.log(level, "Not ready: %s.", down)
    told = {name: tell() for name, tell in wishes.items()} if state["database"] == "ok" else {}
    return JsonResponse({"ready": fine, **state, **told}, status=200 if fine else 503)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return not_found(request)
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django itself refuses: a foreign Host header, a body beyond all measure."""
    if request.path.startswith("/api/"):
        return json_problem(400, "The request is malformed.")
    return HttpResponse("Bad request", status=400, content_type="text/plain")


REFUSED_BODIES = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "This is larger than anything that is of use here.",
    HTTPStatus.REQUEST_TIMEOUT: "The request came too slowly. Nothing was done; please try again.",
}


def body_refused(path: str, status: HTTPStatus) -> HttpResponse:
    """What the edge says of a body that it does not let in; no request is made of it."""
    if path.startswith("/api/"):
        return json_problem(status, REFUSED_BODIES[status])
    return HttpResponse(REFUSED_BODIES[status], status=status, content_type="text/plain")


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return json_problem(500, "It has been noted. Nothing was half done; please try again.")
    try:
        return render(request, "500.html", status=500)
    except Exception:  # what broke the page may break this one too: then plain words
        logger.exception("the page of server errors could not be drawn")
        return HttpResponse(
            "Something went wrong on our side. It has been noted; please try again.",
            status=500,
            content_type="text/plain",
        )
