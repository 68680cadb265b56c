"""Members as the platform of a space mentions them: filled into a view when it leaves for that space. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from bot.ids import MemberId, SpaceId
from bot.ports.storage import UnitOfWork
from bot.views import Facts, Form, Line, Listing, Mention, Message, Part, Rejected, Text, View

V = TypeVar("V", Message, View)


async def addressed(view: V, space: SpaceId, uow: UnitOfWork) -> V:
    """The view with the space's own ids of everyone it mentions; who has no account there keeps just the name."""
    mentioned = {span.member for line in _lines(view) for span in line if isinstance(span, Mention)}
    if not mentioned:
        return view
    accounts = await uow.members.in_space(space, sorted(mentioned))
    return _named(view, {member: account.user for member, account in accounts.items()})


def _lines(view: View) -> Iterator[Line]:
    match view:
        case Message():
            for part in view.parts:
                yield from _lines_of(part)
        case Form():
            yield from (*view.intro, *view.foot)
        case Rejected():
            return


def _lines_of(part: Part) -> Iterator[Line]:
    match part:
        case Text(line):
            yield line
        case Facts(rows):
            yield from (value for _, value in rows)
        case Listing(items):
            yield from items
        case _:
            return


def _named(view: V, users: Mapping[MemberId, str]) -> V:
    def line(spans: Line) -> Line:
        return tuple(replace(s, user=users.get(s.member, "")) if isinstance(s, Mention) else s for s in spans)

    def part(one: Part) -> Part:
        match one:
            case Text(spans):
                return Text(line(spans))
            case Facts(rows):
                return Facts(tuple((label, line(value)) for label, value in rows))
            case Listing(items):
                return replace(one, items=tuple(map(line, items)))
            case _:
                return one

    match view:
        case Message():
            return replace(view, parts=tuple(map(part, view.parts)))
        case Form():
            return replace(view, intro=tuple(map(line, view.intro)), foot=tuple(map(line, view.foot)))
        case _:
            return view
