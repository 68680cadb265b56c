"""Block elements: limits of each kind, and where each may stand."""

import re
from collections.abc import Callable, Iterator

from tests.simulators.slack.checks.texts import (
    ANY_TEXT,
    MOST_ID,
    PLAIN,
    confirm_problems,
    group_problems,
    length_problems,
    offered,
    option_problems,
    optional_length,
    optional_text,
    options_problems,
    problem,
    text_problems,
)
from tests.simulators.slack.jsons import Json

MOST_BUTTON = 75
MOST_BUTTON_VALUE = 2000
MOST_URL = 3000
MOST_PLACEHOLDER = 150
MOST_INPUT = 3000
NUMBER = re.compile(r"-?\d+(\.\d+)?")

SINGLE_SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
SELECTS = SINGLE_SELECTS + tuple(f"multi_{kind}" for kind in SINGLE_SELECTS)
CHOICES = ("checkboxes", "radio_buttons")
MOMENTS = ("datepicker", "timepicker", "datetimepicker")
TYPED = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input", "file_input")
BUTTONS = ("button", "workflow_button")

IN_ACTIONS = frozenset((*BUTTONS, "overflow", *SELECTS, *CHOICES, *MOMENTS))
IN_SECTION = frozenset((*BUTTONS, "overflow", "image", *SELECTS, *CHOICES, "datepicker", "timepicker"))
IN_INPUT = frozenset((*SELECTS, *CHOICES, *MOMENTS, *TYPED))
NOT_FOCUSED = (*BUTTONS, "overflow", "image")


def element_problems(element: object, path: str, allowed: frozenset[str]) -> Iterator[str]:
    if not isinstance(element, dict):
        yield problem(path, "must provide an object")
        return
    kind = element.get("type")
    if kind not in allowed:
        yield problem(f"{path}/type", f"unsupported type: {kind}")
        return
    yield from optional_length(element, "action_id", path, MOST_ID)
    yield from optional_text(element, "placeholder", path, MOST_PLACEHOLDER)
    yield from confirm_problems(element, path)
    if "focus_on_load" in element and kind in NOT_FOCUSED:
        yield problem(f"{path}/focus_on_load", f"a {kind} takes no focus")
    if check := CHECKS.get(str(kind)):
        yield from check(element, path)


def _button(element: Json, path: str) -> Iterator[str]:
    yield from text_problems(element.get("text"), f"{path}/text", MOST_BUTTON, PLAIN)
    yield from optional_length(element, "value", path, MOST_BUTTON_VALUE)
    yield from optional_length(element, "url", path, MOST_URL)
    yield from optional_length(element, "accessibility_label", path, MOST_BUTTON)
    if element.get("style", "primary") not in ("primary", "danger"):
        yield problem(f"{path}/style", "style is primary or danger, or left out")


def _image(element: Json, path: str) -> Iterator[str]:
    yield from length_problems(element.get("alt_text"), f"{path}/alt_text", 2000)
    yield from picture_problems(element, path)


def picture_problems(holder: Json, path: str) -> Iterator[str]:
    """An image comes from an address or from a file that was uploaded, not from both."""
    if ("image_url" in holder) == ("slack_file" in holder):
        yield problem(path, "one of image_url and slack_file is required")
    yield from optional_length(holder, "image_url", path, MOST_URL)
    if not str(holder.get("image_url", "https://")).startswith(("https://", "http://")):
        yield problem(f"{path}/image_url", "downloading image failed")


def _overflow(element: Json, path: str) -> Iterator[str]:
    yield from options_problems(element.get("options"), f"{path}/options", 5, url=True)


def _boxes(element: Json, path: str) -> Iterator[str]:
    yield from options_problems(element.get("options"), f"{path}/options", 10, ANY_TEXT)
    yield from _initial_problems(element, path, ANY_TEXT)


def _static(element: Json, path: str) -> Iterator[str]:
    if ("options" in element) == ("option_groups" in element):
        yield problem(path, "either options or option_groups is required")
    elif "options" in element:
        yield from options_problems(element["options"], f"{path}/options")
    else:
        yield from group_problems(element["option_groups"], f"{path}/option_groups")
    yield from _initial_problems(element, path)
    yield from _most_problems(element, path)


def _initial_problems(element: Json, path: str, kinds: tuple[str, ...] = PLAIN) -> Iterator[str]:
    standing = offered(element)
    for where, option in _initial_options(element, path):
        yield from option_problems(option, where, kinds)
        if option not in standing:
            yield problem(where, "initial option must match exactly one of the options")


def _initial_options(element: Json, path: str) -> Iterator[tuple[str, Json]]:
    if "initial_option" in element:
        yield f"{path}/initial_option", element["initial_option"]
    if "initial_options" in element and not element["initial_options"]:
        yield f"{path}/initial_options", {}
    for number, option in enumerate(element.get("initial_options", [])):
        yield f"{path}/initial_options/{number}", option


INITIAL_LISTS = ("initial_options", "initial_users", "initial_conversations", "initial_channels")


def _most_problems(element: Json, path: str) -> Iterator[str]:
    if "max_selected_items" not in element:
        return
    most = element["max_selected_items"]
    if not isinstance(most, int) or most < 1:
        yield problem(f"{path}/max_selected_items", "must be at least 1")
    elif any(len(element.get(name, [])) > most for name in INITIAL_LISTS):
        yield problem(f"{path}/max_selected_items", "fewer than the initial selection")


def _external(element: Json, path: str) -> Iterator[str]:
    if "options" in element or "option_groups" in element:
        yield problem(path, "an external select has no options of its own")
    least = element.get("min_query_length", 3)
    if not isinstance(least, int) or least < 0:
        yield problem(f"{path}/min_query_length", "must be a number of characters")
    for where, option in _initial_options(element, path):
        yield from option_problems(option, where)
    yield from _most_problems(element, path)


def _picked(element: Json, path: str) -> Iterator[str]:
    yield from _most_problems(element, path)


def _pattern(name: str, pattern: str, says: str) -> Callable[[Json, str], Iterator[str]]:
    wanted = re.compile(pattern)

    def check(element: Json, path: str) -> Iterator[str]:
        if name in element and not wanted.fullmatch(str(element[name])):
            yield problem(f"{path}/{name}", says)

    return check


def _typed(element: Json, path: str) -> Iterator[str]:
    least, most = element.get("min_length", 0), element.get("max_length", MOST_INPUT)
    if not (isinstance(least, int) and 0 <= least <= MOST_INPUT):
        yield problem(f"{path}/min_length", f"must be 0 to {MOST_INPUT}")
    elif not (isinstance(most, int) and max(1, least) <= most <= MOST_INPUT):
        yield problem(f"{path}/max_length", f"must be 1 to {MOST_INPUT} and no less than min_length")
    else:
        yield from optional_length(element, "initial_value", path, most, least)


def _number(element: Json, path: str) -> Iterator[str]:
    if not isinstance(element.get("is_decimal_allowed"), bool):
        yield problem(f"{path}/is_decimal_allowed", "is required, true or false")
    bounds = {name: element[name] for name in ("min_value", "initial_value", "max_value") if name in element}
    for name, value in bounds.items():
        if not isinstance(value, str) or not NUMBER.fullmatch(value):
            yield problem(f"{path}/{name}", "must be a number written as a string")
            return
    numbers = [float(value) for value in bounds.values()]
    if numbers != sorted(numbers):
        yield problem(path, "min_value, initial_value and max_value must be in this order")


CHECKS: dict[str, Callable[[Json, str], Iterator[str]]] = {
    "button": _button,
    "image": _image,
    "overflow": _overflow,
    "checkboxes": _boxes,
    "radio_buttons": _boxes,
    "static_select": _static,
    "multi_static_select": _static,
    "external_select": _external,
    "multi_external_select": _external,
    "multi_users_select": _picked,
    "multi_conversations_select": _picked,
    "multi_channels_select": _picked,
    "datepicker": _pattern("initial_date", r"\d{4}-\d\d-\d\d", "must be a date in the form YYYY-MM-DD"),
    "timepicker": _pattern("initial_time", r"([01]\d|2[0-3]):[0-5]\d", "must be a time in the form HH:mm"),
    "datetimepicker": _pattern("initial_date_time", r"\d{10}", "must be a UNIX time of 10 digits"),
    "plain_text_input": _typed,
    "number_input": _number,
}
