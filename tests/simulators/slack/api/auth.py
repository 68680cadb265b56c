"""auth.*, team.info, bots.info, oauth.v2.access: who the app is here."""

from tests.simulators.slack.api.methods import Asked, Method
from tests.simulators.slack.api.refusals import Refusal
from tests.simulators.slack.jsons import Json


def auth_test(asked: Asked) -> Json:
    installation = asked.installation
    who: Json = {"user": asked.slack.app.name, "user_id": installation.bot_user_id, "bot_id": installation.bot_id}
    who["is_enterprise_install"] = installation.org_wide
    if installation.org_wide:
        enterprise = asked.slack.enterprises[str(installation.enterprise_id)]
        who |= {"url": f"https://{enterprise.name}.enterprise.slack.test/", "team": enterprise.name}
        return who | {"team_id": enterprise.id, "enterprise_id": enterprise.id}
    workspace = asked.workspace
    if workspace.enterprise:
        who["enterprise_id"] = workspace.enterprise.id
    return who | {"url": f"https://{workspace.domain}.slack.test/", "team": workspace.name, "team_id": workspace.id}


def auth_revoke(asked: Asked) -> Json:
    if asked.arguments.get("test"):
        return {"revoked": False}
    asked.installation.refused_with = "token_revoked"
    return {"revoked": True}


def team_info(asked: Asked) -> Json:
    wanted = asked.text("team")
    workspace = next((w for w in asked.workspaces if w.id == wanted), None) if wanted else asked.workspace
    if workspace is None:
        raise Refusal("team_not_found")
    team: Json = {"id": workspace.id, "name": workspace.name, "domain": workspace.domain, "email_domain": ""}
    if workspace.enterprise:
        team |= {"enterprise_id": workspace.enterprise.id, "enterprise_name": workspace.enterprise.name}
    return {"team": team}


def bots_info(asked: Asked) -> Json:
    installation, app = asked.installation, asked.slack.app
    if asked.text("bot") != installation.bot_id:
        raise Refusal("bot_not_found")
    bot = {"id": installation.bot_id, "deleted": False, "name": app.name, "app_id": app.id, "updated": 0}
    return {"bot": bot | {"user_id": installation.bot_user_id}}


METHODS = (
    Method("auth.test", auth_test),
    Method("auth.revoke", auth_revoke, "test:bool"),
    Method("team.info", team_info, "domain team", "team:read"),
    Method("bots.info", bots_info, "bot", "users:read"),
)
