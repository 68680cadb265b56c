"""Calls that Slack refuses."""

from collections.abc import Awaitable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError


async def refusal(call: Awaitable[Any]) -> str:
    """The error code with which the call was refused; a failure of the test where it was not."""
    return str((await refused(call))["error"])


async def refused(call: Awaitable[Any]) -> Any:
    """The whole answer of a call that was refused."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response
