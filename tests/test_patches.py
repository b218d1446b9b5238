"""How many tests patch our own code, directly or through their fixtures: fewer and fewer."""

import ast
from pathlib import Path

TESTS = Path(__file__).parent
OURS = ("callpilot", "campaigns", "scheduling", "telephony", "voice")
MAX_PERCENT = 0.1

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.Module) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def ours(tree: ast.Module) -> set[str]:
    """The names by which a file knows our modules and what is in them."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OURS:
            found |= {each.asname or each.name for each in node.names}
        elif isinstance(node, ast.Import):
            names = [each.asname or each.name.split(".")[0] for each in node.names]
            found |= {name for name in names if name in OURS}
    return found


def patches(function: Function, names: set[str]) -> bool:
    """Whether it sets an attribute of ours with monkeypatch, by name or by dotted path."""
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if node.func.attr not in ("setattr", "delattr", "setitem"):
            continue
        target = node.args[0]
        if isinstance(target, ast.Constant) and str(target.value).split(".")[0] in OURS:
            return True
        root = ast.unparse(target).split(".")[0].split("(")[0]
        if root in names:
            return True
    return False


def arguments(function: Function) -> set[str]:
    return {each.arg for each in function.args.args + function.args.kwonlyargs}


def count() -> tuple[int, int]:
    """Tests that patch, and all tests."""
    patching = total = 0
    fixtures: dict[Path, dict[str, set[str] | None]] = {}

    def known(file: Path) -> dict[str, set[str] | None]:
        """By name what a file's fixtures use; None for one that patches."""
        if file not in fixtures:
            tree = ast.parse(file.read_text())
            names = ours(tree)
            fixtures[file] = {
                each.name: None if patches(each, names) else arguments(each)
                for each in functions(tree)
                if any("fixture" in ast.unparse(mark) for mark in each.decorator_list)
            }
        return fixtures[file]

    for file in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(file.read_text())
        names = ours(tree)
        reach: dict[str, set[str] | None] = {}
        for folder in reversed(file.parents):
            if (conftest := folder / "conftest.py").exists() and folder.is_relative_to(TESTS):
                reach |= known(conftest)
        reach |= known(file)
        for test in functions(tree):
            if not test.name.startswith("test_"):
                continue
            total += 1
            wanted, seen = list(arguments(test)), set[str]()
            bad = patches(test, names)
            while wanted and not bad:
                name = wanted.pop()
                if name in seen or name not in reach:
                    continue
                seen.add(name)
                uses = reach[name]
                bad = uses is None
                wanted += uses or ()
            patching += bad
    return patching, total


def test_few_tests_patch_our_own_code() -> None:
    patching, total = count()
    assert 100 * patching / total <= MAX_PERCENT, f"{patching} of {total} tests patch our own code"
