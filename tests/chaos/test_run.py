"""A short run under faults of many kinds, in the gate; `make chaos` runs longer ones by hand."""

from pathlib import Path
from random import Random

import pytest
from django.db import connection

from tests.chaos import faults
from tests.chaos.run import run
from tests.journeys.test_modes import database, redis

SECONDS = 40.0
SEED = 7


@pytest.mark.journey
def test_faults_of_many_kinds_cost_time_and_nothing_else(tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("Four processes need PostgreSQL.")
    with database(tmp_path) as rows, redis() as broker:
        verdict = run(tmp_path, SECONDS, SEED, rows, broker)

    assert not verdict.breaches, str(verdict)
    assert verdict.counters["calls accepted"] and verdict.faults, str(verdict)
    assert verdict.counters["forged webhooks let in"] == 0
    assert verdict.counters["answers 500"] == 0, str(verdict)


@pytest.mark.parametrize("servers", [True, False])
def test_every_round_of_a_plan_has_every_kind_once(servers: bool) -> None:
    known = [kind.name for kind in faults.kinds(servers)]
    following = faults.plan(Random(1), servers)

    first, second = ([following().name for _ in known] for _ in range(2))

    assert len(known) >= 25
    assert sorted(first) == sorted(second) == sorted(known)
    assert first != second


def test_the_same_seed_plans_the_same() -> None:
    one, two = (faults.plan(Random(3), True) for _ in range(2))

    assert [one().name for _ in range(60)] == [two().name for _ in range(60)]
