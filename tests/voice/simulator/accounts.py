"""A simulated account of the voice vendor over HTTP, and what the vendor's types know of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web
from pydantic import BaseModel

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


def unknown_members(model: object, path: str = "") -> Iterator[str]:
    """Members that the vendor's types do not know, at any depth."""
    if isinstance(model, BaseModel):
        for name in model.model_extra or {}:
            yield f"{path}.{name}"
        for name in type(model).model_fields:
            yield from unknown_members(getattr(model, name), f"{path}.{name}")
    elif isinstance(model, dict):
        for name, value in model.items():
            yield from unknown_members(value, f"{path}.{name}")
    elif isinstance(model, list):
        for value in model:
            yield from unknown_members(value, path)
