"""What new school OTs ask about, and which allied professions can help with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.reference.table import listed, rows


@dataclass(frozen=True)
class Topic:
    """`allied` are slugs of professions other than OT that can mentor on it; `also` are other ways to write it."""

    slug: str
    label: str
    description: str
    allied: tuple[str, ...]
    also: tuple[str, ...]


TOPICS: Mapping[str, Topic] = MappingProxyType(
    {
        r["slug"]: Topic(r["slug"], r["label"], r["description"], listed(r["allied"]), listed(r["also"]))
        for r in rows("topics")
    }
)

# Advice on treatment: OT practitioners only.
TREATMENT_ONLY: frozenset[str] = frozenset(topic.slug for topic in TOPICS.values() if not topic.allied)
