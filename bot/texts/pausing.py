"""A pair pauses and comes back: the form, what both are told, and what stands on the card."""

from datetime import date

from bot.commands import OpenPauseMatch, OpenSchedule, PauseMatch, encode
from bot.documents import CalendarSeries
from bot.domain.match import Match, Session
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.schedule import day_label, wall
from bot.ids import MatchId
from bot.texts import calendars
from bot.texts.partners import full, mention, named, said
from bot.texts.quiet import resume_button
from bot.views import Actions, Button, ButtonStyle, DateField, Form, Message, Moment, Page, Part, Text, line

NOT_PAUSED = "This match is not paused, so there is nothing to resume."
PAUSED_ALREADY = "This match is paused already. “Resume” brings it back."


def open_button(match: MatchId, label: str = "Pause") -> Button:
    return Button(label, encode(OpenPauseMatch(match)))


def form(partners: Partners, other: Member, today: date) -> Form:
    """`today` is the reader's."""
    hint = f"The day on which you go on, after {day_label(today)}. Empty: until one of you resumes."
    standing = until(partners)
    field = DateField("until", "Pause until", hint, value=standing if standing and standing > today else None)
    intro = line(
        "No reminders and no questions in the meantime, and no meetings. ",
        mention(other),
        " is told right away, and either of you can go on earlier with one tap.",
    )
    return Form(
        encode(PauseMatch(partners.match.id)), "Pause your meetings", (Page((field,)),), "Pause", intro=(intro,)
    )


def until(partners: Partners) -> date | None:
    """The day on which a paused pair goes on, if one is named."""
    ends = partners.match.paused_until
    return wall(ends, partners.anchor).date() if ends else None


def paused(partners: Partners) -> Message:
    """In place of the pressed card, or of the form."""
    match, day = partners.match.id, until(partners)
    if day is None:
        words = "The match is paused: no reminders and no questions until one of you resumes it."
        return Message(words, (said(words), Actions((resume_button(match), open_button(match, "Pause until a day")))))
    words = f"The match is paused until {day_label(day)}: no reminders and no questions until then."
    return Message(words, (said(words), _buttons(match)))


def _buttons(match: MatchId) -> Actions:
    return Actions((resume_button(match), open_button(match, "Change the day")))


def paused_for_pair(partners: Partners, by: Member, coming: Moment | None, calendar: CalendarSeries | None) -> Message:
    """`coming`: the first meeting after a pause that ends on a day."""
    match, day = partners.match.id, until(partners)
    if day is None:
        told = Text(line(mention(by), " paused your meetings for now. I will not write until one of you resumes."))
        return Message(f"{named(by)} paused your meetings.", (told, Actions((resume_button(match),))))
    told = Text(
        line(
            mention(by), f" paused your meetings until {day_label(day)}. I will not write until then. Enjoy the break."
        )
    )
    return Message(
        f"{named(by)} paused your meetings until {day_label(day)}.",
        (
            told,
            *((Text(line("You meet again on ", coming, ".")),) if coming else ()),
            *((calendars.update(calendar),) if calendar else ()),
            _buttons(match),
        ),
    )


def resumed(match: Match, following: Session | None) -> Message:
    """In place of the card with “Resume”; both may read it."""
    words = "Welcome back. The match goes on."
    return Message(words, (said(words), *_next_step(match.id, following)))


def resumed_for_pair(by: Member, match: Match, following: Session | None, calendar: CalendarSeries | None) -> Message:
    return Message(
        f"{named(by)} resumed your meetings.",
        (
            Text(line(mention(by), " resumed your meetings.")),
            *((calendars.update(calendar),) if calendar else ()),
            *_next_step(match.id, following),
        ),
    )


def over(partners: Partners, following: Session | None) -> Message:
    """To the pair, on the day itself."""
    match = partners.match.id
    hello = line("Welcome back, ", mention(partners.mentee), " and ", mention(partners.mentor), ". Your pause is over.")
    return Message(
        "Your pause is over, and your meetings go on.",
        (Text(hello), *_next_step(match, following), Actions((open_button(match, "Pause longer"),))),
    )


def _next_step(match: MatchId, following: Session | None) -> tuple[Part, ...]:
    if following:
        return (Text(line("You meet next on ", full(following.starts_at), ".")),)
    return (
        said("There is no meeting planned at the moment."),
        Actions((Button("Suggest a time", encode(OpenSchedule(match)), ButtonStyle.PRIMARY),)),
    )
