"""Fields become Slack's own input elements. Pure."""

from collections.abc import Iterable, Sequence
from typing import assert_never

from adapters.slack.richtext import Json, plain
from bot.commands import PICKED
from bot.views import (
    ChannelField,
    ChoiceField,
    ChoicesField,
    DateField,
    Field,
    MemberField,
    NumberField,
    Option,
    RolesField,
    SearchField,
    TextField,
    TimeField,
    ViewTooLarge,
)

VALUE = "value"
LISTED = "listed"  # the action_id of a list that stands for a text of several picks, which are sent as one text
FEW = 5
MOST_TICKED = 10
MOST_LISTED = 100
MOST_TYPED = 3000
MOST_LABEL = 2000
MOST_OPTION = 75


def input_block(asked: Field) -> Json:
    """The field as one block: its name is the block's id, what was chosen is found under `value` (or `listed`)."""
    hint: Json = {"hint": plain(asked.hint, MOST_LABEL)} if asked.hint else {}
    return {
        "type": "input",
        "block_id": asked.name,
        "label": plain(asked.label, MOST_LABEL),
        "element": {"action_id": VALUE, **_element(asked)},
        "optional": not asked.required,
        **hint,
    }


def choices(options: Iterable[Option]) -> Json:
    """At most 100 of them, under the headings of their groups where every one has a group."""
    some = list(options)[:MOST_LISTED]
    if not some or not all(option.group for option in some):
        return {"options": [choice(option) for option in some]}
    groups: dict[str, list[Json]] = {}
    for option in some:
        groups.setdefault(option.group, []).append(choice(option))
    return {"option_groups": [{"label": plain(label, MOST_OPTION), "options": o} for label, o in groups.items()]}


def choice(option: Option) -> Json:
    if not 1 <= len(option.value) <= MOST_OPTION:
        raise ViewTooLarge(f"an option's value must have 1 to {MOST_OPTION} characters: {option.value[:60]!r}")
    more: Json = {"description": plain(option.description, MOST_OPTION)} if option.description else {}
    return {"text": plain(option.label, MOST_OPTION), "value": option.value, **more}


def _element(asked: Field) -> Json:
    match asked:
        case TextField():
            return _picks(asked) or _text(asked)
        case ChoiceField():
            few = asked.required and 1 <= len(asked.options) <= FEW
            return _buttons(asked.options, asked.value) if few else _list(asked.options, (asked.value,), 1)
        case ChoicesField():
            fits = 1 <= len(asked.options) <= MOST_TICKED and asked.most >= len(asked.options)
            return _boxes(asked.options, asked.values) if fits else _list(asked.options, asked.values, asked.most)
        case SearchField():
            return _list(asked.options, asked.values, asked.most)
        case MemberField():
            return _list(asked.options, (asked.value,), 1) if asked.options else _person(asked.value)
        case DateField():
            return {"type": "datepicker", **_initial("date", asked.value.isoformat() if asked.value else "")}
        case TimeField():
            return {
                "type": "timepicker",
                **_initial("time", asked.value.strftime("%H:%M") if asked.value is not None else ""),
            }
        case NumberField():
            return _number(asked)
        case ChannelField():
            return {
                "type": "conversations_select",
                "filter": {"include": ["public", "private"]},
                **_initial("conversation", asked.value),
            }
        case RolesField():
            raise ViewTooLarge("Slack has no roles to choose from")
        case _:
            assert_never(asked)


def _initial(what: str, value: str) -> Json:
    return {f"initial_{what}": value} if value else {}


def _text(asked: TextField) -> Json:
    """What stands there may be longer than the limit, to be shortened by its writer rather than by the bot."""
    standing = asked.value[:MOST_TYPED]
    limit = min(max(asked.limit, len(standing), 1), MOST_TYPED)
    return {
        "type": "plain_text_input",
        "multiline": asked.long,
        "max_length": limit,
        **_initial("value", standing),
    }


def _picks(asked: TextField) -> Json:
    """A list of the suggestions where they are all there is; nothing where they don't fit or more was typed."""
    if not (asked.picks and _listable(asked)):
        return {}
    known = {suggestion.casefold(): suggestion for suggestion in asked.suggestions}
    typed = [piece.strip() for piece in asked.value.split(",")] if asked.picks > 1 else [asked.value.strip()]
    standing = [piece.casefold() for piece in typed if piece]
    if len(set(standing)) > asked.picks or not set(standing) <= set(known):
        return {}
    options = tuple(Option(suggestion, suggestion) for suggestion in asked.suggestions)
    listed: Json = {"action_id": LISTED} if asked.picks > 1 else {}
    return {**_list(options, [known[piece] for piece in standing], asked.picks), **listed}


def _listable(asked: TextField) -> bool:
    if not 1 <= len(asked.suggestions) <= MOST_LISTED:
        return False
    short = all(1 <= len(suggestion) <= MOST_OPTION for suggestion in asked.suggestions)
    return short and (asked.picks == 1 or not any("," in suggestion for suggestion in asked.suggestions))


def _list(options: Sequence[Option], values: Sequence[str], most: int) -> Json:
    """A menu: written out where it fits, else asked for while somebody types. Slack refuses an empty written list."""
    several = most > 1
    chosen = [choice(option) for option in options if option.value in values][: max(most, 1)]
    initial: Json = {"initial_options": chosen} if several else {"initial_option": chosen[0] if chosen else None}
    limit: Json = {"max_selected_items": most} if several else {}
    static = 1 <= len(options) <= MOST_LISTED
    kind = ("multi_" if several else "") + ("static_select" if static else "external_select")
    source: Json = choices(options) if static else {"min_query_length": 0}
    return {"type": kind, **source, **limit, **(initial if chosen else {})}


def _buttons(options: Sequence[Option], value: str) -> Json:
    chosen = [choice(option) for option in options if option.value == value][:1]
    initial: Json = {"initial_option": chosen[0]} if chosen else {}
    return {"type": "radio_buttons", "options": [choice(option) for option in options], **initial}


def _boxes(options: Sequence[Option], values: Sequence[str]) -> Json:
    chosen = [choice(option) for option in options if option.value in values]
    initial: Json = {"initial_options": chosen} if chosen else {}
    return {"type": "checkboxes", "options": [choice(option) for option in options], **initial}


def _person(value: str) -> Json:
    user = value.removeprefix(PICKED) if value.startswith(PICKED) else ""
    return {"type": "users_select", **_initial("user", user)}


def _number(asked: NumberField) -> Json:
    """A standing value beyond the bounds is left out: Slack would refuse the whole dialog."""
    value = asked.value if asked.value is not None and asked.least <= asked.value <= asked.most else None
    return {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": str(asked.least),
        "max_value": str(asked.most),
        **_initial("value", "" if value is None else str(value)),
    }
