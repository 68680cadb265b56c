"""What a text would do to its readers: mentions of nobody, whole channels woken, typed characters left unescaped.

Slack takes such texts. A correct app escapes what people typed (`&`, `<`, `>`), mentions only people who are here,
writes dates with a fallback, names only files that were uploaded, and never calls everybody.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.simulators.slack.jsons import Json, dicts_in

if TYPE_CHECKING:
    from tests.simulators.slack.workspaces import Workspace

USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")
TOKEN = re.compile(
    r"<@[UW][A-Z0-9]+(?:\|[^<>]*)?>|<#C[A-Z0-9]+(?:\|[^<>]*)?>|<(?:https?://|mailto:|tel:)[^<>|]+(?:\|[^<>]+)?>"
    r"|<!date\^-?\d+\^[^<>|^]+(?:\^[^<>|^]+)?\|[^<>|]+>"
)
UNESCAPED = re.compile(r"<[^\n]{0,40}|(?<!^)>.{0,10}|&(?!amp;|lt;|gt;).{0,10}", re.MULTILINE)


def check_wording(workspace: "Workspace", what: str, content: Json) -> None:
    """Records what is wrong with the texts of a message or view that the app sends into this workspace."""
    for sentence in dict.fromkeys(_problems(workspace, content)):
        workspace.slack.breaks(f"{what}: {sentence}")


def _problems(workspace: "Workspace", content: Json) -> Iterator[str]:
    for text in _marked_up(content):
        for user_id in USER.findall(text):
            yield from _person_problems(workspace, user_id)
        if rest := UNESCAPED.search(TOKEN.sub("", text)):
            yield f"unescaped or unknown markup {rest.group()!r} in {text[:80]!r}"
    for part in dicts_in(content.get("blocks") or []):
        match part.get("type"):
            case "user":
                yield from _person_problems(workspace, str(part.get("user_id")))
            case "broadcast":
                yield "calls everybody"
            case "image" if "slack_file" in part:
                yield from _file_problems(workspace, part["slack_file"])


def _marked_up(content: Json) -> Iterator[str]:
    """The strings in which Slack reads markup: the text of a message, and `mrkdwn` texts in blocks."""
    if isinstance(content.get("text"), str):
        yield content["text"]
    for part in dicts_in(content.get("blocks") or []):
        if part.get("type") == "mrkdwn" and isinstance(part.get("text"), str):
            yield part["text"]


def _person_problems(workspace: "Workspace", user_id: str) -> Iterator[str]:
    if user_id not in workspace.people and user_id != workspace.bot_user_id:
        yield f"mentions {user_id}, who is not in {workspace.name}"


def _file_problems(workspace: "Workspace", named: object) -> Iterator[str]:
    file_id = named.get("id") if isinstance(named, dict) else None
    if file_id is None:
        return
    file = workspace.slack.files.all.get(str(file_id))
    if file is None or file.data is None:
        yield f"shows the file {file_id}, which was not uploaded"
