"""The playground as its operator meets it: how soon the first page is there, and how much memory it takes.

The sample community is made once (the set-up), then the program is started again and again. Bars: first page within
1.5 seconds of the start, resident memory under 150 MB, also after the statistics drew their chart.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE_BAR, MEMORY_BAR = 1.5, 150.0
STARTS = 5
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The program on a free port; yields its address once it has said so."""
    environment = {**os.environ, "DATA_DIR": str(folder), "PORT": "0", "PYTHONUNBUFFERED": "1"}
    program = subprocess.Popen(
        [sys.executable, "-m", "bot", "playground"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert program.stdout is not None
    try:
        yield next(found[0] for said in program.stdout if (found := ADDRESS.search(said))), program
    finally:
        program.terminate()
        program.wait(timeout=20)
        program.stdout.close()


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        text: str = answer.read().decode()
    return text


def resident(pid: int) -> float:
    """Megabytes, from the kernel's account of the process (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) / 1024


def main() -> bool:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        with running(folder) as (address, _):
            page(address)
        print("the playground with its sample community")
        print(f"  set-up, once              {time.perf_counter() - began:6.1f} s")
        took, memory = [], 0.0
        for _ in range(STARTS):
            began = time.perf_counter()
            with running(folder) as (address, program):
                page(address)
                took.append(time.perf_counter() - began)
                memory = resident(program.pid)
        first = statistics.median(took)
        print(f"  start to first page       {first:6.2f} s     (bar: under {PAGE_BAR} s)")
        print(f"  resident memory           {memory:6.0f} MB    (bar: under {MEMORY_BAR:.0f} MB)")
    return first < PAGE_BAR and memory < MEMORY_BAR


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
