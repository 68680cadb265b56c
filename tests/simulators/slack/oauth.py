"""Installing through OAuth: the consent page, codes, and their exchange for a token."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.simulators.slack.api.refusals import Refusal
from tests.simulators.slack.app import Installation
from tests.simulators.slack.jsons import Impossible, Json

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson
    from tests.simulators.slack.server import SimulatedSlack
    from tests.simulators.slack.workspaces import Enterprise, Workspace

MINUTES = 10


@dataclass(eq=False)
class Code:
    person: "SlackPerson"
    place: "Workspace | Enterprise"
    scopes: list[str]
    redirect_uri: str
    issued: float
    used: bool = False


class OAuth:
    def __init__(self, slack: "SimulatedSlack") -> None:
        self._slack = slack
        self._codes: dict[str, Code] = {}
        self.org_wide = False  # what the next person to approve picks: her organization instead of her workspace

    def approves(self, person: "SlackPerson", authorize_url: str) -> str:
        asked, redirect = self._page(authorize_url)
        scopes = [s for s in asked.get("scope", "").split(",") if s]
        if not scopes or set(scopes) - set(self._slack.app.scopes):
            raise Impossible(f"the consent page refuses the scopes {scopes}; the manifest has {self._slack.app.scopes}")
        place = person.workspace.enterprise if self.org_wide else person.workspace
        assert place, "org-wide needs an organization"
        code = self._slack.ids.small("code-")
        self._codes[code] = Code(person, place, scopes, asked.get("redirect_uri", ""), self._slack.clock.epoch)
        return f"{redirect}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def declines(self, authorize_url: str) -> str:
        asked, redirect = self._page(authorize_url)
        return f"{redirect}?{urlencode({'error': 'access_denied', 'state': asked.get('state', '')})}"

    def _page(self, authorize_url: str) -> tuple[dict[str, str], str]:
        """What the consent page was asked for, and where it sends the browser afterwards."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(authorize_url).query).items()}
        app = self._slack.app
        if asked.get("client_id") != app.client_id:
            raise Impossible(f"no app has the client id {asked.get('client_id')!r}")
        registered = [*app.redirect_urls, asked.get("redirect_uri", "")]
        redirect = asked.get("redirect_uri") or registered[0]
        if not redirect or (app.redirect_urls and not redirect.startswith(tuple(app.redirect_urls))):
            raise Impossible(f"redirect_uri did not match any configured URIs: {redirect!r}")
        return asked, redirect

    def exchange(self, code: str, redirect_uri: str) -> tuple[Installation, Code]:
        known = self._codes.get(code)
        if known is None or known.used or self._slack.clock.epoch - known.issued > MINUTES * 60:
            raise Refusal("invalid_code")
        if redirect_uri != known.redirect_uri:
            raise Refusal("bad_redirect_uri")
        known.used = True
        return self._slack.install(known.place, known.scopes), known

    def answer(self, installation: Installation, code: Code) -> Json:
        place, enterprise = code.person.workspace, code.person.workspace.enterprise
        return {
            "access_token": installation.token,
            "token_type": "bot",
            "scope": ",".join(installation.scopes),
            "bot_user_id": installation.bot_user_id,
            "app_id": self._slack.app.id,
            "team": None if installation.org_wide else {"id": place.id, "name": place.name},
            "enterprise": enterprise.json() if enterprise else None,
            "authed_user": {"id": code.person.id},
            "is_enterprise_install": installation.org_wide,
        }
