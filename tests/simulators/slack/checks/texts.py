"""Text objects, confirmations and options: shapes and lengths as the reference of Block Kit states them."""

from collections.abc import Iterator

from tests.simulators.slack.jsons import Json

PLAIN = ("plain_text",)
ANY_TEXT = ("plain_text", "mrkdwn")
MOST_TEXT = 3000
MOST_OPTION = 75
MOST_OPTION_VALUE = 150
MOST_OPTIONS = 100
MOST_ID = 255


def problem(path: str, sentence: str) -> str:
    """A sentence in the way of Slack's `response_metadata.messages`."""
    return f"[ERROR] {sentence} [json-pointer:{path}]"


def text_problems(value: object, path: str, most: int = MOST_TEXT, kinds: tuple[str, ...] = ANY_TEXT) -> Iterator[str]:
    if not isinstance(value, dict):
        yield problem(path, "must provide an object")
        return
    if value.get("type") not in kinds:
        yield problem(f"{path}/type", f"unsupported type: {value.get('type')}; allowed: {', '.join(kinds)}")
    if value.get("type") == "mrkdwn" and "emoji" in value:
        yield problem(f"{path}/emoji", "emoji belongs to plain_text only")
    yield from length_problems(value.get("text"), f"{path}/text", most)


def length_problems(value: object, path: str, most: int, least: int = 1) -> Iterator[str]:
    if not isinstance(value, str):
        yield problem(path, "must be a string")
    elif len(value) < least:
        yield problem(path, f"must be more than {least - 1} characters")
    elif len(value) > most:
        yield problem(path, f"must be less than {most + 1} characters")


def optional_text(holder: Json, name: str, path: str, most: int, kinds: tuple[str, ...] = PLAIN) -> Iterator[str]:
    if name in holder:
        yield from text_problems(holder[name], f"{path}/{name}", most, kinds)


def optional_length(holder: Json, name: str, path: str, most: int, least: int = 1) -> Iterator[str]:
    if name in holder:
        yield from length_problems(holder[name], f"{path}/{name}", most, least)


def count_problems(value: object, path: str, most: int, least: int = 1) -> Iterator[str]:
    if not isinstance(value, list):
        yield problem(path, "must be an array")
    elif len(value) < least:
        yield problem(path, f"no fewer than {least} items allowed")
    elif len(value) > most:
        yield problem(path, f"no more than {most} items allowed")


def confirm_problems(holder: Json, path: str) -> Iterator[str]:
    confirm = holder.get("confirm")
    if confirm is None:
        return
    where = f"{path}/confirm"
    if not isinstance(confirm, dict):
        yield problem(where, "must provide an object")
        return
    yield from text_problems(confirm.get("title"), f"{where}/title", 100, PLAIN)
    yield from text_problems(confirm.get("text"), f"{where}/text", 300)
    yield from text_problems(confirm.get("confirm"), f"{where}/confirm", 30, PLAIN)
    yield from text_problems(confirm.get("deny"), f"{where}/deny", 30, PLAIN)


def option_problems(option: object, path: str, kinds: tuple[str, ...] = PLAIN, url: bool = False) -> Iterator[str]:
    if not isinstance(option, dict):
        yield problem(path, "must provide an object")
        return
    yield from text_problems(option.get("text"), f"{path}/text", MOST_OPTION, kinds)
    yield from length_problems(option.get("value"), f"{path}/value", MOST_OPTION_VALUE)
    yield from optional_text(option, "description", path, MOST_OPTION, kinds)
    if "url" in option and not url:
        yield problem(f"{path}/url", "url is only available in overflow menus")


def options_problems(
    options: object, path: str, most: int = MOST_OPTIONS, kinds: tuple[str, ...] = PLAIN, url: bool = False
) -> Iterator[str]:
    yield from count_problems(options, path, most)
    if not isinstance(options, list):
        return
    for number, option in enumerate(options):
        yield from option_problems(option, f"{path}/{number}", kinds, url)
    values = [option.get("value") for option in options if isinstance(option, dict)]
    for value in sorted({str(v) for v in values if values.count(v) > 1}):
        yield problem(path, f"two options share the value {value!r}")


def group_problems(groups: object, path: str) -> Iterator[str]:
    yield from count_problems(groups, path, MOST_OPTIONS)
    for number, group in enumerate(groups if isinstance(groups, list) else ()):
        where = f"{path}/{number}"
        if not isinstance(group, dict):
            yield problem(where, "must provide an object")
            continue
        yield from text_problems(group.get("label"), f"{where}/label", MOST_OPTION, PLAIN)
        yield from options_problems(group.get("options"), f"{where}/options")


def offered(element: Json) -> list[Json]:
    """The options that stand in an element, groups flattened."""
    groups = [group.get("options", []) for group in element.get("option_groups", [])]
    return [*element.get("options", []), *(option for group in groups for option in group)]
