"""Pieces of forms that several features share: lists to choose from, free times, pauses, time zones."""

from collections.abc import Mapping, Sequence

from bot.commands import (
    ChooseZone,
    Command,
    encode,
)
from bot.domain.schedule import zone_label
from bot.reference.settings import PRACTICE_SETTINGS, SCHOOL
from bot.reference.states import STATES, zones_of
from bot.reference.topics import TOPICS
from bot.texts.partners import WAYS
from bot.views import (
    ChoicesField,
    DateField,
    Form,
    Option,
    Page,
    SearchField,
    TextField,
)

MOST_TOPICS = 3
MOST_NAME = 100
MOST_FREE_TIMES = 200
FREE_TIMES_HINT = "For example: weekdays after 4, or Tue 3:30-5, or flexible. In your own local time."
FREE_TIMES_EXAMPLES = (
    "weekdays after 4pm",
    "weekday evenings",
    "Mon/Wed after 4pm",
    "Tue 3:30-5",
    "lunch (12-1) any day",
    "weekdays before 8am",
    "Sat mornings",
    "flexible",
)

UNKNOWN_ZONE = "Please choose a time zone from the list."


CHOOSE_WAYS = "Please choose from the list."


def setting_options() -> tuple[Option, ...]:
    group = {True: "Kinds of school", False: "Fields of practice"}
    return tuple(Option(s.slug, s.label, group[s.group == SCHOOL], s.description, s.also) for s in PRACTICE_SETTINGS)


def topic_options() -> tuple[Option, ...]:
    return tuple(Option(t.slug, t.label, description=t.description, also=t.also) for t in TOPICS.values())


def text_of(values: Mapping[str, str | tuple[str, ...]], name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ", ".join(value)


def texts_of(values: Mapping[str, str | tuple[str, ...]], name: str) -> tuple[str, ...]:
    value = values.get(name, ())
    return value if isinstance(value, tuple) else (value,) if value else ()


def free_times_field(value: str) -> TextField:
    return TextField(
        "free_times",
        "When are you usually free?",
        FREE_TIMES_HINT,
        value=value,
        limit=MOST_FREE_TIMES,
        suggestions=FREE_TIMES_EXAMPLES,
    )


def ways_field(values: tuple[str, ...]) -> ChoicesField:
    options = tuple(Option(way, WAYS[way]) for way in WAYS)
    hint = "Leave empty if any way is fine."
    return ChoicesField("ways", "How would you like to meet?", hint, options=options, values=values, most=len(WAYS))


def pause_form(action: Command, title: str, today: str) -> Form:
    until = DateField("until", "Pause until", f"A date after {today}", required=True)
    return Form(encode(action), title, (Page((until,)),), "Pause")


def zone_form(states: Sequence[str], zone: str | None, profile: str | None = None) -> Form:
    """Zones of the states, and whichever other zone in the world is the member's or their profile's."""
    near = zones_of(states)
    every = [other for other in zones_of(STATES) if other not in near]
    mine = [other for other in dict.fromkeys((zone, profile)) if other and other not in (*near, *every)]
    groups = (("Yours", mine), ("Your state", near), ("Elsewhere", every))
    options = [Option(each, zone_option(each), group) for group, zones in groups for each in zones]
    field = SearchField(
        "zone", "Your time zone", required=True, options=tuple(options), values=(zone,) if zone else (), most=1
    )
    return Form(encode(ChooseZone()), "My time zone", (Page((field,)),), "Save")


def zone_option(zone: str) -> str:
    """Eastern (New York), or Berlin (Europe)"""
    area, _, place = zone.replace("_", " ").rpartition("/")
    label = zone_label(zone)
    beside = place if label != place else area.split("/")[0]
    return f"{label} ({beside})" if beside and beside not in label else label


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def cut(text: str, most: int) -> str:
    """At most `most` characters, so that a message with it always fits."""
    return text if len(text) <= most else text[: most - 1] + "…"
