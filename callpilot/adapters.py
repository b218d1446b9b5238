"""Registries of adapters, one for each port: they load what a setting names, on first use."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from django.utils.timezone import now

T = TypeVar("T")
Finding = tuple[str, bool, str]  # what, fine?, what to do about it
MAX_SKEW_SECONDS = 60  # signed links last minutes, signatures of webhooks half an hour

REGISTRIES: dict[str, "Registry[Any]"] = {}  # by setting; each app makes its own as it starts


def clock_finding(date_header: str, whose: str) -> Finding:
    """Whether our clock agrees with the Date of an answer that has just come."""
    try:
        skew = abs((now() - parsedate_to_datetime(date_header)).total_seconds())
    except (TypeError, ValueError):
        return "clock", True, f"{whose} tells no time."
    fine = skew <= MAX_SKEW_SECONDS
    words = f"within {skew:.0f} s of {whose}'s."
    return "clock", fine, words if fine else f"{skew:.0f} s off {whose}'s; set it right."


class Diagnosed:
    """What an adapter may say of itself besides its port; a subclass overrides what it needs."""

    keys: ClassVar[tuple[str, ...]] = ()  # settings that must not be empty
    parts: ClassVar[tuple[str, ...]] = ()  # ports that it works through, by their settings

    @classmethod
    def checks(cls) -> Iterator[CheckMessage]:
        """What `manage.py check` shall say of the settings; asks nobody."""
        yield from ()

    @classmethod
    def doctor(cls) -> Iterator[Finding]:
        """What the vendor itself says of our keys and addresses."""
        yield from ()


class Registry(Generic[T]):
    """The adapters of one port by name: dotted paths of their classes, loaded on first use."""

    def __init__(self, setting: str, paths: dict[str, str], *, part: bool = False) -> None:
        """part: what other adapters work through, and of no use by itself."""
        self.setting = setting
        self.part = part
        self._paths = dict(paths)
        self._loaded: dict[str, T] = {}
        self._given: dict[str, T] = {}
        REGISTRIES[setting] = self

    @property
    def names(self) -> list[str]:
        return sorted({*self._paths, *self._given})

    @property
    def chosen(self) -> str:
        """The name that the setting says."""
        return str(getattr(settings, self.setting))

    def get(self, name: str = "") -> T:
        """The adapter; `name` overrides what the setting says."""
        name = name or self.chosen
        if name in self._given:
            return self._given[name]
        if name not in self._loaded:
            self._loaded[name] = import_string(self._path(name))()
        return self._loaded[name]

    def diagnosed(self, name: str = "") -> type[Diagnosed]:
        """What may be asked about the adapter; it is not made for that, which may need its keys."""
        name = name or self.chosen
        kind = type(self._given[name]) if name in self._given else import_string(self._path(name))
        return kind if isinstance(kind, type) and issubclass(kind, Diagnosed) else Diagnosed

    @contextmanager
    def registered(self, name: str, adapter: T | str) -> Iterator[None]:
        """Let an adapter, or the dotted path of one, be had by this name within the block."""
        before = dict(self._paths), dict(self._given)
        self._loaded.pop(name, None)
        self._given.pop(name, None)
        if isinstance(adapter, str):
            self._paths[name] = adapter
        else:
            self._given[name] = adapter
        try:
            yield
        finally:
            self._paths, self._given = before
            self._loaded.pop(name, None)

    def forget(self) -> None:
        """Drop the loaded adapters, so that changed settings are read anew."""
        self._loaded.clear()

    def _path(self, name: str) -> str:
        try:
            return self._paths[name]
        except KeyError:
            known = ", ".join(self.names)
            raise ImproperlyConfigured(
                f"{self.setting}={name} is unknown; choose from {known}."
            ) from None


def in_use() -> "list[Registry[Any]]":
    """The ports that are worked with: parts of others only where the chosen one has such a part."""
    used = [registry for registry in REGISTRIES.values() if not registry.part]
    for registry in used:  # grows meanwhile
        if registry.chosen in registry.names:
            parts = (REGISTRIES[setting] for setting in registry.diagnosed().parts)
            used.extend(part for part in parts if part not in used)
    return used


def forget() -> None:
    """Drop the loaded adapters of every port, so that changed settings are read anew."""
    for registry in REGISTRIES.values():
        registry.forget()
