"""The application as it is registered in the developer portal: its keys, its bot, and the commands it registered."""

from dataclasses import dataclass, field

from tests.simulators.simulated_discord.jsons import Json
from tests.simulators.simulated_discord.users import User

GUILD_MEMBERS, PRESENCES, MESSAGE_CONTENT = 1 << 1, 1 << 8, 1 << 15
PRIVILEGED = GUILD_MEMBERS | PRESENCES | MESSAGE_CONTENT
KNOWN_INTENTS = (1 << 17) - 1 | 0b11 << 20 | 0b11 << 24
# Limited versions of the flags of the application object, which stand for intents switched on in the portal.
FLAG_OF = {GUILD_MEMBERS: 1 << 15, PRESENCES: 1 << 13, MESSAGE_CONTENT: 1 << 19}


@dataclass
class Application:
    """`commands` are the global ones by id; those of one server are kept there."""

    id: int
    bot: User
    owner: User
    token: str
    name: str = "mentorbot"
    description: str = "Helps school OTs find mentors"
    verify_key: str = "0123456789abcdef" * 4
    public: bool = True
    allowed_intents: int = 0  # the privileged ones that are switched on in the portal
    commands: dict[int, Json] = field(default_factory=dict)

    def json(self) -> Json:
        flags = sum(flag for intent, flag in FLAG_OF.items() if self.allowed_intents & intent)
        shown: Json = {"id": str(self.id), "name": self.name, "icon": None, "description": self.description}
        shown |= {"verify_key": self.verify_key, "flags": flags, "owner": self.owner.json()}
        shown |= {"bot_public": self.public, "bot_require_code_grant": False, "bot": self.bot.json(), "team": None}
        shown |= {"approximate_guild_count": 0, "approximate_user_install_count": 0, "type": None}
        shown |= {"redirect_uris": [], "interactions_endpoint_url": None, "role_connections_verification_url": None}
        shown |= {"flags_new": str(flags), "approximate_user_authorization_count": 0, "explicit_content_filter": 0}
        shown["eligible_oauth2_scopes"] = ["bot", "applications.commands"]
        return shown | {"max_participants": None, "integration_types_config": {"0": {}}, "rpc_origins": []}
