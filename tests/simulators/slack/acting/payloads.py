"""The payloads of commands and interactions, field by field as Slack sends them."""

from typing import TYPE_CHECKING

from tests.simulators.slack.channels import SlackChannel
from tests.simulators.slack.jsons import Json
from tests.simulators.slack.messages import SlackMessage
from tests.simulators.slack.views import SlackView
from tests.simulators.slack.words import Placed

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson


def command(person: "SlackPerson", channel: SlackChannel, name: str, text: str) -> Json:
    """A slash command: flat, all values strings, as it travels in a form."""
    slack, workspace = person.slack, person.workspace
    body: Json = {"token": slack.app.verification_token, "team_id": workspace.id, "team_domain": workspace.domain}
    if workspace.enterprise:
        body |= {"enterprise_id": workspace.enterprise.id, "enterprise_name": workspace.enterprise.name}
    body |= {"channel_id": channel.id, "channel_name": channel.named}
    body |= {"user_id": person.id, "user_name": person.profile.handle, "command": name, "text": text}
    body |= {"api_app_id": slack.app.id, "is_enterprise_install": str(workspace.installation.org_wide).lower()}
    body["response_url"] = slack.response_urls.issue(person, channel)
    body["trigger_id"] = slack.triggers.issue(person)
    return body


def interaction(person: "SlackPerson", kind: str, *, in_view: bool = False) -> Json:
    """What all interactions carry. Org-wide installed apps get no `team` with what happens in a view."""
    slack, workspace = person.slack, person.workspace
    org_wide = workspace.installation.org_wide
    return {
        "type": kind,
        "token": slack.app.verification_token,
        "api_app_id": slack.app.id,
        "team": None if org_wide and in_view else workspace.json(),
        "user": {
            "id": person.id,
            "username": person.profile.handle,
            "name": person.profile.handle,
            "team_id": person.profile.home_team,
        },
        "enterprise": workspace.enterprise.json() if workspace.enterprise else None,
        "is_enterprise_install": org_wide,
    }


def on_surface(person: "SlackPerson", kind: str, surface: SlackMessage | SlackView) -> Json:
    """What happened on a message or in a view; `actions` or the typed word is added by the caller."""
    if isinstance(surface, SlackView):
        body = interaction(person, kind, in_view=True)
        body["container"] = {"type": "view", "view_id": surface.id}
        body["view"] = surface.json()
        return body
    body = interaction(person, kind)
    channel = surface.channel
    body["container"] = {
        "type": "message",
        "message_ts": surface.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(surface.only_for),
    }
    body["channel"] = {"id": channel.id, "name": channel.named}
    if not surface.only_for:
        body["message"] = surface.json(include_metadata=True)
    if surface.thread_ts:
        body["container"]["thread_ts"] = surface.thread_ts
    return body


def block_actions(person: "SlackPerson", action: Json, surface: SlackMessage | SlackView) -> Json:
    slack = person.slack
    body = on_surface(person, "block_actions", surface)
    body["trigger_id"] = slack.triggers.issue(person, _modal(surface))
    body["actions"] = [{**action, "action_ts": slack.clock.stamp()}]
    if isinstance(surface, SlackMessage):
        body["response_url"] = slack.response_urls.issue(person, surface.channel, surface)
        body["state"] = {"values": {}}
    return body


def _modal(surface: SlackMessage | SlackView) -> SlackView | None:
    return surface if isinstance(surface, SlackView) and surface.content["type"] == "modal" else None


def view_submission(person: "SlackPerson", view: SlackView) -> Json:
    body = interaction(person, "view_submission", in_view=True)
    body |= {"trigger_id": person.slack.triggers.issue(person, view), "view": view.json()}
    asking = [p for p in view.elements if p.element.get("response_url_enabled") and view.value(p)]
    body["response_urls"] = [_chosen_channel_url(person, view, place) for place in asking]
    return body


def _chosen_channel_url(person: "SlackPerson", view: SlackView, place: Placed) -> Json:
    channel = person.workspace.channels[view.value(place)]
    url = person.slack.response_urls.issue(person, channel)
    return {"block_id": place.block_id, "action_id": place.action_id, "channel_id": channel.id, "response_url": url}


def view_closed(person: "SlackPerson", view: SlackView, *, is_cleared: bool) -> Json:
    return interaction(person, "view_closed", in_view=True) | {"view": view.json(), "is_cleared": is_cleared}


def shortcut(person: "SlackPerson", callback_id: str) -> Json:
    body = interaction(person, "shortcut")
    del body["api_app_id"]
    body |= {"action_ts": person.slack.clock.stamp(), "callback_id": callback_id}
    return body | {"trigger_id": person.slack.triggers.issue(person)}


def message_action(person: "SlackPerson", callback_id: str, message: SlackMessage) -> Json:
    slack = person.slack
    body = interaction(person, "message_action")
    del body["api_app_id"]
    body |= {"action_ts": slack.clock.stamp(), "callback_id": callback_id, "message_ts": message.ts}
    body |= {"channel": {"id": message.channel.id, "name": message.channel.named}, "message": message.json()}
    body["response_url"] = slack.response_urls.issue(person, message.channel, message)
    return body | {"trigger_id": slack.triggers.issue(person)}
