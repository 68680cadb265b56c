"""One small file per kind of nudge, and the table of all."""

from collections.abc import Mapping

from bot.nudges import proposal, waiting
from bot.nudges.kind import Kind

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*waiting.KINDS, *proposal.KINDS)}
