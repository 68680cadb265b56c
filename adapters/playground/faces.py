"""The round badge beside a name: initials on one of eight quiet colors. Pure."""

import zlib
from dataclasses import dataclass

from bot.ports.platforms import UserId

COLORS = 8
BOT = "mentorbot"


@dataclass(frozen=True)
class Face:
    name: str
    initials: str
    color: int
    bot: bool = False


def face_of(user: UserId, name: str) -> Face:
    words = [word for word in name.split() if word[0].isalnum()]
    initials = "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
    return Face(name, initials or "?", zlib.crc32(user.encode()) % COLORS)


def bot_face() -> Face:
    return Face(BOT, "M", 0, bot=True)
