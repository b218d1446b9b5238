"""All simulated vendors in one aiohttp application, as other people's servers should be."""

import asyncio
import os
import signal
from collections.abc import Callable

from aiohttp import web

from telephony.simulator import vendor as phone_network
from telephony.simulator.network.network import Network
from voice.simulator import vendor as voice_vendor
from voice.simulator.recogniser import vendor as recogniser
from voice.simulator.synthesiser import vendor as synthesiser
from voice.simulator.workspace import Workspace

HOST = "127.0.0.1"
PARENT_CHECK_SECONDS = 0.5


class PortTaken(Exception):
    """The address cannot be listened on."""


def make_app(
    *,
    seed: int,
    speed: float,
    account_sid: str,
    auth_token: str,
    api_key: str = "simulated-xi-key",
    recogniser_key: str = "simulated-deepgram-key",
    owned: frozenset[str] = frozenset(),
    calls_per_second: float = 10.0,
    workspace: Workspace | None = None,
) -> web.Application:
    """speed: simulated seconds in one of ours. owned: numbers that may call, empty for any.

    account_sid, auth_token: the carrier's; api_key: the voice vendor's. workspace: its agents.
    recogniser_key: of whom ears are had that are none of the agent's own.
    """
    app = web.Application(client_max_size=16 * 1024 * 1024)
    network = Network(
        seed=seed,
        speed=speed,
        account_sid=account_sid,
        auth_token=auth_token,
        owned=owned,
        calls_per_second=calls_per_second,
    )
    app.cleanup_ctx.append(network.running)
    app.add_routes(phone_network.routes(network))
    vendor = voice_vendor.Vendor(api_key=api_key, seed=seed, speed=speed, workspace=workspace)
    app.add_routes(voice_vendor.routes(vendor))
    app.add_routes(recogniser.routes(recogniser.Recogniser(api_key=recogniser_key, seed=seed)))
    speech = synthesiser.Synthesiser(api_key=api_key, speed=speed)
    app.add_routes(synthesiser.routes(speech))
    return app


async def serve(
    app: web.Application, port: int, *, ready: Callable[[], None], with_parent: bool
) -> None:
    """Until SIGINT, SIGTERM or, if asked to, the parent's end. Raises PortTaken."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    watching = asyncio.create_task(_watch_parent(stop)) if with_parent else None
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise PortTaken(
                f"Port {port} on {HOST} cannot be used ({os.strerror(error.errno or 0)})."
            ) from None
        ready()
        await stop.wait()
    finally:
        if watching:
            watching.cancel()
        await runner.cleanup()


async def _watch_parent(stop: asyncio.Event) -> None:
    """A child whose parent was killed is given to another one; that is how it learns."""
    parent = os.getppid()
    while os.getppid() == parent:
        await asyncio.sleep(PARENT_CHECK_SECONDS)
    stop.set()
