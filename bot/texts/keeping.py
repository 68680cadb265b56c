"""Keeping the schedule: reminders, "did you meet?", moving and cancelling one meeting."""

from datetime import date, datetime

from bot.commands import (
    CantMakeIt,
    MentorAdmin,
    NeedHelp,
    OpenCheckIn,
    OpenReschedule,
    Reschedule,
    ResumeMatch,
    SessionMet,
    SessionNotYet,
    ToggleHourBefore,
    encode,
)
from bot.documents import CalendarSeries
from bot.domain.match import Agreement, Session
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.schedule import zone_label
from bot.ids import MatchId, MemberId, SessionId
from bot.reference.agenda import AgendaItem
from bot.texts import calendars
from bot.texts.agreed_terms import on_a_missed_one, terms_button
from bot.texts.checking_in import change_button
from bot.texts.clocks import Shifts, clocks_change
from bot.texts.partners import both_times, full, mention, my_time, named, said, where
from bot.views import (
    Actions,
    Button,
    ButtonStyle,
    DateField,
    Form,
    Listing,
    Message,
    Page,
    Part,
    Text,
    TimeField,
    line,
)

NOT_YOURS = "This belongs to another pair, so nothing was changed."
HAS_ENDED = "This match has ended, so nothing was changed. Type /my-mentoring to see where things stand."
IS_PAUSED = "This match is paused, so nothing was changed. Press “Resume” in /my-mentoring first."
STILL_TO_COME = "This meeting is still to come, so there is nothing to tell yet."
SAID_ALREADY = "You have told me this already. Nothing was changed."
IS_CANCELLED = "This meeting was cancelled. Nothing was changed."
IS_REPLACED = "This meeting belongs to an earlier schedule of yours. Type /my-mentoring to see the current one."
HAS_BEGUN = "This meeting's time has come already. If you have not met, press “Find another time”."
YOU_MET = "You told me that you met, so this meeting stays as it is."
SAME_TIME = "The meeting is at this time already."
TAKEN = "You two have another meeting at this time already. Please choose a different one."


def has_left(other: Member) -> str:
    return (
        f"{named(other)} has left the community, so your meetings stay paused and nothing was changed. They can go on "
        "if they come back. Type /my-mentoring to see what you can do now."
    )


# Reminders


def reminder(
    partners: Partners,
    reader: MemberId,
    session: Session,
    agreement: Agreement,
    shifts: Shifts,
    idea: AgendaItem | None,
) -> Message:
    """The day before."""
    other = partners.other(reader)
    moved = (said(clocks_change(partners, reader, shifts)),) if shifts else ()
    prompt = (said(f"If you want a topic: {idea.title}. {idea.prompts[0]}"),) if idea else ()
    return Message(
        f"You meet {named(other)} on {my_time(partners, reader, session.starts_at)}.",
        (
            Text(line("You meet ", mention(other), " on ", full(session.starts_at), f". {where(agreement)}.")),
            *moved,
            *prompt,
            Actions(_changes(session)),
        ),
    )


def first_reminder(partners: Partners, reader: MemberId, session: Session, agreement: Agreement) -> Message:
    """The day before the very first meeting."""
    other = partners.other(reader)
    expect = (
        "A first meeting is for getting to know each other: what your days look like, what you each hope for, and what "
        "is off limits. Nobody needs to prepare. Please leave out anything that identifies a student."
    )
    return Message(
        f"You meet {named(other)} on {my_time(partners, reader, session.starts_at)}.",
        (
            Text(line("You meet ", mention(other), " for the first time, on ", full(session.starts_at), ".")),
            said(f"{where(agreement)}."),
            said(expect),
            Actions(_changes(session)),
        ),
    )


def halfway(
    partners: Partners, reader: MemberId, session: Session, agreement: Agreement, last: SessionId | None
) -> Message:
    """`session` is the first of the second half; `last` the meeting with which the look at the goals is kept."""
    other = partners.other(reader)
    done, meetings = session.number - 1, agreement.schedule.meetings
    goals = (Listing(tuple(line(goal) for goal in agreement.goals)),) if agreement.goals else ()
    progress = (Button("How far are we?", encode(OpenCheckIn(last)), ButtonStyle.PRIMARY),) if last else ()
    look = (
        "Your goals so far. What has changed, and what should the second half be about?"
        if goals
        else "You have no goals written down, which is fine. What should the second half be about?"
    )
    return Message(
        f"You and {named(other)} are halfway.",
        (
            Text(line(f"{done} of {meetings} agreed meetings with ", mention(other), f" are over. {look}")),
            *goals,
            Actions((*progress, terms_button(session.match, goals=bool(goals)))),
        ),
    )


def hour_before(
    partners: Partners, reader: MemberId, session: Session, agreement: Agreement, *, in_an_hour: bool
) -> Message:
    """An hour before, or the evening before where that hour is a quiet one: `in_an_hour` is false then."""
    other = partners.other(reader)
    when = "In one hour, at " if in_an_hour else "Soon, on "
    first = f"In one hour you meet {named(other)}." if in_an_hour else f"Soon you meet {named(other)}."
    return Message(
        first,
        (
            Text(line(when, full(session.starts_at), ", you meet ", mention(other), ".")),
            said(f"{where(agreement)}."),
            Actions(_changes(session)),
        ),
    )


def _changes(session: Session) -> tuple[Button, ...]:
    return (
        Button("Reschedule", encode(OpenReschedule(session.id))),
        Button("Can't make it", encode(CantMakeIt(session.id))),
    )


# "Did you meet?"


def did_you_meet(partners: Partners, reader: MemberId, session: Session, following: Session | None) -> Message:
    other = partners.other(reader)
    coming: tuple[Part, ...] = ()
    if following:
        coming = (Text(line("Your next meeting: ", full(following.starts_at), ".")),)
    return Message(
        f"Did you and {named(other)} meet?",
        (
            Text(line("Did you and ", mention(other), " meet? It was planned for ", full(session.starts_at), ".")),
            said("Only you see your answer; it is never shown to your partner."),
            *coming,
            Actions(
                (
                    Button("Met", encode(SessionMet(session.id)), ButtonStyle.PRIMARY),
                    Button("We moved it", encode(OpenReschedule(session.id))),
                    Button("Not yet", encode(SessionNotYet(session.id))),
                    Button("I need help", encode(NeedHelp(session.id))),
                )
            ),
        ),
    )


def thanks_for_meeting(
    session: Session,
    following: Session | None,
    on: tuple[Part, ...],
    questions: tuple[Part, ...],
    *,
    ask_for_goals: bool,
) -> Message:
    """`on`: the choices after the last meeting; `questions`: the invitation to the optional ones."""
    parts: list[Part] = [said("Good to hear, and noted.")]
    if following:
        parts.append(Text(line("You meet again on ", full(following.starts_at), ".")))
    if on:
        parts.extend(on)
    elif ask_for_goals:
        parts.append(
            said(
                "Would you two like to write down a goal or two for the coming weeks, and what you do about a meeting "
                "that is missed? You can also skip this."
            )
        )
        parts.append(Actions((terms_button(session.match, goals=False),)))
    return Message("Good to hear, and noted.", (*parts, *questions, Actions((change_button(session.id),))))


def met_in_a_pause(match: MatchId, session: SessionId) -> Message:
    words = "Good to hear, and noted. Your match is paused at the moment."
    resume = Button("Resume", encode(ResumeMatch(match)), ButtonStyle.PRIMARY)
    return Message(words, (said(words), Actions((resume, change_button(session)))))


def not_yet(session: Session, agreement: Agreement, following: Session | None, questions: tuple[Part, ...]) -> Message:
    agreed = on_a_missed_one(agreement)
    parts: list[Part] = [said(f"That happens. {agreed or 'Would you like to find another time for it?'}")]
    if following:
        parts.append(Text(line("Or leave it: you meet again on ", full(following.starts_at), ".")))
    buttons = Actions((_find_time(session.id), change_button(session.id)))
    return Message("That happens. You can find another time with one tap.", (*parts, buttons, *questions))


def help_is_coming(other: Member, session: Session) -> Message:
    words = "Thank you for saying so. A moderator of this community will look at it and write to you."
    told = Text(line(mention(other), " is not told."))
    return Message(words, (said(words), told, Actions((change_button(session.id),))))


def help_wanted() -> Message:
    """To each moderator, without saying who or why."""
    words = "Somebody in a mentoring pair is asking for a moderator's help."
    return Message(
        words,
        (said(words), said("It is at the top of your queue."), Actions((_queue(),))),
    )


def _queue() -> Button:
    return Button("Open the queue", encode(MentorAdmin()), ButtonStyle.PRIMARY)


def _find_time(session: SessionId) -> Button:
    return Button("Find another time", encode(OpenReschedule(session)), ButtonStyle.PRIMARY)


# One meeting, moved or cancelled


def cancelled(
    partners: Partners, reader: MemberId, session: Session, agreement: Agreement, following: Session | None
) -> Message:
    when = my_time(partners, reader, session.starts_at)
    parts: list[Part] = [
        Text(line(f"All right, {when} is off, and ", mention(partners.other(reader)), " has been told.")),
        *_agreed_on(agreement),
    ]
    if following:
        parts.append(Text(line("You meet again on ", full(following.starts_at), ".")))
    return Message(f"All right, {when} is off.", (*parts, Actions((_find_time(session.id),))))


def _agreed_on(agreement: Agreement) -> tuple[Part, ...]:
    agreed = on_a_missed_one(agreement)
    return (said(agreed),) if agreed else ()


def cancelled_for_pair(
    partners: Partners, by: Member, session: Session, agreement: Agreement, calendar: CalendarSeries | None
) -> Message:
    when = both_times(partners, session.starts_at)
    return Message(
        f"{named(by)} can't make it on {my_time(partners, partners.other(by.id).id, session.starts_at)}.",
        (
            Text(line(mention(by), f" can't make it on {when}. Your other meetings stay as agreed.")),
            *_agreed_on(agreement),
            *((calendars.update(calendar),) if calendar else ()),
            Actions((_find_time(session.id),)),
        ),
    )


def moved(partners: Partners, reader: MemberId, session: Session) -> Message:
    when = my_time(partners, reader, session.starts_at)
    told = Text(line(f"Moved to {when}. ", mention(partners.other(reader)), " has been told."))
    return Message(f"Moved to {when}.", (told, Actions(_changes(session))))


def moved_for_pair(
    partners: Partners, by: Member, session: Session, was: datetime, warning: str, calendar: CalendarSeries
) -> Message:
    before, after = both_times(partners, was), both_times(partners, session.starts_at)
    return Message(
        f"{named(by)} moved your meeting to {my_time(partners, partners.other(by.id).id, session.starts_at)}.",
        (
            Text(line(mention(by), f" moved your meeting of {before} to {after}. Your other meetings stay as agreed.")),
            *((said(warning),) if warning else ()),
            said("If this does not suit you, choose another time or say that you can't make it."),
            calendars.update(calendar),
            Actions(_changes(session)),
        ),
    )


def reschedule_form(partners: Partners, reader: MemberId, session: Session, standing: datetime, today: date) -> Form:
    """`standing`: the naive local time that the form shows."""
    zone = zone_label(partners.zone(reader))
    page = Page(
        (
            DateField("date", "New date", required=True, value=standing.date(), earliest=today),
            TimeField(
                "time", f"Your local time ({zone})"[:45], "For example 3:30 pm", required=True, value=standing.time()
            ),
        )
    )
    intro = line(
        f"This moves only the meeting of {my_time(partners, reader, session.starts_at)}. ",
        mention(partners.other(reader)),
        " is told right away.",
    )
    return Form(encode(Reschedule(session.id)), "Move this meeting", (page,), "Move it", intro=(intro,))


# The hour before


def hour_before_set(match: MatchId, *, wanted: bool) -> Message:
    if wanted:
        words = "I will remind you the hour before each meeting, too."
        label = "Not the hour before"
    else:
        words = "I will no longer remind you the hour before. The reminder the day before stays."
        label = "Remind me the hour before"
    return Message(words, (said(words), Actions((Button(label, encode(ToggleHourBefore(match))),))))
