"""The drawing of the house: telephony → voice → campaigns → scheduling."""

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["telephony", "voice", "campaigns", "scheduling"]
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager"}


def sources(app: str) -> list[Path]:
    return [p for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts]


def imported_apps(app: str) -> set[str]:
    found = set()
    for path in sources(app):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
            elif isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
    return found & set(APPS)


@pytest.mark.parametrize("place,app", list(enumerate(APPS)))
def test_imports_only_flow_downwards(place, app):
    assert imported_apps(app) <= set(APPS[place:]), f"{app} imports upwards"


def test_the_project_shares_without_knowing_the_apps():
    wiring = {"urls.py", "asgi.py", "engine.py"}
    for path in sources("callpilot"):
        if path.name in wiring or "management" in path.parts or "simulation" in path.parts:
            continue
        imported = {
            (node.module or "").split(".")[0]
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom)
        }
        assert not imported & set(APPS), f"{path.name} knows an app"


@pytest.mark.parametrize("app", [*APPS, "callpilot"])
def test_every_file_opens_with_one_sentence_that_says_what_it_is_for(app):
    for path in sources(app):
        docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
        first = docstring.split("\n")[0]
        assert first, f"{path} has no docstring"
        assert len(first) <= 110, f"{path} opens with a long line"


def test_no_drawer_has_a_name_that_fits_everything():
    files = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {Path(file).stem for file in files} & FORBIDDEN_NAMES
