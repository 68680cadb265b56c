"""The `/find-mentor` dialog as Slack sends it back: the payload of a submission, in its real size and shape."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.slack import inbound, modals
from adapters.slack.origin import Origin
from benchmarks.large_community import SUBMITTED
from bot.commands import OpenFindMentor
from bot.views import Form

Payload = dict[str, Any]
WRITTEN = {"plain_text_input": "value"}
ONE, SEVERAL = {"static_select", "external_select"}, {"multi_static_select", "checkboxes"}


def filled(form: Form, team: str) -> str:
    """The submission of this form with what `SUBMITTED` says; `of` makes it somebody's."""
    origin = replace(Origin(form.action), opener=inbound.opener(OpenFindMentor()))
    view: Payload = dict(modals.modal(form, origin))
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    values = {b["block_id"]: {b["element"]["action_id"]: _entered(b)} for b in inputs}
    body: Payload = {
        "type": "view_submission",
        "token": "verification-token",
        "api_app_id": "A1",
        "team": {"id": team, "domain": "bench"},
        "enterprise": None,
        "is_enterprise_install": False,
        "view": {
            **view,
            "id": "V1",
            "team_id": team,
            "hash": "1.abc",
            "root_view_id": "V1",
            "previous_view_id": None,
            "app_id": "A1",
            "bot_id": "B1",
            "app_installed_team_id": team,
            "external_id": "",
            "state": {"values": values},
        },
        "response_urls": [],
    }
    return json.dumps(body)


def of(frame: str, n: int) -> Payload:
    """The same from member n, with ids of its own, as it comes out of the socket's text."""
    body: Payload = json.loads(frame)
    body["user"] = {"id": f"U{n}", "username": f"u{n}", "name": f"u{n}", "team_id": body["team"]["id"]}
    body["trigger_id"] = event(n)
    return body


def event(n: int) -> str:
    return f"1.1.{n}"


def _entered(block: Mapping[str, Any]) -> Mapping[str, Any]:
    kind, given = block["element"]["type"], getattr(SUBMITTED, block["block_id"])
    if kind in ONE:
        return {"type": kind, "selected_option": _option(given)}
    if kind in SEVERAL:
        return {"type": kind, "selected_options": [_option(each) for each in given]}
    return {"type": kind, WRITTEN[kind]: given}


def _option(value: str) -> Mapping[str, Any]:
    return {"text": {"type": "plain_text", "text": value, "emoji": False}, "value": value}
