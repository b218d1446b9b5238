"""A short run under faults of many kinds, in the gate; `make chaos` runs longer ones by hand."""

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from tests.chaos import faults, oracle
from tests.chaos.run import OPEN, Verdict, run
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


def planned(plan: faults.Plan, count: int, missing: str = "") -> list[str]:
    """So many faults by the plan; `missing` never finds its moment."""
    names = []
    for _ in range(count):
        kind = plan.following()
        plan.note(kind, kind.name != missing)
        names.append(kind.name)
    return names


@pytest.mark.parametrize("servers", [True, False])
def test_every_round_of_a_plan_has_every_kind_once(servers: bool) -> None:
    known = [kind.name for kind in faults.kinds(servers)]
    plan = faults.Plan(Random(1), servers)

    first, second = (planned(plan, len(known)) for _ in range(2))

    assert len(known) >= 25
    assert sorted(first) == sorted(second) == sorted(known)
    assert first != second


def test_the_same_seed_plans_the_same() -> None:
    one, two = (planned(faults.Plan(Random(3), True), 60) for _ in range(2))

    assert one == two


def test_what_has_struck_least_comes_first_and_what_has_no_moment_lets_others_go() -> None:
    plan = faults.Plan(Random(5), True)
    kinds = len(faults.kinds(True))

    names = planned(plan, 3 * kinds, missing="media killed")

    assert plan.missed == {"media killed": names.count("media killed")}
    assert 2 <= names.count("media killed") <= 3 * kinds / faults.RESTING
    planned(plan, 2 * kinds)
    assert plan.struck["media killed"] >= min(plan.struck.values()) >= 3, "it makes up for it"


def test_runs_add_up_and_are_judged_by_their_sum() -> None:
    few = {oracle.CUT: 15, oracle.RESUMED: 10, oracle.EXCUSED: 5}
    one = Verdict("1", [], few, faults=Counter(a=1), rest_seconds=9)
    two = Verdict("2", [], few | {oracle.EXCUSED: 3}, faults=Counter(a=2, b=1))
    assert one.good and two.good, "of so few a share says nothing"

    both = one + two

    assert (both.seeds, both.counters[oracle.CUT], both.rest_seconds) == ("1 2", 30, 9)
    assert both.faults == {"a": 3, "b": 1}
    assert both.polite == pytest.approx(28 / 30) and not both.good
    assert not Verdict("3", [], few | {OPEN: 1}).good
    assert not Verdict("3", [oracle.Breach("calls lost", "one")], few).good
