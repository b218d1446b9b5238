"""A server's process stores what was recorded on its host, until it ends and then once more."""

import asyncio
from pathlib import Path

import pytest
from asgiref.typing import ASGIReceiveEvent, ASGISendEvent, LifespanScope
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from telephony.models import Recording
from telephony.recording import files, spool
from telephony.recording.lifespan import lifespan
from tests.factories import make_call
from tests.telephony.tapes import begun, keep_in
from voice.session.db_threads import in_thread

pytestmark = pytest.mark.django_db(transaction=True)


def recorded() -> None:
    call = make_call(status="completed", ended_at=now())
    begun(call).close()
    files.finish(call.pk)


async def test_what_was_recorded_is_stored_before_the_server_ends(
    settings: Settings, tmp_path: Path
) -> None:
    keep_in(settings, tmp_path)
    told: asyncio.Queue[ASGIReceiveEvent] = asyncio.Queue()
    said: asyncio.Queue[ASGISendEvent] = asyncio.Queue()
    scope: LifespanScope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}}
    server = asyncio.create_task(lifespan(scope, told.get, said.put))
    await told.put({"type": "lifespan.startup"})
    assert (await said.get())["type"] == "lifespan.startup.complete"
    await in_thread(recorded)

    await told.put({"type": "lifespan.shutdown"})

    assert (await said.get())["type"] == "lifespan.shutdown.complete"
    await server
    row = await in_thread(Recording.objects.get)
    assert row.stored_at is not None and spool.names() == []
