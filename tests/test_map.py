"""The drawing of the house: the order of apps and folders, their size, and where tests stand."""

import ast
import subprocess
from collections import Counter
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["telephony", "voice", "campaigns", "scheduling"]
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager"}

# What may be imported inside an app: only what stands further up in its list. A folder that is
# not listed belongs to the folder it lies in; a flat file that is not listed is wiring.
ORDER = {
    "scheduling": [
        "slots", "signals", "models", "language/en", "language", "distances", "calendars",
        "working_hours", "availability", "holds", "appointments", "agenda", "templatetags",
    ],
    "campaigns": [
        "signals", "announcements", "models", "providers/directories", "providers/geocoders",
        "providers", "offers", "queue", "campaign_status", "intake", "bookings", "calls", "launch",
        "account", "pages/forms", "pages", "live", "templatetags", "api", "views",
    ],
    "voice": [
        "models", "evidence", "agents", "negotiation", "vendor_sessions", "stt", "stt/deepgram",
        "tts", "tts/elevenlabs", "agents/elevenlabs", "consent", "briefs", "tools",
        "agent_design", "after_call", "decisions", "session", "audio", "api", "simulator",
        "views",
    ],
    "telephony": [
        "signals", "models", "audio", "recording", "carriers", "dialling", "media",
        "carriers/twilio", "call_page", "simulator/personas", "simulator/network", "simulator",
    ],
    "callpilot": [
        "errors", "edge", "states", "models", "llm", "checks", "celery", "pages", "accounts", "api",
        "embedded", "simulation", "templatetags", "management", "management/commands",
    ],
}  # fmt: skip
# Folders that import what stands below themselves in the list. This set may only shrink.
UPWARD = {("scheduling/language/en", "scheduling/language")}
MOST_FILES = 20  # in a folder
MOST_FLAT = {"campaigns": 12, "voice": 12, "telephony": 12, "scheduling": 14, "callpilot": 20}
CROWDED = {"templates/allauth/elements"}  # allauth gives the files their names

UNTESTED = Path(__file__).with_name("untested_modules.txt")
WIRING = {"__init__", "apps", "urls"}


def sources(app: str) -> list[Path]:
    return [p for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts]


@cache
def files() -> dict[str, Path]:
    """Every module of the product by its dotted name."""
    found = {}
    for app in ORDER:
        for path in sources(app):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported_by(path: Path) -> set[str]:
    """The product's modules that a file imports, wherever in it and for whatever purpose."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                found.add(whole if whole in files() else node.module)
    return found & files().keys()


@cache
def imports() -> dict[str, set[str]]:
    return {name: imported_by(path) - {name} for name, path in files().items()}


def imported_apps(app: str) -> set[str]:
    names = {found for path in sources(app) for found in imported_by(path)}
    return {name.split(".")[0] for name in names} & set(APPS)


def room(name: str) -> str:
    """The folder a module lies in, "campaigns/pages"; itself when it lies flat in its app."""
    path = files()[name].relative_to(ROOT)
    return str(path.with_suffix("") if len(path.parts) == 2 else path.parent)


def standing(name: str) -> tuple[str, int] | None:
    """A module's room as the order has it, and how far down it stands; None for wiring."""
    app, *rest = room(name).split("/")
    while rest:
        if "/".join(rest) in ORDER[app]:
            return "/".join([app, *rest]), ORDER[app].index("/".join(rest))
        rest.pop()
    return None


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The members of a circle, if there is one."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


# --- between the apps ----------------------------------------------------------------------------


@pytest.mark.parametrize("place,app", list(enumerate(APPS)))
def test_imports_only_flow_downwards(place: int, app: str) -> None:
    assert imported_apps(app) <= set(APPS[place:]), f"{app} imports upwards"


def test_the_project_shares_without_knowing_the_apps() -> None:
    wiring = {"urls.py", "asgi.py", "routing.py", "engine.py"}
    for path in sources("callpilot"):
        if path.name in wiring or "management" in path.parts or "simulation" in path.parts:
            continue
        imported = {
            (node.module or "").split(".")[0]
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom)
        }
        assert not imported & set(APPS), f"{path.name} knows an app"


# --- inside an app -------------------------------------------------------------------------------


@pytest.mark.parametrize("app", ORDER)
def test_inside_an_app_imports_go_one_way(app: str) -> None:
    going_up: dict[tuple[str, str], str] = {}
    for name, targets in imports().items():
        here = standing(name)
        for target in targets:
            there = standing(target)
            if here is None or there is None or {name.split(".")[0]} != {app}:
                continue
            if target.split(".")[0] == app and there[1] > here[1]:
                going_up[here[0], there[0]] = f"{name} imports {target}"
    new = {edge: example for edge, example in going_up.items() if edge not in UPWARD}
    assert not new, f"these go up the order of {app}: {new}"
    gone = {edge for edge in UPWARD - going_up.keys() if edge[0].startswith(f"{app}/")}
    assert not gone, f"take these out of UPWARD, they go up no longer: {gone}"


@pytest.mark.parametrize("app", ORDER)
def test_every_folder_has_its_place_and_every_place_is_a_folder_or_file(app: str) -> None:
    lost = {name for name in files() if name.startswith(f"{app}.") and standing(name) is None}
    lost = {name for name in lost if name.count(".") > 1}
    assert not lost, f"give their folders a place in ORDER: {sorted(lost)}"
    known = {room(name).partition("/")[2] for name in files() if name.split(".")[0] == app}
    assert set(ORDER[app]) <= known, f"take out of ORDER: {set(ORDER[app]) - known}"


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circle(imports()) == []


def test_no_folders_import_each_other_in_a_circle() -> None:
    rooms: dict[str, set[str]] = {}
    for name, targets in imports().items():
        inside = {room(each) for each in targets if each.split(".")[0] == name.split(".")[0]}
        rooms.setdefault(room(name), set()).update(inside - {room(name)})
    for here, there in UPWARD:
        rooms.get(here, set()).discard(there)
    assert circle(rooms) == []


def tracked(*patterns: str) -> list[Path]:
    told = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [Path(line) for line in told.stdout.splitlines() if (ROOT / line).exists()]


def test_no_folder_has_more_than_twenty_files() -> None:
    # Django keeps all steps of a migration in one folder until a release squashes them.
    paths = [path for path in tracked() if path.parent.name != "migrations"]
    counts = Counter(str(path.parent) for path in paths)
    crowded = {folder: count for folder, count in counts.items() if count > MOST_FILES}
    assert crowded.keys() <= CROWDED, f"too many in one folder: {crowded}"
    assert crowded.keys() >= CROWDED, f"take out of CROWDED: {CROWDED - crowded.keys()}"


@pytest.mark.parametrize("app,most", MOST_FLAT.items())
def test_few_files_lie_flat_in_an_app(app: str, most: int) -> None:
    assert len(tracked(f":(glob){app}/*.py")) <= most


# --- what a file says of itself ------------------------------------------------------------------


@pytest.mark.parametrize("app", [*APPS, "callpilot"])
def test_every_file_opens_with_one_sentence_that_says_what_it_is_for(app: str) -> None:
    for path in sources(app):
        docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
        first = docstring.split("\n")[0]
        assert first, f"{path} has no docstring"
        assert len(first) <= 110, f"{path} opens with a long line"


def test_no_drawer_has_a_name_that_fits_everything() -> None:
    assert not {path.stem for path in tracked("*.py")} & FORBIDDEN_NAMES


# --- where tests stand ---------------------------------------------------------------------------


def does_something(path: Path) -> bool:
    """Whether a file has code to test: lists of words, settings and names of signals have none."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return any(isinstance(node, kinds) for node in ast.parse(path.read_text()).body)


def stands_at(here: Path) -> list[Path]:
    """Where the test of a module may stand; that of a port runs over its adapters."""
    folder = ROOT / "tests" / here.parent
    names = [f"test_{here.stem}.py", *(["test_contract.py"] if here.stem == "base" else [])]
    return [folder / name for name in names]


def without_test() -> set[str]:
    """Modules that have no test at their path: a/b/c.py wants tests/a/b/test_c.py."""
    found = set()
    for app in ORDER:
        for path in sources(app):
            here = path.relative_to(ROOT)
            if path.stem in WIRING or "commands" in here.parts or not does_something(path):
                continue
            if not any(test.exists() for test in stands_at(here)):
                found.add(str(here))
    return found


def test_a_test_stands_at_the_path_of_every_module() -> None:
    listed, missing = UNTESTED.read_text().split(), without_test()
    new = sorted(missing - set(listed))
    assert not new, f"write a test at the path of: {new}"
    stale = sorted(set(listed) - missing)
    assert not stale, f"well done! `python -m tests.test_map` takes off the list: {stale}"
    assert listed == sorted(set(listed)), f"keep tests/{UNTESTED.name} in order"


def test_no_test_of_an_app_has_lost_its_folder() -> None:
    folders = {path.parent for app in APPS for path in tracked(f"tests/{app}/**/test_*.py")}
    lost = {str(path) for path in folders if not (ROOT / path.relative_to("tests")).is_dir()}
    assert not lost, f"no folder of the product is called so: {lost}"


if __name__ == "__main__":  # the list may shrink, never grow
    kept = sorted(set(UNTESTED.read_text().split()) & without_test())
    UNTESTED.write_text("".join(f"{line}\n" for line in kept))
