"""What people added to the answer whether they met."""

from datetime import datetime

from sqlalchemy import select

from bot.domain.checkin import CheckIn, CheckInSummary
from bot.domain.figures import mean
from bot.ids import MatchId, MemberId, SessionId
from storage.repositories.rows import Rows
from storage.tables import checkins


class CheckInRows(Rows[CheckIn]):
    table = checkins
    entity = CheckIn

    async def get(self, session: SessionId, member: MemberId) -> CheckIn | None:
        return await self.named(session=session, member=member)

    async def last_of(self, match: MatchId, member: MemberId) -> CheckIn | None:
        theirs = self.query(checkins.c.match == match, checkins.c.member == member)
        found = await self.seen(theirs.order_by(checkins.c.given_at.desc(), checkins.c.session).limit(1))
        return found[0] if found else None

    async def summary(self, since: datetime) -> CheckInSummary:
        await self.desk.flush()
        columns = (checkins.c.useful, checkins.c.progress, checkins.c.in_the_way != "", checkins.c.help_wanted)
        rows = (await self.connection.execute(select(*columns).where(self.mine, checkins.c.given_at >= since))).all()
        return CheckInSummary(
            written=len(rows),
            useful=mean([useful for useful, *_ in rows if useful is not None]),
            progress=mean([figure for _, progress, *_ in rows for figure in progress]),
            in_the_way=sum(bool(in_the_way) for *_, in_the_way, _ in rows),
            help_wanted=sum(bool(wanted) for *_, wanted in rows),
        )

    async def save(self, written: CheckIn) -> None:
        await self.desk.send(self.removal(checkins.c.session == written.session, checkins.c.member == written.member))
        await self.insert(written)
