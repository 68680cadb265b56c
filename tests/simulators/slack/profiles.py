"""A person's account as `users.info` and `user_change` show it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.simulators.slack.jsons import Json


@dataclass
class Profile:
    """What an account says of its owner. `home_team` differs from the workspace for Slack Connect strangers."""

    id: str
    home_team: str
    handle: str
    name: str
    tz: str = "America/New_York"
    locale: str = "en-US"
    admin: bool = False
    owner: bool = False
    deleted: bool = False
    bot: bool = False
    restricted: bool = False
    ultra_restricted: bool = False
    stranger: bool = False
    display_name: str = ""
    enterprise_id: str = ""

    def json(self, now: datetime, *, locale: bool = False) -> Json:
        shown: Json = {"id": self.id, "team_id": self.home_team, "name": self.handle, "deleted": self.deleted}
        shown |= {"profile": self._profile(), "is_bot": self.bot, "updated": int(now.timestamp())}
        shown |= {"is_app_user": False, "is_email_confirmed": True}
        if not self.deleted:
            shown |= self._active(now)
        if self.stranger:
            shown["is_stranger"] = True
        if self.enterprise_id:
            shown["enterprise_user"] = {"id": self.id, "enterprise_id": self.enterprise_id, "teams": [self.home_team]}
        if locale and not self.stranger:
            shown["locale"] = self.locale
        return shown

    def _active(self, now: datetime) -> Json:
        """A deactivated account has lost these. Nobody has to set a zone."""
        local = now.astimezone(ZoneInfo(self.tz or "America/Los_Angeles"))
        offset = local.utcoffset()
        assert offset is not None
        return {
            "color": "9f69e7",
            "real_name": self.name,
            "tz": self.tz or None,
            "tz_label": local.tzname(),
            "tz_offset": int(offset.total_seconds()),
            "is_admin": self.admin or self.owner,
            "is_owner": self.owner,
            "is_primary_owner": False,
            "is_restricted": self.restricted or self.ultra_restricted,
            "is_ultra_restricted": self.ultra_restricted,
            "who_can_share_contact_card": "EVERYONE",
        }

    def _profile(self) -> Json:
        first, _, last = self.name.partition(" ")
        shown: Json = {"title": "", "phone": "", "skype": "", "real_name": self.name}
        shown |= {"real_name_normalized": self.name, "display_name": self.display_name}
        shown |= {"display_name_normalized": self.display_name, "fields": None, "team": self.home_team}
        shown |= {"status_text": "", "status_emoji": "", "status_expiration": 0, "avatar_hash": "g0"}
        return shown | {"first_name": first, "last_name": last, "image_72": "https://avatars.slack-edge.test/72.png"}
