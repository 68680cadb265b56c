"""How many messages Slack takes, by real time: Slack says one a second into a conversation, and several hundred a
minute into a workspace (https://docs.slack.dev/apis/web-api/rate-limits).
"""

import math
import time
from collections import defaultdict, deque

from tests.simulators.slack.calls import Call

MINUTE, SECOND = 60.0, 1.0
POST = "chat.postMessage"


class Rates:
    """`a_minute` into each workspace, in any sixty seconds, beside one a second into each conversation."""

    def __init__(self, a_minute: int) -> None:
        self._a_minute = a_minute
        self._into: defaultdict[str, deque[float]] = defaultdict(deque)
        self._last: dict[tuple[str, str], float] = {}

    def wait(self, call: Call) -> int:
        """Whole seconds that the call has to wait; 0 where it is taken, and counted."""
        if call.method != POST:
            return 0
        now, where = time.monotonic(), (call.team, str(call.arguments.get("channel")))
        taken = self._into[call.team]
        while taken and taken[0] <= now - MINUTE:
            taken.popleft()
        left = self._last.get(where, -SECOND) + SECOND - now
        if len(taken) >= self._a_minute:
            left = max(left, taken[0] + MINUTE - now)
        if left > 0:
            return math.ceil(left)
        taken.append(now)
        self._last[where] = now
        return 0
