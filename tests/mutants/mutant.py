"""A guard, how it is broken, and the test that must notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """before: stands once in `file`, and is replaced by `after`; killed_by: a test's id."""

    name: str
    file: str
    before: str
    after: str
    killed_by: str


def of_judge(module: str, name: str, before: str, after: str, killed_by: str) -> Mutant:
    """One of `voice/evidence`; killed_by: a file and test of `tests/voice/evidence`."""
    file, test = f"voice/evidence/{module}.py", f"tests/voice/evidence/{killed_by}"
    return Mutant(f"judge: {name}", file, before, after, test)
