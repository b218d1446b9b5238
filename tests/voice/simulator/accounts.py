"""A simulated account of the voice vendor, reached over HTTP by what is tested."""

from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from tests import loopback
from tests.voice.simulator.callers import plain_voice
from voice.simulator.vendor import Vendor, routes
from voice.simulator.workspace import Workspace


@contextmanager
def served(workspace: Workspace) -> Iterator[str]:
    """The account's address while it is served."""
    app = web.Application()
    app.add_routes(routes(Vendor(workspace=workspace, voice=plain_voice)))
    with loopback.served(app) as url:
        yield url
