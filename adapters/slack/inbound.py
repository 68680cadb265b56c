"""What Slack sends becomes who did what. Pure: no call, no clock, and nothing raises but `UserError`."""

import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from adapters.slack.blocks import action_of
from adapters.slack.origin import Origin
from adapters.slack.state import values
from bot.commands import UNKNOWN, Command, OpenFindMentor, OpenOfferMentoring, decode, encode, submitted
from bot.errors import UserError
from bot.ids import SpaceId
from bot.ports.platforms import Account, Envelope, Place, Platform, Standing, UserId
from bot.slash import typed

Body = Mapping[str, object]
ASK_WITH_THIS, OFFER_ON_MESSAGE = "ask-with-this", "offer-on-message"
MARKED = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
WORKSPACE = "T"  # ids of workspaces; those of organizations begin with E
MOST_NOTE = 1000  # characters of somebody's message; the form cuts to its own limit


@dataclass(frozen=True)
class Sender:
    """Who acted in which workspace. `event` is the same when Slack delivers the same thing again."""

    team: str
    user: str
    handle: str
    event: str
    home_team: str = ""
    grid: bool = False

    @property
    def account(self) -> Account:
        return Account(Platform.SLACK, SpaceId(self.team), UserId(self.user))

    def envelope(self, known: Standing | None, place: Place | None = None) -> Envelope:
        """`known` is what the workspace said of this person lately."""
        return Envelope(
            actor=self.account,
            name=(known.name if known else "") or self.handle,
            event=self.event,
            place=place,
            zone=known.zone if known else None,
            stranger=known.stranger if known else self._from_elsewhere,
        )

    @property
    def doubtful(self) -> bool:
        """Within an organization people belong to several workspaces: only their profile tells them from strangers."""
        return self._another_team and self.grid

    @property
    def _from_elsewhere(self) -> bool:
        return self._another_team and not self.grid

    @property
    def _another_team(self) -> bool:
        return bool(self.home_team) and self.home_team != self.team


def sender(body: Body, team: str | None) -> Sender:
    """`team` is the workspace whose installation is meant, as Bolt finds it. Without a `user` it was nobody."""
    user = _inner(body, "user")
    if not user:
        user = {"id": body.get("user_id"), "username": body.get("user_name"), "team_id": ""}
    return Sender(
        team=team or _text(user, "team_id"),
        user=_text(user, "id"),
        handle=_text(user, "username") or _text(user, "name"),
        event=_event(body),
        home_team=_text(user, "team_id"),
        grid=bool(_inner(body, "enterprise") or body.get("enterprise_id")),
    )


def _event(body: Body) -> str:
    """Slack's own id of what happened: new for each press, the same for each delivery of it."""
    own = body.get("event_id") or body.get("trigger_id")
    if own:
        return str(own)
    return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def slash(body: Body) -> Command:
    """Raises `UserError` for what can't be understood."""
    return typed(f"{body.get('command', '')} {body.get('text', '')}")


def event_sender(body: Body, team: str) -> Sender:
    """Who did what an event tells, as far as it names anybody."""
    event = _inner(body, "event")
    home = _text(event, "user_team") or _text(event, "team")
    user = {"id": _text(event, "user"), "team_id": home if home.startswith(WORKSPACE) else ""}
    return sender({**body, "user": user}, team)


def opener(command: Command) -> str:
    """The command as a form remembers what opened it; what was typed is in the form by then."""
    match command:
        case OpenFindMentor():
            return encode(OpenFindMentor())
        case OpenOfferMentoring():
            return encode(OpenOfferMentoring(command.request))
        case _:
            return encode(command)


# Buttons


@dataclass(frozen=True)
class Press:
    """A pressed button and what it stands on: a message, a modal (`view`) or the person's home."""

    action: str
    trigger: str
    response_url: str = ""
    place: Place | None = None
    ephemeral: bool = False
    view: Body | None = None

    @property
    def at_home(self) -> bool:
        return self.view is not None and self.view.get("type") == "home"

    def command(self) -> Command:
        return decode(self.action)


def press(body: Body) -> Press | None:
    """None where it is nothing but a change inside a form."""
    actions = body.get("actions")
    action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) else {}
    if action.get("type") != "button":
        return None
    container, view = _inner(body, "container"), _inner(body, "view")
    channel = _text(container, "channel_id") or _text(_inner(body, "channel"), "id")
    message = _text(container, "message_ts")
    return Press(
        action=action_of(_text(action, "action_id")),
        trigger=_text(body, "trigger_id"),
        response_url=_text(body, "response_url"),
        place=Place(channel, message) if channel and message else None,
        ephemeral=bool(container.get("is_ephemeral")),
        view=view or None,
    )


# Forms


@dataclass(frozen=True)
class Submission:
    view: Body
    origin: Origin
    command: Command

    @property
    def place(self) -> Place | None:
        """The card whose button opened the form."""
        return Place(self.origin.channel, self.origin.message) if self.origin.message else None


def submission(body: Body) -> Submission:
    """Raises `UserError` for a form of another version, or one that was tampered with."""
    view = _inner(body, "view")
    origin = origin_of(view)
    return Submission(view, origin, submitted(origin.action, values(view)))


def origin_of(view: Body) -> Origin:
    return Origin.unpacked(_text(view, "private_metadata"))


@dataclass(frozen=True)
class Search:
    """What somebody types into a long list of a form."""

    opener: Command
    block: str
    typed: str


def search(body: Body) -> Search:
    return Search(decode(origin_of(_inner(body, "view")).opener), _text(body, "block_id"), _text(body, "value"))


# Shortcuts


def shortcut(body: Body) -> Command:
    """A shortcut's command. Raises `UserError` for one of another version."""
    callback = _text(body, "callback_id")
    if callback == ASK_WITH_THIS:
        return OpenFindMentor(note=_read(_text(_inner(body, "message"), "text"))[:MOST_NOTE])
    return OpenOfferMentoring() if callback == OFFER_ON_MESSAGE else _opens(callback)


def _opens(slug: str) -> Command:
    if slug not in (OpenFindMentor.slug, OpenOfferMentoring.slug):
        raise UserError(UNKNOWN)
    return decode(slug)


def _read(text: str) -> str:
    """A message's text as people read it: links by their words, people and channels left out."""
    return html.unescape(MARKED.sub(lambda found: found[2] or "", text)).strip()


def _inner(body: Body, name: str) -> Body:
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(body: Body, name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""
