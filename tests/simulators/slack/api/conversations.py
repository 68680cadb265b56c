"""conversations.*: opening, finding and reading them."""

from tests.simulators.slack.api.methods import Asked, Method
from tests.simulators.slack.api.refusals import Refusal
from tests.simulators.slack.channels import SCOPE_FAMILY, SlackChannel
from tests.simulators.slack.jsons import Json
from tests.simulators.slack.messages import SlackMessage

MOST_USERS = 8
TYPES = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def conversations_open(asked: Asked) -> Json:
    if asked.text("channel"):
        return _opened(asked, asked.channel(), already=True)
    users = [u for u in dict.fromkeys(asked.text("users").split(",")) if u]
    if not users:
        raise Refusal("users_list_not_supplied", mistake=True)
    if len(users) > MOST_USERS:
        raise Refusal("too_many_users", mistake=True)
    asked.needs("im:write" if len(users) == 1 else "mpim:write")
    for user_id in users:
        _reachable(asked, user_id)
    first = asked.person(users[0])
    assert first
    ids = [*users, first.workspace.bot_user_id]
    known = first.workspace.conversation_of(ids)
    if known is None and asked.arguments.get("prevent_creation"):
        raise Refusal("channel_not_found")
    return _opened(asked, known or first.workspace.open(ids), already=known is not None)


def _reachable(asked: Asked, user_id: str) -> None:
    person = asked.person(user_id)
    if person is None or person.profile.bot:
        raise Refusal("invalid_user_combination" if user_id == asked.installation.bot_user_id else "user_not_found")
    if person.profile.stranger:
        raise Refusal("user_not_visible")
    if person.profile.deleted:
        raise Refusal("user_disabled")


def _opened(asked: Asked, channel: SlackChannel, *, already: bool) -> Json:
    whole = asked.arguments.get("return_im")
    shown: Json = {"channel": channel.json() if whole else {"id": channel.id}}
    return shown | ({"no_op": True, "already_open": True} if already else {})


def conversations_info(asked: Asked) -> Json:
    return {"channel": _shown(asked.readable("read"), bool(asked.arguments.get("include_num_members")))}


def _shown(channel: SlackChannel, count: bool) -> Json:
    shown = channel.json()
    if not count:
        shown.pop("num_members", None)
    return shown


def conversations_list(asked: Asked) -> Json:
    kinds = [t.strip() for t in (asked.text("types") or "public_channel").split(",")]
    if set(kinds) - set(TYPES):
        raise Refusal("invalid_types", mistake=True)
    for kind in kinds:
        asked.needs(f"{SCOPE_FAMILY[TYPES[kind]]}:read")
    wanted = {TYPES[kind] for kind in kinds}
    found = [c for c in asked.workspace.channels.values() if c.kind in wanted and (c.kind == "public" or c.has_bot)]
    if asked.arguments.get("exclude_archived"):
        found = [c for c in found if not c.archived]
    page, more = asked.page([_shown(c, True) for c in found])
    return {"channels": page, "response_metadata": more}


def conversations_members(asked: Asked) -> Json:
    page, more = asked.page([{"id": m} for m in asked.readable("read").members])
    return {"members": [m["id"] for m in page], "response_metadata": more}


def conversations_history(asked: Asked) -> Json:
    channel = asked.readable("history")
    if not channel.has_bot:
        raise Refusal("not_in_channel")
    return _listed(asked, [m for m in reversed(_standing(channel)) if m.thread_ts in ("", m.ts)])


def conversations_replies(asked: Asked) -> Json:
    channel, ts = asked.readable("history"), asked.text("ts")
    found = [m for m in _standing(channel) if ts in (m.ts, m.thread_ts)]
    if not any(m.ts == ts for m in found):
        raise Refusal("thread_not_found")
    return _listed(asked, found)


def _standing(channel: SlackChannel) -> list[SlackMessage]:
    """What the API can see: ephemeral messages it never can."""
    return [m for m in channel.messages if not m.deleted and not m.only_for]


def _listed(asked: Asked, messages: list[SlackMessage]) -> Json:
    metadata = bool(asked.arguments.get("include_all_metadata"))
    found = [m.json(metadata) for m in messages if _between(asked, m.ts)]
    page, more = asked.page(found)
    following: Json = {"response_metadata": more} if more["next_cursor"] else {}
    return {"messages": page, "has_more": bool(following), "pin_count": 0, **following}


def _between(asked: Asked, ts: str) -> bool:
    oldest, latest = asked.text("oldest") or "0", asked.text("latest") or "9999999999"
    if asked.arguments.get("inclusive"):
        return float(oldest) <= float(ts) <= float(latest)
    return float(oldest) < float(ts) < float(latest)


def conversations_join(asked: Asked) -> Json:
    channel = asked.channel()
    if channel.kind != "public":
        raise Refusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refusal("is_archived")
    if channel.has_bot:
        return {"channel": channel.json(), "warning": "already_in_channel"}
    channel.members.append(channel.workspace.bot_user_id)
    return {"channel": channel.json()}


PAGED = "cursor limit:int"
SPAN = f"include_all_metadata:bool inclusive:bool latest oldest {PAGED}"
METHODS = (
    Method("conversations.open", conversations_open, "channel users return_im:bool prevent_creation:bool"),
    Method("conversations.info", conversations_info, "channel! include_locale:bool include_num_members:bool"),
    Method("conversations.list", conversations_list, f"exclude_archived:bool types {PAGED}"),
    Method("conversations.members", conversations_members, f"channel! {PAGED}"),
    Method("conversations.history", conversations_history, f"channel! {SPAN}"),
    Method("conversations.replies", conversations_replies, f"channel! ts! {SPAN}"),
    Method("conversations.join", conversations_join, "channel!", "channels:join"),
)
