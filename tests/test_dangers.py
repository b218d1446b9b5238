"""What stands in no file of ours: code made of text, blind trust, weak sums, secrets by chance."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ["callpilot", "campaigns", "scheduling", "telephony", "voice"]
SCRIPTS = [*(ROOT / "static/js").rglob("*.js")]

# Modules that run text, or make objects of what somebody sent.
RUNS_TEXT = {"pickle", "marshal", "shelve", "dill", "yaml", "xml", "lxml"}
CALLED = {"eval", "exec", "compile", "__import__", "mark_safe", "extra", "RawSQL", "from_string"}
# Who reads XML or YAML all the same: our simulated carrier, what we ourselves have written.
READERS = {"telephony/simulator"}
# Who asks other machines: whom, a setting says, and nobody who is signed in.
ASKS = {
    "callpilot/accounts/breached_passwords.py",
    "callpilot/accounts/proxies.py",
    "callpilot/embedded/engine.py",
    "callpilot/management/commands/doctor.py",
    "telephony/carriers/twilio",
    "telephony/recording/bucket.py",
    "telephony/dialling/stream_check.py",
    "voice/agents",
}
CLIENTS = {"httpx", "requests", "urllib.request", "aiohttp", "websockets", "boto3", "twilio"}
# The language model's own library asks; callpilot/llm.py names it by text and gives it its address.
SHA1 = {"callpilot/accounts/breached_passwords.py"}  # somebody else's digests, guarding nothing
# The table of towns, a file of ours: clauses of ours are joined, values are given beside them.
JOINS_CLAUSES = {
    "callpilot/management/commands/make_towns.py",
    "campaigns/providers/geocoders/town_table.py",
}


@cache
def trees() -> dict[str, ast.Module]:
    paths = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text()) for path in paths}


def product() -> Iterator[tuple[str, ast.AST]]:
    for name, tree in trees().items():
        if "/migrations/" not in name and "simulat" not in name:
            for node in ast.walk(tree):
                yield name, node


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    for name, node in product():
        if isinstance(node, ast.Call):
            function = node.func
            called = function.attr if isinstance(function, ast.Attribute) else ""
            yield name, function.id if isinstance(function, ast.Name) else called, node


def imported() -> Iterator[tuple[str, str]]:
    for name, node in product():
        if isinstance(node, ast.Import):
            yield from ((name, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield name, node.module


def stands(name: str, allowed: set[str]) -> bool:
    return any(name == each or name.startswith(f"{each}/") for each in allowed)


def literal(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant | ast.Name | ast.Attribute | ast.List | ast.Tuple)


def test_no_text_is_run_and_no_object_made_of_what_was_sent() -> None:
    found = [f"{name}: {called}()" for name, called, node in calls() if called in CALLED
             and not (called == "compile" and isinstance(node.func, ast.Attribute))]  # fmt: skip
    found += [f"{name}: {module}" for name, module in imported()
              if module.split(".")[0] in RUNS_TEXT and not stands(name, READERS)]  # fmt: skip

    assert found == []


def test_no_query_is_put_together_from_text() -> None:
    asked = [(name, node.args[0]) for name, called, node in calls()
             if called in ("execute", "raw", "executemany") and node.args]  # fmt: skip

    assert {name for name, query in asked if not literal(query)} == JOINS_CLAUSES
    assert len(asked) > 1


def test_no_shell_reads_a_command() -> None:
    run = [(name, node) for name, called, node in calls() if called in ("run", "Popen", "system")]
    shells = [name for name, node in run for word in node.keywords if word.arg == "shell"]

    assert shells == [] and "system" not in {called for _, called, _ in calls()}


def test_every_certificate_is_checked_and_no_redirect_followed() -> None:
    blind = [
        f"{name}: {word.arg}"
        for name, _, node in calls()
        for word in node.keywords
        if (word.arg in ("verify", "check_hostname") and is_false(word.value))
        or (word.arg in ("follow_redirects", "allow_redirects") and not is_false(word.value))
    ]
    named = [name for name, node in product() if isinstance(node, ast.Attribute)
             and node.attr in ("CERT_NONE", "_create_unverified_context")]  # fmt: skip

    assert blind + named == []


def is_false(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is False


def opens(module: str) -> bool:
    return any(module == each or module.startswith(f"{each}.") for each in CLIENTS)


def test_only_these_files_ask_other_machines() -> None:
    asking = {name for name, module in imported() if opens(module)}

    assert {name for name in asking if not stands(name, ASKS)} == set()
    assert {each for each in ASKS if not any(stands(name, {each}) for name in asking)} == set()


def test_no_weak_sum_guards_anything() -> None:
    weak = {name for name, called, _ in calls() if called in ("md5", "sha1")}

    assert weak <= SHA1


def test_no_secret_is_made_by_chance() -> None:
    """`random` is for pictures of chance: a wait, a voice. Tokens come from `secrets`."""
    chance = {name for name, module in imported() if module == "random"}
    secret = {name for name, module in imported() if module == "secrets"}

    assert not chance & secret


def test_scripts_run_no_text_and_keep_nothing_private() -> None:
    source = {path.name: path.read_text() for path in SCRIPTS}
    ran = r"\beval\(|new Function|document\.write|insertAdjacentHTML|postMessage|__proto__|JSONP"
    found = [f"{name}: {match}" for name, text in source.items() for match in re.findall(ran, text)]
    cookies = [name for name, text in source.items() if "document.cookie" in text]
    html = {name for name, text in source.items() if "innerHTML" in text}

    assert found == [] and cookies == []
    assert html == {"commands.js", "board.js"}, "pieces that the server has drawn and escaped"
