"""Rendered payloads as Discord's library takes them: it passes them on as they are and keeps nothing of them.

Every button and every form says what it means, so that the library need not remember which view it belongs to.
"""

from collections.abc import Sequence
from typing import Any

import discord

from adapters.discord.richtext import Json


class Sheet(discord.ui.LayoutView):
    """The components of a message. To be made on the event loop's thread."""

    def __init__(self, components: Sequence[Json]) -> None:
        super().__init__(timeout=None)
        self._components = list(components)
        self.stop()

    def to_components(self) -> list[dict[str, Any]]:
        return self._components

    def has_components_v2(self) -> bool:
        return True


class Dialog(discord.ui.Modal):
    def __init__(self, modal: Json) -> None:
        super().__init__(title=str(modal["title"]), custom_id=str(modal["custom_id"]), timeout=None)
        self._modal = modal
        self.stop()

    def to_dict(self) -> dict[str, Any]:
        return self._modal
