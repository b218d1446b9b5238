"""docker-compose.yml: valid, held by a linter, and each process the one of the Procfile."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from compose_spec import PyCompose, PyOptions

from callpilot.json_types import JsonObject

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
BIN = Path(sys.executable).parent
WRITTEN = yaml.safe_load(FILE.read_text())
SERVICES: dict[str, JsonObject] = WRITTEN["services"]
PROCESSES = ["release", "web", "media", "worker", "beat"]


def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_it_keeps_to_the_compose_specification() -> None:
    seen = PyOptions(apply_merge=True).from_yaml(FILE.read_text())
    seen.validate()

    assert isinstance(seen, PyCompose) and set(seen.service_names()) == set(SERVICES)


def test_a_linter_finds_nothing_grave_in_it() -> None:
    done = subprocess.run(
        [BIN / "compose-lint", "check", FILE], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_every_line_of_the_procfile_is_a_service_of_that_name() -> None:
    assert {name: SERVICES[name]["command"] for name in PROCESSES} == {
        name: name for name in procfile()
    }


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_cannot_do_more_than_it_needs(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] and service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", [name for name in PROCESSES if name != "release"])
def test_nothing_starts_before_the_rows_are_migrated(name: str) -> None:
    assert SERVICES[name]["depends_on"] == {
        "release": {"condition": "service_completed_successfully"}
    }


def test_the_release_waits_for_what_it_migrates() -> None:
    needed = SERVICES["release"]["depends_on"]

    assert isinstance(needed, dict) and "database" in needed
    assert all("healthcheck" in SERVICES[name] for name in needed)


@pytest.mark.parametrize("name, port", [("web", "8000"), ("media", "8001")])
def test_a_server_is_had_from_this_host_alone_at_the_port_of_its_line(name: str, port: str) -> None:
    variable, default = re.findall(r"\$\{(\w+):-(\d+)\}", procfile()[name])[0]

    assert WRITTEN["x-callpilot"]["environment"]["HOST"] == "0.0.0.0", "within the container"
    assert default == port == WRITTEN["x-callpilot"]["environment"][variable]
    assert SERVICES[name]["ports"] == [f"127.0.0.1:{port}:{port}"]


def test_the_tunnel_is_only_there_when_it_is_asked_for() -> None:
    asked = {name for name, service in SERVICES.items() if service.get("profiles") == ["tunnel"]}

    assert asked == {"tunnel", "tunnel-address"}


def test_its_secrets_are_insisted_on() -> None:
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        uses = re.findall(rf"\$\{{{name}(.*?)\}}", FILE.read_text())
        assert uses and all(use.startswith(":?") for use in uses)
