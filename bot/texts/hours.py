"""The hours log as a pair sees it: what is in it, what is undecided, who signed, and what can be done."""

from collections.abc import Callable, Sequence

from bot.commands import (
    DidNotTakePlace,
    HoursFiles,
    HoursMissing,
    OpenHoursFiles,
    ReviewMeetings,
    ShowHours,
    SignHours,
    TookPlace,
    encode,
)
from bot.domain.hours import ASK_AGAIN, HoursLog
from bot.domain.match import Session
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.schedule import day_label, wall
from bot.ids import MatchId, MemberId
from bot.reference.credits import CreditRule
from bot.texts.partners import day_and_year, duration, full, mention, named, said
from bot.texts.statistics import counted
from bot.views import (
    Actions,
    Button,
    ButtonStyle,
    ChoiceField,
    Facts,
    Form,
    Heading,
    Line,
    Message,
    Option,
    Page,
    Part,
    Text,
    line,
)

Wording = Callable[[Partners, MemberId, HoursLog], Message]
NO_RULE = "none"

NOTHING_YET = (
    "No meeting is in your hours log yet: a meeting counts once both of you have said that it took place. "
    "Nothing was written."
)
NOTHING_TO_SIGN = "There is nothing to sign yet: no meeting has been confirmed by both of you."
SIGNED_ALREADY = "Both of you have signed all of this log already. Nothing was changed."
NOT_ASKED = "There is no question to you about this log that is still open. Nothing was changed."
NOT_OVER = "This meeting is not over yet, so there is nothing to tell."
HAS_CHANGED = "The log has changed since you saw it, so nothing was signed. This is how it stands now."
BOTH_SIGNED = "Both of you have signed all of it."
GONE_THROUGH = "Thank you. A meeting counts where both of you say that it took place; where not, it stays out."
ALL_DECIDED = "There is no meeting left to go through."
CHOOSE_RULE = "Please choose a rule from the list, or none."


def hours_button(match: MatchId, label: str = "Hours log") -> Button:
    return Button(label, encode(ShowHours(match)))


# The log


def card(partners: Partners, reader: MemberId, log: HoursLog, note: str = "") -> Message:
    other = partners.other(reader)
    return Message(
        f"Your hours log with {named(other)}: {in_all(log)}.",
        (
            Heading(f"Hours log: you and {named(other)}"),
            *([said(note)] if note else []),
            Facts((*_summary(partners, log), *_signatures(partners, reader, log))),
            *_undecided(partners, reader, log),
            *_actions(partners, reader, log),
        ),
    )


def in_all(log: HoursLog) -> str:
    """12 meetings, 9 hours"""
    if not log.sessions:
        return "no meeting yet"
    return f"{counted(len(log.sessions), 'meeting')}, {duration(log.minutes)}"


def _summary(partners: Partners, log: HoursLog) -> list[tuple[str, Line]]:
    rows: list[tuple[str, Line]] = [("Confirmed by both", line(in_all(log)))]
    if log.sessions:
        first, last = (wall(at.starts_at, partners.anchor).date() for at in (log.sessions[0], log.sessions[-1]))
        until = f" to {day_and_year(last)}" if last != first else ""
        rows.append(("Dates", line(f"{day_and_year(first)}{until}")))
    if log.undecided:
        rows.append(("Not decided", line(counted(len(log.undecided), "meeting"))))
    return rows


def _signatures(partners: Partners, reader: MemberId, log: HoursLog) -> list[tuple[str, Line]]:
    other = partners.other(reader)
    mine, theirs = (signature(partners, log, mentee=partners.is_mentee(who)) for who in (reader, other.id))
    return [("You", line(mine)), (named(other), line(theirs))]


def signature(partners: Partners, log: HoursLog, *, mentee: bool) -> str:
    """signed on Tue, Dec 1, 2026 for 12 meetings, up to that of Tue, Nov 24, 2026"""
    word, signed = log.of(mentee=mentee), log.signed_by(mentee=mentee)
    if not signed or word.signed_at is None:
        return "not signed"
    zone = partners.mentee_zone if mentee else partners.mentor_zone
    on = day_and_year(wall(word.signed_at, zone).date())
    last = day_and_year(wall(signed[-1].starts_at, partners.anchor).date())
    left = len(log.sessions) - len(signed)
    later = f"; {counted(left, 'meeting')} confirmed after that" if left else ""
    return f"signed on {on} for {counted(len(signed), 'meeting')}, up to that of {last}{later}"


def _undecided(partners: Partners, reader: MemberId, log: HoursLog) -> tuple[Part, ...]:
    if not log.undecided:
        return ()
    these, they = ("This meeting has", "it stays") if len(log.undecided) == 1 else ("These meetings have", "they stay")
    words = (
        f"{counted(len(log.undecided), 'meeting')} not decided. {these} not been confirmed by both of you, so {they} "
        "out. You can go through them once more; "
    )
    return (Text(line(words, mention(partners.other(reader)), " does not see what you say.")),)


def _actions(partners: Partners, reader: MemberId, log: HoursLog) -> tuple[Part, ...]:
    me = partners.is_mentee(reader)
    word = log.of(mentee=me)
    buttons = []
    if log.sessions and not log.whole(mentee=me):
        theirs = log.whole(mentee=not me) or not word.answered
        label = "Sign" if theirs else "Sign and ask my partner to sign"
        buttons.append(_sign(partners, log, label, ButtonStyle.PRIMARY))
    elif log.sessions and not log.whole(mentee=not me):
        buttons.append(_sign(partners, log, "Ask my partner to sign", ButtonStyle.PLAIN))
    if not word.answered:
        buttons.append(_missing(partners))
    if log.undecided:
        buttons.append(_review(partners, log))
    if log.sessions:
        buttons.append(Button("Get the files", encode(OpenHoursFiles(partners.match.id))))
    return (Actions(tuple(buttons)),) if buttons else (said("There is nothing to do here yet."),)


def _sign(partners: Partners, log: HoursLog, label: str, style: ButtonStyle) -> Button:
    return Button(label, encode(SignHours(partners.match.id, log.state)), style)


def _missing(partners: Partners) -> Button:
    return Button("Something is missing", encode(HoursMissing(partners.match.id)))


def _review(partners: Partners, log: HoursLog) -> Button:
    label = f"Go through {counted(len(log.undecided), 'meeting')}"
    return Button(label, encode(ReviewMeetings(partners.match.id)))


# Clearing up


def did_it_take_place(partners: Partners, reader: MemberId, session: Session, left: int) -> Message:
    """Without a word of what anybody said before; `left` more questions follow."""
    other = partners.other(reader)
    more = said(f"{counted(left, 'more meeting')} after this one.") if left else said("This is the last one.")
    return Message(
        "Did this meeting take place?",
        (
            Text(
                line("Did your meeting with ", mention(other), " on ", full(session.starts_at), " take place? It was ")
                + line(f"planned for {duration(session.minutes)}.")
            ),
            said("Only you see your answer. The meeting counts where both of you say that it took place."),
            more,
            Actions(
                (
                    Button("It took place", encode(TookPlace(session.id)), ButtonStyle.PRIMARY),
                    Button("It did not", encode(DidNotTakePlace(session.id))),
                    Button("I don't remember", encode(ReviewMeetings(partners.match.id, session.id))),
                    hours_button(partners.match.id, "Back to the log"),
                )
            ),
        ),
    )


# Signing


def please_sign(partners: Partners, reader: MemberId, log: HoursLog, *, reminder: bool = False) -> Message:
    """To the one who is asked."""
    asker = partners.other(reader)
    first = "A reminder, the only one: " if reminder else ""
    buttons = [_sign(partners, log, "Sign", ButtonStyle.PRIMARY), _missing(partners)]
    if log.undecided:
        buttons.append(_review(partners, log))
    return Message(
        f"{first}{named(asker)} asks you to sign the log of your hours.",
        (
            Text(
                line(first, mention(asker), " would like a log of your hours together and has signed it. Is it right?")
            ),
            Facts((*_summary(partners, log), *_signatures(partners, reader, log))),
            *_undecided(partners, reader, log),
            said(
                "One tap is enough. You need not answer: without your signature the log says that you have not "
                "signed. If you press “Something is missing”, that is all that is passed on."
            ),
            Actions(tuple(buttons)),
        ),
    )


def asked(other: Member) -> str:
    return f"You have signed. {named(other)} is asked to sign, too, once and with one reminder at most."


def asked_before(partners: Partners, reader: MemberId, log: HoursLog) -> str:
    other = partners.other(reader)
    at = log.of(mentee=partners.is_mentee(other.id)).asked_at
    assert at is not None
    zone = partners.zone(reader)
    on, again = (day_label(wall(day, zone).date()) for day in (at, at + ASK_AGAIN))
    return (
        f"You have signed. {named(other)} was asked on {on} and has not answered, so I ask again on {again} at the "
        "earliest, if you press the button then. You can have the log without that signature."
    )


def told(other: Member) -> str:
    return f"Thank you. {named(other)} hears that you have signed."


def cannot_be_asked(other: Member) -> str:
    return f"You have signed. {named(other)} can't be asked, so the log says that it is not signed by both."


def missing_told(other: Member) -> str:
    return (
        f"{named(other)} hears that something is missing. A meeting counts once both of you have said that it took "
        "place; you can go through those that are not decided. Meetings that I did not plan can't be added."
    )


def signed_for_other(partners: Partners, reader: MemberId, log: HoursLog) -> Message:
    """To the one who had asked."""
    return _news(partners, reader, log, "has signed the log of your hours")


def missing_for_other(partners: Partners, reader: MemberId, log: HoursLog) -> Message:
    return _news(
        partners,
        reader,
        log,
        "says that something is missing in the log of your hours",
        "The two of you can look at it together, for example at the meetings that are not decided.",
    )


def _news(partners: Partners, reader: MemberId, log: HoursLog, what: str, advice: str = "") -> Message:
    signer = partners.other(reader)
    return Message(
        f"{named(signer)} {what}.",
        (
            Text(line(mention(signer), f" {what}.")),
            *([said(advice)] if advice else []),
            Facts((*_summary(partners, log), *_signatures(partners, reader, log))),
            *_actions(partners, reader, log),
        ),
    )


# The files


def files_form(partners: Partners, reader: MemberId, rules: Sequence[CreditRule]) -> Form:
    options = (
        *(Option(rule.slug, rule.label, description=_short(rule)) for rule in rules),
        Option(NO_RULE, "None: hours only"),
    )
    field = ChoiceField("rule", "Whose units shall I estimate?", required=True, options=options, value=NO_RULE)
    intro = line(
        "You get the log with ",
        mention(partners.other(reader)),
        " to print (PDF) and as a table (CSV). Units are only ever an estimate: no board has approved this log.",
    )
    return Form(encode(HoursFiles(partners.match.id)), "Your hours log", (Page((field,)),), "Get it", intro=(intro,))


def _short(rule: CreditRule) -> str:
    if rule.amounts is None:
        return "Amounts not known: no estimate"
    unit = counted(rule.amounts.units, rule.unit)
    return f"{unit} for every {counted(rule.amounts.hours, 'hour')}; confidence: {rule.confidence}"
