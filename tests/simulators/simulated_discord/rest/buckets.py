"""Rate limits: buckets by operation and major parameter, and the global one. They go by real time.

As long as a test sets no limit, a bucket takes more than any test sends, and its headers are there all the same.
"""

import hashlib
import time
from dataclasses import dataclass

from tests.simulators.simulated_discord.calls import Call

MAJOR = ("channel_id", "guild_id", "webhook_id", "webhook_token", "interaction_token")
PLENTY = 10_000
WITHOUT_GLOBAL = ("create_interaction_response", "execute_webhook")  # and all others of an interaction's token


@dataclass
class Bucket:
    limit: int
    per: float  # seconds
    used: int = 0
    resets_at: float = 0

    def take(self, now: float) -> bool:
        """Whether one more request fits in."""
        if now >= self.resets_at:
            self.used, self.resets_at = 0, now + self.per
        self.used += 1
        return self.used <= self.limit

    def left(self, now: float) -> float:
        """Seconds until it is empty again."""
        return max(0.0, self.resets_at - now)


@dataclass(frozen=True)
class Verdict:
    """`retry_after` is 0 where the request may pass."""

    headers: dict[str, str]
    retry_after: float = 0
    is_global: bool = False


def shares_global(call: Call) -> bool:
    """Whether the limit of the whole bot counts it."""
    return "webhook" not in call.name and call.name not in WITHOUT_GLOBAL


class Buckets:
    """`limits` are (requests, seconds) by operation, `global_limit` the requests per second of the whole bot."""

    def __init__(self) -> None:
        self.limits: dict[str, tuple[int, float]] = {}
        self.global_limit = 0
        self._buckets: dict[str, Bucket] = {}
        self._global = Bucket(PLENTY, 1)

    def take(self, call: Call) -> Verdict:
        now = time.monotonic()
        if self.global_limit and shares_global(call):
            self._global.limit = self.global_limit
            if not self._global.take(now):
                return Verdict({}, self._global.left(now), is_global=True)
        major = "+".join(call.parameters[name] for name in MAJOR if name in call.parameters)
        limit, per = self.limits.get(call.name, (PLENTY, 1.0))
        bucket = self._buckets.setdefault(f"{call.name}:{major}", Bucket(limit, per))
        bucket.limit, bucket.per = limit, per
        fits = bucket.take(now)
        headers = self._headers(call.name, bucket, now)
        return Verdict(headers, 0 if fits else bucket.left(now))

    @staticmethod
    def _headers(name: str, bucket: Bucket, now: float) -> dict[str, str]:
        left = bucket.left(now)
        return {
            "X-RateLimit-Limit": str(bucket.limit),
            "X-RateLimit-Remaining": str(max(0, bucket.limit - bucket.used)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(),
        }
