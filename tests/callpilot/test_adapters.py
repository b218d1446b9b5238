"""Registries of adapters: loaded once, by name, and replaced for as long as somebody wants."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from callpilot import adapters
from callpilot.adapters import REGISTRIES, Diagnosed, Registry, clock_finding
from callpilot.checks import settings_check


class Bell:
    """An adapter of a port that only this test knows."""


class Gong(Bell, Diagnosed):
    keys = ("GONG_KEY",)


PORTS = ["CARRIER", "VOICE_ENGINE", "DIRECTORY", "DISTANCE", "CALENDAR", "GEOCODER", "STT", "TTS"]
CHIME = "tests.callpilot.test_adapters.Chime"
PATHS = {"bell": f"{__name__}.Bell", "gong": f"{__name__}.Gong"}


@pytest.fixture
def bells(settings: Settings) -> Iterator[Registry[Bell]]:
    settings.BELL = "bell"
    yield Registry[Bell]("BELL", PATHS)
    del REGISTRIES["BELL"]


class Chime(Diagnosed):
    """Works through bells."""

    parts = ("BELL",)


def test_a_port_that_is_a_part_is_worked_with_where_the_chosen_adapter_has_it(
    settings: Settings,
) -> None:
    part = Registry[Bell]("BELL", PATHS, part=True)
    settings.BELL = "gong"
    try:
        assert part not in adapters.in_use()
        assert "callpilot.E003" not in {message.id for message in settings_check()}
        with REGISTRIES["DISTANCE"].registered("chime", CHIME):
            settings.DISTANCE, settings.GONG_KEY = "chime", ""
            assert part in adapters.in_use()
            assert "BELL=gong needs GONG_KEY." in {message.msg for message in settings_check()}
    finally:
        del REGISTRIES["BELL"]


def test_the_setting_chooses_and_a_name_overrides_it(
    bells: Registry[Bell], settings: Settings
) -> None:
    assert type(bells.get()) is Bell and type(bells.get("gong")) is Gong

    settings.BELL = "gong"

    assert type(bells.get()) is Gong


def test_an_adapter_is_made_once_until_it_is_forgotten(bells: Registry[Bell]) -> None:
    first = bells.get()

    assert bells.get() is bells.get("bell") is first
    adapters.forget()
    assert bells.get() is not first


def test_an_unknown_name_is_answered_with_the_known_ones(
    bells: Registry[Bell], settings: Settings
) -> None:
    settings.BELL = "whistle"

    with pytest.raises(ImproperlyConfigured, match="^BELL=whistle is unknown; choose from bell, "):
        bells.get()
    with pytest.raises(ImproperlyConfigured, match="BELL=horn is unknown"):
        bells.get("horn")


def test_an_adapter_of_ones_own_stands_in_for_another_and_leaves(bells: Registry[Bell]) -> None:
    usual, own = bells.get(), Bell()

    with bells.registered("bell", own):
        adapters.forget()
        assert bells.get() is own

    assert type(bells.get()) is Bell and bells.get() is not own and usual is not own


def test_a_new_name_is_known_within_the_block_alone(bells: Registry[Bell]) -> None:
    with bells.registered("big", PATHS["gong"]):
        assert type(bells.get("big")) is Gong and bells.names == ["bell", "big", "gong"]

    assert bells.names == ["bell", "gong"]
    with pytest.raises(ImproperlyConfigured):
        bells.get("big")


def test_what_an_adapter_does_not_say_is_asked_of_nobody(bells: Registry[Bell]) -> None:
    assert bells.diagnosed("gong").keys == ("GONG_KEY",)
    assert bells.diagnosed("bell") is Diagnosed
    assert not list(Diagnosed.checks()) and not list(Diagnosed.doctor())


def test_every_port_has_a_registry_named_by_its_setting() -> None:
    assert set(REGISTRIES) == set(PORTS)


@pytest.mark.parametrize("setting", PORTS)
def test_every_adapter_can_be_had_and_is_the_same_one(setting: str) -> None:
    registry = REGISTRIES[setting]

    assert all(registry.get(name) is registry.get(name) for name in registry.names)


@pytest.mark.parametrize(
    ("date", "fine"),
    [
        ("Fri, 27 Nov 2026 12:00:30 GMT", True),
        ("Fri, 27 Nov 2026 12:05:00 GMT", False),
        ("Fri, 27 Nov 2026 11:55:00 GMT", False),
        ("nonsense", True),
        ("", True),
    ],
)
def test_a_clock_that_is_minutes_off_the_vendors_is_a_finding(date: str, fine: bool) -> None:
    with time_machine.travel("2026-11-27T12:00:00Z", tick=False):
        assert clock_finding(date, "the carrier")[1] is fine
