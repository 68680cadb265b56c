"""All benchmarks: `make bench`. Prints figures and bars; the exit code says whether all bars were met.

Each runs in a process of its own: what one leaves behind would slow down the next. `make bench ARGS="slack discord"`
runs these alone.
"""

import subprocess
import sys

ALL = (
    "find_mentor",
    "finding",
    "schedules",
    "nudges",
    "rounds",
    "slack",
    "discord",
    "monday_slack",
    "monday_discord",
    "program",
    "simulation",
)


def main(names: list[str]) -> int:
    """The exit code; a benchmark that missed its bar does not stop the others."""
    unknown = set(names) - set(ALL)
    if unknown:
        print(f"There is no benchmark called {', '.join(sorted(unknown))}. There are: {', '.join(ALL)}.")
        return 2
    missed = [name for name in names or ALL if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"]).returncode]
    if missed:
        print(f"missed: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
