"""Views: modals on a person's stack and her home tab, with what she has filled in."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.simulators.slack.jsons import Impossible, Json
from tests.simulators.slack.state import initial_state, kept_state
from tests.simulators.slack.words import Placed, named, placed, with_ids, words_of

if TYPE_CHECKING:
    from tests.simulators.slack.people import SlackPerson

TEXTS = ("title", "submit", "close")
SWITCHES = ("clear_on_close", "notify_on_close", "submit_disabled")


@dataclass(eq=False)
class SlackView:
    """One view. `errors` are the sentences beside its inputs; `trouble` says that sending it failed."""

    person: "SlackPerson"
    id: str
    content: Json
    hash: str = ""
    root_view_id: str = ""
    previous_view_id: str = ""
    blocks: list[Json] = field(default_factory=list)
    state: dict[str, dict[str, Json]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    suggested: dict[str, list[Json]] = field(default_factory=dict)
    trouble: bool = False
    closed: bool = False

    def __post_init__(self) -> None:
        self.shows(self.content)

    def shows(self, content: Json) -> None:
        """Takes new content over; what was filled in stays where block, action and kind are the same."""
        ids = self.person.slack.ids
        self.content = content
        self.blocks = with_ids(content["blocks"], ids)
        self.state = kept_state(self.state, initial_state(self.blocks), self.blocks)
        self.hash = f"{int(self.person.slack.clock.epoch)}.{ids.small('h')}"
        self.errors, self.trouble = {}, False

    @property
    def callback_id(self) -> str:
        return str(self.content.get("callback_id", ""))

    @property
    def private_metadata(self) -> str:
        return str(self.content.get("private_metadata", ""))

    @property
    def title(self) -> str:
        return str(self.content["title"]["text"])

    @property
    def words(self) -> str:
        """What a person reads: title, blocks, buttons below and the errors beside the inputs."""
        around = [str(self.content[n]["text"]) for n in TEXTS if n in self.content]
        return "\n".join([*around[:1], words_of(self.blocks), *around[1:], *self.errors.values()])

    @property
    def elements(self) -> list[Placed]:
        return placed(self.blocks)

    @property
    def labels(self) -> list[str]:
        """The labels of the inputs, in order."""
        return [p.label for p in self.elements if p.is_input]

    @property
    def buttons(self) -> list[str]:
        return [p.label for p in self.elements if p.kind == "button"]

    @property
    def values(self) -> dict[str, Any]:
        """What is filled in, by the label of the input."""
        return {p.label: self.value(p) for p in self.elements if p.is_input}

    def value(self, place: Placed) -> Any:
        entry = dict(self.state[place.block_id][place.action_id])
        entry.pop("type")
        return next(iter(entry.values()), None)

    def element(self, name: str) -> Placed:
        """By `block_id/action_id`, label, action_id or block_id; an AssertionError where it is missing or not alone."""
        found = named(self.blocks, name)
        if len(found) != 1:
            raise Impossible(f"{len(found)} of {name!r} stand in this view; it has {[p.names for p in self.elements]}")
        return found[0]

    def json(self) -> Json:
        """The view as the API answers with it and payloads carry it."""
        slack, workspace = self.person.slack, self.person.workspace
        shown: Json = {"id": self.id, "team_id": workspace.id, "type": self.content["type"], "blocks": self.blocks}
        shown |= {"private_metadata": self.private_metadata, "callback_id": self.callback_id}
        shown |= {"state": {"values": self.state}, "hash": self.hash}
        for name in SWITCHES:
            shown[name] = self.content.get(name, False)
        for name in TEXTS:
            shown[name] = self.content.get(name)
        shown |= {"previous_view_id": self.previous_view_id or None, "root_view_id": self.root_view_id or self.id}
        shown |= {"app_id": slack.app.id, "external_id": self.content.get("external_id", "")}
        return shown | {"app_installed_team_id": workspace.installed_team_id, "bot_id": workspace.bot_id}
