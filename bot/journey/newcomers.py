"""People whom the bot meets for the first time, by the name that their platform knows."""

from datetime import datetime

from bot.commands import clean
from bot.domain.member import Member
from bot.ids import MemberId, SpaceId, new_id
from bot.journey.zones import usable
from bot.ports.platforms import Account, Standing
from bot.ports.storage import UnitOfWork
from bot.views import shown

MOST_NAME = 60  # characters; longer display names are cut, so that every sentence with a name fits


def display_name(typed: str, fallback: str = "Somebody") -> str:
    """A name that its owner chose freely: on one line, without what could disguise it."""
    name = " ".join(shown(clean(typed)).split())
    return (name if len(name) <= MOST_NAME else name[: MOST_NAME - 1] + "…") or fallback


def newcomer(uow: UnitOfWork, name: str, zone: str | None, now: datetime, space: SpaceId) -> Member:
    """Not kept anywhere yet."""
    return Member(
        community=uow.community,
        id=MemberId(new_id()),
        name=display_name(name),
        joined_at=now,
        zone=usable(zone),
        acts_in=space,
    )


async def member_of(account: Account, standing: Standing, uow: UnitOfWork, now: datetime) -> Member:
    """The member of an account; somebody who never used the bot becomes one."""
    known = await uow.members.of(account)
    if known is not None:
        return known
    made = newcomer(uow, standing.name, standing.zone, now, account.space)
    await uow.members.add(made)
    await uow.members.link(account, made.id)
    return made
