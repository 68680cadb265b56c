"""The spaces of one platform that the database knows, of all communities."""

from collections.abc import Sequence

from bot.ports.platforms import Platform, Space
from storage.store import SqlStorage


async def spaces_on(platform: Platform, storage: SqlStorage) -> Sequence[Space]:
    found: list[Space] = []
    for community in await storage.communities():
        async with storage.read(community) as uow:
            found += [space for space in await uow.communities.spaces() if space.platform is platform]
    return found
