"""A person with a browser and a program, a calendar that breaks, and a layer that keeps."""

from collections.abc import Callable, Iterator

import pytest
from channels.layers import get_channel_layer
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from callpilot.models import User
from tests.campaigns.broken_calendar import BreakableCalendar
from tests.campaigns.channel_layer import KeepingLayer
from tests.campaigns.clients import Program, browser_of
from tests.factories import make_person


@pytest.fixture
def alice() -> User:
    return make_person("alice")


@pytest.fixture
def browser(alice: User) -> Client:
    """Alice's."""
    return browser_of(alice)


@pytest.fixture
def api(alice: User) -> Program:
    """Alice's."""
    return Program(alice)


@pytest.fixture
def empty_cache() -> Iterator[None]:
    """Nothing was counted or found before, nor is it afterwards."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def calendar(register: Callable[[str, object], None]) -> BreakableCalendar:
    """Everybody's."""
    made = BreakableCalendar()
    register("CALENDAR", made)
    return made


@pytest.fixture
def layer(settings: Settings) -> KeepingLayer:
    """What calls and pages are told goes here."""
    backend = f"{KeepingLayer.__module__}.{KeepingLayer.__qualname__}"
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": backend}}
    made: KeepingLayer = get_channel_layer()
    return made
