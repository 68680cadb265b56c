"""All benchmarks: `make bench`. Prints figures and bars; the exit code says whether all bars were met."""

import sys

from benchmarks import discord, find_mentor, finding, nudges, program, rounds, simulation, slack

if __name__ == "__main__":
    met = [
        benchmark.main() for benchmark in (find_mentor, finding, nudges, rounds, slack, discord, program, simulation)
    ]
    sys.exit(0 if all(met) else 1)
