"""Who can be introduced to whom: people who share a space that is connected. In a community of one space, everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.context import Context
from bot.ids import MemberId, SpaceId


@dataclass(frozen=True)
class Ground:
    """`spaces` is where each of some people is; None where nobody needs to be asked."""

    spaces: Mapping[MemberId, frozenset[SpaceId]] | None = None

    def shared(self, one: MemberId, other: MemberId) -> bool:
        if self.spaces is None:
            return True
        return not self.spaces.get(one, frozenset()).isdisjoint(self.spaces.get(other, frozenset()))


async def several_spaces(context: Context) -> bool:
    """Read with the community: asking costs nothing more."""
    return len(await context.uow.communities.spaces()) > 1


async def ground(context: Context, people: Sequence[MemberId]) -> Ground:
    return Ground(await context.uow.members.spaces_of(people)) if await several_spaces(context) else Ground()
