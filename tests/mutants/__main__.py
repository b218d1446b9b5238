"""`make mutants`: breaks each guard in a copy of the tree and runs the test that must notice.

`python -m tests.mutants judge:` breaks only those whose name has that word.
Prints name, file and the test that killed it; ends with 1 when one has survived.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

from tests.mutants.listed import MUTANTS
from tests.mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 2
PASSED, FAILED = 0, 1  # what pytest ends with
STORES = {"DATABASE_URL", "REDIS_URL"}  # the tests that kill need none


@contextmanager
def copied() -> Iterator[Path]:
    """The tracked files in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
        for name in told.stdout.splitlines():
            if (ROOT / name).is_file():
                (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, Path(folder) / name)
        yield Path(folder)


def ends_with(tree: Path, *tests: str) -> int:
    environment = {name: value for name, value in os.environ.items() if name not in STORES}
    # A file that was broken and mended within a second must not be read from a cache.
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "CALLPILOT_DATA": str(tree / ".data")}
    command = [sys.executable, "-m", "pytest", "-x", *tests]
    return subprocess.run(command, cwd=tree, env=environment, capture_output=True).returncode


def killed(mutant: Mutant, tree: Path) -> bool:
    """Break it, run its test, mend it."""
    file = tree / mutant.file
    sound = file.read_text()
    file.write_text(sound.replace(mutant.before, mutant.after))
    try:
        return ends_with(tree, mutant.killed_by) == FAILED
    finally:
        file.write_text(sound)


def survivors(mutants: Sequence[Mutant]) -> list[Mutant]:
    """Those that no test has noticed; each is told of as it is decided."""
    trees: Queue[Path] = Queue()

    def decide(mutant: Mutant) -> bool:
        tree = trees.get()
        try:
            dead = killed(mutant, tree)
        finally:
            trees.put(tree)
        fate = f"killed by {mutant.killed_by}" if dead else "SURVIVED"
        print(f"{mutant.name} · {mutant.file} · {fate}", flush=True)
        return dead

    with copied() as one, copied() as two, ThreadPoolExecutor(AT_ONCE) as pool:
        trees.put(one)
        trees.put(two)
        if ends_with(one, *sorted({mutant.killed_by for mutant in mutants})) != PASSED:
            sys.exit("The tests that should kill fail on the sound tree.")
        dead = list(pool.map(decide, mutants))
    return [mutant for mutant, is_dead in zip(mutants, dead, strict=True) if not is_dead]


if __name__ == "__main__":
    chosen = [mutant for mutant in MUTANTS if all(word in mutant.name for word in sys.argv[1:])]
    left = survivors(chosen)
    print(f"{len(chosen) - len(left)} of {len(chosen)} killed")
    sys.exit(bool(left))
