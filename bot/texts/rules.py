"""A community's rules, as moderators set them: limits, the form, the answer."""

from collections.abc import Mapping

from bot.commands import MentorAdmin, OpenSettings, OpenWeights, SaveSettings, ShowSettings, encode
from bot.domain.member import Rules
from bot.domain.schedule import day_label
from bot.texts import weights
from bot.texts.choices import cut
from bot.texts.statistics import counted
from bot.understanding.breaks import EXAMPLE
from bot.views import (
    Actions,
    Button,
    ChoiceField,
    Facts,
    Field,
    Form,
    Heading,
    Line,
    Message,
    NumberField,
    Option,
    Page,
    TextField,
    line,
)

YES_OR_NO = "Please choose yes or no."
PROPOSAL_HOURS = (24, 168)
MOST_MENTEES = (1, 3)
ZONE_HOURS = (0, 12)
ROUND_UP_AFTER = (0, 20)
PROPOSALS_AT_ONCE = (1, 3)
MOST_BREAKS = 800  # characters
LIMITS: Mapping[str, tuple[int, int]] = {
    "proposal_hours": PROPOSAL_HOURS,
    "most_mentees": MOST_MENTEES,
    "zone_hours": ZONE_HOURS,
    "round_up_after": ROUND_UP_AFTER,
    "proposals_at_once": PROPOSALS_AT_ONCE,
}


def settings_form(rules: Rules) -> Form:
    fields: tuple[Field, ...] = (
        NumberField(
            "proposal_hours",
            "Hours a mentor has to answer",
            "24 to 168. The clock stands still on weekends and school breaks; a reminder comes after two thirds.",
            required=True,
            value=rules.proposal_hours,
            least=PROPOSAL_HOURS[0],
            most=PROPOSAL_HOURS[1],
        ),
        most_mentees_field(rules),
        NumberField(
            "zone_hours",
            "Largest time difference of a pair, hours",
            "0 to 12. Nobody beyond it is asked or steps forward; by hand you still can.",
            required=True,
            value=rules.most_zone_hours,
            least=ZONE_HOURS[0],
            most=ZONE_HOURS[1],
        ),
        approve_mentors_field(rules),
        round_up_field(rules),
    )
    return Form(encode(SaveSettings()), "Settings", (Page(fields), Page(_asking_fields(rules))), "Save")


def _asking_fields(rules: Rules) -> tuple[Field, ...]:
    return (
        NumberField(
            "proposals_at_once",
            "Mentors I ask at once about one person",
            "1 to 3. The first yes counts, and the others are told kindly.",
            required=True,
            value=rules.proposals_at_once,
            least=PROPOSALS_AT_ONCE[0],
            most=PROPOSALS_AT_ONCE[1],
        ),
        ChoiceField(
            "weekly_check_in",
            "A check-in each week for all pairs?",
            "Pairs who meet less often hear from me in the other weeks, too. One tap answers.",
            required=True,
            options=(Option("yes", "Yes"), Option("no", "No")),
            value="yes" if rules.weekly_check_in else "no",
        ),
        TextField(
            "breaks",
            "School breaks",
            f"One in a line, for example {EXAMPLE}. Clocks stand still on these days.",
            value="\n".join(f"{first} to {last}" if last > first else str(first) for first, last in rules.breaks),
            limit=MOST_BREAKS,
            long=True,
        ),
    )


def most_mentees_field(rules: Rules) -> NumberField:
    return NumberField(
        "most_mentees",
        "Most mentees of one mentor",
        "1 to 3. Mentors who have more already keep them.",
        required=True,
        value=rules.most_mentees,
        least=MOST_MENTEES[0],
        most=MOST_MENTEES[1],
    )


def approve_mentors_field(rules: Rules) -> ChoiceField:
    return ChoiceField(
        "approve_mentors",
        "Does a moderator approve mentors first?",
        "Applies to new offers, which then wait under /mentor-admin.",
        required=True,
        options=(Option("yes", "Yes"), Option("no", "No")),
        value="yes" if rules.approve_mentors else "no",
    )


def round_up_field(rules: Rules) -> NumberField:
    return NumberField(
        "round_up_after",
        "Requests posted one by one each day",
        "0 to 20. Further requests of a day come together in one daily post.",
        required=True,
        value=rules.round_up_after,
        least=ROUND_UP_AFTER[0],
        most=ROUND_UP_AFTER[1],
    )


def out_of_limits(name: str) -> str:
    least, most = LIMITS[name]
    return f"Please give a whole number from {least} to {most}."


def needs_mending(problems: int) -> str:
    return f"{counted(problems, 'setting needs', 'settings need')} a second look. Nothing was changed."


def settings(rules: Rules) -> Message:
    """What the community has set for itself, and the ways to change it."""
    counts = ("What counts among equally near mentors", weights.said(rules.weights))
    buttons = (
        Button("Change the settings", encode(OpenSettings())),
        Button("Change what counts", encode(OpenWeights())),
        Button("Administration", encode(MentorAdmin())),
    )
    return Message("The settings.", (Heading("Settings"), Facts((*_rows(rules), counts)), Actions(buttons)))


def saved(rules: Rules) -> Message:
    buttons = (Button("Settings", encode(ShowSettings())), Button("Administration", encode(MentorAdmin())))
    return Message("Saved. From now on:", (Heading("Saved"), Facts(_rows(rules)), Actions(buttons)))


def _rows(rules: Rules) -> tuple[tuple[str, Line], ...]:
    return (
        ("Hours to answer", line(f"{rules.proposal_hours}, with a reminder after {rules.reminder_hours}")),
        ("Most mentees of one mentor", line(str(rules.most_mentees))),
        ("Largest time difference", line(counted(rules.most_zone_hours, "hour"))),
        ("Mentors approved first", line("Yes" if rules.approve_mentors else "No")),
        ("Requests posted one by one each day", line(str(rules.round_up_after))),
        ("Mentors asked at once", line(str(rules.proposals_at_once))),
        ("Check-in each week for all pairs", line("Yes" if rules.weekly_check_in else "No")),
        ("School breaks", line(_breaks(rules))),
    )


def _breaks(rules: Rules) -> str:
    if not rules.breaks:
        return "None"
    spans = (
        day_label(first) if first == last else f"{day_label(first)} to {day_label(last)}"
        for first, last in rules.breaks
    )
    return cut("; ".join(spans), MOST_BREAKS)
