"""Forms that were begun and not taken, for platforms whose dialogs can't stay open: kept, and shown again as typed.

A person has at most one of each kind; it is theirs alone and forgotten when it is taken, or after 24 hours.
"""

import json
from collections.abc import Mapping
from typing import cast

from bot import wire
from bot.domain.member import Member
from bot.domain.message import Draft
from bot.errors import UserError
from bot.ids import CommunityId
from bot.journey.newcomers import member_of
from bot.ports.platforms import Account, Begun, Clock, Envelope, Place, Standing
from bot.ports.storage import Storage, UnitOfWork
from bot.texts import common
from bot.views import Form

Values = Mapping[str, str | tuple[str, ...]]


class BegunForms:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self.storage = storage
        self.clock = clock

    async def keep(self, envelope: Envelope, begun: Begun) -> None:
        """Replaces an earlier one of the same kind. Raises `UserError` for a space that nobody knows."""

        async def save(uow: UnitOfWork) -> None:
            standing = Standing(moderator=False, zone=envelope.zone, name=envelope.name)
            writer = await member_of(envelope.actor, standing, uow, self.clock.now())
            await uow.drafts.save(self._draft(uow.community, writer, begun))

        await self.storage.write(await self._community(envelope.actor), save)

    async def find(self, account: Account, slug: str) -> Begun | None:
        async with self.storage.read(await self._community(account)) as uow:
            writer = await uow.members.of(account)
            kept = await uow.drafts.get(writer.id, _key(slug)) if writer else None
        return None if kept is None else _read(kept.values)

    async def forget(self, account: Account, slug: str) -> None:
        async def remove(uow: UnitOfWork) -> None:
            writer = await uow.members.of(account)
            if writer is not None:
                await uow.drafts.remove(writer.id, _key(slug))

        await self.storage.write(await self._community(account), remove)

    def _draft(self, community: CommunityId, writer: Member, begun: Begun) -> Draft:
        return Draft(
            community=community,
            member=writer.id,
            form=_key(begun.slug),
            values=_written(begun),
            warned=False,
            saved_at=self.clock.now(),
        )

    async def _community(self, account: Account) -> CommunityId:
        found = await self.storage.community_of(account.space)
        if found is None:
            raise UserError(common.UNKNOWN_SPACE)
        return found


def _key(slug: str) -> str:
    """Beside the drafts that handlers keep of the same form."""
    return f"{slug}/begun"


def _written(begun: Begun) -> str:
    place = [begun.place.conversation, begun.place.message] if begun.place else None
    kept = {
        "form": wire.dump(begun.form),
        "values": dict(begun.values),
        "problems": dict(begun.problems),
        "place": place,
    }
    return json.dumps(kept, ensure_ascii=False)


def _read(text: str) -> Begun:
    kept = json.loads(text)
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in kept["values"].items()}
    place = Place(*kept["place"]) if kept["place"] else None
    return Begun(cast("Form", wire.load(kept["form"])), values, kept["problems"], place)
