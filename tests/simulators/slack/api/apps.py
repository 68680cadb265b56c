"""apps.* and oauth.v2.access: sockets, uninstalling, installing."""

from tests.simulators.slack.api.methods import Asked, Method
from tests.simulators.slack.api.refusals import Refusal
from tests.simulators.slack.jsons import Json


def connections_open(asked: Asked) -> Json:
    slack = asked.slack
    ticket = slack.sockets.ticket()
    return {"url": f"{slack.url.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={slack.app.id}"}


def _client_checked(asked: Asked) -> None:
    app = asked.slack.app
    if asked.text("client_id") != app.client_id:
        raise Refusal("invalid_client_id")
    if asked.text("client_secret") != app.client_secret:
        raise Refusal("bad_client_secret")


def uninstall(asked: Asked) -> Json:
    _client_checked(asked)
    asked.slack.uninstall(asked.installation)
    return {}


def oauth_access(asked: Asked) -> Json:
    _client_checked(asked)
    if asked.text("grant_type") not in ("", "authorization_code"):
        raise Refusal("invalid_grant_type")
    installation, code = asked.slack.oauth.exchange(asked.text("code"), asked.text("redirect_uri"))
    return asked.slack.oauth.answer(installation, code)


METHODS = (
    Method("apps.connections.open", connections_open, token="app"),
    Method("apps.uninstall", uninstall, "client_id! client_secret!"),
    Method(
        "oauth.v2.access",
        oauth_access,
        "client_id client_secret code code_verifier redirect_uri grant_type refresh_token assertion",
        token="none",
    ),
)
