"""Clocks that change on one side only, and somebody who moved to another time zone."""

from collections.abc import Mapping
from datetime import datetime

from bot.commands import OpenSchedule, encode
from bot.domain.partners import Partners
from bot.domain.schedule import Shift, clock_label, day_label, local_label, zone_label
from bot.ids import MatchId, MemberId
from bot.texts.partners import full, mention, named, said
from bot.views import Actions, Button, Message, Text, line

Shifts = Mapping[MemberId, Shift]
"""Of those of the two whose local time becomes another."""


def clocks_change(partners: Partners, reader: MemberId, shifts: Shifts) -> str:
    """The schedule keeps the wall time of the agreement's zone."""
    other = partners.other(reader)
    mine, theirs = shifts.get(reader), shifts.get(other.id)
    if mine is None and theirs is not None:
        return (
            f"Clocks change: from {day_label(theirs.becomes)} on, your usual time is "
            f"{_time(partners, other.id, theirs)} for {named(other)} instead of {clock_label(theirs.was)}. "
            "For you nothing changes."
        )
    if mine is None:
        return ""
    also = f" For {named(other)} it is then {_time(partners, other.id, theirs)}." if theirs is not None else ""
    return (
        f"Clocks change: from {day_label(mine.becomes)} on, you meet at {_time(partners, reader, mine)} "
        f"instead of {clock_label(mine.was)}, unless you two change it.{also}"
    )


def _time(partners: Partners, member: MemberId, shift: Shift) -> str:
    return f"{clock_label(shift.becomes)} {zone_label(partners.zone(member))}"


def heads_up(partners: Partners, reader: MemberId, shifts: Shifts) -> Message:
    """To each of the two, a week before."""
    words = clocks_change(partners, reader, shifts)
    return Message("Clocks change on one side only.", (said(words), Actions((_change(partners.match.id),))))


def moved(partners: Partners, reader: MemberId, at: datetime, kept_in: str) -> Message:
    """To the partner of somebody whose local time is another now; `kept_in`: the zone of the agreement."""
    who = partners.other(reader)
    zone = partners.zone(who.id)
    return Message(
        f"{named(who)} is in {zone_label(zone)} time now. Your meetings stay as agreed.",
        (
            Text(
                line(
                    mention(who),
                    f" is in {zone_label(zone)} time now. Your meetings keep {zone_label(kept_in)} time, as you "
                    "agreed. The next one is on ",
                    full(at),
                    f"; for {named(who)} that is {local_label(at, zone)}.",
                )
            ),
            Actions((_change(partners.match.id),)),
        ),
    )


def _change(match: MatchId) -> Button:
    return Button("Change schedule", encode(OpenSchedule(match)))
