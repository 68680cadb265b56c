"""chat.*: posting, changing and removing messages."""

from tests.simulators.slack.api.methods import Asked, Method
from tests.simulators.slack.api.refusals import Refusal
from tests.simulators.slack.channels import SlackChannel
from tests.simulators.slack.jsons import Json
from tests.simulators.slack.messages import SlackMessage
from tests.simulators.slack.posting import content_problems, fill, post, quiet_blocks
from tests.simulators.slack.wording import check_wording

MOST_METADATA_BYTES = 8000


def post_message(asked: Asked) -> Json:
    channel = _target(asked)
    _postable(asked, channel)
    _checked(asked, channel)
    _thread_checked(asked, channel)
    message = post(channel, channel.workspace.bot_user_id, asked.arguments, slack=asked.slack)
    return {"channel": channel.id, "ts": message.ts, "message": message.json()}


def post_ephemeral(asked: Asked) -> Json:
    channel = asked.channel()
    _postable(asked, channel)
    user = asked.text("user")
    if user not in channel.members:
        raise Refusal("user_not_in_channel")
    _checked(asked, channel)
    author = channel.workspace.bot_user_id
    message = post(channel, author, asked.arguments, slack=asked.slack, only_for=user)
    return {"message_ts": message.ts}


def _target(asked: Asked) -> SlackChannel:
    """A conversation, or a person's id: then the direct conversation with her, opened if need be."""
    wanted = asked.text("channel")
    person = asked.person(wanted)
    if person is None:
        return asked.channel()
    profile = person.profile
    known = person.workspace.conversation_of([person.id, person.workspace.bot_user_id])
    if known is None and (profile.deleted or profile.bot or profile.stranger):
        raise Refusal("channel_not_found")
    return known or person.workspace.direct(person)


def _postable(asked: Asked, channel: SlackChannel) -> None:
    if channel.archived:
        raise Refusal("is_archived")
    if not channel.has_bot and "chat:write.public" not in asked.installation.scopes:
        raise Refusal("not_in_channel")
    if channel.kind == "im" and not asked.slack.app.messages_tab:
        raise Refusal("messages_tab_disabled")
    if channel.restricted:
        raise Refusal("restricted_action")


def _checked(asked: Asked, channel: SlackChannel) -> None:
    """Text, blocks and metadata; whatever is wrong is the app's mistake."""
    error, findings = content_problems(asked.arguments)
    if error:
        raise Refusal(error, mistake=True, response_metadata={"messages": list(findings.slack)})
    for sentence in filter(None, (*findings.strict, quiet_blocks(asked.arguments))):
        asked.slack.breaks(f"{asked.method.name}: {sentence}")
    check_wording(channel.workspace, asked.method.name, asked.arguments)
    _metadata_checked(asked)


def _metadata_checked(asked: Asked) -> None:
    metadata = asked.arguments.get("metadata")
    if not metadata:
        return
    event_type, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not isinstance(event_type, str) or not event_type or not isinstance(payload, dict):
        raise Refusal("invalid_metadata_format", mistake=True)
    if len(str(payload).encode()) > MOST_METADATA_BYTES:
        raise Refusal("metadata_too_large", mistake=True)


def _thread_checked(asked: Asked, channel: SlackChannel) -> None:
    ts = asked.text("thread_ts")
    if ts and channel.find(ts) is None:
        raise Refusal("cannot_reply_to_message")


def update(asked: Asked) -> Json:
    channel = asked.channel()
    if channel.archived:
        raise Refusal("is_inactive")
    message = _own(asked, channel, "cant_update_message")
    _in_edit_window(asked, message)
    _checked(asked, channel)
    if message.blocks and "blocks" not in asked.arguments:
        asked.slack.breaks("chat.update: without blocks the old ones stay; an empty list removes them")
    retained = {"text": message.text, "blocks": message.blocks, "attachments": message.attachments}
    fill(message, {**retained, **asked.arguments}, asked.slack)
    if "metadata" in asked.arguments:
        message.metadata = asked.arguments["metadata"] or None
    message.edited = asked.slack.clock.stamp()
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.json()}


def _own(asked: Asked, channel: SlackChannel, refusal: str) -> SlackMessage:
    """A message that the bot wrote; ephemeral ones cannot be found."""
    message = channel.find(asked.text("ts"))
    if message is None:
        ephemeral = channel.find(asked.text("ts"), ephemeral=True)
        raise Refusal("message_not_found", mistake=ephemeral is not None)
    if message.author != channel.workspace.bot_user_id:
        raise Refusal(refusal, mistake=True)
    return message


def _in_edit_window(asked: Asked, message: SlackMessage) -> None:
    minutes = message.channel.workspace.edit_window_minutes
    if minutes is not None and asked.slack.clock.epoch - float(message.ts) > minutes * 60:
        raise Refusal("edit_window_closed")


def delete(asked: Asked) -> Json:
    channel = asked.channel()
    message = _own(asked, channel, "cant_delete_message")
    message.deleted = True
    return {"channel": channel.id, "ts": message.ts}


def permalink(asked: Asked) -> Json:
    channel, ts = asked.channel(), asked.text("message_ts")
    if channel.find(ts) is None:
        raise Refusal("message_not_found")
    domain = channel.workspace.domain
    link = f"https://{domain}.slack.test/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


CONTENT = "text blocks:json attachments:json metadata:json markdown_text parse link_names:bool as_user:bool"
LOOK = "icon_emoji icon_url username"
METHODS = (
    Method(
        "chat.postMessage",
        post_message,
        f"channel! {CONTENT} {LOOK} thread_ts reply_broadcast:bool mrkdwn:bool unfurl_links:bool unfurl_media:bool",
        "chat:write",
    ),
    Method("chat.postEphemeral", post_ephemeral, f"channel! user! {CONTENT} {LOOK} thread_ts", "chat:write"),
    Method("chat.update", update, f"channel! ts! {CONTENT} reply_broadcast:bool file_ids:json", "chat:write"),
    Method("chat.delete", delete, "channel! ts! as_user:bool", "chat:write"),
    Method("chat.getPermalink", permalink, "channel! message_ts!"),
)
