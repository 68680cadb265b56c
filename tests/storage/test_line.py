"""How many are ahead in line is what the order of everybody who waits says, for whoever asks."""

from datetime import timedelta
from itertools import product

from bot.domain.member import Member
from bot.ids import MemberId, RequestId
from bot.ports.storage import UnitOfWork
from storage.store import SqlStorage
from tests.storage.test_store import HERE, NOW, request
from tests.storage.test_store import storage as storage

CAME_BACK, ONLY_OT, DAYS, AT_ONCE = (False, True), (None, False, True), (-1, 0, 1), ("a", "b")
STANDING = list(enumerate(product(CAME_BACK, ONLY_OT, DAYS, AT_ONCE)))


async def test_as_many_are_counted_ahead_as_stand_before_one(storage: SqlStorage) -> None:
    waiting = [
        request(
            HERE,
            id=RequestId(f"{letter}{number}"),
            mentee=MemberId(f"m{number}"),
            waiting_since=NOW + timedelta(days=days),
            came_back=came_back,
            sole_ot=sole_ot,
        )
        for number, (came_back, sole_ot, days, letter) in STANDING
    ]

    async def stand(uow: UnitOfWork) -> None:
        for one in waiting:
            await uow.members.add(Member(HERE, one.mentee, one.mentee, NOW))
            await uow.requests.add(one)

    await storage.write(HERE, stand)
    async with storage.read(HERE) as uow:
        in_order = await uow.requests.open()
        ahead = [(await uow.requests.line(one, ["elementary"], ["KY"])).ahead for one in in_order]
    assert ahead == list(range(len(waiting) + 1)), "the fixture's own request stands among them"
