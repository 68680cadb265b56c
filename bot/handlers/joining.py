"""For moderators: one community in several servers and workspaces."""

from bot.commands import AddSpace, JoinCommunity, OpenJoinCommunity
from bot.context import Context
from bot.handlers.handler import Handles
from bot.journey import joining
from bot.texts import joining as texts
from bot.views import Form, Message, Rejected, View


async def add_space(command: AddSpace, context: Context) -> Message:
    return texts.code_card(await joining.issue(context))


async def open_join_community(command: OpenJoinCommunity, context: Context) -> Form:
    return texts.join_form()


async def join_community(command: JoinCommunity, context: Context) -> View:
    """Refusals of a code are committed, not raised: they count against the tries of this hour."""
    if not await joining.may_try(context):
        return _rejected(texts.TOO_MANY)
    community = await joining.invited_by(context, command.code)
    if community is None:
        await context.record("member", context.me.id, joining.REFUSED)
        return _rejected(texts.NOT_A_CODE)
    if community == context.community.id:
        return _rejected(texts.HERE_ALREADY)
    joined, there = await joining.join(context, community, command.code)
    return await joining.answered(there, texts.joined(joined))


def _rejected(sentence: str) -> Rejected:
    return Rejected(sentence, {"code": sentence})


HANDLES: Handles = {
    AddSpace: add_space,
    OpenJoinCommunity: open_join_community,
    JoinCommunity: join_community,
}
