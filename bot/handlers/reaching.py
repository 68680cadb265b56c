"""Trying again to write to somebody who could not be written to."""

from bot.commands import RetryMessages
from bot.context import Context
from bot.errors import UserError
from bot.handlers.handler import Handles
from bot.journey import reaching
from bot.texts import reaching as texts
from bot.views import Message


async def retry_messages(command: RetryMessages, context: Context) -> Message:
    if context.me.unreachable_since is None or not reaching.can_close(context):
        return texts.nothing_waits()
    if not await reaching.may_retry(context):
        raise UserError(texts.TOO_OFTEN)
    await reaching.retry(context)
    return texts.trying()


HANDLES: Handles = {RetryMessages: retry_messages}
