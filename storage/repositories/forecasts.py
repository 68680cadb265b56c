"""How long people waited: the history of requests, and what was worked out from it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, case, func, insert, select

from bot.domain.estimate import Course, Forecast, Situation
from bot.domain.status import RequestStatus
from bot.ids import CommunityId, RequestId
from storage.repositories.rows import Asked, Rows
from storage.tables import events, forecasts, matches, requests

FORECAST = select(forecasts).where(
    forecasts.c.community == bindparam("community"), forecasts.c.situation == bindparam("situation")
)
PAUSED = "request-paused"


def forecast_of(community: CommunityId, situation: Situation) -> Asked:
    return FORECAST, {"community": community, "situation": situation}


class ForecastRows(Rows[Forecast]):
    table = forecasts
    entity = Forecast

    async def get(self, situation: Situation) -> Forecast | None:
        """Never locked: everybody who asks looks at it."""
        rows = await self.desk.rows(*forecast_of(self.desk.community, situation))
        return self.whole(rows[0]) if rows else None

    async def all(self) -> Sequence[Forecast]:
        return await self.seen(self.query().order_by(forecasts.c.situation))

    async def save(self, made: Sequence[Forecast]) -> None:
        await self.desk.send(self.removal())
        if made:
            await self.desk.send(insert(forecasts), [self.row(each) for each in made])

    async def courses(self, since: datetime) -> Sequence[Course]:
        await self.desk.flush()
        of = (requests.c.community, requests.c.id)
        matched = (
            select(matches.c.community, matches.c.request, func.min(matches.c.began_at).label("at"))
            .where(matches.c.community == self.desk.community, matches.c.request.is_not(None))
            .group_by(matches.c.community, matches.c.request)
            .subquery()
        )
        paused = (
            select(events.c.community, events.c.subject_id, func.min(events.c.at).label("at"))
            .where(events.c.community == self.desk.community, events.c.kind == PAUSED)
            .group_by(events.c.community, events.c.subject_id)
            .subquery()
        )
        withdrawn = case((requests.c.status == RequestStatus.WITHDRAWN, requests.c.closed_at))
        query = (
            select(*of[1:], requests.c.created_at, matched.c.at, paused.c.at, withdrawn)
            .outerjoin(matched, (matched.c.community == of[0]) & (matched.c.request == of[1]))
            .outerjoin(paused, (paused.c.community == of[0]) & (paused.c.subject_id == of[1]))
            .where(of[0] == self.desk.community, requests.c.created_at >= since)
            .order_by(requests.c.created_at, requests.c.id)
        )
        return [
            Course(RequestId(id), asked, match, min((each for each in ends if each is not None), default=None))
            for id, asked, match, *ends in await self.connection.execute(query)
        ]
