"""Messages that come to stand somewhere, and change there: the rules that all ways of sending share."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.simulators.simulated_discord.calls import Upload
from tests.simulators.simulated_discord.channels import Conversation, DirectChannel
from tests.simulators.simulated_discord.components import attached_names, stored
from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.limits import message_problems
from tests.simulators.simulated_discord.messages import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    SILENT,
    Attachment,
    DiscordMessage,
)
from tests.simulators.simulated_discord.pings import ping, problems_of_allowed, wording_problems
from tests.simulators.simulated_discord.rest.refusals import Refused
from tests.simulators.simulated_discord.threads import Thread

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.server import SimulatedDiscord
    from tests.simulators.simulated_discord.users import User

NONCE_LIFE = timedelta(minutes=5)
MOST_NONCE = 25
SETTABLE = EPHEMERAL | SILENT | COMPONENTS_V2 | 1 << 2  # and embeds suppressed
FILLED = ("content", "components", "embeds", "attachments", "poll", "sticker_ids")


def check(
    discord: "SimulatedDiscord",
    what: str,
    content: Json,
    uploads: list[Upload],
    before: DiscordMessage | None = None,
) -> None:
    """Refuses what Discord would refuse, and records it. `before` is the message that is edited."""
    if before is not None:  # a message that has components of the new kind keeps them
        content = content | {"flags": (content.get("flags") or 0) | before.flags & COMPONENTS_V2}
    found = [*message_problems(content), *problems_of_allowed(content.get("allowed_mentions"))]
    found += _file_problems(content, uploads, before)
    for problem in dict.fromkeys(found):
        discord.breaks(f"{what}: {problem}")
    if found:
        raise Refused(50035, found)


def _file_problems(content: Json, uploads: list[Upload], before: DiscordMessage | None) -> list[str]:
    """Every file that is announced comes, what components show is attached, and what is attached is shown."""
    announced = content.get("attachments") or []
    come = {str(upload.index) for upload in uploads}
    kept = {str(a.id): a.filename for a in before.attachments} if before else {}
    lost = [f"attachments: no file came for {a['id']}" for a in announced if str(a["id"]) not in come | set(kept)]
    named = {str(a["id"]) for a in announced} if "attachments" in content else set(kept)
    names = {u.filename for u in uploads} | {str(a["filename"]) for a in announced if a.get("filename")}
    names |= {name for id, name in kept.items() if id in named}
    shown = attached_names(content.get("components") or [])
    lost += [f"components: nothing is attached as {name!r}" for name in sorted(shown - names)]
    unseen = sorted({u.filename for u in uploads} - shown) if (content.get("flags") or 0) & COMPONENTS_V2 else []
    return lost + [f"components: nobody sees the attached file {name!r}" for name in unseen]


def post(
    discord: "SimulatedDiscord",
    channel: Conversation,
    author: "User",
    content: Json,
    uploads: list[Upload],
    **more: Any,
) -> DiscordMessage:
    """A new message, checked before; `more` are fields of `DiscordMessage`."""
    message = DiscordMessage(discord, channel, discord.ids.new(), author, discord.clock.now, **more)
    message.flags |= (content.get("flags") or 0) & SETTABLE
    message.nonce, message.allowed_mentions = content.get("nonce"), content.get("allowed_mentions")
    _fill(message, content, uploads)
    channel.messages.append(message)
    if not message.only_for:
        channel.last_message_id = message.id
    settle(message)
    return message


def settle(message: DiscordMessage) -> None:
    """What a message does once it stands there: it wakes people, revives threads, and is told over the gateway."""
    discord, channel = message.discord, message.channel
    if isinstance(channel, Thread) and not message.only_for:
        _revive(discord, channel)
    if isinstance(channel, DirectChannel) and not message.only_for:
        discord.gateway.dispatch("MESSAGE_CREATE", message.json(with_nonce=True) | {"channel_type": 1})
    wake(message)


def wake(message: DiscordMessage) -> None:
    """Pings and notifies, once there is something to read; who is pinged in a private thread is added to it."""
    if message.only_for or message.is_loading:
        return
    ping(message)
    for problem in wording_problems(message):
        message.discord.breaks(f"{message!r}: {problem}")
    thread = message.channel
    if isinstance(thread, Thread) and thread.is_private and thread.invitable_by(message.author.id):
        for id in message.pinged:
            thread.members.setdefault(id, message.discord.clock.now)
    if message.flags & SILENT or not message.author.bot:
        return
    direct = {message.channel.person.id} if isinstance(message.channel, DirectChannel) else set()
    for id in message.pinged | direct:
        message.discord.people[id].notifications.append(message)


def _revive(discord: "SimulatedDiscord", thread: Thread) -> None:
    if thread.archived:
        thread.archived, thread.archived_at = False, discord.clock.now
        discord.gateway.dispatch("THREAD_UPDATE", thread.json(discord.app.bot.id), thread.guild.id)


def repeated(channel: Conversation, author: "User", content: Json) -> DiscordMessage | None:
    """The message that was sent with this nonce in the last minutes, where the request wants each only once."""
    nonce = content.get("nonce")
    if nonce is None or not content.get("enforce_nonce"):
        return None
    for message in reversed(channel.messages):
        if message.discord.clock.now - message.sent_at >= NONCE_LIFE:
            return None
        if message.nonce == nonce and message.author is author:
            return message
    return None


def edit(message: DiscordMessage, content: Json, uploads: list[Upload]) -> None:
    """Only what the request names changes; files that it does not name again are gone where it names any."""
    message.flags = message.flags & ~LOADING | (content.get("flags") or 0) & COMPONENTS_V2
    _fill(message, content, uploads)
    message.edited_at = message.discord.clock.now
    for problem in wording_problems(message):
        message.discord.breaks(f"{message!r}: {problem}")
    if "allowed_mentions" in content:
        message.allowed_mentions = content["allowed_mentions"]
    if isinstance(message.channel, DirectChannel) and not message.only_for:
        message.discord.gateway.dispatch("MESSAGE_UPDATE", message.json() | {"channel_type": 1})


def _fill(message: DiscordMessage, content: Json, uploads: list[Upload]) -> None:
    discord = message.discord
    if "attachments" in content or uploads:
        kept = {int(a["id"]): a for a in content.get("attachments") or []}
        old = [a for a in message.attachments if a.id in kept]
        message.attachments = [*old, *(_attachment(discord, u, kept.get(u.index, {})) for u in uploads)]
    if "content" in content:
        message.content = content["content"] or ""
    if "embeds" in content:
        message.embeds = list(content["embeds"] or [])
    if "components" in content:
        files = {a.filename: a.json() for a in message.attachments}
        message.components = stored(content["components"] or [], files)
    if not any((message.content, message.embeds, message.components, message.attachments, message.is_loading)):
        raise Refused(50006)


def _attachment(discord: "SimulatedDiscord", upload: Upload, about: Json) -> Attachment:
    id = discord.ids.new()
    name = str(about.get("filename") or upload.filename)
    url = f"{discord.url}/attachments/{id}/{name}"
    discord.attachments[id] = attachment = Attachment(id, name, upload.data, url, str(about.get("description") or ""))
    return attachment
