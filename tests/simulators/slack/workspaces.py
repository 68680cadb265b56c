"""Workspaces and organizations: who and what is in them, and what happens there."""

from typing import TYPE_CHECKING

from tests.simulators.slack.answers import Answer
from tests.simulators.slack.app import Installation
from tests.simulators.slack.channels import Kind, SlackChannel
from tests.simulators.slack.jsons import Json
from tests.simulators.slack.people import SlackPerson
from tests.simulators.slack.profiles import Profile

if TYPE_CHECKING:
    from tests.simulators.slack.server import SimulatedSlack


class Enterprise:
    """An organization (Enterprise Grid). The app may be installed in it as a whole."""

    def __init__(self, slack: "SimulatedSlack", id: str, name: str) -> None:
        self.slack, self.id, self.name = slack, id, name
        self.bot_user_id, self.bot_id = slack.ids.new("UBOT"), slack.ids.new("B")
        self.installation: Installation | None = None
        self.workspaces: list[Workspace] = []

    def json(self) -> Json:
        return {"id": self.id, "name": self.name}


class Workspace:
    def __init__(self, slack: "SimulatedSlack", id: str, name: str, enterprise: Enterprise | None) -> None:
        self.slack, self.id, self.name, self.enterprise = slack, id, name, enterprise
        self.domain = "-".join(name.lower().split()) or id.lower()
        self.people: dict[str, SlackPerson] = {}
        self.channels: dict[str, SlackChannel] = {}
        self.bot_user_id = enterprise.bot_user_id if enterprise else slack.ids.new("UBOT")
        self.bot_id = enterprise.bot_id if enterprise else slack.ids.new("B")
        self.own_installation: Installation | None = None
        self.edit_window_minutes: float | None = None
        if enterprise:
            enterprise.workspaces.append(self)

    @property
    def installation(self) -> Installation:
        """Where the app is installed: here, else in the organization; an AssertionError where it is not."""
        found = self.own_installation or (self.enterprise.installation if self.enterprise else None)
        assert found, f"the app is not installed in {self.name}"
        return found

    @property
    def installed_team_id(self) -> str:
        return self.installation.team_id or str(self.installation.enterprise_id)

    @property
    def bot_token(self) -> str:
        return self.installation.token

    def json(self) -> Json:
        shown: Json = {"id": self.id, "domain": self.domain}
        if self.enterprise:
            shown |= {"enterprise_id": self.enterprise.id, "enterprise_name": self.enterprise.name}
        return shown

    # Who and what is here

    def person(
        self,
        name: str,
        *,
        admin: bool = False,
        owner: bool = False,
        tz: str = "America/New_York",
        locale: str = "en-US",
        deleted: bool = False,
        bot: bool = False,
        restricted: bool = False,
        ultra_restricted: bool = False,
        display_name: str = "",
    ) -> SlackPerson:
        """A member of this workspace (`restricted`: a guest; `ultra_restricted`: a guest of one channel)."""
        profile = self._profile(name, self.id, display_name)
        profile.admin, profile.owner, profile.tz, profile.locale = admin, owner, tz, locale
        profile.deleted, profile.bot = deleted, bot
        profile.restricted, profile.ultra_restricted = restricted, ultra_restricted
        return self._add(profile)

    def stranger(self, name: str, team_id: str = "T0STRANGER", display_name: str = "") -> SlackPerson:
        """Somebody of another team who shares a channel with this one (Slack Connect)."""
        profile = self._profile(name, team_id, display_name)
        profile.stranger = True
        return self._add(profile)

    def _profile(self, name: str, team: str, display_name: str) -> Profile:
        handle = ".".join(name.lower().split())
        enterprise = self.enterprise.id if self.enterprise and team == self.id else ""
        id = self.slack.ids.new("U")
        return Profile(id, team, handle, name, display_name=display_name, enterprise_id=enterprise)

    def _add(self, profile: Profile) -> SlackPerson:
        self.people[profile.id] = person = SlackPerson(self, profile)
        return person

    def channel(
        self,
        name: str,
        *,
        members: "list[SlackPerson] | None" = None,
        private: bool = False,
        bot: bool = True,
        archived: bool = False,
        restricted: bool = False,
    ) -> SlackChannel:
        ids = [p.id for p in members or []] + ([self.bot_user_id] if bot else [])
        channel = self._channel("private" if private else "public", name, ids)
        channel.archived, channel.restricted = archived, restricted
        channel.shared = any(p.profile.stranger for p in members or [])
        return channel

    def _channel(self, kind: Kind, name: str, members: list[str]) -> SlackChannel:
        prefix = {"public": "C", "private": "C", "im": "D", "mpim": "G"}[kind]
        id = self.slack.ids.new(prefix)
        channel = SlackChannel(self, id, name, kind, members, created=int(self.slack.clock.epoch))
        self.channels[id] = channel
        return channel

    def direct(self, *people: SlackPerson, bot: bool = True) -> SlackChannel:
        """The direct conversation of these people with the bot (without it: `bot=False`), opened if need be."""
        ids = [p.id for p in people] + ([self.bot_user_id] if bot else [])
        return self.conversation_of(ids) or self.open(ids)

    def conversation_of(self, ids: list[str]) -> SlackChannel | None:
        """The one direct or group conversation of exactly these accounts, if it was opened."""
        wanted = sorted(set(ids))
        open_ones = (c for c in self.channels.values() if c.kind in ("im", "mpim"))
        return next((c for c in open_ones if sorted(c.members) == wanted), None)

    def open(self, ids: list[str]) -> SlackChannel:
        names = [self.people[i].profile.handle for i in ids if i in self.people]
        kind: Kind = "im" if len(ids) == 2 else "mpim"
        return self._channel(kind, f"mpdm-{'--'.join(names)}-1" if kind == "mpim" else "", list(dict.fromkeys(ids)))

    # What happens here

    async def event(self, event: Json, channel: SlackChannel | None = None) -> Answer | None:
        """Sends an event if the app is subscribed and allowed to hear it; None where it is not."""
        return await self.slack.events.send(self, event, channel)

    async def changes_profile(
        self,
        person: SlackPerson,
        *,
        tz: str | None = None,
        deleted: bool | None = None,
        name: str | None = None,
        admin: bool | None = None,
        restricted: bool | None = None,
    ) -> Answer | None:
        """The account is changed, and `user_change` says so."""
        profile = person.profile
        changes = {"tz": tz, "deleted": deleted, "name": name, "admin": admin, "restricted": restricted}
        for field, value in changes.items():
            if value is not None:
                setattr(profile, field, value)
        if deleted:
            for channel in self.channels.values():
                if channel.kind in ("public", "private") and person.id in channel.members:
                    channel.members.remove(person.id)
        return await self.event({"type": "user_change", "user": profile.json(self.slack.clock.now), "cache_ts": 1})

    async def removes_bot(self, channel: SlackChannel) -> list[Answer]:
        """Somebody removes the bot from a channel."""
        channel.members.remove(self.bot_user_id)
        kind = "channel_left" if channel.kind == "public" else "group_left"
        left = {"type": kind, "channel": channel.id}
        return self._sent(await self.event(left), await self._member_event("member_left_channel", channel))

    async def adds_bot(self, channel: SlackChannel) -> list[Answer]:
        channel.members.append(self.bot_user_id)
        return self._sent(await self._member_event("member_joined_channel", channel))

    async def _member_event(self, kind: str, channel: SlackChannel) -> Answer | None:
        letter = "C" if channel.kind == "public" else "G"
        event = {"type": kind, "user": self.bot_user_id, "channel": channel.id, "channel_type": letter, "team": self.id}
        return await self.event(event)

    @staticmethod
    def _sent(*answers: Answer | None) -> list[Answer]:
        return [a for a in answers if a is not None]

    async def archives(self, channel: SlackChannel) -> Answer | None:
        channel.archived = True
        return await self._happens_to(channel, "archive")

    async def unarchives(self, channel: SlackChannel) -> Answer | None:
        channel.archived = False
        return await self._happens_to(channel, "unarchive")

    async def deletes(self, channel: SlackChannel) -> Answer | None:
        channel.deleted = True
        del self.channels[channel.id]
        return await self._happens_to(channel, "deleted")

    async def _happens_to(self, channel: SlackChannel, what: str) -> Answer | None:
        family = "channel" if channel.kind == "public" else "group"
        actor = next((m for m in channel.members if m != self.bot_user_id), self.bot_user_id)
        return await self.event({"type": f"{family}_{what}", "channel": channel.id, "user": actor}, channel)

    async def uninstalls(self) -> list[Answer]:
        """The app is removed: its token is dead at once, then `tokens_revoked` and `app_uninstalled` say so."""
        installation = self.installation
        self.slack.uninstall(installation)
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [installation.bot_user_id]}}
        events = self.slack.events
        first = await events.send(self, revoked, None, installation)
        return self._sent(first, await events.send(self, {"type": "app_uninstalled"}, None, installation))
