"""The hours log of a pair: what is in it, signing it, and asking the other one to."""

from dataclasses import replace
from datetime import timedelta
from enum import Enum, auto

from bot.context import Context
from bot.domain import courtesy
from bot.domain.hours import HoursLog, SignOff, undecided
from bot.domain.match import Agreement
from bot.domain.partners import Partners
from bot.ids import AgreementId, MemberId
from bot.texts import hours as texts
from bot.texts.hours_paper import Entry

REMINDER = "sign-off"
REMINDED_AFTER = timedelta(days=4)


class Asking(Enum):
    """What came of wanting the other one's signature."""

    NOT_NEEDED = auto()
    TOLD = auto()  # it was they who had asked, and they hear of the answer
    ASKED = auto()
    ASKED_BEFORE = auto()
    GONE = auto()


async def log_of(context: Context, partners: Partners) -> HoursLog:
    """As it stands now."""
    sessions = await context.uow.sessions.of(partners.match.id)
    words = {word.member: word for word in await context.uow.sign_offs.of(partners.match.id)}

    def word(member: MemberId) -> SignOff:
        return words.get(member) or SignOff(context.community.id, partners.match.id, member)

    return HoursLog(
        sessions=tuple(session for session in sessions if session.confirmed),
        undecided=tuple(session for session in sessions if undecided(session, context.now)),
        mentee=word(partners.mentee.id),
        mentor=word(partners.mentor.id),
    )


async def entries(context: Context, log: HoursLog) -> tuple[Entry, ...]:
    """Each meeting of the log with the agreement that it belongs to, in order of time."""
    found: dict[AgreementId, Agreement] = {}
    for session in log.sessions:
        if session.agreement not in found:
            agreement = await context.uow.agreements.get(session.agreement)
            assert agreement is not None
            found[agreement.id] = agreement
    return tuple((session, found[session.agreement]) for session in log.sessions)


async def topics_of(context: Context, partners: Partners) -> tuple[str, ...]:
    """The slugs of what the mentee asked for help with; none for a pair that met before the bot."""
    request = await context.uow.requests.get(partners.match.request) if partners.match.request else None
    return request.topics if request else ()


# Signing


async def sign(context: Context, partners: Partners, log: HoursLog) -> HoursLog:
    """The actor signs all that is in the log; who asked them for it hears so."""
    mine = partners.is_mentee(context.me.id)
    before = log.of(mentee=mine)
    after = before.signed(log.sessions, context.now)
    await context.uow.sign_offs.save(after)
    await context.record("match", partners.match.id, "hours-signed")
    signed = replace(log, mentee=after) if mine else replace(log, mentor=after)
    if before.card is not None:
        await context.uow.outbox.withdraw(before.card)
    if not before.answered:
        await _tell_other(context, partners, signed, texts.signed_for_other)
    return signed


async def say_missing(context: Context, partners: Partners, log: HoursLog) -> HoursLog:
    """The actor finds something missing; who asked hears that, and no more."""
    mine = partners.is_mentee(context.me.id)
    after = replace(log.of(mentee=mine), missing_at=context.now)
    await context.uow.sign_offs.save(after)
    await context.record("match", partners.match.id, "hours-missing")
    await _tell_other(context, partners, log, texts.missing_for_other)
    return replace(log, mentee=after) if mine else replace(log, mentor=after)


async def _tell_other(context: Context, partners: Partners, log: HoursLog, wording: texts.Wording) -> None:
    other = partners.other(context.me.id)
    await context.tell_member(other.id, wording(partners, other.id, log), polite_in=partners.zone(other.id))


# Asking


async def ask(context: Context, partners: Partners, log: HoursLog) -> Asking:
    """Asks the other one to sign, with one message and one reminder, and never again within two weeks."""
    other = partners.other(context.me.id)
    theirs = log.of(mentee=partners.is_mentee(other.id))
    if log.whole(mentee=partners.is_mentee(other.id)):
        return Asking.NOT_NEEDED
    if other.left_at is not None or not other.claimed:
        return Asking.GONE
    if not theirs.may_be_asked(context.now):
        return Asking.ASKED_BEFORE
    zone = partners.zone(other.id)
    card = await context.tell_member(other.id, texts.please_sign(partners, other.id, log), polite_in=zone)
    asked = replace(theirs, asked_at=context.now, asks=theirs.asks + 1, card=card)
    await context.uow.sign_offs.save(asked)
    await context.record("match", partners.match.id, "hours-asked")
    due = courtesy.routine(context.now + REMINDED_AFTER, zone, context.community.rules.breaks)
    await context.nudge_later(other.id, REMINDER, partners.match.id, due, asked.asks)
    return Asking.ASKED
