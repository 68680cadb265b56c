"""Goals and the other terms of an agreement: the form, the suggestion, what was agreed."""

from bot.commands import AgreeSchedule, OpenTerms, ProposeTerms, encode
from bot.documents import CalendarSeries
from bot.domain.match import Agreement, Missed
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.ids import MatchId, MemberId
from bot.texts import calendars
from bot.texts.partners import MISSED, mention, named, said, terms
from bot.texts.schedule_form import goals_field, missed_field, place_field
from bot.views import Actions, Button, ButtonStyle, Form, Heading, Message, Page, Text, line

NO_SCHEDULE = "You two have no schedule yet. “Suggest a time” in /my-mentoring comes first; goals can follow any time."


def terms_button(match: MatchId, *, goals: bool) -> Button:
    return Button("Change goals" if goals else "Add goals", encode(OpenTerms(match)))


def terms_form(match: MatchId, *, goals: str, missed: Missed, place: str) -> Form:
    page = Page((goals_field(goals), missed_field(missed.value), place_field(place)))
    return Form(
        encode(ProposeTerms(match)),
        "Goals and terms",
        (page,),
        "Suggest it",
        intro=(line("Your meetings stay as they are. Your partner agrees with one tap."),),
        foot=(line("No student information, please: both of you will hold this."),),
    )


def suggestion(partners: Partners, agreement: Agreement) -> Message:
    """To the pair: the other one can agree with one tap."""
    who, other = partners.person(agreement.proposed_by), partners.other(agreement.proposed_by)
    return Message(
        f"{named(who)} suggests goals and terms for your meetings.",
        (
            Text(line(mention(other), ", does this suit you? Your meetings stay as they are. ", mention(who), ":")),
            terms(partners, agreement),
            Actions(agreeing_buttons(agreement)),
        ),
    )


def waits_for_your_word(partners: Partners, reader: MemberId, agreement: Agreement) -> Message:
    """To the other one, some days later."""
    who = partners.other(reader)
    return Message(
        f"{named(who)} suggested goals and terms and waits for your word.",
        (
            Text(line(mention(who), " suggested goals and terms and waits for your word. One tap is enough:")),
            terms(partners, agreement),
            Actions(agreeing_buttons(agreement)),
        ),
    )


def agreeing_buttons(agreement: Agreement) -> tuple[Button, ...]:
    return (
        Button("Agree", encode(AgreeSchedule(agreement.id)), ButtonStyle.PRIMARY),
        Button("Change it", encode(OpenTerms(agreement.match))),
    )


def suggested(partners: Partners, agreement: Agreement) -> Message:
    """In place of the card on which somebody suggested it; both may read it."""
    who, other = partners.person(agreement.proposed_by), partners.other(agreement.proposed_by)
    return Message(
        f"{named(who)} suggested goals and terms.",
        (
            Text(
                line(
                    mention(who),
                    " suggested goals and terms. They are settled as soon as ",
                    mention(other),
                    " agrees; your meetings stay as they are.",
                )
            ),
        ),
    )


def signed() -> Message:
    """In place of the card on which somebody agreed; both may read it."""
    words = "Agreed. Your meetings stay as they are; the whole agreement is in the next message."
    return Message("Agreed.", (said(words),))


def agreed(partners: Partners, agreement: Agreement, by: Member, calendar: CalendarSeries | None) -> Message:
    """To the pair; with a calendar file where the place is another."""
    return Message(
        f"{named(by)} agreed to your goals and terms.",
        (
            Heading("Your mentoring agreement"),
            Text(line(mention(by), " agreed. Your meetings stay as they are.")),
            terms(partners, agreement),
            *((calendars.update(calendar),) if calendar else ()),
            Actions((Button("Change it", encode(OpenTerms(agreement.match))),)),
        ),
    )


def on_a_missed_one(agreement: Agreement) -> str:
    """What the two agreed to do about a meeting that does not take place; empty where they decide each time."""
    if agreement.missed is Missed.TALK:
        return ""
    return f"You two agreed: {MISSED[agreement.missed][0].lower()}{MISSED[agreement.missed][1:]}."
