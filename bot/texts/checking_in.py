"""The optional questions of a check-in. What is written there is for its writer; moderators see counts of many."""

from collections.abc import Sequence

from bot.commands import AnswerCheckIn, ChangeAnswer, HowItGoes, OpenCheckIn, encode
from bot.domain.checkin import CheckIn
from bot.domain.match import HELP as HELP_WANTED
from bot.domain.match import WELL, Session
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.schedule import day_label, wall
from bot.domain.status import SessionStatus
from bot.ids import MemberId, NudgeId, SessionId
from bot.texts.choices import cut
from bot.texts.partners import full, mention, my_time, named, said
from bot.texts.still_here import not_heard_button
from bot.views import (
    Actions,
    Button,
    ButtonStyle,
    ChoiceField,
    Field,
    Form,
    Line,
    Message,
    Option,
    Page,
    Part,
    Text,
    TextField,
    line,
)

MOST_WORDS = 500
MOST_GOAL = 100
USEFUL = {
    "5": "5: very useful",
    "4": "4: useful",
    "3": "3: somewhat useful",
    "2": "2: a little useful",
    "1": "1: not useful",
}
PROGRESS = {str(n): {0: "0: not begun", 10: "10: reached"}.get(n, str(n)) for n in range(11)}
HELP = {"yes": "Yes, please", "no": "No, thank you"}

ANSWER_FIRST = "Please tell me first whether you two met; the questions come after that."
CHOOSE_USEFUL = "Please choose a number from 1 to 5, or leave it out."
CHOOSE_PROGRESS = "Please choose a number from 0 to 10, or leave it out."
CHOOSE_HELP = "Please choose yes or no, or leave it out."


def change_button(session: SessionId) -> Button:
    return Button("Change my answer", encode(ChangeAnswer(session)))


def questions(session: SessionId) -> tuple[Part, ...]:
    """Below the thanks for an answer, every fourth time."""
    return (
        said("If you have two minutes: a few questions on how it is going. You can skip any of them, or all."),
        Actions((Button("How is it going?", encode(OpenCheckIn(session))),)),
    )


def form(
    partners: Partners,
    reader: MemberId,
    session: Session,
    goals: Sequence[str],
    before: CheckIn | None,
    last: CheckIn | None,
) -> Form:
    """`before` is what the reader wrote about this meeting already, `last` about the one before it."""
    fields: list[Field] = [
        ChoiceField(
            "useful", "How useful is it?", options=_options(USEFUL), value=_number(before.useful) if before else ""
        )
    ]
    if goals:
        fields.append(_progress(goals, before, last))
    fields += [
        _words("in_the_way", "Is anything in the way?", before.in_the_way if before else ""),
        _words("next_step", "What is your next step?", before.next_step if before else ""),
        ChoiceField(
            "help",
            "Would you like a moderator's help?",
            options=_options(HELP),
            value="yes" if before and before.help_wanted else "",
        ),
    ]
    return Form(
        encode(AnswerCheckIn(session.id)),
        "How is it going?",
        (Page(tuple(fields)),),
        "Send",
        intro=(*_intro(partners, reader, session), *_listed(goals)),
        foot=(
            line("Your partner sees none of this. Moderators see counts over everybody, and that you asked for help."),
        ),
        notice="Your partner sees none of this; moderators see counts. No student details, please.",
    )


def _intro(partners: Partners, reader: MemberId, session: Session) -> tuple[Line, ...]:
    when = my_time(partners, reader, session.starts_at)
    other = mention(partners.other(reader))
    return (line("About your time with ", other, f", up to the meeting of {when}. You can leave out anything."),)


def _listed(goals: Sequence[str]) -> tuple[Line, ...]:
    if not goals:
        return ()
    if len(goals) == 1:
        return (line(f"Your goal: {cut(goals[0], MOST_GOAL)}"),)
    listed = "; ".join(f"{number}. {cut(goal, MOST_GOAL)}" for number, goal in enumerate(goals, 1))
    return (line(f"Your goals: {listed}"),)


def _progress(goals: Sequence[str], before: CheckIn | None, last: CheckIn | None) -> Field:
    """One goal is chosen for, several are typed: a form has five fields."""
    now, then = (_figures(written, len(goals)) for written in (before, last))
    ago = f"Last time: {then}." if then else ""
    if len(goals) == 1:
        return ChoiceField("progress", "How far are you with your goal?", ago, options=_options(PROGRESS), value=now)
    example = ", ".join(("4", "7", "2")[: len(goals)])
    hint = f"0 to 10 for each, in the order above, for example {example}. {ago}".strip()
    return TextField("progress", "How far are you with your goals?", hint, value=now, limit=30)


def _figures(written: CheckIn | None, goals: int) -> str:
    """As typed; empty where the goals were others."""
    return ", ".join(map(str, written.progress)) if written and len(written.progress) == goals else ""


def _words(name: str, label: str, value: str) -> TextField:
    hint = "Only you see this. No names or details of students, please."
    return TextField(name, label, hint, value=value, limit=MOST_WORDS, long=True)


def _options(labels: dict[str, str]) -> tuple[Option, ...]:
    return tuple(Option(value, label) for value, label in labels.items())


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


# A week without a meeting


def how_is_it_going(
    partners: Partners, reader: MemberId, asked: NudgeId, last: Session, coming: Session | None
) -> Message:
    """`last` is the last meeting whose time has come."""
    other = partners.other(reader)
    day = day_label(wall(last.starts_at, partners.zone(reader)))
    met = "You met last on" if last.status is SessionStatus.HELD else "You were to meet last on"
    planned: tuple[Part, ...] = ()
    if coming:
        planned = (Text(line("Your next meeting: ", full(coming.starts_at), ".")),)
    return Message(
        f"How is it going with {named(other)}?",
        (
            Text(line("How is it going with ", mention(other), f"? {met} {day}.")),
            *planned,
            said("One tap is enough, and your partner never sees your answer."),
            Actions(
                (
                    Button("All is well", encode(HowItGoes(asked, WELL)), ButtonStyle.PRIMARY),
                    Button("I need help", encode(HowItGoes(asked, HELP_WANTED))),
                    not_heard_button(partners, reader),
                )
            ),
        ),
    )


def goes_well(asked: NudgeId, coming: Session | None) -> Message:
    words = "Good to hear, and noted."
    planned: tuple[Part, ...] = ()
    if coming:
        planned = (Text(line("You meet next on ", full(coming.starts_at), ".")),)
    after_all = Button("I need help after all", encode(HowItGoes(asked, HELP_WANTED)))
    return Message(words, (said(words), *planned, Actions((after_all,))))


def help_is_coming(other: Member) -> Message:
    words = "Thank you for saying so. A moderator of this community will look at it and write to you."
    return Message(words, (said(words), Text(line(mention(other), " is not told."))))


def taken(session: SessionId, *, help_wanted: bool) -> Message:
    words = "Thank you, noted. Only you can read what you wrote."
    helped = (said("A moderator of this community will look at it and write to you."),) if help_wanted else ()
    change = Button("Change what I wrote", encode(OpenCheckIn(session)))
    return Message(words, (said(words), *helped, Actions((change,))))


def nothing_written(session: SessionId) -> Message:
    words = "Nothing was written, and that is fine. Whether you met is noted."
    return Message(words, (said(words), Actions((Button("How is it going?", encode(OpenCheckIn(session))),))))
