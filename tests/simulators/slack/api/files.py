"""files.*: the two calls around an upload."""

from tests.simulators.slack.api.methods import Asked, Method
from tests.simulators.slack.api.refusals import Refusal
from tests.simulators.slack.channels import SlackChannel
from tests.simulators.slack.checks import check_blocks
from tests.simulators.slack.files import SlackFile
from tests.simulators.slack.jsons import Json
from tests.simulators.slack.posting import post

MOST_ALT_TEXT = 1000


def upload_url(asked: Asked) -> Json:
    length = asked.arguments["length"]
    if length < 1:
        raise Refusal("invalid_arguments", mistake=True)
    alt_text = asked.text("alt_txt")
    if len(alt_text) > MOST_ALT_TEXT:
        raise Refusal("alt_txt_too_large", mistake=True)
    team = asked.installation.team_id or ""
    file, url = asked.slack.files.begin(asked.text("filename"), length, team, alt_text)
    return {"file_id": file.id, "upload_url": url}


def complete_upload(asked: Asked) -> Json:
    files = [_uploaded(asked, given) for given in asked.arguments["files"]]
    channels = [c for c in (asked.text("channel_id") or asked.text("channels")).split(",") if c]
    targets = [_shareable(asked, channel_id) for channel_id in channels]
    if findings := check_blocks(asked.arguments.get("blocks") or []).slack:
        raise Refusal("invalid_blocks", mistake=True, response_metadata={"messages": list(findings)})
    for channel in targets:
        _share(asked, channel, files)
    return {"files": [{"id": f.id, "title": f.title or f.name} for f in files]}


def _uploaded(asked: Asked, given: Json) -> SlackFile:
    file = asked.slack.files.all.get(str(given.get("id")))
    if file is None or file.shared:
        raise Refusal("file_not_found", mistake=True)
    if file.data is None:
        raise Refusal("file_update_failed", mistake=True)
    for name in sorted(set(given) - {"id", "title", "highlight_type"}):
        asked.slack.breaks(f"files.completeUploadExternal: unknown field {name!r} of a file")
    file.title = given.get("title") or file.name
    return file


def _shareable(asked: Asked, channel_id: str) -> SlackChannel:
    """Only a conversation's id will do, not a person's."""
    if channel_id.startswith("U"):
        raise Refusal("invalid_channel", mistake=True)
    found = [w.channels[channel_id] for w in asked.workspaces if channel_id in w.channels]
    if not found or (found[0].kind != "public" and not found[0].has_bot):
        raise Refusal("channel_not_found")
    if not found[0].has_bot:
        raise Refusal("not_in_channel")
    if found[0].archived or found[0].restricted:
        raise Refusal("posting_to_channel_denied")
    return found[0]


def _share(asked: Asked, channel: SlackChannel, files: list[SlackFile]) -> None:
    for file in files:
        file.shared = True
    content: Json = {"text": asked.text("initial_comment"), "files": [f.json() for f in files]}
    content |= {"thread_ts": asked.text("thread_ts"), "blocks": asked.arguments.get("blocks")}
    post(channel, channel.workspace.bot_user_id, content, slack=asked.slack)


METHODS = (
    Method("files.getUploadURLExternal", upload_url, "filename! length!:int snippet_type alt_txt", "files:write"),
    Method(
        "files.completeUploadExternal",
        complete_upload,
        "files!:json channel_id channels thread_ts initial_comment blocks:json username icon_url icon_emoji",
        "files:write",
    ),
)
