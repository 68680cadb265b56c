"""A pair at a glance: the next meeting, what is agreed, the hours, and what one can do."""

from bot.commands import AnotherMentor, CantMakeIt, NotForMe, OpenReschedule, OpenSchedule, ToggleHourBefore, encode
from bot.domain.match import Agreement, Session
from bot.domain.partners import Partners
from bot.domain.schedule import day_label
from bot.domain.status import MatchStatus
from bot.ids import MatchId, MemberId
from bot.texts import pausing
from bot.texts.closing import Log, summary
from bot.texts.hours import hours_button
from bot.texts.moving import onward
from bot.texts.partners import MISSED, both_times, full, mention, named, rhythm_words, said, where
from bot.texts.quiet import end_button, resume_button
from bot.texts.still_here import not_heard_button
from bot.views import Actions, Button, Facts, Heading, Line, Message, Part, Text, line


def details(
    partners: Partners,
    reader: MemberId,
    agreement: Agreement | None,
    following: Session | None,
    log: Log,
    then: tuple[Part, ...] = (),
    next_step: str = "",
) -> Message:
    """`then`: what the reader can do once it has ended; `next_step`: theirs alone, from a check-in."""
    match = partners.match
    other = partners.other(reader)
    if other.left_at is not None and match.status is not MatchStatus.ENDED:
        return _left(partners, reader, agreement, log)
    role = _role(partners, reader)
    return Message(
        f"You and {named(other)}",
        (
            Heading(f"You and {named(other)}"),
            Text(line(mention(other), f" is your {role}{_state(partners)}.")),
            *_schedule(partners, agreement, following),
            *(_only_you(next_step) if next_step else ()),
            summary(log),
            *(
                then
                if match.status is MatchStatus.ENDED
                else _actions(partners, reader, agreement, following, fresh=log.held == 0)
            ),
        ),
    )


def _only_you(next_step: str) -> tuple[Part, ...]:
    return (Facts((("Your next step (only you see this)", line(next_step)),)),)


def _left(partners: Partners, reader: MemberId, agreement: Agreement | None, log: Log) -> Message:
    """Their meetings wait for somebody who may not come back."""
    other = partners.other(reader)
    was = f" was your {_role(partners, reader)} and has left the community, so your meetings are paused."
    words, buttons = onward(partners, reader)
    return Message(
        f"You and {named(other)}",
        (
            Heading(f"You and {named(other)}"),
            Text(line(mention(other), was)),
            said(f"{words} If they come back, you can go on where you stopped."),
            *_schedule(partners, agreement, None),
            summary(log),
            Actions((*buttons, hours_button(partners.match.id))),
        ),
    )


def _role(partners: Partners, reader: MemberId) -> str:
    return "mentor" if partners.is_mentee(reader) else "mentee"


def _state(partners: Partners) -> str:
    if partners.match.status is MatchStatus.PAUSED:
        day = pausing.until(partners)
        return f"; paused until {day_label(day)}" if day else "; paused"
    return "; ended" if partners.match.status is MatchStatus.ENDED else ""


def _schedule(partners: Partners, agreement: Agreement | None, following: Session | None) -> tuple[Part, ...]:
    rows: list[tuple[str, Line]] = []
    if following:
        rows.append(("Next meeting", line(full(following.starts_at))))
        rows.append(("That is", line(both_times(partners, following.starts_at))))
    if agreement:
        rows.append(("Agreed", line(f"{rhythm_words(agreement)}, {agreement.minutes} minutes")))
        rows.append(("How", line(where(agreement))))
        if agreement.goals:
            rows.append(("Goals", line("; ".join(agreement.goals))))
        rows.append(("If a meeting is missed", line(MISSED[agreement.missed])))
    if not rows:
        return ()
    return (Facts(tuple(rows)),)


def _actions(
    partners: Partners, reader: MemberId, agreement: Agreement | None, following: Session | None, *, fresh: bool
) -> tuple[Part, ...]:
    match = partners.match
    if match.status is MatchStatus.PAUSED:
        change = pausing.open_button(match.id, "Change the day" if match.paused_until else "Pause until a day")
        return (Actions((resume_button(match.id), change, end_button(match.id), hours_button(match.id))),)
    meeting = _meeting(following) if following else ()
    schedule = Actions(
        (
            Button("Change schedule" if agreement else "Suggest a time", encode(OpenSchedule(match.id))),
            _hour(partners, reader),
            hours_button(match.id),
        )
    )
    quiet = Actions((not_heard_button(partners, reader),))
    leaving = [pausing.open_button(match.id), end_button(match.id)]
    if partners.is_mentee(reader):
        leaving.append(_other_mentor(match.id, fresh=fresh))
    return (*meeting, schedule, quiet, Actions(tuple(leaving)))


def _meeting(following: Session) -> tuple[Part, ...]:
    row = (
        Button("Reschedule next", encode(OpenReschedule(following.id))),
        Button("Can't make it", encode(CantMakeIt(following.id))),
    )
    return (Actions(row),)


def _hour(partners: Partners, reader: MemberId) -> Button:
    wanted = partners.hour_before(reader)
    label = "Not the hour before" if wanted else "Remind me the hour before"
    return Button(label, encode(ToggleHourBefore(partners.match.id)))


def _other_mentor(match: MatchId, *, fresh: bool) -> Button:
    """Before the first meeting the match is not for me; after it, I ask for another mentor."""
    if fresh:
        return Button("Not for me", encode(NotForMe(match)))
    return Button("Ask for another mentor", encode(AnotherMentor(match)))
