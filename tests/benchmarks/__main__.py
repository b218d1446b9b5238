"""`make bench`: every benchmark, one after another; medians and ratios, no verdicts."""

import runpy
from pathlib import Path

if __name__ == "__main__":
    for file in sorted(Path(__file__).parent.glob("bench_*.py")):
        print(f"\n=== {file.stem}\n", flush=True)
        runpy.run_module(f"tests.benchmarks.{file.stem}", run_name="__main__")
