"""Everything that a payload must keep to: our list of limits, the official SDK's models, and Slack's own schemas.

`slack` are the complaints that Slack itself would answer with; `strict` adds what only a stricter reader sees.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tests.simulators.slack.checks.blocks import Surface, blocks_problems
from tests.simulators.slack.checks.models import block_model_problems, view_model_problems
from tests.simulators.slack.checks.schemas import schema_problems
from tests.simulators.slack.checks.views import view_problems
from tests.simulators.slack.jsons import canonical

__all__ = ["Findings", "Surface", "check_blocks", "check_view", "schema_problems"]


@dataclass(frozen=True)
class Findings:
    slack: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[str]:
        """What Slack says; where it is content, what the stricter readers say."""
        yield from self.slack or self.strict


def check_blocks(blocks: object, surface: Surface = Surface.MESSAGE) -> Findings:
    return _blocks(canonical(blocks), surface)


def check_view(view: object, surface: Surface) -> Findings:
    return _view(canonical(view), surface)


@lru_cache(maxsize=4096)
def _blocks(text: str, surface: Surface) -> Findings:
    blocks = json.loads(text)
    found = tuple(blocks_problems(blocks, surface))
    if not isinstance(blocks, list) or not all(isinstance(b, dict) for b in blocks):
        return Findings(found)
    return Findings(found, (*block_model_problems(blocks), *schema_problems("blocks", blocks)))


@lru_cache(maxsize=4096)
def _view(text: str, surface: Surface) -> Findings:
    view = json.loads(text)
    found = tuple(view_problems(view, surface))
    if not isinstance(view, dict):
        return Findings(found)
    return Findings(found, (*view_model_problems(view), *schema_problems(surface.value, view)))
