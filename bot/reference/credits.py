"""What boards give for hours of mentoring, as far as public sources tell: for estimates, never for a promise."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.credits import Amounts
from bot.reference.table import rows

BOTH = "both"


@dataclass(frozen=True)
class CreditRule:
    """`who` is mentor, mentee or both. `amounts` is None where no source told them.

    `dated` says of when the rule is, empty where its source has no date; `confidence` is ours, `doubt` why it is not
    higher. `unit` is the board's own word in the singular, `cycle` the time for which the most units hold.
    """

    slug: str
    label: str
    body: str
    who: str
    amounts: Amounts | None
    unit: str
    cycle: str
    documentation: str
    source: str
    dated: str
    confidence: str
    doubt: str


def _amounts(row: Mapping[str, str]) -> Amounts | None:
    """All of the three or none. Raises `ValueError` for a row that has some of them."""
    given = [row[name] for name in ("hours_per_block", "units_per_block", "most_units")]
    return Amounts(*map(int, given)) if any(given) else None


def _rule(row: Mapping[str, str]) -> CreditRule:
    texts = ("slug", "label", "body", "who", "unit", "cycle", "documentation", "source", "dated", "confidence", "doubt")
    return CreditRule(amounts=_amounts(row), **{name: row[name] for name in texts})


CREDIT_RULES: Mapping[str, CreditRule] = MappingProxyType({row["slug"]: _rule(row) for row in rows("credit_rules")})


def rules_for(who: str) -> tuple[CreditRule, ...]:
    """Those for a mentor or for a mentee."""
    return tuple(rule for rule in CREDIT_RULES.values() if rule.who in (who, BOTH))
