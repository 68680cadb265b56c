"""users.*: who people are."""

from tests.simulators.slack.api.methods import Asked, Method
from tests.simulators.slack.api.refusals import Refusal
from tests.simulators.slack.jsons import Json


def users_info(asked: Asked) -> Json:
    user_id = asked.text("user")
    if user_id == asked.installation.bot_user_id:
        return {"user": _bot(asked)}
    person = asked.person(user_id)
    if person is None:
        raise Refusal("user_not_found")
    wants_locale = bool(asked.arguments.get("include_locale"))
    return {"user": person.profile.json(asked.slack.clock.now, locale=wants_locale)}


def _bot(asked: Asked) -> Json:
    app, installation = asked.slack.app, asked.installation
    profile = {"real_name": app.name, "display_name": app.name, "api_app_id": app.id, "bot_id": installation.bot_id}
    bot: Json = {"id": installation.bot_user_id, "team_id": installation.team_id, "name": app.name, "deleted": False}
    return bot | {"profile": profile, "is_bot": True, "is_app_user": False, "tz": "America/Los_Angeles"}


def users_list(asked: Asked) -> Json:
    """The members of this workspace, deactivated ones and bots too, strangers not."""
    now, locale = asked.slack.clock.now, bool(asked.arguments.get("include_locale"))
    people = asked.workspace.people.values()
    members = [p.profile.json(now, locale=locale) for p in people if not p.profile.stranger]
    page, more = asked.page([*members, _bot(asked)])
    return {"members": page, "cache_ts": int(now.timestamp()), "response_metadata": more}


METHODS = (
    Method("users.info", users_info, "user! include_locale:bool", "users:read"),
    Method("users.list", users_list, "cursor limit:int include_locale:bool", "users:read"),
)
