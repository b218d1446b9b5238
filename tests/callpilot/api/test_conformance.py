"""The API does what its document says, asked in many ways that nobody would think of.

Some hundred requests in the suite; `make explore` asks for minutes, and something else each time.
"""

from collections.abc import Iterator
from typing import Protocol

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck
from pytest_django.fixtures import Settings
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.meta import CaseMetadata
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from callpilot.json_types import JsonObject
from callpilot.models import ApiToken
from campaigns.models import Call
from tests.routes.people import somebody
from tests.routes.world import World

pytestmark = pytest.mark.usefixtures("asked")
THOROUGH = not hypothesis.settings().derandomize  # under the profile "explore"
# Where a document cannot tell what makes sense: places, numbers that ring, days that are over.
MEANING = {
    "address", "avoid_dates", "avoid_days", "budget", "date_range_end", "date_range_start", "end",
    "home", "home_address", "latest_time", "location", "name", "offer_id", "phone", "preferences",
    "request", "service", "timezone",
}  # fmt: skip


@pytest.fixture
def one_connection() -> Iterator[None]:
    """What is asked does not close the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def described() -> schemathesis.BaseSchema:
    """The document as the application tells it, with examples for all of what it says."""
    config = SchemathesisConfig()
    config.projects.default.generation.update(
        max_examples=300 if THOROUGH else 12,
        deterministic=not THOROUGH,
        with_security_parameters=False,
    )
    config.projects.default.phases.coverage.enabled = THOROUGH
    return schemathesis.openapi.from_wsgi(
        "/api/schema?format=json", get_wsgi_application(), config=config
    )


@pytest.fixture
def world(db: None, one_connection: None) -> World:
    return World(somebody())


@pytest.fixture
def headers(world: World) -> dict[str, str]:
    return {"Authorization": f"Token {ApiToken.issue(world.person, 'asks')}"}


@pytest.fixture
def on_a_call(transactional_db: None, settings: Settings) -> dict[str, str]:
    """For the agent's tools, which run in threads of their own and see what is committed alone."""
    settings.ASK_SECONDS = 0.1
    return {"Authorization": f"Bearer {World(somebody()).live_call.tool_token}"}


class Asked(Protocol):
    """What of a generated request is used here."""

    meta: CaseMetadata | None
    path: str
    path_parameters: JsonObject

    def call(self, *, headers: dict[str, str]) -> schemathesis.Response: ...

    def validate_response(
        self, response: schemathesis.Response, *, excluded_checks: list[schemathesis.CheckFunction]
    ) -> None: ...


def ids(world: World) -> JsonObject:
    """What is there to be found, by the names that the paths give it."""
    return {
        "appointment_id": str(world.appointment.pk),
        "call_id": str(Call.objects.filter(campaign=world.calling).latest("created_at").pk),
        "campaign_id": str(world.ranking.pk),
        "task_id": str(world.draft.pk),
    }


@described().exclude(tag="tools").parametrize()
@hypothesis.settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_describes(
    case: Asked, world: World, headers: dict[str, str]
) -> None:
    proper = case.meta is not None and case.meta.generation.mode.is_positive
    if proper and case.path_parameters:
        case.path_parameters |= {n: v for n, v in ids(world).items() if n in case.path_parameters}

    answer = case.call(headers=headers)

    case.validate_response(answer, excluded_checks=[positive_data_acceptance, ignored_auth])
    if proper and answer.status_code in (400, 422):
        told = answer.json()
        wrong = {name.split(".")[0] for name in told.get("errors", {})}
        key_again = not wrong and "Idempotency-Key" in told["detail"]
        by_state = case.path.endswith("/launch")  # nothing is given; the draft may lack something
        assert key_again or by_state or (wrong and wrong <= MEANING), f"refused: {told}"


@described().include(tag="tools").parametrize()
@hypothesis.settings(deadline=None, suppress_health_check=list(HealthCheck))
def test_every_tool_answers_as_the_document_describes(
    case: Asked, on_a_call: dict[str, str]
) -> None:
    answer = case.call(headers=on_a_call)

    case.validate_response(answer, excluded_checks=[positive_data_acceptance, ignored_auth])
    if case.meta is not None and case.meta.generation.mode.is_positive:
        assert answer.status_code == 200 or "Idempotency-Key" in answer.json()["detail"]
