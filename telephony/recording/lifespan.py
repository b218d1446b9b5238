"""As long as an ASGI server lives, what it records goes from its host to the storage."""

import asyncio

from asgiref.typing import (
    ASGIReceiveCallable,
    ASGISendCallable,
    LifespanShutdownCompleteEvent,
    LifespanStartupCompleteEvent,
    Scope,
)

from telephony.recording.uploads import Uploader


async def lifespan(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Servers that keep to `--lifespan on` start and end with it; `serve` has its beat for that."""
    uploader = Uploader()
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            uploader.start()
            await send(LifespanStartupCompleteEvent(type="lifespan.startup.complete"))
        elif message["type"] == "lifespan.shutdown":
            await asyncio.to_thread(uploader.stop)
            await send(LifespanShutdownCompleteEvent(type="lifespan.shutdown.complete"))
            return
