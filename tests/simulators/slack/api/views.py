"""views.*: modals and the home tab."""

from typing import TYPE_CHECKING

from tests.simulators.slack.api.methods import Asked, Method
from tests.simulators.slack.api.refusals import Refusal
from tests.simulators.slack.checks import Surface, check_view
from tests.simulators.slack.checks.views import MOST_BYTES
from tests.simulators.slack.jsons import Json, canonical
from tests.simulators.slack.views import SlackView
from tests.simulators.slack.wording import check_wording

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson

MOST_VIEWS = 3


def views_open(asked: Asked) -> Json:
    view = _checked(asked, Surface.MODAL)
    trigger = asked.slack.triggers.spend(_trigger(asked), _teams(asked))
    _unique(asked, view, None)
    _worded(asked, trigger.person, view)
    return {"view": asked.slack.views.open(trigger.person, view).json()}


def views_push(asked: Asked) -> Json:
    view = _checked(asked, Surface.MODAL)
    trigger = asked.slack.triggers.spend(_trigger(asked), _teams(asked))
    if trigger.view is None:
        raise Refusal("invalid_trigger_id", mistake=True)
    if trigger.view.closed or not trigger.person.modals:
        raise Refusal("not_found")
    if len(trigger.person.modals) >= MOST_VIEWS:
        raise Refusal("push_limit_reached", mistake=True)
    _unique(asked, view, None)
    _worded(asked, trigger.person, view)
    return {"view": asked.slack.views.push(trigger.person, view).json()}


def views_update(asked: Asked) -> Json:
    store = asked.slack.views
    standing = store.find(asked.text("view_id")) or store.by_external_id(asked.text("external_id"))
    if standing is None or standing.closed or standing.person.workspace not in asked.workspaces:
        raise Refusal("not_found")
    surface = Surface(standing.content["type"])
    view = _checked(asked, surface)
    _same_hash(asked, standing)
    _unique(asked, view, standing)
    _worded(asked, standing.person, view)
    standing.shows(view)
    return {"view": standing.json()}


def views_publish(asked: Asked) -> Json:
    if not asked.slack.app.home_tab:
        raise Refusal("not_enabled", mistake=True)
    person = _publishable(asked)
    view = _checked(asked, Surface.HOME)
    if person.home:
        _same_hash(asked, person.home)
    _worded(asked, person, view)
    return {"view": asked.slack.views.publish(person, view).json()}


def _publishable(asked: Asked) -> "SlackPerson":
    person = asked.person(asked.text("user_id"))
    if person is None or person.profile.stranger:
        messages = ["[ERROR] user_id is not valid"]
        raise Refusal("invalid_arguments", response_metadata={"messages": messages})
    return person


def _trigger(asked: Asked) -> str:
    trigger_id = asked.text("trigger_id") or asked.text("interactivity_pointer")
    if not trigger_id:
        messages = ["[ERROR] missing required field: trigger_id"]
        raise Refusal("invalid_arguments", mistake=True, response_metadata={"messages": messages})
    return trigger_id


def _teams(asked: Asked) -> tuple[str, ...]:
    return tuple(w.id for w in asked.workspaces)


def _checked(asked: Asked, surface: Surface) -> Json:
    view: Json = asked.arguments["view"]
    if len(canonical(view).encode()) > MOST_BYTES:
        raise Refusal("view_too_large", mistake=True)
    findings = check_view(view, surface)
    if findings.slack:
        raise Refusal("invalid_arguments", mistake=True, response_metadata={"messages": list(findings.slack)})
    for sentence in findings.strict:
        asked.slack.breaks(f"{asked.method.name}: {sentence}")
    return view


def _worded(asked: Asked, person: "SlackPerson", view: Json) -> None:
    check_wording(person.workspace, asked.method.name, view)


def _same_hash(asked: Asked, standing: SlackView) -> None:
    if asked.text("hash") and asked.text("hash") != standing.hash:
        raise Refusal("hash_conflict")


def _unique(asked: Asked, view: Json, itself: SlackView | None) -> None:
    other = asked.slack.views.by_external_id(view.get("external_id", ""))
    if other is not None and other is not itself:
        raise Refusal("duplicate_external_id", mistake=True)


TRIGGERED = "trigger_id interactivity_pointer view!:json"
METHODS = (
    Method("views.open", views_open, TRIGGERED),
    Method("views.push", views_push, TRIGGERED),
    Method("views.update", views_update, "view_id external_id view!:json hash"),
    Method("views.publish", views_publish, "user_id! view!:json hash interactivity_pointer"),
)
