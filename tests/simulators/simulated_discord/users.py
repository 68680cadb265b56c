"""Accounts, which are the same in every server: people and the bot itself."""

from dataclasses import dataclass

from tests.simulators.simulated_discord.jsons import Json


@dataclass(eq=False)
class User:
    id: int
    username: str
    global_name: str = ""
    bot: bool = False
    deleted: bool = False

    @property
    def shown(self) -> str:
        """The name that others read where no server has another for them."""
        return self.global_name or self.username

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def json(self) -> Json:
        shown: Json = {"id": str(self.id), "username": self.username, "global_name": self.global_name or None}
        shown |= {"discriminator": "0", "avatar": None, "public_flags": 0, "flags": 0, "primary_guild": None}
        shown |= {"avatar_decoration_data": None, "banner": None, "accent_color": None}
        return shown | {"bot": True} if self.bot else shown
