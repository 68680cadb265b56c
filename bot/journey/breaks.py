"""When moderators change the list of school breaks, the clocks of those who are asked just now go by the new one."""

from dataclasses import replace

from bot.context import Context
from bot.domain import courtesy
from bot.domain.courtesy import Breaks
from bot.domain.proposal import Proposal
from bot.domain.status import ProposalStatus
from bot.journey import proposing
from bot.journey.zones import zone_of

LAPSES = {
    ProposalStatus.OPEN: "proposal-lapse",
    ProposalStatus.VOLUNTEERED: "volunteer-lapse",
    ProposalStatus.QUESTIONED: "question-lapse",
}


async def go_by(context: Context, breaks: Breaks, before: Breaks) -> None:
    """What was left of each clock by the breaks before is left of it by these."""
    for seen in await context.uow.proposals.open():
        await context.uow.requests.get(seen.request)  # locked first, as everywhere
        made = await context.uow.proposals.get(seen.id)
        if made is not None and made.live and made.due_at is not None:
            await _set_anew(context, made, breaks, before)


async def _set_anew(context: Context, made: Proposal, breaks: Breaks, before: Breaks) -> None:
    assert made.due_at is not None
    whom = made.mentor if made.status is ProposalStatus.OPEN else made.mentee
    member = await context.uow.members.get(whom)
    assert member is not None
    zone = zone_of(member)
    left = courtesy.elapsed(context.now, made.due_at, zone, before)
    due = courtesy.standing_clock(context.now, left, zone, breaks)
    if due != made.due_at:
        changed = replace(made, due_at=due)
        await context.uow.proposals.save(changed)
        await context.nudge_again(whom, LAPSES[made.status], made.id, due)
        await proposing.show_one_again(context, changed)
