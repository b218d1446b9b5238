"""The list of mutants speaks of the code and tests as they are; `make mutants` runs them."""

import ast
from pathlib import Path

import pytest

from tests.mutants.guards import GUARDS
from tests.mutants.listed import MUTANTS, OF_JUDGE
from tests.mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_can_be_made_and_its_killer_exists(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text().count(mutant.before) == 1
    file, *_, test = mutant.killed_by.split("::")
    tests = {
        node.name
        for node in ast.walk(ast.parse((ROOT / file).read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert test in tests


def test_at_least_forty_guards_and_forty_rules_of_the_judge_are_broken() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    assert len(GUARDS) >= 40 and len(OF_JUDGE) >= 40
