"""What a sign-up sheet said of somebody, until they claim it."""

from dataclasses import dataclass
from datetime import datetime

from bot.ids import CommunityId, MemberId


@dataclass(frozen=True)
class Signup:
    """`values` is a JSON object of the form fields of the command that confirming it builds."""

    community: CommunityId
    member: MemberId
    kind: str  # mentor | mentee
    values: str
    imported_at: datetime
