"""How a simulated community did, counted from what the bot itself kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.figures import median, percentile
from bot.domain.match import Match
from bot.domain.status import SessionStatus
from bot.ids import MatchId, OfferId, RequestId
from bot.matching.pair import Pair
from bot.ports.storage import UnitOfWork

DAY = timedelta(days=1)
HAPPENED = tuple(status for status in SessionStatus if status is not SessionStatus.CANCELLED)


@dataclass(frozen=True)
class Figures:
    """Of one run. Days are counted from asking to the first match; shares go from 0 to 1; None where there is nothing
    to measure.

    `median_days` and `p90_days` are of those who were matched; `p90_days_of_all` counts who was not as the whole time.
    `in_state_and_setting` are requests whose first mentor knows both. `gini` is of how many mentees each mentor got,
    over all who offered, also those who got none: 0 where all carry the same, near 1 where one carries everything.
    `rematches` are matches after a mentee's first. `kept` of `planned` meetings took place, as far as anybody told.
    `asked` are proposals that mentors got, `stepped_forward` those who volunteered.
    """

    requests: int
    mentors: int
    matched: int
    in_state_and_setting: int
    median_days: float | None
    p90_days: float | None
    p90_days_of_all: float | None
    gini: float | None
    most_mentees: int
    rematches: int
    planned: int
    kept: int
    asked: int
    accepted: int
    declined: int
    silent: int
    stepped_forward: int

    @property
    def matched_share(self) -> float | None:
        return self.matched / self.requests if self.requests else None

    @property
    def in_state_and_setting_share(self) -> float | None:
        """Of those who were matched."""
        return self.in_state_and_setting / self.matched if self.matched else None

    @property
    def kept_share(self) -> float | None:
        return self.kept / self.planned if self.planned else None


async def figures(uow: UnitOfWork, begin: datetime, end: datetime) -> Figures:
    asked_at = {e.subject_id: e.at for e in await uow.events.of_kind(("requested",), begin)}
    offers = [e.subject_id for e in await uow.events.of_kind(("offered",), begin)]
    matches = [await _match(uow, e.subject_id) for e in await uow.events.of_kind(("matched",), begin)]
    first: dict[RequestId, Match] = {}
    for match in matches:
        assert match.request is not None
        first.setdefault(match.request, match)
    waits = [(match.began_at - asked_at[request]) / DAY for request, match in first.items()]
    unmatched = [(end - begin) / DAY] * (len(asked_at) - len(first))
    load = Counter(match.offer for match in matches)
    loads = [load[OfferId(offer)] for offer in offers]
    said = await uow.events.counts(("proposed", "accepted", "declined", "silent", "stepped-forward"), begin, end)
    sessions = await uow.sessions.outcomes(begin, end)
    return Figures(
        requests=len(asked_at),
        mentors=len(offers),
        matched=len(first),
        in_state_and_setting=sum([await _near(uow, match, end) for match in first.values()]),
        median_days=median(waits),
        p90_days=percentile(waits, 0.9),
        p90_days_of_all=percentile([*waits, *unmatched], 0.9),
        gini=gini(loads),
        most_mentees=max(loads, default=0),
        rematches=len(matches) - len(first),
        planned=sum(sessions[status] for status in HAPPENED),
        kept=sessions[SessionStatus.HELD],
        asked=said["proposed"],
        accepted=said["accepted"],
        declined=said["declined"],
        silent=said["silent"],
        stepped_forward=said["stepped-forward"],
    )


async def _match(uow: UnitOfWork, id: str) -> Match:
    match = await uow.matches.get(MatchId(id))
    assert match is not None
    return match


async def _near(uow: UnitOfWork, match: Match, now: datetime) -> bool:
    """Whether the mentor knows the mentee's state and setting."""
    assert match.request is not None
    assert match.offer is not None
    request, offer = await uow.requests.get(match.request), await uow.offers.get(match.offer)
    assert request is not None
    assert offer is not None
    pair = Pair(request, offer, "UTC", "UTC", now)
    return pair.same_state and pair.same_setting


def gini(values: Sequence[int]) -> float | None:
    """How unevenly something is spread: 0 where all have the same; None where nobody has any."""
    if not sum(values):
        return None
    weighted = sum(rank * value for rank, value in enumerate(sorted(values), 1))
    return 2 * weighted / (len(values) * sum(values)) - (len(values) + 1) / len(values)
