"""Whether somebody is still there, asked because their partner has not heard from them for a while."""

from datetime import date, datetime, timedelta

from bot.context import Context
from bot.domain import courtesy
from bot.domain.match import Session
from bot.domain.member import Member
from bot.domain.partners import Partners
from bot.domain.schedule import wall
from bot.journey import keeping, planning, silence
from bot.journey.meetings import following
from bot.texts import still_here as texts

AGAIN, OVER = "still-here-again", "still-here-over"
WEEK = timedelta(days=7)
REMINDED_AFTER = timedelta(days=4)
AT_LEAST = timedelta(days=1)  # between the question and its reminder, and from there to the end
SOON = timedelta(days=2)


async def reminder_due(context: Context, partners: Partners, member: Member, asked: datetime) -> datetime:
    """With the reminder of a meeting that is near, so that both are one message."""
    eve = await eve_of_a_meeting(context, partners, member)
    if eve is not None and asked + AT_LEAST <= eve <= over_due(context, partners, member, asked) - AT_LEAST:
        return eve
    return _routine(context, partners, member, asked, REMINDED_AFTER)


async def eve_of_a_meeting(context: Context, partners: Partners, member: Member) -> datetime | None:
    """When this member is reminded of the next one."""
    coming = await following(context, partners.match.id)
    return planning.day_before(coming, partners.zone(member.id)) if coming is not None else None


def over_due(context: Context, partners: Partners, member: Member, asked: datetime) -> datetime:
    """A week without school breaks, and then the next routine time there."""
    return _routine(context, partners, member, asked, WEEK)


def _routine(context: Context, partners: Partners, member: Member, asked: datetime, length: timedelta) -> datetime:
    """Never within a break."""
    breaks, zone = context.community.rules.breaks, partners.zone(member.id)
    return courtesy.routine(silence.after_breaks(asked, length, partners.anchor, breaks), zone, breaks)


def answer_by(context: Context, partners: Partners, member: Member, asked: datetime, reader: Member) -> date:
    """The last day to answer, where `reader` lives."""
    return wall(over_due(context, partners, member, asked), partners.zone(reader.id)).date()


async def soon(context: Context, partners: Partners) -> Session | None:
    """A meeting within the next two days."""
    coming = await following(context, partners.match.id)
    return coming if coming is not None and coming.starts_at <= context.now + SOON else None


async def answered_lately(context: Context, partners: Partners, member: Member) -> datetime | None:
    """When this member said last that they are there, if that is less than a week ago."""
    last = await context.uow.events.last(partners.match.id, ("still-here",))
    lately = last is not None and last.member == member.id and context.now < last.at + WEEK
    return last.at if last is not None and lately else None


async def ask(context: Context, partners: Partners) -> date:
    """Asks the other one, and begins the ladder anew: this question takes its place. Returns by when there is word."""
    other = partners.other(context.me.id)
    asking = partners.now(partners.match.asked(other.id, context.now))
    alive = await keeping.contact(context, asking, await context.uow.agreements.signed(partners.match.id))
    by = answer_by(context, alive, other, context.now, other)
    question = texts.question(alive, other.id, by, reminder=False)
    await context.tell_member(other.id, question, polite_in=alive.zone(other.id))
    await plan(context, alive, other, context.now)
    await context.record("match", partners.match.id, "not-heard")
    return answer_by(context, alive, other, context.now, context.me)


async def plan(context: Context, partners: Partners, asked: Member, since: datetime) -> None:
    reminder = await reminder_due(context, partners, asked, since)
    if reminder > context.now:
        await context.nudge_again(asked.id, AGAIN, partners.match.id, reminder)
    await context.nudge_again(asked.id, OVER, partners.match.id, over_due(context, partners, asked, since))
