"""Who asks for a tool is known by the token of a call that is going on, and by nothing else."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from callpilot.models import ApiToken
from campaigns.models import Call
from tests.factories import make_call
from tests.routes import people
from voice.models import ToolRun

pytestmark = pytest.mark.django_db(transaction=True)
NOTE = {"message": "They close early."}


def make_live() -> Call:
    return make_call(status="in_progress", answered_at=now())


def ask(authorization: str, **body: object) -> tuple[int, object]:
    headers = {"Authorization": authorization} if authorization else {}
    answer = Client().post("/api/log-event", NOTE | body, "application/json", headers=headers)
    return answer.status_code, answer.json()


@pytest.mark.parametrize("keyword", ["Bearer", "bearer", "Token"])
def test_the_calls_own_token_lets_it_ask(keyword: str) -> None:
    call = make_live()

    status, told = ask(f"{keyword} {call.tool_token}")

    assert status == 200 and isinstance(told, dict) and told["ok"]
    assert ToolRun.objects.get().call == call


def _queued() -> Call:
    return make_call()


def _ended() -> Call:
    return make_call(status="completed", answered_at=now(), ended_at=now())


def _cancelled() -> Call:
    return make_call(status="cancelled", ended_at=now())


@pytest.mark.parametrize("make", [_queued, _ended, _cancelled])
def test_a_token_is_none_before_its_call_and_after(make: Callable[[], Call]) -> None:
    made = make()

    known, unknown = ask(f"Bearer {made.tool_token}"), ask("Bearer no-such-token")

    assert known == unknown and known[0] == 401
    assert not ToolRun.objects.exists()


def test_nothing_but_the_token_of_tools_lets_anybody_ask() -> None:
    call = make_live()
    person = people.somebody()
    given = [
        "",
        f"Bearer {call.token}",
        f"Bearer {call.pk}",
        f"Bearer {ApiToken.issue(person, 'theirs')}",
        f"Bearer {call.tool_token} twice",
        "Bearer",
        "Bearer \xff\xff",
        f"Basic {call.tool_token}",
    ]

    answers = [ask(authorization) for authorization in given]

    assert {status for status, _ in answers} == {401}
    assert all(call.tool_token not in str(told) for _, told in answers)
    owner = people.client_of(call.campaign.person) if call.campaign else Client()
    assert owner.post("/api/log-event", NOTE, "application/json").status_code == 401
    assert not ToolRun.objects.exists()


def test_whose_the_refusal_is_follows_the_standard() -> None:
    answer = Client().post("/api/log-event", NOTE, "application/json")

    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_ids_in_the_body_lead_to_no_other_call() -> None:
    mine, other = make_live(), make_live()
    ids = {"call_id": str(other.pk), "call_task_id": other.tool_token, "campaign_id": "c"}

    status, _ = ask(f"Bearer {mine.tool_token}", **ids, provider_id=str(other.provider_id))

    assert status == 200
    assert not other.tool_runs.exists() and mine.tool_runs.get().arguments["message"]


@pytest.mark.parametrize(
    ("brought", "status"), [("s3cret", 200), ("", 401), ("s3cre", 401), ("s3cret\u00fc", 401)]
)
def test_where_a_secret_is_set_it_has_to_be_brought_too(
    settings: Settings, brought: str, status: int
) -> None:
    settings.TOOL_SECRET = "s3cret"
    headers = {"Authorization": f"Bearer {make_live().tool_token}", "X-Tool-Secret": brought}

    answer = Client().post("/api/log-event", NOTE, "application/json", headers=headers)

    assert answer.status_code == status
    assert ToolRun.objects.exists() is (status == 200)
