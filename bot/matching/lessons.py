"""What mentors' reasons for saying no teach about the next choice for the same request."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.domain.weights import Weight, Weights

TEACHES: Mapping[str, str] = {"times": "overlap", "not-my-field": "topics"}
"""By the code of a reason, the criterion that counts most from then on."""


def learned(weights: Weights, reasons: Collection[str]) -> Weights:
    """The community's weights, with what was missed for this request counting most; other reasons teach nothing."""
    missed = {TEACHES[reason]: Weight.MOST for reason in reasons if reason in TEACHES}
    return replace(weights, **missed)
