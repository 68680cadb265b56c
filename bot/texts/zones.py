"""Which time zone is taken as somebody's, where that comes from, and the question where it is not sure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.commands import ChooseZone, OpenZone, encode
from bot.domain.schedule import zone_label
from bot.reference.states import STATES
from bot.views import Actions, Bold, Button, Part, Text, line

ANOTHER = "Another time zone"
CHANGE = Button("Change time zone", encode(OpenZone()))


@dataclass(frozen=True)
class Proposed:
    """`zone` (IANA) is used for now; `states` are codes, of a request or an offer.

    `profile`: the zone is the one in their platform's profile. `likely`: zones whose clocks differ, one of which is
    theirs, the one in use first; `asked`: whether they are asked which.
    """

    zone: str
    states: tuple[str, ...]
    confirmed: bool = False
    profile: bool = False
    likely: tuple[str, ...] = ()
    asked: bool = False

    @property
    def sure(self) -> bool:
        return self.confirmed or self.profile or len(self.likely) < 2


def zone_parts(proposed: Proposed) -> tuple[Part, ...]:
    """What is said about it, with the question and its buttons where it is asked."""
    label = f"{zone_label(proposed.zone)} time"
    if proposed.confirmed:
        return (Text(line(f"Your time zone is {label}.")),)
    if proposed.profile:
        words = line("I use ", Bold(label), " for you, as your profile says; change it below if that is wrong.")
        return (Text(words),)
    if proposed.asked:
        return _question(proposed, label)
    if proposed.sure:
        return (Text(line(f"I use {label} for you, the time zone of {_named(proposed.states)}.")),)
    return (Text(line("I use ", Bold(label), " for you; please change it below if that is not yours.")),)


def _question(proposed: Proposed, label: str) -> tuple[Part, ...]:
    buttons = [Button(f"{zone_label(zone)} time", encode(ChooseZone(zone))) for zone in proposed.likely]
    words = line(Bold("Which time zone do you live in?"), f" Until you tell me, I use {label}.")
    return (Text(words), Actions((*buttons, Button(ANOTHER, encode(OpenZone())))))


def change_button(proposed: Proposed) -> tuple[Button, ...]:
    """The way to another zone; none beside the question, which has its own."""
    return () if proposed.asked else (CHANGE,)


def my_zone(zone: str, *beside: Button) -> tuple[Part, ...]:
    """What is taken as the reader's own, with the way to another at any time."""
    return Text(line(f"I use {zone_label(zone)} time for you.")), Actions((CHANGE, *beside))


def _named(states: Sequence[str]) -> str:
    return STATES[states[0]].name if len(states) == 1 else "the states you know"
