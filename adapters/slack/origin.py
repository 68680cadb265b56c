"""What a dialog remembers of where it came from, in Slack's `private_metadata`. Pure."""

import json
from dataclasses import dataclass, replace

from bot.commands import UNKNOWN
from bot.errors import UserError
from bot.views import ViewTooLarge

MOST_PACKED = 3000


@dataclass(frozen=True)
class Origin:
    """`action` is what sending the form means, `opener` the action that opened it.

    `channel` and `message` are the card whose button was pressed, `response_url` is given where only its reader sees
    that card. `home` says that it was pressed in the App Home. `seal` shows that the card is one that we named.
    """

    action: str
    opener: str = ""
    channel: str = ""
    message: str = ""
    home: bool = False
    response_url: str = ""
    seal: str = ""

    def packed(self) -> str:
        """At most 3,000 characters. An address that doesn't fit is left out: then that card stays as it is."""
        given = {name: value for name, value in vars(self).items() if value or name == "action"}
        text = json.dumps(given, ensure_ascii=False, separators=(",", ":"))
        if len(text) <= MOST_PACKED:
            return text
        if not self.response_url:
            raise ViewTooLarge(f"an origin has at most {MOST_PACKED} characters, this one has {len(text)}")
        return replace(self, response_url="").packed()

    @classmethod
    def unpacked(cls, text: str) -> "Origin":
        """Raises `UserError` for anything that `packed` did not write."""
        try:
            given = json.loads(text[: MOST_PACKED + 1])
            origin = cls(**given)
        except (ValueError, TypeError, RecursionError) as error:
            raise UserError(UNKNOWN) from error
        if not _typed(origin) or origin.packed() != text:
            raise UserError(UNKNOWN)
        return origin


def _typed(origin: Origin) -> bool:
    values = {**vars(origin)}
    return isinstance(values.pop("home"), bool) and all(isinstance(value, str) for value in values.values())
