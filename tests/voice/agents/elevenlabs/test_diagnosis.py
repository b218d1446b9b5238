"""What ElevenLabs needs to work is said before the first call."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from aiohttp import web
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from callpilot.checks import settings_check
from callpilot.errors import AgentError
from tests import loopback
from tests.voice.simulator.accounts import served
from voice.agent_design import design
from voice.agents.elevenlabs import signatures
from voice.agents.elevenlabs.diagnosis import SIMULATED_SECRET, Diagnosed
from voice.simulator import provisioned
from voice.simulator.history import History, conversation
from voice.simulator.workspace import Workspace


def test_an_override_that_no_agent_has_is_said_by_the_check(settings: Settings) -> None:
    settings.ELEVENLABS_OVERRIDES = ["tts.stability"]

    [message] = settings_check()

    assert message.msg.startswith("ELEVENLABS_OVERRIDES: tts.stability is unknown; choose from ")


def test_a_vendor_that_does_not_answer_is_a_finding(settings: Settings) -> None:
    settings.ELEVENLABS_API_URL = "http://127.0.0.1:1"

    [(name, fine, words)] = Diagnosed.doctor()

    assert (name, fine) == ("elevenlabs", False) and "does not answer" in words


@pytest.fixture
def workspace(settings: Settings) -> Iterator[Workspace]:
    """The account in which our agent lies."""
    lying = provisioned.workspace(design())
    with served(lying) as url:
        settings.ELEVENLABS_API_URL = url
        settings.ELEVENLABS_API_KEY = "simulated-xi-key"
        settings.ELEVENLABS_AGENT_ID = "agent_simulated_ulaw_8000"
        yield lying


def found() -> dict[str, tuple[bool, str]]:
    return {name: (fine, words) for name, fine, words in Diagnosed.doctor()}


def test_keys_clock_and_credits_are_told(workspace: Workspace) -> None:
    told = found()

    assert {name: fine for name, (fine, _) in told.items()} == {
        "elevenlabs": True,
        "clock": True,
        "credits": True,
    }
    assert "100000 of 100000" in told["credits"][1]


def test_an_account_that_is_nearly_used_up_is_a_finding(workspace: Workspace) -> None:
    workspace.credits_used = 96_000

    fine, words = found()["credits"]

    assert not fine and "4000 of 100000" in words


def test_an_agent_that_nobody_knows_is_a_finding(workspace: Workspace, settings: Settings) -> None:
    settings.ELEVENLABS_AGENT_ID = "agent_x"

    assert found()["elevenlabs"][0] is False
    [(_, fine, words)] = Diagnosed.inspect(design())
    assert not fine and "agent_x" in words


def test_no_agent_yet_is_said_with_the_command_that_makes_it(
    workspace: Workspace, settings: Settings
) -> None:
    settings.ELEVENLABS_AGENT_ID = ""

    [(name, fine, words)] = Diagnosed.inspect(design())

    assert (name, fine) == ("agent", False)
    assert "provision_agent" in words


def test_a_secret_that_is_missing_or_the_simulators_is_said_by_the_check(
    settings: Settings,
) -> None:
    settings.ELEVENLABS_WEBHOOK_SECRET = ""
    [message] = settings_check()
    assert (message.id, message.is_serious()) == ("callpilot.W004", False)

    settings.MODE, settings.ELEVENLABS_WEBHOOK_SECRET = "live", SIMULATED_SECRET
    assert "callpilot.E028" in {each.id for each in settings_check()}


@pytest.mark.parametrize(("ours", "fine"), [("wsec_1", True), ("wsec_2", False)])
def test_a_running_callpilot_that_has_another_secret_is_a_finding(
    workspace: Workspace, settings: Settings, ours: str, fine: bool
) -> None:
    settings.ELEVENLABS_WEBHOOK_SECRET = ours

    async def take(request: web.Request) -> web.Response:
        signed = request.headers[signatures.HEADER]
        settings.ELEVENLABS_WEBHOOK_SECRET = "wsec_1"
        right = signatures.valid(await request.read(), signed, time.time())
        return web.Response(status=200 if right else 403)

    app = web.Application()
    app.router.add_post("/elevenlabs/post-call", take)
    with loopback.served(app) as url:
        settings.PUBLIC_URL = url
        told, words = found()["post-call"]

    assert told is fine
    assert fine or "another ELEVENLABS_WEBHOOK_SECRET" in words


def test_the_vendor_is_asked_how_a_conversation_went(workspace: Workspace) -> None:
    kept = conversation("conv_1", "agent_1", "", History(), began=1.0, ms=42_000, variables={})
    workspace.conversations["conv_1"] = kept

    report = Diagnosed.report("conv_1")

    assert report is not None and (report.vendor_id, report.seconds) == ("conv_1", 42)
    with pytest.raises(AgentError):
        Diagnosed.report("conv/../x")


def test_a_way_of_asking_for_tools_that_there_is_not_is_said_by_the_check(
    settings: Settings,
) -> None:
    settings.ELEVENLABS_TOOLS = "telegraph"

    [message] = settings_check()

    assert message.id == "callpilot.E029" and "client or webhook" in str(message.msg)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("theirs", "fine", "words"),
    [
        ("s3cret", True, "asked for at"),
        ("", True, "asked for at"),
        ("other", False, "another TOOL_SECRET"),
    ],
)
def test_a_running_callpilot_that_has_another_tool_secret_is_a_finding(
    workspace: Workspace, settings: Settings, theirs: str, fine: bool, words: str
) -> None:
    """A stand-in passes the question on to the application, as it runs elsewhere."""
    settings.ELEVENLABS_TOOLS, settings.TOOL_SECRET = "webhook", "s3cret"

    def application(headers: dict[str, str]) -> tuple[int, bytes]:
        settings.TOOL_SECRET = theirs
        answer = Client().post("/api/log-event", {}, "application/json", headers=headers)
        connection.close()
        return answer.status_code, answer.content

    async def take(request: web.Request) -> web.Response:
        names = ("Authorization", "X-Tool-Secret")
        headers = {name: request.headers[name] for name in names}
        status, body = await asyncio.to_thread(application, headers)
        return web.Response(status=status, body=body)

    app = web.Application()
    app.router.add_post("/api/log-event", take)
    with loopback.served(app) as settings.PUBLIC_URL:
        told = found()["tools"]

    assert told[0] is fine and words in told[1]
