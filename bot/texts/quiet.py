"""When a pair falls silent, pauses and comes back."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.commands import EndMatch, KeepGoing, OpenSchedule, PauseMatch, ResumeMatch, encode
from bot.domain.match import Agreement, Session
from bot.domain.partners import Partners
from bot.domain.schedule import day_label
from bot.ids import MatchId, MemberId
from bot.texts.agreeing import agreeing_buttons, slot_buttons
from bot.texts.partners import full, mention, named, said, terms
from bot.texts.still_here import not_heard_button
from bot.views import Actions, Button, ButtonStyle, Message, Part, Text, line


def without_schedule(
    partners: Partners, reader: MemberId, starts: Sequence[datetime], pending: Agreement | None
) -> Message:
    """The first step for a pair that has not agreed on a time yet. `starts` are wall times in the anchor zone."""
    other = partners.other(reader)
    opening = Text(line("You and ", mention(other), " have not settled on a first meeting yet. It takes one tap."))
    steps: tuple[Part, ...]
    if pending and pending.proposed_by != reader:
        offered = line(mention(other), " suggested a time and waits for your word:")
        steps = (Text(offered), terms(partners, pending), Actions(agreeing_buttons(pending)))
    else:
        steps = slot_buttons(partners, starts)
    return Message(
        f"You and {named(other)} have not settled on a first meeting yet.",
        (
            opening,
            *steps,
            Actions((pause_button(partners.match.id), end_button(partners.match.id))),
            Actions((not_heard_button(partners, reader),)),
        ),
    )


def still_meeting(partners: Partners, reader: MemberId, following: Session | None) -> Message:
    """The first step for a pair with a schedule."""
    other, match = partners.other(reader), partners.match.id
    coming: tuple[Part, ...] = ()
    if following:
        coming = (Text(line("Your next meeting is planned for ", full(following.starts_at), ".")),)
    return Message(
        f"Are you and {named(other)} still meeting?",
        (
            Text(line("I have not heard of a meeting between you and ", mention(other), " for a while.")),
            *coming,
            said("Until one of you taps, I hold back reminders and questions."),
            Actions(
                (
                    Button("We are meeting", encode(KeepGoing(match)), ButtonStyle.PRIMARY),
                    Button("Change schedule", encode(OpenSchedule(match))),
                    pause_button(match),
                    end_button(match),
                )
            ),
            Actions((not_heard_button(partners, reader),)),
        ),
    )


def keep_pause_or_end(partners: Partners, reader: MemberId, pausing_on: date) -> Message:
    """The second step."""
    other, match = partners.other(reader), partners.match.id
    return Message(
        f"How would you like to go on with {named(other)}?",
        (
            Text(
                line("How would you like to go on with ", mention(other), "? Any answer is fine, and nobody is blamed.")
            ),
            said(f"Without one I will pause the match around {day_label(pausing_on)} and stop writing."),
            Actions(
                (
                    Button("Keep going", encode(KeepGoing(match)), ButtonStyle.PRIMARY),
                    pause_button(match),
                    end_button(match),
                )
            ),
            Actions((not_heard_button(partners, reader),)),
        ),
    )


def paused_for_silence(partners: Partners) -> Message:
    """The third and last step, to the pair."""
    return Message(
        "Your match is paused. One tap brings it back.",
        (
            Text(
                line(
                    mention(partners.mentee),
                    " and ",
                    mention(partners.mentor),
                    ", it has been quiet, so your match is paused and I will stop writing. "
                    "Busy weeks happen to everybody.",
                )
            ),
            said("Whenever one of you has room again, one tap brings it back."),
            Actions((resume_button(partners.match.id),)),
        ),
    )


def pause_button(match: MatchId) -> Button:
    return Button("Pause", encode(PauseMatch(match)))


def resume_button(match: MatchId) -> Button:
    return Button("Resume", encode(ResumeMatch(match)), ButtonStyle.PRIMARY)


def end_button(match: MatchId) -> Button:
    return Button("End the match", encode(EndMatch(match)))


# Answers


def kept_going(following: Session | None) -> Message:
    words = "Good to hear. Everything goes on as agreed."
    coming: tuple[Part, ...] = ()
    if following:
        coming = (Text(line("Your next meeting: ", full(following.starts_at), ".")),)
    return Message(words, (said(words), *coming))
