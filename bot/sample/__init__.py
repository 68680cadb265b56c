"""A sample community with twelve weeks of history, for the playground.

It is built only by what people do: every request, answer and meeting is a command through the core's front door, while
a clock moves. Nobody in it exists. The same seed makes the same people; what they do differs a little each time,
because the core's ids are random.
"""

from datetime import UTC, datetime, timedelta
from random import Random

from bot.domain.member import Community
from bot.ids import CommunityId, MemberId
from bot.ports.platforms import UserId
from bot.ports.storage import Storage
from bot.sample.cast import FULL, Size, cast
from bot.sample.history import History, Told
from bot.sample.suggestions import suggestions
from bot.sample.venue import MovableClock, Venue

COMMUNITY = Community(CommunityId("school-ots"), "School OTs")
SEED = 20
UNREAD = timedelta(hours=14)
"""What was sent in the last hours is still unread."""


def mid_morning(now: datetime) -> datetime:
    """The last Tuesday, 15:00 UTC: a school day's morning in every US time zone, or noon at the latest."""
    day = now - timedelta(days=(now.weekday() - 1) % 7)
    tuesday = day.replace(hour=15, minute=0, second=0, microsecond=0)
    return tuesday if tuesday <= now else tuesday - timedelta(weeks=1)


async def build(
    storage: Storage,
    venue: Venue,
    clock: MovableClock,
    until: datetime,
    told: Told,
    *,
    size: Size = FULL,
    seed: int = SEED,
) -> History:
    """Founds the community and lives through its weeks up to `until`, where the clock then stands."""
    random = Random(seed)
    clock.hold(until - timedelta(weeks=size.weeks))
    await storage.found(COMMUNITY)
    await storage.connect(COMMUNITY.id, venue.space)
    people = cast(random, size, until)
    history = History(storage, venue, clock, random, people, until)
    await history.live(told)
    venue.read_everything(until - UNREAD)
    async with storage.read(COMMUNITY.id) as uow:
        users: dict[MemberId, UserId] = {
            member: account.user for member, account in (await uow.members.in_space(venue.space.id)).items()
        }
        for user, note in await suggestions(uow, users, people, until):
            venue.suggest(user, note)
    return history


def this_morning() -> datetime:
    return mid_morning(datetime.now(UTC))
