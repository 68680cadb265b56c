"""Sessions: what was sent to a shard, so that it can be sent again after a broken line."""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.simulators.simulated_discord.jsons import Json

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.gateway.lines import Line

GUILDS, SCHEDULED_EVENTS, DIRECT_MESSAGES, GUILD_MESSAGES, MEMBERS = 1 << 0, 1 << 16, 1 << 12, 1 << 9, 1 << 1
INTENT_OF = {"GUILD_SCHEDULED": SCHEDULED_EVENTS, "GUILD_MEMBER": MEMBERS, "GUILD": GUILDS, "CHANNEL": GUILDS}
INTENT_OF["THREAD"] = GUILDS


@dataclass(eq=False)
class Session:
    """One identified shard. `sent` are its events by sequence number; `line` is None while nobody is connected."""

    id: str
    shard: int
    shards: int
    intents: int
    line: "Line | None" = None
    sequence: int = 0
    sent: list[tuple[int, str]] = field(default_factory=list)

    def hears(self, event: str, in_guild: bool) -> bool:
        """Whether it asked for this event. What stands in no intent's list is always sent."""
        if event.startswith("MESSAGE"):
            return bool(self.intents & (GUILD_MESSAGES if in_guild else DIRECT_MESSAGES))
        needed = next((bit for start, bit in INTENT_OF.items() if event.startswith(start)), 0)
        return not needed or bool(self.intents & needed)

    def serves(self, guild_id: int) -> bool:
        """Direct messages (guild 0) go to shard 0."""
        return (guild_id >> 22) % self.shards == self.shard

    def send(self, event: str, data: Json) -> None:
        self.sequence += 1
        frame = json.dumps({"op": 0, "t": event, "s": self.sequence, "d": data})
        self.sent.append((self.sequence, frame))
        if self.line:
            self.line.put(frame)

    def replay(self, after: int, line: "Line") -> None:
        self.line = line
        for sequence, frame in self.sent:
            if sequence > after:
                line.put(frame)
        self.send("RESUMED", {"_trace": []})
