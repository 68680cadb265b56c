"""Modals: filling in, sending and closing, with the checks that Slack's own client makes before it sends."""

import copy
from typing import TYPE_CHECKING, Any

from tests.simulators.slack.acting.choices import refusal
from tests.simulators.slack.acting.payloads import view_closed, view_submission
from tests.simulators.slack.acting.pressing import chooses
from tests.simulators.slack.acting.replies import apply_submission
from tests.simulators.slack.answers import Answer
from tests.simulators.slack.jsons import Impossible, Json
from tests.simulators.slack.views import SlackView

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson


def open_modal(person: "SlackPerson") -> SlackView:
    if person.modal is None:
        raise Impossible(f"{person.profile.name} has no modal open")
    return person.modal


async def fills(person: "SlackPerson", view: SlackView, values: dict[str, Any]) -> None:
    for name, value in values.items():
        await chooses(person, name, value, view)


async def submits(
    person: "SlackPerson", view: SlackView, forged_values: dict[str, Json] | None, forged_view: Json | None
) -> Answer:
    _in_front(person, view)
    if "submit" not in view.content:
        raise Impossible(f"{view.title!r} has no button to submit")
    if forged_values is None and forged_view is None:
        _check(view)
    body = view_submission(person, view)
    if forged_values or forged_view:
        body["view"] = _forged(body["view"], forged_values or {}, forged_view or {})
    answer = await person.slack.acts.interact(person, body)
    await apply_submission(person, view, answer)
    return answer


def _in_front(person: "SlackPerson", view: SlackView) -> None:
    if view is not person.modal:
        raise Impossible(f"{view.title!r} is not the view in front of {person.profile.name}")


def _check(view: SlackView) -> None:
    """The client keeps the form open while an input is not right; nothing is sent."""
    refused = {p.label: refusal(p, view.value(p)) for p in view.elements if p.is_input}
    if sentences := {label: sentence for label, sentence in refused.items() if sentence}:
        raise Impossible(f"the client does not send {view.title!r}: {sentences}")


def _forged(view: Json, values: dict[str, Json], fields: Json) -> Json:
    view = copy.deepcopy(view) | fields
    for name, value in values.items():
        block_id, _, action_id = name.partition("/")
        view["state"]["values"].setdefault(block_id, {})[action_id] = value
    return view


async def closes(person: "SlackPerson", view: SlackView, all_views: bool) -> Answer | None:
    """The app hears of it where the view asks for it; of a cleared stack for each such view."""
    _in_front(person, view)
    clears = all_views or bool(view.content.get("clear_on_close"))
    gone = list(reversed(person.modals)) if clears else [view]
    told = None
    for closed in gone:
        person.modals.remove(closed)
        closed.closed = True
        if closed.content.get("notify_on_close"):
            body = view_closed(person, closed, is_cleared=clears)
            answer = await person.slack.acts.interact(person, body)
            told = told or answer
    return told
