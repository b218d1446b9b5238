"""What is to go wrong in the next sessions at a simulated vendor, and the addresses to say so."""

from dataclasses import fields, replace
from typing import ClassVar, Generic, Protocol, TypeVar

from aiohttp import web

from callpilot.json_types import JsonObject

MOST = 3_600_000


class Switches(Protocol):
    """A frozen dataclass: how a session goes. Numbers are whole, None or text."""

    __dataclass_fields__: ClassVar[JsonObject]


S = TypeVar("S", bound=Switches)


class Faults(Generic[S]):
    """Changed switches for the sessions that begin next, oldest first."""

    def __init__(self, usual: S) -> None:
        self.usual = usual
        self.waiting: list[JsonObject] = []  # {"switches": …, "count": …}; no count: always

    def add(self, switches: object, count: object = 1) -> None:
        """Raises ValueError, in words."""
        known = {field.name: getattr(self.usual, field.name) for field in fields(self.usual)}
        if not isinstance(switches, dict) or not set(switches) <= set(known):
            raise ValueError(f"switches has members out of {', '.join(known)}")
        if count is not None and not (_whole(count) and count):
            raise ValueError("count is a whole number from 1, or null for always")
        for name, value in switches.items():
            if isinstance(known[name], str):
                if not isinstance(value, str):
                    raise ValueError(f"{name} is text")
            elif not _whole(value) and not (value is None and known[name] is None):
                raise ValueError(f"{name} is a whole number")
        self.waiting.append({"switches": switches, "count": count})

    def strike(self) -> S:
        """The switches of a session that begins now."""
        switches = self.usual
        for fault in list(self.waiting):
            switches = replace(switches, **fault["switches"])
            if fault["count"] is not None:
                fault["count"] -= 1
                if not fault["count"]:
                    self.waiting.remove(fault)
        return switches

    def routes(self, path: str) -> list[web.RouteDef]:
        """To see what waits, to add (a body like one of those) and to forget all."""

        async def see(request: web.Request) -> web.Response:
            return web.json_response({"waiting": self.waiting})

        async def add(request: web.Request) -> web.Response:
            try:
                self.add(**(await request.json()))
            except (ValueError, TypeError) as error:
                return web.json_response({"error": str(error)}, status=400)
            return web.json_response(self.waiting[-1], status=201)

        async def forget(request: web.Request) -> web.Response:
            self.waiting.clear()
            return web.Response(status=204)

        return [web.get(path, see), web.post(path, add), web.delete(path, forget)]


def _whole(value: object) -> bool:
    return type(value) is int and 0 <= value <= MOST
