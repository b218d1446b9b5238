"""The servers that bench_bridge compares, each run in a process of its own."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from asgiref.typing import (
    ASGI3Application,
    ASGIReceiveCallable,
    ASGISendCallable,
    Scope,
    WebSocketAcceptEvent,
    WebSocketSendEvent,
)

from callpilot.json_types import JsonObject

SLOW_QUERY_SECONDS = 0.05  # in the thread that all of Channels' ORM shares, a quarter of the time
ROOT = Path(__file__).resolve().parents[2]
FLOOR = Path(__file__).with_name("floor.c")


def compiled_floor(folder: str) -> str | None:
    """The C relay as a program; None without a compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    program = f"{folder}/floor"
    done = subprocess.run([compiler, "-O2", "-o", program, str(FLOOR)], capture_output=True)
    return program if done.returncode == 0 else None


def fresh_database(folder: str) -> None:
    """What each server begins with a copy of: an empty database in this folder."""
    changes = {"DJANGO_SETTINGS_MODULE": "callpilot.settings", "CALLPILOT_DATA": folder}
    environment = {**os.environ, **changes}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "django", "migrate", "-v0", "--no-input"]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)


def serve() -> None:
    """Run one stack; prints the tokens of its calls, then serves until killed."""
    job = json.loads(sys.argv[1]) | {"tokens": []}
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "callpilot.settings",
        "CALLPILOT_DATA": job["data"],
        "ELEVENLABS_API_URL": job["agent_url"],
        "STREAM_URL": job["stream_url"],
        "CALL_LIMIT_SECONDS": "3600",
        "OPENBLAS_NUM_THREADS": "1",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "ERROR"),
    }
    os.environ.pop("DATABASE_URL", None)
    import uvicorn

    app = bare_relay(job) if job["app"] == "relay" else consumer(job)
    print(json.dumps(job["tokens"]), flush=True)
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=job["port"],
        loop=job["loop"],
        ws=job["ws"],
        ws_per_message_deflate=False,
        ws_max_size=64 * 1024,
        log_level="error",
        lifespan="off",
        proxy_headers=False,
    )


def consumer(job: JsonObject) -> ASGI3Application:
    """Our consumer, its calls waiting in a fresh database; `stock`: in Channels' own loop."""
    import django

    django.setup()
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.routing import URLRouter
    from django.db import transaction
    from django.urls import path

    from telephony.media import stream_tokens
    from telephony.media.consumers import StreamConsumer
    from tests.factories import make_call, make_campaign, make_person

    stream_tokens.VALID_SECONDS = (
        24 * 3600
    )  # all are issued at once, and the last is used in the end
    person = make_person()
    with transaction.atomic():
        for number in range(job["calls"]):
            fields = {"status": "in_progress", "carrier_id": f"CA{number}"}
            call = make_call(make_campaign(person), **fields)
            job["tokens"].append([stream_tokens.issue(call), call.carrier_id])

    class Stock(StreamConsumer):
        __call__ = AsyncWebsocketConsumer.__call__

    measured = Stock if job["app"] == "stock" else StreamConsumer
    routes: ASGI3Application = URLRouter([path("twilio/stream/<str:token>", measured.as_asgi())])
    return with_slow_queries(routes) if job["slow_query"] else routes


def with_slow_queries(app: ASGI3Application) -> ASGI3Application:
    """While there are calls, keep the shared ORM thread busy for 50 ms, five times a second."""
    from asgiref.sync import sync_to_async

    tasks: list[asyncio.Task[None]] = []
    calls = 0

    async def query_for_ever() -> None:
        while True:
            if calls:
                await sync_to_async(time.sleep, thread_sensitive=True)(SLOW_QUERY_SECONDS)
            await asyncio.sleep(SLOW_QUERY_SECONDS * 3)

    async def wrapped(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        nonlocal calls
        if not tasks:
            tasks.append(asyncio.create_task(query_for_ever()))
        calls += 1
        try:
            await app(scope, receive, send)
        finally:
            calls -= 1

    return wrapped


def bare_relay(job: JsonObject) -> ASGI3Application:
    """What Python does here without a framework, without state and without checks."""
    import msgspec
    import numpy as np
    from websockets.asyncio.client import connect

    from telephony.audio.codecs import decode_ulaw, encode_ulaw
    from telephony.audio.resampling import Resampler

    class Inner(msgspec.Struct):
        payload: bytes = b""

    class In(msgspec.Struct):
        event: str
        media: Inner | None = None

    class Chunk(msgspec.Struct):
        audio_base_64: bytes

    class Audio(msgspec.Struct):
        type: str
        audio_event: Chunk | None = None

    decode_in, decode_audio = msgspec.json.Decoder(In).decode, msgspec.json.Decoder(Audio).decode
    encode = msgspec.json.Encoder().encode

    async def app(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        await receive()
        await send(WebSocketAcceptEvent(type="websocket.accept", subprotocol=None, headers=[]))
        up, down = Resampler(8000, 16000), Resampler(16000, 8000)
        url = job["agent_url"].replace("http", "ws") + "/v1/convai/conversation"
        async with connect(url, compression=None, max_queue=64) as agent:
            await agent.send('{"type":"conversation_initiation_client_data"}')
            transcode = b"ulaw_8000" not in await agent.recv(decode=False)

            async def back() -> None:
                while True:
                    frame = decode_audio(await agent.recv(decode=False))
                    if frame.audio_event is None:
                        continue
                    audio = frame.audio_event.audio_base_64
                    if transcode:
                        audio = encode_ulaw(down.push(np.frombuffer(audio, "<i2")))
                    message = {"event": "media", "streamSid": "MZ1", "media": {"payload": audio}}
                    text = encode(message).decode()
                    await send(WebSocketSendEvent(type="websocket.send", bytes=None, text=text))

            pump = asyncio.create_task(back())
            while True:
                event = await receive()
                if event["type"] != "websocket.receive":
                    break
                frame = decode_in(event["text"] or "")
                if frame.event == "media" and frame.media is not None:
                    audio = frame.media.payload
                    if transcode:
                        audio = up.push(decode_ulaw(audio)).tobytes()
                    await agent.send(encode({"user_audio_chunk": audio}), text=True)
            pump.cancel()

    return app


if __name__ == "__main__":
    serve()
