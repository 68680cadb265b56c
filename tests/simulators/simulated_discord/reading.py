"""What a person reads: Discord's markdown as plain text, with names and local times in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.simulators.simulated_discord.components import Type
from tests.simulators.simulated_discord.jsons import Json

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.guilds import Guild
    from tests.simulators.simulated_discord.server import SimulatedDiscord

TOKEN = re.compile(
    r"\\(?P<escaped>[^\w\s])"
    r"|```(?:\w*\n)?(?P<block>.+?)```|``(?P<code2>.+?)``|`(?P<code>[^`]+)`"
    r"|<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|<#(?P<channel>\d+)>"
    r"|<t:(?P<moment>-?\d+)(?::(?P<style>[tTdDfFsSR]))?>"
    r"|<a?:(?P<emoji>\w+):\d+>"
    r"|\[(?P<label>(?:\\.|[^\]\\])+)\]\(<?(?P<url>https?://[^\s)>]+)>?\)"
    r"|<(?P<address>https?://[^>\s]+)>"
    r"|(?P<start>^[ \t]*(?:-\# |\#{1,3} |>>> |> ))"
    r"|(?P<bullet>^[ \t]*[-*] )"
    r"|(?P<mark>\*{1,3}|_{1,3}|~~|\|\|)",
    re.MULTILINE | re.DOTALL,
)
STYLES = {
    "t": "%-I:%M %p",
    "T": "%-I:%M:%S %p",
    "d": "%-m/%-d/%Y",
    "D": "%B %-d, %Y",
    "f": "%B %-d, %Y %-I:%M %p",
    "F": "%A, %B %-d, %Y %-I:%M %p",
    "s": "%-m/%-d/%Y, %-I:%M %p",
    "S": "%-m/%-d/%Y, %-I:%M:%S %p",
}


@dataclass(frozen=True)
class Reader:
    """Somebody in this server (None: a direct conversation) and this time zone."""

    discord: "SimulatedDiscord"
    guild: "Guild | None"
    zone: str

    def text(self, text: str) -> str:
        return TOKEN.sub(lambda found: self._piece(found, text), text)

    def _piece(self, found: "re.Match[str]", text: str) -> str:
        match found.lastgroup:
            case "escaped" | "block" | "code2" | "code" | "address":
                return found[found.lastgroup]
            case "user":
                return self._user(int(found["user"]))
            case "role":
                return self._role(int(found["role"]))
            case "channel":
                return self._channel(int(found["channel"]))
            case "moment" | "style":
                return self.moment(int(found["moment"]), found["style"] or "f")
            case "emoji":
                return f":{found['emoji']}:"
            case "label" | "url":
                return self.text(found["label"])
            case "bullet":
                return "• "
            case "mark":
                return "" if _marks(found, text) else found["mark"]
            case _:
                return ""

    def _user(self, id: int) -> str:
        user = self.discord.users.get(id)
        member = self.guild.members.get(id) if self.guild else None
        return f"@{(member.nick if member else '') or user.shown}" if user else "@unknown-user"

    def _role(self, id: int) -> str:
        role = self.guild.roles.get(id) if self.guild else None
        return f"@{role.name}" if role else "@unknown-role"

    def _channel(self, id: int) -> str:
        channel = self.guild.place(id) if self.guild else None
        return f"#{channel.name}" if channel else "#unknown"

    def moment(self, seconds: int, style: str) -> str:
        if style == "R":
            return _relative(seconds - self.discord.clock.now.timestamp())
        return datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(self.zone)).strftime(STYLES[style])


def _marks(found: "re.Match[str]", text: str) -> bool:
    """Whether this mark has a partner: one alone is shown, and so are underscores inside a word."""
    mark = found["mark"]
    inside = "_" in mark and text[found.start() - 1 : found.start()].isalnum() and text[found.end() :][:1].isalnum()
    unescaped = re.sub(r"\\[^\w\s]", "", text)
    return not inside and unescaped.count(mark) > 1


def _relative(seconds: float) -> str:
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if abs(seconds) >= size or size == 1:
            count = round(abs(seconds) / size)
            many = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"in {many}" if seconds >= 0 else f"{many} ago"
    return "now"


def words_of(components: list[Json], reader: Reader) -> str:
    """Everything that stands in the components as plain lines, labels of buttons and options included."""
    return "\n".join(line for component in components for line in _lines(component, reader) if line)


def _lines(component: Json, reader: Reader) -> Iterator[str]:
    if component["type"] == Type.TEXT:
        yield reader.text(str(component["content"]))
    for name in ("label", "description", "placeholder"):
        yield str(component.get(name) or "")
    if component["type"] == Type.TEXT_INPUT:
        yield str(component.get("value") or "")
    if component["type"] == Type.FILE:
        yield str(component["file"]["url"]).rsplit("/", 1)[-1]
    for item in (*component.get("options", []), *component.get("items", [])):
        yield from (str(item.get(name) or "") for name in ("label", "description"))
    for inner in (component.get("component"), *component.get("components", []), component.get("accessory")):
        if inner is not None:
            yield from _lines(inner, reader)
