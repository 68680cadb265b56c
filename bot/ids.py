"""Identifiers: opaque random text, each entity with its own type."""

import secrets
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


def new_id() -> str:
    """Twelve characters, 60 random bits: no order, no meaning, safe in a button and in an address."""
    bits = secrets.randbits(60)
    return "".join(ALPHABET[bits >> shift & 31] for shift in range(0, 60, 5))
