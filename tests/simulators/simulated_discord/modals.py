"""Modals: the form on a person's screen, and what she has entered so far."""

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.simulators.simulated_discord.components import INPUTS, SELECTS, Placed, Type, named, placed, stored
from tests.simulators.simulated_discord.jsons import Impossible, Json
from tests.simulators.simulated_discord.reading import Reader, words_of

if TYPE_CHECKING:
    from tests.simulators.simulated_discord.interactions import Interaction


@dataclass(eq=False)
class DiscordModal:
    """`values` are by custom_id, as the submission carries them; `trouble` is set where the bot did not respond."""

    opened_by: "Interaction"
    custom_id: str
    title: str
    components: list[Json]
    values: dict[str, Any] = field(default_factory=dict)
    trouble: bool = False

    @classmethod
    def of(cls, opened_by: "Interaction", data: Json) -> "DiscordModal":
        components = stored(copy.deepcopy(data["components"]), {})
        values = {p.custom_id: initial(p.component) for p in placed(components)}
        return cls(opened_by, str(data["custom_id"]), str(data["title"]), components, values)

    @property
    def words(self) -> str:
        person = self.opened_by.person
        reader = Reader(person.discord, self.opened_by.channel.guild_or_none, person.zone)
        return "\n".join([self.title, words_of(self.components, reader)])

    @property
    def fields(self) -> list[Placed]:
        return placed(self.components)

    @property
    def labels(self) -> list[str]:
        return [p.label for p in self.fields]

    @property
    def shown(self) -> dict[str, Any]:
        """What stands in the fields, by label."""
        return {p.label: self.values[p.custom_id] for p in self.fields}

    def input(self, name: str) -> Placed:
        """By label or custom_id; `Impossible` where it is missing or not alone."""
        found = named(self.components, name)
        if len(found) != 1:
            raise Impossible(
                f"{len(found)} of {name!r} stand in {self.title!r}; it has {[p.names for p in self.fields]}"
            )
        return found[0]

    def submission(self, values: dict[str, Any]) -> list[Json]:
        """The components of a modal submit, with these values."""
        return [_submitted(c, values) for c in self.components]


def initial(component: Json) -> Any:
    """What an input holds before anybody touches it."""
    match component["type"]:
        case Type.TEXT_INPUT:
            return str(component.get("value") or "")
        case Type.CHECKBOX:
            return bool(component.get("default"))
        case Type.RADIO_GROUP:
            return next((o["value"] for o in component["options"] if o.get("default")), None)
        case Type.STRING_SELECT | Type.CHECKBOX_GROUP:
            return [o["value"] for o in component["options"] if o.get("default")]
        case _:
            return [str(d["id"]) for d in component.get("default_values") or []]


def _submitted(component: Json, values: dict[str, Any]) -> Json:
    kind = component["type"]
    sent: Json = {"type": kind, "id": component["id"]}
    if kind == Type.LABEL:
        return sent | {"component": _submitted(component["component"], values)}
    if kind == Type.ROW:
        return sent | {"components": [_submitted(c, values) for c in component["components"]]}
    if kind in INPUTS:
        name = "values" if kind in (*SELECTS, Type.CHECKBOX_GROUP, Type.FILE_UPLOAD) else "value"
        return sent | {"custom_id": component["custom_id"], name: values[component["custom_id"]]}
    return sent
