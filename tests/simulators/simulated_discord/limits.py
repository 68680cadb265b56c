"""Discord's limits as a list of our own: what its document does not say, and what holds where the document is absent.

From developers/components/reference.mdx and resources/message.mdx of discord/discord-api-docs, and from its OpenAPI
document. Each function returns sentences that name what is wrong and where.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.simulators.simulated_discord.command_limits import choices_problems, commands_problems
from tests.simulators.simulated_discord.component_limits import component_problems, walked
from tests.simulators.simulated_discord.sizes import count, length

__all__ = ["choices_problems", "commands_problems", "message_problems", "modal_problems"]

Json = dict[str, Any]

V2 = 1 << 15
MOST_COMPONENTS = 40
MOST_TEXT = 4000
MOST_CONTENT = 2000
MOST_ROWS = 5
MOST_IN_A_MODAL = 5
MOST_NONCE = 25
NOT_WITH_V2 = ("content", "embeds", "poll", "sticker_ids")
ROW, TEXT, LABEL = 1, 10, 18
IN_A_MESSAGE = frozenset({1, 9, 10, 12, 13, 14, 17})
IN_A_MODAL = frozenset({TEXT, LABEL})  # rows are deprecated there
ATTACHED = "attachment://"


def message_problems(payload: Mapping[str, Any]) -> list[str]:
    """Of a message to be created or edited, or of the `data` of an answer with a message.

    That an `attachment://` file is among the attachments is only looked at where the payload lists attachments.
    """
    components = payload.get("components") or []
    v2 = bool((payload.get("flags") or 0) & V2)
    found = _v2_problems(payload, components) if v2 else _older_problems(payload, components)
    every = list(walked(components))
    return [
        *found,
        *(problem for where, each in every for problem in component_problems(each, where, in_modal=False)),
        *_unique_problems(each for _, each in every),
        *_attachment_problems(payload, [each for _, each in every]),
        *_sending_problems(payload),
    ]


def modal_problems(payload: Mapping[str, Any]) -> list[str]:
    """Of the `data` of an answer that opens a modal: custom_id, title, components."""
    components = payload.get("components") or []
    every = list(walked(components))
    return [
        *length(payload.get("custom_id"), 100, "custom_id"),
        *length(payload.get("title"), 45, "title"),
        *count(components, 1, MOST_IN_A_MODAL, "components of a modal"),
        *(f"/{n}: a {each.get('type')} stands in a modal" for n, each in enumerate(components) if not _modal_top(each)),
        *(problem for where, each in every for problem in component_problems(each, where, in_modal=True)),
        *_unique_problems(each for _, each in every),
        *_text_problems([each for _, each in every]),
        *(f"{name} is unknown" for name in payload if name not in {"custom_id", "title", "components"}),
    ]


def _modal_top(component: Json) -> bool:
    return component.get("type") in IN_A_MODAL


def _v2_problems(payload: Mapping[str, Any], components: Sequence[Json]) -> Iterator[str]:
    yield from (f"{name} can't stand in a message of components" for name in NOT_WITH_V2 if payload.get(name))
    if "components" not in payload:
        return
    if not components:
        yield "an empty message"
    for number, each in enumerate(components):
        if each.get("type") not in IN_A_MESSAGE:
            yield f"/{number}: a {each.get('type')} can't stand at the top of a message"
    every = [each for _, each in walked(components)]
    if len(every) > MOST_COMPONENTS:
        yield f"{len(every)} components, at most {MOST_COMPONENTS} may be"
    yield from _text_problems(every)


def _older_problems(payload: Mapping[str, Any], components: Sequence[Json]) -> Iterator[str]:
    yield from length(payload.get("content") or "x", MOST_CONTENT, "content")
    if len(components) > MOST_ROWS:
        yield f"{len(components)} rows, at most {MOST_ROWS} may be"
    for number, each in enumerate(components):
        if each.get("type") != ROW:
            yield f"/{number}: a {each.get('type')} needs the flag {V2}"


def _text_problems(every: Sequence[Json]) -> Iterator[str]:
    size = sum(len(str(each.get("content", ""))) for each in every if each.get("type") == TEXT)
    if size > MOST_TEXT:
        yield f"{size} characters of text, at most {MOST_TEXT} may be"


def _unique_problems(every: Iterator[Json]) -> Iterator[str]:
    components = list(every)
    for name in ("id", "custom_id"):
        given = Counter(each[name] for each in components if each.get(name))
        yield from (f"{name} {value!r} is there {times} times" for value, times in given.items() if times > 1)


def _attachment_problems(payload: Mapping[str, Any], every: Sequence[Json]) -> Iterator[str]:
    if "attachments" not in payload:
        return
    names = [each.get("filename") for each in payload["attachments"] or []]
    wanted = [url.removeprefix(ATTACHED) for each in every for url in _urls(each) if url.startswith(ATTACHED)]
    yield from (f"{name} is not attached" for name in wanted if None not in names and name not in names)
    yield from (f"{name} is attached twice" for name, times in Counter(names).items() if name and times > 1)
    if len(names) > 10:
        yield f"{len(names)} attachments, at most 10 may be"


def _urls(component: Json) -> list[str]:
    media = [item.get("media", {}) for item in component.get("items", [])]
    return [
        str(each.get("url", "")) for each in (*media, component.get("file", {}), component.get("media", {})) if each
    ]


def _sending_problems(payload: Mapping[str, Any]) -> Iterator[str]:
    nonce = payload.get("nonce")
    if nonce is not None:
        yield from length(str(nonce), MOST_NONCE, "nonce")
    mentions = payload.get("allowed_mentions") or {}
    for kind in ("users", "roles"):
        if kind in (mentions.get("parse") or []) and mentions.get(kind):
            yield f"allowed_mentions both parses {kind} and lists some"
