"""What inputs hold: the entry of `view.state.values` for each kind of element, as Slack sends it."""

from tests.simulators.slack.checks.texts import offered
from tests.simulators.slack.jsons import Json
from tests.simulators.slack.words import placed

HOLDS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "file_input": ("files", "initial_files"),
}
LISTS = ("selected_options", "selected_users", "selected_channels", "selected_conversations", "files")


def entry(kind: str, value: object) -> Json:
    """What the state holds for an element of this kind; an empty choice is null, or an empty list of several."""
    key = HOLDS[kind][0]
    if value is None and key in LISTS:
        value = []
    return {"type": kind, key: value}


def initial_state(blocks: list[Json]) -> dict[str, dict[str, Json]]:
    state: dict[str, dict[str, Json]] = {}
    for place in placed(blocks):
        if place.kind in HOLDS:
            initial = place.element.get(HOLDS[place.kind][1])
            state.setdefault(place.block_id, {})[place.action_id] = entry(place.kind, initial)
    return state


def kept_state(
    old: dict[str, dict[str, Json]], new: dict[str, dict[str, Json]], blocks: list[Json]
) -> dict[str, dict[str, Json]]:
    """The new view's state with what was there before, where the same input still offers it."""
    for place in placed(blocks):
        before = old.get(place.block_id, {}).get(place.action_id)
        if before is not None and before["type"] == place.kind and _still_offered(place.element, before):
            new[place.block_id][place.action_id] = before
    return new


def _still_offered(element: Json, before: Json) -> bool:
    if "options" not in element and "option_groups" not in element:
        return True
    value = before[HOLDS[element["type"]][0]]
    chosen = value if isinstance(value, list) else [value] if value else []
    return all(option in offered(element) for option in chosen)
