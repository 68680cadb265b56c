"""Identifiers: opaque random text, each entity with its own type."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random
from typing import NewType

CommunityId = NewType("CommunityId", str)
SpaceId = NewType("SpaceId", str)
MemberId = NewType("MemberId", str)
RequestId = NewType("RequestId", str)
OfferId = NewType("OfferId", str)
ProposalId = NewType("ProposalId", str)
MatchId = NewType("MatchId", str)
AgreementId = NewType("AgreementId", str)
SessionId = NewType("SessionId", str)
NudgeId = NewType("NudgeId", str)
OutboxId = NewType("OutboxId", str)
DraftId = NewType("DraftId", str)
RoundId = NewType("RoundId", str)
LineId = NewType("LineId", str)

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


_bits: ContextVar[Callable[[int], int]] = ContextVar("bits", default=secrets.randbits)


def new_id() -> str:
    """Twelve characters, 60 random bits: no order, no meaning, safe in a button and in an address."""
    return _text(_bits.get()(60), 60)


def new_key() -> str:
    """Twenty characters, 100 random bits: opaque, also where ids are repeatable."""
    return _text(secrets.randbits(100), 100)


def _text(bits: int, length: int) -> str:
    return "".join([ALPHABET[bits >> shift & 31] for shift in range(0, length, 5)])


@contextmanager
def repeatable_ids(seed: int) -> Iterator[None]:
    """Within it the same ids come in the same order: for a simulation alone, whose runs are to be repeated."""
    before = _bits.set(Random(seed).getrandbits)
    try:
        yield
    finally:
        _bits.reset(before)
