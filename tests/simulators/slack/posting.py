"""Putting messages into channels, and what every message must keep to."""

from typing import TYPE_CHECKING

from tests.simulators.slack.channels import SlackChannel
from tests.simulators.slack.checks import Findings, check_blocks
from tests.simulators.slack.jsons import Json
from tests.simulators.slack.messages import SlackMessage
from tests.simulators.slack.wording import check_wording
from tests.simulators.slack.words import with_ids

if TYPE_CHECKING:
    from tests.simulators.slack.server import SimulatedSlack
    from tests.simulators.slack.workspaces import Workspace

MOST_TEXT = 4000  # longer texts are cut or split when posted, and refused when updated
MOST_ATTACHMENTS = 100
MOST_IN_BLOCKS = 13_200
RESPONSE_FIELDS = {"text", "blocks", "attachments", "metadata", "thread_ts", "mrkdwn", "unfurl_links", "unfurl_media"}
RESPONSE_FIELDS |= {"response_type", "replace_original", "delete_original"}


def post(
    channel: SlackChannel, author: str, content: Json, *, slack: "SimulatedSlack", only_for: str = ""
) -> SlackMessage:
    """A new message from checked content: text, blocks, attachments, metadata, thread_ts, files."""
    message = SlackMessage(channel, slack.clock.stamp(), author, only_for=only_for)
    if author == channel.workspace.bot_user_id:
        message.bot_id = channel.workspace.bot_id
    message.thread_ts = content.get("thread_ts") or ""
    message.subtype = content.get("subtype") or ""
    message.metadata = content.get("metadata")
    message.files = content.get("files") or []
    fill(message, content, slack)
    channel.messages.append(message)
    _notify(message)
    return message


def fill(message: SlackMessage, content: Json, slack: "SimulatedSlack") -> None:
    message.text = content.get("text") or ""
    message.blocks = with_ids(content.get("blocks") or [], slack.ids)
    message.attachments = content.get("attachments") or []


def _notify(message: SlackMessage) -> None:
    """Direct and group messages notify everybody but their author; channels only whom they mention."""
    channel = message.channel
    for person in channel.workspace.people.values():
        if person.id == message.author or person.id not in channel.members or message.only_for:
            continue
        if channel.kind in ("im", "mpim") or person.mention in message.text:
            person.notifications.append(message.text)


def content_problems(content: Json) -> tuple[str, Findings]:
    """Slack's error for this content (empty where there is none) and everything that was found in it."""
    text, blocks, attachments = content.get("text"), content.get("blocks"), content.get("attachments")
    if not (text or "").strip() and not blocks and not attachments and not content.get("files"):
        return "no_text", Findings()
    if len(attachments or []) > MOST_ATTACHMENTS:
        return "too_many_attachments", Findings()
    if len(text or "") > MOST_TEXT:
        return "msg_too_long", Findings()
    findings = check_blocks(blocks or [])
    if findings.slack:
        return "invalid_blocks", findings
    if sum(len(value) for block in blocks or [] for value in _strings(block)) > MOST_IN_BLOCKS:
        return "msg_blocks_too_long", findings
    return "", findings


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for v in inner for text in _strings(v)]


def quiet_blocks(content: Json) -> str:
    """A complaint about blocks that nobody is notified of in words."""
    if content.get("blocks") and not (content.get("text") or "").strip():
        return "blocks without text: notifications and screen readers have nothing to say"
    return ""


def check_response(workspace: "Workspace", what: str, body: Json) -> str:
    """Of an acknowledged command or a `response_url`: records what is wrong, returns Slack's error."""
    slack = workspace.slack
    for name in sorted(set(body) - RESPONSE_FIELDS):
        slack.breaks(f"{what}: unknown field {name!r}")
    if body.get("delete_original"):
        return ""
    error, findings = content_problems(body)
    for sentence in (*findings, *filter(None, (error if not findings.slack else "", quiet_blocks(body)))):
        slack.breaks(f"{what}: {sentence}")
    check_wording(workspace, what, body)
    return error
