"""Hours of a day, from clock times that may leave am and pm open."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.domain.availability import DAY, Interval
from bot.understanding.clock_times import Clock, said

EVENING_ENDS = 21 * 60
MORNING_BEGINS = 7 * 60
MARGIN = 120  # minutes at least of "after 9 pm" and "before 8 am"
SMALL_HOURS = 5 * 60  # until then "10 pm to 1 am" is one evening
NOON = DAY // 2
MEETING = 60
LATE_MORNING = 10 * 60  # from then on nobody means the evening


class NoHours(ValueError):
    """Clock times that make no span: "5 pm to 3 pm"."""


@dataclass(frozen=True)
class Hours:
    """From `start` to `end` in minutes since midnight; an `end` beyond DAY is the next morning's.

    `named` hours are a part of the day such as the evening. Unresolved ones hold the clock times as typed instead.
    """

    start: int = 0
    end: int = 0
    named: bool = False
    first: Clock | None = None
    last: Clock | None = None
    remark: str = ""

    def resolved(self, hint: "Hours | None") -> "Hours":
        """With am and pm decided; `hint` is the part of the day named beside. Raises `NoHours`."""
        if self.first and self.last:
            return self._range(self.first, self.last, hint)
        if self.first:
            start, remark = _decided(self.first, hint)
            return replace(self, start=start, end=min(max(EVENING_ENDS, start + MARGIN), DAY), remark=remark)
        if self.last:
            end = _decided(self.last, hint)[0] or DAY
            return replace(self, start=max(min(MORNING_BEGINS, end - MARGIN), 0), end=end)
        return self

    def _range(self, first: Clock, last: Clock, hint: "Hours | None") -> "Hours":
        if last.clear and not first.clear:
            end = last.meanings[0] or DAY
            before = [m for m in first.meanings if m < end]
            start, remark = (max(before), "") if before else _decided(first, hint)
        else:
            start, remark = _decided(first, hint)
            end = next((m for m in (*last.meanings, *_again(last)) if m > start), DAY)
        if not _plausible(start, end):
            raise NoHours
        return replace(self, start=start, end=end, remark=remark if end < NOON else "")

    def on(self, weekday: int) -> Iterator[Interval]:
        """As intervals of this weekday and, past midnight, of the next."""
        yield Interval(weekday, self.start, min(self.end, DAY))
        if self.end > DAY:
            yield Interval((weekday + 1) % 7, 0, self.end - DAY)


def from_to(first: Clock, last: Clock) -> Hours:
    return Hours(first=first, last=last)


def from_on(first: Clock) -> Hours:
    return Hours(first=first)


def until(last: Clock) -> Hours:
    return Hours(last=last)


def at(start: Clock) -> Hours:
    """A single time stands for the hour that begins then."""
    ends = tuple(m + MEETING for m in start.meanings)
    return Hours(first=start, last=Clock(ends[-1:] if len(ends) == 1 else ends))


def _again(last: Clock) -> tuple[int, ...]:
    """The same clock times on the next day, for spans past midnight."""
    return tuple(m + DAY for m in last.meanings)


def _plausible(start: int, end: int) -> bool:
    return start < end <= DAY or (end - DAY <= SMALL_HOURS and start >= NOON)


def _decided(clock: Clock, hint: Hours | None) -> tuple[int, str]:
    if clock.clear:
        return clock.meanings[0], ""
    if hint and hint.start >= NOON:
        return clock.meanings[-1], ""
    if hint and hint.end <= NOON:
        return clock.meanings[0], ""
    return (
        clock.usual,
        f"{said(clock.usual)} was assumed; write PM for the evening." if clock.usual < LATE_MORNING else "",
    )
