"""What a bot that behaves leaves behind, whatever story was told: looked at when a story is over."""

from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.calls import Call

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord

CALLBACK, NEW = "create_interaction_response", "create_message"
WRITES = (NEW, "update_message", "execute_webhook", "update_original_webhook_message")
FETCHES = ("get_original_webhook_message", "get_webhook_message", "get_message")


def misconduct(discord: "SimulatedDiscord") -> list[str]:
    """Acts without a first response, people who could be woken unasked, answers that were fetched, messages twice."""
    calls = discord.calls
    return [
        *discord.timeouts,
        *(f"{call} may wake anybody: {call.payload}" for call in calls if _may_wake_anybody(call)),
        *(f"{call} fetches what the bot was told" for call in calls if call.name in FETCHES),
        *(f"{call} may arrive twice: {call.payload}" for call in calls if _may_arrive_twice(call)),
    ]


def _may_wake_anybody(call: Call) -> bool:
    """Whether a message was sent or changed without saying that nobody is to be pinged but who is listed."""
    body = call.payload if call.name in WRITES else call.content.get("data") if call.name == CALLBACK else None
    if not body or "components" not in body or "title" in body:
        return False
    return bool(body.get("allowed_mentions", {"parse": ["all"]})["parse"])


def _may_arrive_twice(call: Call) -> bool:
    return call.name == NEW and not (call.content.get("nonce") and call.content.get("enforce_nonce"))
