"""What Slack makes of an acknowledgement: a message, errors beside inputs, the next view, options."""

from typing import TYPE_CHECKING

from tests.simulators.slack.answers import Answer
from tests.simulators.slack.channels import SlackChannel
from tests.simulators.slack.checks import Surface, check_view
from tests.simulators.slack.checks.texts import group_problems, options_problems
from tests.simulators.slack.jsons import Json
from tests.simulators.slack.posting import check_response, post
from tests.simulators.slack.views import SlackView
from tests.simulators.slack.wording import check_wording

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson
    from tests.simulators.slack.server import SimulatedSlack

SLACKBOT = "USLACKBOT"
ACTIONS = {"clear": (), "errors": ("errors",), "update": ("view",), "push": ("view",)}
MOST_VIEWS = 3


def apply_command(person: "SlackPerson", channel: SlackChannel, answer: Answer) -> None:
    """The body of the acknowledgement shows to her alone, or to all with `response_type: in_channel`."""
    slack = person.slack
    if not answer.ok:
        why = f"http_status_{answer.status}" if answer.status else "operation_timeout"
        text = f"{answer.payload['command']} failed with the error {why!r}"
        post(channel, SLACKBOT, {"text": text}, only_for=person.id, slack=slack)
        return
    if not answer.body:
        return
    check_response(channel.workspace, f"the answer to {answer.envelope.title}", answer.body)
    public = answer.body.get("response_type") == "in_channel"
    post(channel, channel.workspace.bot_user_id, answer.body, only_for="" if public else person.id, slack=slack)


def apply_press(answer: Answer) -> None:
    _nothing_said(answer)


def _nothing_said(answer: Answer) -> None:
    if answer.ok and answer.body and answer.person:
        slack = answer.person.slack
        slack.breaks(f"{answer.envelope.title}: the acknowledgement says {answer.body}, which nobody reads")


def apply_options(answer: Answer) -> list[Json]:
    """The options under the field, groups flattened; none where the app did not answer."""
    assert answer.person
    slack, body = answer.person.slack, answer.body
    if not answer.ok:
        return []
    if ("options" in body) == ("option_groups" in body):
        slack.breaks(f"{answer.envelope.title}: needs options or option_groups, has {sorted(body)}")
        return []
    groups = body.get("option_groups", [])
    checked = group_problems(groups, "/option_groups") if groups else ()
    plain = _suggestion_problems(body["options"]) if "options" in body else []
    for sentence in (*checked, *plain):
        slack.breaks(f"{answer.envelope.title}: {sentence}")
    return [*body.get("options", []), *(o for g in groups for o in g["options"])]


def _suggestion_problems(options: list[Json]) -> list[str]:
    return list(options_problems(options, "/options")) if options else []


async def apply_submission(person: "SlackPerson", view: SlackView, answer: Answer) -> None:
    """Empty: the view goes. Otherwise what `response_action` says; without an answer it stays, with a warning."""
    if not answer.ok:
        view.trouble = True
        return
    body = answer.body
    if not body:
        _leave(person, [view])
        return
    action = str(body.get("response_action"))
    if action not in ACTIONS or set(body) - {"response_action", *ACTIONS[action]}:
        _refuse(person, view, f"{answer.envelope.title}: no such acknowledgement of a submission: {body}")
        return
    match action:
        case "clear":
            _leave(person, list(person.modals))
        case "errors":
            _show_errors(person.slack, view, body, answer.envelope.title)
        case _:
            _show_next(person, view, body["view"], push=action == "push")


def _leave(person: "SlackPerson", views: list[SlackView]) -> None:
    for view in views:
        view.closed = True
        if view in person.modals:
            person.modals.remove(view)


def _refuse(person: "SlackPerson", view: SlackView, sentence: str) -> None:
    view.trouble = True
    person.slack.breaks(sentence)


def _show_errors(slack: "SimulatedSlack", view: SlackView, body: Json, title: str) -> None:
    """Errors stand beside inputs, found by their block_id."""
    errors = body.get("errors")
    if not isinstance(errors, dict) or not errors:
        slack.breaks(f"{title}: errors must map block ids to sentences, not {errors!r}")
        return
    inputs = {p.block_id for p in view.elements if p.is_input}
    for block_id, sentence in errors.items():
        if block_id not in inputs:
            slack.breaks(f"{title}: an error for {block_id!r}, which is no input of this view")
        if not isinstance(sentence, str) or not sentence:
            slack.breaks(f"{title}: the error for {block_id!r} is no sentence: {sentence!r}")
    view.errors, view.trouble = dict(errors), False


def _show_next(person: "SlackPerson", view: SlackView, content: Json, *, push: bool) -> None:
    findings = check_view(content, Surface.MODAL)
    for sentence in findings:
        person.slack.breaks(f"the view in an acknowledgement: {sentence}")
    if findings.slack:
        view.trouble = True
        return
    check_wording(person.workspace, "the view in an acknowledgement", content)
    if not push:
        view.shows(content)
    elif len(person.modals) >= MOST_VIEWS:
        _refuse(person, view, f"push_limit_reached: at most {MOST_VIEWS} views in a stack")
    else:
        person.slack.views.push(person, content)
