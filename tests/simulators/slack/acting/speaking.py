"""Commands, messages, shortcuts, the home tab; joining and leaving."""

import html
from typing import TYPE_CHECKING

from tests.simulators.slack.acting import payloads
from tests.simulators.slack.acting.replies import apply_command, apply_press
from tests.simulators.slack.answers import Answer
from tests.simulators.slack.channels import CHANNEL_TYPE, SlackChannel
from tests.simulators.slack.jsons import Impossible, Json
from tests.simulators.slack.messages import SlackMessage
from tests.simulators.slack.posting import post

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson


async def types(person: "SlackPerson", text: str, channel: SlackChannel) -> Answer:
    name, _, rest = text.partition(" ")
    known = person.slack.app.commands
    if not name.startswith("/") or (known is not None and name not in known):
        raise Impossible(f"{name} is not a valid command; the manifest has {sorted(known or [])}")
    _is_there(person, channel)
    body = payloads.command(person, channel, name, rest.strip())
    answer = await person.slack.acts.command(person, body)
    apply_command(person, channel, answer)
    return answer


def _is_there(person: "SlackPerson", channel: SlackChannel) -> None:
    if person.id not in channel.members and channel.kind != "public":
        raise Impossible(f"{person.profile.name} is not in {channel.name or channel.id}")


async def says(person: "SlackPerson", text: str, channel: SlackChannel, more: Json) -> Answer | None:
    _is_there(person, channel)
    app = person.slack.app
    with_bot = channel.kind == "im" and channel.has_bot
    if with_bot and (not app.messages_tab or app.messages_tab_read_only):
        raise Impossible("the app takes no messages: its messages tab is off or read only")
    written = html.escape(text, quote=False)
    message = post(channel, person.id, {"text": written, **more}, slack=person.slack)
    event = message.json() | {"channel": channel.id, "channel_type": CHANNEL_TYPE[channel.kind], **more}
    event["client_msg_id"] = person.slack.ids.small("message-")
    return await person.workspace.event(event, channel) if channel.has_bot else None


async def opens_home(person: "SlackPerson") -> Answer | None:
    if not person.slack.app.home_tab:
        raise Impossible("the app has no home tab")
    channel = person.workspace.direct(person)
    event: Json = {"type": "app_home_opened", "user": person.id, "channel": channel.id, "tab": "home"}
    if person.home:
        event["view"] = person.home.json()
    return await person.workspace.event(event)


async def uses_shortcut(person: "SlackPerson", callback_id: str) -> Answer:
    _offered(person, callback_id, "global")
    answer = await person.slack.acts.interact(person, payloads.shortcut(person, callback_id))
    apply_press(answer)
    return answer


async def uses_message_shortcut(person: "SlackPerson", callback_id: str, message: SlackMessage) -> Answer:
    _offered(person, callback_id, "message")
    if message not in message.channel.seen_by(person) or message.only_for:
        raise Impossible(f"{person.profile.name} has no shortcuts on this message")
    answer = await person.slack.acts.interact(person, payloads.message_action(person, callback_id, message))
    apply_press(answer)
    return answer


def _offered(person: "SlackPerson", callback_id: str, kind: str) -> None:
    known = person.slack.app.shortcuts
    if known is not None and known.get(callback_id) != kind:
        raise Impossible(f"the manifest has no {kind} shortcut {callback_id!r}, only {known}")


async def moves(person: "SlackPerson", channel: SlackChannel, *, joins: bool) -> Answer | None:
    if joins:
        channel.members.append(person.id)
    else:
        channel.members.remove(person.id)
    kind = "member_joined_channel" if joins else "member_left_channel"
    letter = "C" if channel.kind == "public" else "G"
    event = {"type": kind, "user": person.id, "channel": channel.id, "channel_type": letter}
    return await person.workspace.event(event | {"team": person.workspace.id}, channel) if channel.has_bot else None
