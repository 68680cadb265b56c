"""`mentorbot simulate`."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.simulation.behaviors import Behaviors
    from bot.simulation.figures import Figures
    from bot.simulation.policies import Named

SHARES = ("matched_share", "in_state_and_setting_share", "kept_share")
MOST_RUNS = 1_000
Members = Annotated[int, typer.Option("--members", help="How many people the community has.")]
Weeks = Annotated[int, typer.Option("--weeks", help="How long to live through.")]
Seed = Annotated[int, typer.Option("--seed", help="The same number makes the same people, who behave the same.")]
Runs = Annotated[int, typer.Option("--runs", help="How many communities: with this seed and the following ones.")]
Policies = Annotated[
    list[str] | None,
    typer.Option(
        "--policy",
        metavar="NAME",
        help="Who is asked next: ours, first-come, random, channel, or all of them side by side. Repeatable.",
    ),
]
BehaviorsFile = Annotated[
    Path | None,
    typer.Option("--behaviors", metavar="FILE", help="How people behave, as a TOML file instead of the built-in one."),
]
Rates = Annotated[
    float, typer.Option("--response-rates", help="How much more (2) or less (0.5) often people answer than there.")
]
PrintBehaviors = Annotated[
    bool, typer.Option("--print-behaviors", help="Print the built-in file, to change a copy of it, and stop.")
]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]


def simulate(
    members: Members = 300,
    weeks: Weeks = 8,
    seed: Seed = 1,
    runs: Runs = 1,
    policy: Policies = None,
    behaviors: BehaviorsFile = None,
    response_rates: Rates = 1.0,
    print_behaviors: PrintBehaviors = False,
    as_json: AsJson = False,
) -> None:
    """Play a community through the real bot, and report how its matching does.

    Invented people ask, offer, answer or stay silent, as a file of behaviors says, while a clock jumps through the
    weeks. It uses a temporary database; yours is not touched. With --policy, other ways to choose who is asked next
    are played with the same people, side by side.

    Example: mentorbot simulate --members 500 --weeks 12 --policy all
    """
    from bot.simulation.behaviors import packaged_text

    if print_behaviors:
        print(packaged_text(), end="")
        return
    _in_range(members, weeks, runs, response_rates)
    policies = _policies(policy or ["ours"])
    known = _behaviors(behaviors).scaled(response_rates)
    found = _run(members, weeks, range(seed, seed + runs), policies, known)
    if as_json:
        given = {"members": members, "weeks": weeks, "seed": seed, "runs": runs, "response_rates": response_rates}
        print(json.dumps({**given, "policies": {p: _each(seed, figures) for p, figures in found.items()}}, indent=2))
    else:
        print("\n".join(lines(members, weeks, seed, found)))


def _in_range(members: int, weeks: int, runs: int, rates: float) -> None:
    from bot.errors import UserError
    from bot.simulation import MOST_MEMBERS, MOST_WEEKS
    from bot.texts import simulating as texts

    for what, most, given in (
        ("members", MOST_MEMBERS, members),
        ("weeks", MOST_WEEKS, weeks),
        ("runs", MOST_RUNS, runs),
    ):
        if not 1 <= given <= most:
            raise UserError(texts.not_in_range(what, most, given))
    if not 0 <= rates <= texts.MOST_RATES:
        raise UserError(texts.rates_not_in_range(rates))


def _policies(typed: Sequence[str]) -> list["Named"]:
    from bot.errors import UserError
    from bot.simulation.policies import Named
    from bot.texts import simulating as texts

    for each in typed:
        if each not in [*Named, "all"]:
            raise UserError(texts.unknown_policy(each))
    return list(Named) if "all" in typed else [Named(each) for each in dict.fromkeys(typed)]


def _behaviors(file: Path | None) -> "Behaviors":
    from bot.errors import UserError
    from bot.simulation.behaviors import packaged, parsed
    from bot.texts import simulating as texts

    if file is None:
        return packaged()
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UserError(texts.unreadable(str(file), "it is not UTF-8 text")) from None
    except OSError as problem:
        raise UserError(texts.unreadable(str(file), problem.strerror or str(problem))) from None
    return parsed(text, file.name)


def _run(
    members: int, weeks: int, seeds: range, policies: Sequence["Named"], behaviors: "Behaviors"
) -> Mapping["Named", Sequence["Figures"]]:
    from bot.cli.simulated import run_all
    from bot.simulation import Plan

    plans = [Plan(members, weeks, seed, policy, behaviors) for policy in policies for seed in seeds]
    with _progress() as told:
        found = run_all(plans, told)
    return {policy: found[at * len(seeds) : (at + 1) * len(seeds)] for at, policy in enumerate(policies)}


def _each(seed: int, figures: Sequence["Figures"]) -> list[dict[str, object]]:
    return [
        {"seed": seed + number, **asdict(each), **{name: getattr(each, name) for name in SHARES}}
        for number, each in enumerate(figures)
    ]


def lines(members: int, weeks: int, seed: int, found: Mapping["Named", Sequence["Figures"]]) -> Iterator[str]:
    """The table: a line a measure, a column a policy."""
    from bot.texts import simulating as texts

    runs = [each for figures in found.values() for each in figures]
    yield texts.heading(members, weeks, seed, len(runs) // len(found))
    width = max(map(len, texts.MEASURES.values()))
    yield "  ".join([" " * width, *(f"{texts.NAMES[policy]:>12}" for policy in found)])
    for name, label in texts.MEASURES.items():
        yield "  ".join([f"{label:<{width}}", *(f"{_mean(name, figures):>12}" for figures in found.values())])
    if not any(each.requests for each in runs):
        yield texts.NOBODY_ASKED
    elif not any(each.mentors for each in runs):
        yield texts.NO_MENTORS


def _mean(name: str, figures: Sequence["Figures"]) -> str:
    """Of the runs in which there is something to measure."""
    from bot.texts import simulating as texts

    values = [value for each in figures if (value := getattr(each, name)) is not None]
    if not values:
        return texts.NOT_MEASURED
    mean = fmean(values)
    if name in SHARES:
        return f"{mean:.0%}"
    whole = len(figures) == 1 and isinstance(values[0], int)
    return f"{mean:,.0f}" if whole else f"{mean:,.2f}" if name == "gini" else f"{mean:,.1f}"


@contextmanager
def _progress() -> Iterator[Callable[[float], None]]:
    """A bar on a terminal, beside what is printed; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from bot.texts import simulating as texts

    columns = (TextColumn(texts.PROGRESS), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(texts.PROGRESS, total=1.0)
        yield lambda done: bar.update(task, completed=done)
