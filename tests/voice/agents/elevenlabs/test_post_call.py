"""The webhook of our account: found by its address, made once, never made where it cannot be."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from tests.voice.simulator.accounts import served
from voice.agent_design import design
from voice.agents.elevenlabs.account import Account
from voice.agents.elevenlabs.diagnosis import Diagnosed
from voice.agents.elevenlabs.post_call import NAME, address, find
from voice.agents.elevenlabs.provisioning import provision
from voice.simulator import provisioned
from voice.simulator.workspace import Workspace


@pytest.fixture
def workspace(settings: Settings) -> Iterator[Workspace]:
    lying = provisioned.workspace()
    with served(lying) as url:
        settings.ELEVENLABS_API_URL = url
        settings.ELEVENLABS_API_KEY = "simulated-xi-key"
        settings.ELEVENLABS_AGENT_ID = ""
        settings.ELEVENLABS_OVERRIDES = []
        settings.ELEVENLABS_WEBHOOK_SECRET = ""
        settings.PUBLIC_URL = "https://calls.example"
        yield lying


def run() -> list[str]:
    return list(provision(design(), adopt=False, dry_run=False))


def test_a_webhook_that_somebody_made_by_hand_is_used(workspace: Workspace) -> None:
    theirs = workspace.hooks.add("By hand", address(), "s")
    workspace.hooks.add("Another", "https://calls.example/other", "s")

    lines = run()

    [agent] = workspace.agents.values()
    told = agent["platform_settings"]["workspace_overrides"]["webhooks"]
    assert told["post_call_webhook_id"] == theirs.webhook_id
    assert len(workspace.hooks.rows) == 2
    assert theirs.webhook_id in lines[-1] and "delete that webhook" in lines[-1]


def test_of_several_to_our_address_the_agents_own_comes_first(workspace: Workspace) -> None:
    first, second, third = (workspace.hooks.add(name, address(), "s") for name in ("A", NAME, "B"))
    told = {"webhooks": {"post_call_webhook_id": third.webhook_id}}

    with Account() as account:
        assert find(account, {})["webhook_id"] == second.webhook_id
        agent = {"platform_settings": {"workspace_overrides": told}}
        assert find(account, agent)["webhook_id"] == third.webhook_id
    assert first.webhook_id in workspace.hooks.rows


def test_a_secret_that_is_not_set_is_asked_for_until_it_is(
    workspace: Workspace, settings: Settings
) -> None:
    run()
    workspace.changes.clear()

    again = run()
    assert "nothing to change" in again[0] and "ELEVENLABS_WEBHOOK_SECRET is not set" in again[-1]
    assert workspace.changes == []
    settings.ELEVENLABS_WEBHOOK_SECRET = "wsec_known"
    assert "WEBHOOK_SECRET" not in "\n".join(run())


def test_another_address_gets_a_webhook_of_its_own_and_the_old_one_is_named(
    workspace: Workspace, settings: Settings
) -> None:
    run()
    [old] = workspace.hooks.rows
    settings.PUBLIC_URL = "https://moved.example"
    [agent_id] = workspace.agents
    settings.ELEVENLABS_AGENT_ID = agent_id
    assert any("is missing" in words for _, _, words in Diagnosed.inspect(design()))

    lines = run()

    assert f"+ post-call webhook {address()}" in lines
    assert any(f"in place of {old}" in line for line in lines)
    assert [hook.url for hook in workspace.hooks.rows.values()][1:] == [address()]
    assert [fine for _, fine, _ in Diagnosed.inspect(design())] == [True]


def test_the_vendor_tells_https_alone_unless_it_is_on_this_machine_itself(
    settings: Settings,
) -> None:
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    settings.ELEVENLABS_API_URL = "http://127.0.0.1:8100"
    assert address() == "http://127.0.0.1:8000/elevenlabs/post-call"
    settings.ELEVENLABS_API_URL = "https://api.elevenlabs.io"
    assert address() == ""
    settings.PUBLIC_URL = "https://calls.example"
    assert address() == "https://calls.example/elevenlabs/post-call"


def test_a_key_that_is_good_for_agents_alone_makes_the_agent_and_says_what_is_lacking(
    workspace: Workspace, settings: Settings
) -> None:
    workspace.missing_permissions.add("webhooks")

    lines = run()

    assert "No post-call webhook" in lines[-1] and "missing the permission" in lines[-1]
    [settings.ELEVENLABS_AGENT_ID] = workspace.agents
    assert [fine for _, fine, _ in Diagnosed.inspect(design())] == [True]
    assert workspace.hooks.rows == {}
