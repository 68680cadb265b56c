"""What every payload for Discord must keep to: our list of its limits, and its own document where that is.

Each function raises an AssertionError that names what is wrong and where.
"""

from collections.abc import Iterator, Sequence

from adapters.discord.components import V2
from adapters.discord.richtext import Json
from tests.simulators.simulated_discord.contract import problems_of
from tests.simulators.simulated_discord.limits import message_problems, modal_problems


def fits_a_message(components: Sequence[Json], names: Sequence[str] = ()) -> None:
    """`names` are those of the files that go along."""
    attachments = [{"id": str(number), "filename": name} for number, name in enumerate(names)]
    body = {"flags": V2, "components": list(components), "attachments": attachments}
    problems = [*message_problems(body), *problems_of("POST", "/channels/1/messages", body)]
    assert not problems, problems


def fits_a_modal(modal: Json) -> None:
    body = {"type": 9, "data": modal}
    problems = [*modal_problems(modal), *problems_of("POST", "/interactions/1/token/callback", body)]
    assert not problems, problems


def dicts_in(value: object) -> Iterator[Json]:
    """Every object inside, itself first, in reading order."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from dicts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from dicts_in(inner)


def texts(components: Sequence[Json]) -> list[str]:
    return [str(each["content"]) for each in dicts_in(list(components)) if each.get("type") == 10]


def buttons(components: Sequence[Json]) -> list[Json]:
    return [each for each in dicts_in(list(components)) if each.get("type") == 2]
