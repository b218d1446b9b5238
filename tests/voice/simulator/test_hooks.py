"""Webhooks of the simulated account: made by the rules, signed, retried, given up."""

from collections.abc import Iterator

import httpx
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from elevenlabs import ElevenLabs, WebhookHmacSettings
from elevenlabs.core.api_error import ApiError

from callpilot.json_types import JsonObject
from tests.voice.simulator.accounts import served, unknown_members
from voice.simulator import provisioned
from voice.simulator.hooks import MOST_FAILURES, TRIES, WEEK_SECONDS, Hooks
from voice.simulator.refusals import Refusal
from voice.simulator.workspace import Workspace

SETTINGS: JsonObject = {"auth_type": "hmac", "name": "ours", "webhook_url": "https://x.example/h"}


@pytest.fixture
def workspace() -> Workspace:
    return provisioned.workspace()


@pytest.fixture
def sdk(workspace: Workspace) -> Iterator[ElevenLabs]:
    with served(workspace) as url, httpx.Client(trust_env=False) as http:
        yield ElevenLabs(base_url=url, api_key="simulated-xi-key", httpx_client=http)


def test_the_vendors_own_client_makes_lists_changes_and_deletes(
    sdk: ElevenLabs, workspace: Workspace
) -> None:
    settings = WebhookHmacSettings(name="ours", webhook_url="https://x.example/h")
    made = sdk.webhooks.create(settings=settings)
    sdk.webhooks.update(made.webhook_id, is_disabled=False, name="renamed", retry_enabled=True)

    listed = sdk.webhooks.list()

    assert made.webhook_secret and made.webhook_secret.startswith("wsec_")
    assert list(unknown_members(listed)) == []
    assert [(each.name, each.webhook_url) for each in listed.webhooks] == [
        ("renamed", "https://x.example/h")
    ]
    assert made.webhook_secret not in str(listed)
    assert workspace.hooks.get(made.webhook_id).retry_enabled
    sdk.webhooks.delete(made.webhook_id)
    assert sdk.webhooks.list().webhooks == []
    with pytest.raises(ApiError) as gone:
        sdk.webhooks.delete(made.webhook_id)
    assert gone.value.status_code == 404


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (None, "required"),
        (SETTINGS | {"webhook_url": "http://x.example/h"}, "https"),
        (SETTINGS | {"auth_type": "none"}, "hmac"),
        (SETTINGS | {"name": ""}, "required"),
        (SETTINGS | {"retry_enabled": True}, "Extra inputs"),
    ],
)
def test_settings_that_the_vendor_would_not_take_are_refused(
    workspace: Workspace, settings: object, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        workspace.make_hook(settings)


def test_a_change_names_the_hook_and_says_whether_it_is_off(workspace: Workspace) -> None:
    hook = workspace.make_hook(SETTINGS)

    changes: list[tuple[JsonObject, str]] = [
        ({"retry_enabled": True}, "required"),
        ({"is_disabled": False, "name": "a", "webhook_url": "https://y"}, "Extra inputs"),
    ]
    for change, words in changes:
        with pytest.raises(Refusal, match=words):
            workspace.change_hook(hook.webhook_id, change)


def test_an_agent_tells_only_a_webhook_that_is_there_and_only_events_that_exist(
    workspace: Workspace,
) -> None:
    for webhooks in [
        {"post_call_webhook_id": "wh_x", "events": ["transcript"]},
        {"post_call_webhook_id": None, "events": ["laughter"]},
        {"sing": True},
    ]:
        overrides = {"workspace_overrides": {"webhooks": webhooks}}
        with pytest.raises(Refusal):
            workspace.make_agent({"platform_settings": overrides})


class Taker:
    """Answers with one status after the other, the last again and again."""

    def __init__(self, *statuses: int) -> None:
        self.statuses, self.asked = list(statuses), 0

    async def take(self, request: web.Request) -> web.Response:
        self.asked += 1
        return web.Response(status=self.statuses.pop(0) if len(self.statuses) > 1 else self.last)

    @property
    def last(self) -> int:
        return self.statuses[-1]

    async def __aenter__(self) -> str:
        app = web.Application()
        app.router.add_post("/h", self.take)
        self.server = TestServer(app)
        await self.server.start_server()
        return str(self.server.make_url("/h"))

    async def __aexit__(self, *error: object) -> None:
        await self.server.close()


def hooks(at: list[float]) -> Hooks:
    return Hooks(iter("abcdefgh").__next__, lambda: at[0])


@pytest.mark.parametrize(
    ("retry", "statuses", "asked", "taken"),
    [
        (True, (500, 429, 200), 3, True),
        (True, (500,), TRIES, False),
        (True, (403, 200), 1, False),
        (False, (500, 200), 1, False),
        (True, (204,), 1, False),
    ],
)
async def test_what_may_pass_is_tried_again_where_that_is_enabled(
    retry: bool, statuses: tuple[int, ...], asked: int, taken: bool
) -> None:
    taker = Taker(*statuses)
    async with taker as url:
        mine = hooks([0.0])
        hook = mine.add("ours", url, "s")
        hook.retry_enabled = retry

        assert await mine.tell(hook, {"type": "x"}) is taken

    assert taker.asked == asked
    assert (hook.failures, hook.last_failure is None) == (int(not taken), taken)


async def test_an_address_that_fails_for_a_week_is_given_up_until_somebody_enables_it() -> None:
    at, taker = [0.0], Taker(500)
    async with taker as url:
        mine = hooks(at)
        hook = mine.add("ours", url, "s")
        for _ in range(MOST_FAILURES):
            await mine.tell(hook, {})
        assert not hook.is_auto_disabled
        at[0] = WEEK_SECONDS + 1.0
        await mine.tell(hook, {})
        asked = taker.asked
        await mine.tell(hook, {})

    assert hook.is_auto_disabled and taker.asked == asked
    assert mine.shown(hook)["most_recent_failure_error_code"] == 500
    mine.change(hook.webhook_id, {"is_disabled": False, "name": "ours"})
    assert not hook.is_auto_disabled


async def test_an_address_where_nobody_answers_is_a_failure() -> None:
    mine = hooks([0.0])
    hook = mine.add("ours", "http://127.0.0.1:1/h", "s")

    assert not await mine.tell(hook, {})
    assert hook.last_failure == (None, 0.0)
