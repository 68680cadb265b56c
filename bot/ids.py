"""Identifiers: opaque random text, each entity with its own type."""

import os
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
TWO = [ALPHABET[bits & 31] + ALPHABET[bits >> 5] for bits in range(1 << 10)]


BITS, LENGTH = 60, 12
EVEN = bytes(ord(ALPHABET[byte & 31]) for byte in range(256))  # each character stands for eight bytes
_drawn: list[str] = []  # asking the system for each id anew takes longer than all else about it
os.register_at_fork(after_in_child=_drawn.clear)


def _draw() -> str:
    """From the system's generator, which is asked for many at once; safe in threads and after a fork."""
    while True:
        try:
            return _drawn.pop()
        except IndexError:
            drawn = os.urandom(LENGTH * 128).translate(EVEN).decode()
            _drawn.extend(drawn[at : at + LENGTH] for at in range(0, len(drawn), LENGTH))


_ids: ContextVar[Callable[[], str]] = ContextVar("ids", default=_draw)


def new_id() -> str:
    """Twelve characters, 60 random bits: no order, no meaning, safe in a button and in an address."""
    return _ids.get()()


def new_key() -> str:
    """Twenty characters, 100 random bits: opaque, also where ids are repeatable."""
    return _text(secrets.randbits(100), 100)


def _text(bits: int, length: int) -> str:
    """Two characters at a time, the lowest bits first."""
    return "".join([TWO[bits >> shift & 1023] for shift in range(0, length, 10)])


@contextmanager
def repeatable_ids(seed: int) -> Iterator[None]:
    """Within it the same ids come in the same order: for a simulation alone, whose runs are to be repeated."""
    numbers = Random(seed)
    before = _ids.set(lambda: _text(numbers.getrandbits(BITS), BITS))
    try:
        yield
    finally:
        _ids.reset(before)
