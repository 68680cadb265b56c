"""What `mentorbot simulate` prints."""

from collections.abc import Mapping

from bot.simulation.policies import Named

NAMES: Mapping[Named, str] = {
    Named.OURS: "Ours",
    Named.FIRST_COME: "First come",
    Named.RANDOM: "Random",
    Named.CHANNEL: "Channel only",
}
MOST_RATES = 10.0
PROGRESS = "Simulating"
NOBODY_ASKED = "Nobody looked for a mentor. Try more members, or a larger share who ask in the behaviors file."
NO_MENTORS = "Nobody offered to mentor, so nobody could be matched."
NOT_MEASURED = "-"
MEASURES: Mapping[str, str] = {
    "requests": "Looked for a mentor",
    "mentors": "Offered to mentor",
    "matched_share": "Matched",
    "in_state_and_setting_share": "  of these, in state and setting",
    "median_days": "Days to a match, median",
    "p90_days": "Days to a match, 90th percentile",
    "p90_days_of_all": "  with the unmatched as the whole time",
    "gini": "Load per mentor (Gini, 0 is even)",
    "most_mentees": "Most mentees of one mentor",
    "rematches": "Matched once more",
    "kept_share": "Meetings kept",
    "asked": "Proposals to mentors",
    "silent": "  of these, without an answer",
    "stepped_forward": "Stepped forward from a post",
}
"""By the field of `bot.simulation.figures.Figures`, in the order of the table."""


def heading(members: int, weeks: int, seed: int, runs: int) -> str:
    seeds = f"seed {seed}" if runs == 1 else f"the mean of seeds {seed} to {seed + runs - 1}"
    return f"{members:,} members, {weeks} {'week' if weeks == 1 else 'weeks'}, {seeds}"


def unknown_policy(typed: str) -> str:
    return f"There is no policy {typed}. There are {', '.join(Named)} and, for all of them, all."


def not_in_range(what: str, most: int, given: int) -> str:
    return f"--{what} must be from 1 to {most:,}, not {given:,}."


def rates_not_in_range(given: float) -> str:
    return f"--response-rates must be from 0 to {MOST_RATES:g}, not {given:g}."


def unreadable(file: str, problem: str) -> str:
    return f"{file} can't be read: {problem}."
