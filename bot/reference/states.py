"""The states, the District of Columbia and the territories, with their time zones and neighbors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.reference.table import listed, rows


@dataclass(frozen=True)
class State:
    """`kind` is state, district or territory; `zones` are IANA names; `neighbours` are codes across a land border.

    `usual_zone` is where most people of the state live and only ever a proposal. `also` are other ways to write it.
    """

    code: str
    name: str
    kind: str
    zones: tuple[str, ...]
    usual_zone: str
    neighbours: tuple[str, ...]
    also: tuple[str, ...]


def _state(row: Mapping[str, str]) -> State:
    return State(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        zones=listed(row["zones"]),
        usual_zone=row["usual_zone"],
        neighbours=listed(row["neighbours"]),
        also=listed(row["also"]),
    )


STATES: Mapping[str, State] = MappingProxyType({row["code"]: _state(row) for row in rows("states")})


def zones_of(codes: Iterable[str]) -> tuple[str, ...]:
    """The zones of several states, each once, the usual ones first. Raises `KeyError` for an unknown code."""
    chosen = [STATES[code] for code in codes]
    usual = [state.usual_zone for state in chosen]
    return tuple(dict.fromkeys([*usual, *(zone for state in chosen for zone in state.zones)]))
