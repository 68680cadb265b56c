"""The tables. Every unique key starts with the community; invariants of the domain are constraints here too.

Columns carry the names of the entities' fields, so that rows and entities map onto each other by name.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
    text,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.compiler import DDLCompiler

from bot.domain.estimate import Situation
from bot.domain.match import Missed
from bot.domain.message import NudgeStatus, OutboxStatus
from bot.domain.proposal import Origin
from bot.domain.round import Change, Word
from bot.domain.schedule import Rhythm
from bot.domain.status import (
    AgreementStatus,
    LineStatus,
    MatchStatus,
    OfferStatus,
    ProposalStatus,
    RequestStatus,
    RoundStatus,
    SessionStatus,
)
from storage.columns import Enumerated, Figures, Steps, WeeklyTimes
from storage.types import Instant, Slugs, WallTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite gives row numbers by itself only to an INTEGER primary key.
Number = BigInteger().with_variant(Integer, "sqlite")


@compiles(CreateIndex, "sqlite")
def _nulls_come_first_anyway(element: CreateIndex, compiler: DDLCompiler, **kw: Any) -> str:
    """SQLite puts them first by itself, and refuses to be told so in an index."""
    made: str = compiler.visit_create_index(element, **kw)  # type: ignore[no-untyped-call]
    return made.replace(" NULLS FIRST", "")


def _when(condition: str) -> ColumnElement[bool]:
    """The condition of a partial index, for queries as well: a database uses the index only for the literal words.

    Without a type: for what is called Boolean, SQLite would be sent "… = 1", which are other words.
    """
    return literal_column(condition)


def _id(name: str = "id", *, nullable: bool = False) -> Column[str]:
    return Column(name, String(20), nullable=nullable)


def _community() -> Column[str]:
    return Column("community", String(20), ForeignKey("communities.id", ondelete="CASCADE"), nullable=False)


def _member(*columns: str) -> list[ForeignKeyConstraint]:
    return [ForeignKeyConstraint(["community", column], ["members.community", "members.id"]) for column in columns]


def _of(column: str, table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["community", column], [f"{table}.community", f"{table}.id"], ondelete="CASCADE")


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="")


communities = Table(
    "communities",
    metadata,
    Column("id", String(20), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("rules", Text, nullable=False, default="{}"),
)

spaces = Table(
    "spaces",
    metadata,
    Column("id", String(20), primary_key=True),
    _community(),
    Column("platform", String(20), nullable=False),
    Column("name", String(100), nullable=False),
    Column("channel", String(40), nullable=False, server_default=text("''")),
    Column("connected", Boolean, nullable=False, server_default=true()),
    Column("moderator_roles", Slugs, nullable=False, server_default=text("'[]'")),
)

members = Table(
    "members",
    metadata,
    _community(),
    _id(),
    Column("name", String(100), nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("zone", String(40)),
    Column("zone_confirmed", Boolean, nullable=False),
    Column("moderator", Boolean, nullable=False),
    Column("claimed", Boolean, nullable=False),
    Column("handle", String(100), nullable=False),
    Column("consented_at", Instant),
    Column("unreachable_since", Instant),
    Column("left_at", Instant),
    Column("acts_in", String(20)),
    Column("muted", Slugs, nullable=False, server_default=text("'[]'")),
    PrimaryKeyConstraint("community", "id"),
)
Index(
    "uq_members_unclaimed_handle",
    members.c.community,
    members.c.handle,
    unique=True,
    sqlite_where=text("claimed = 0 AND handle <> ''"),
    postgresql_where=text("NOT claimed AND handle <> ''"),
)
GONE = _when("unreachable_since IS NOT NULL")
Index("ix_members_unreachable", members.c.community, members.c.id, sqlite_where=GONE, postgresql_where=GONE)

accounts = Table(
    "accounts",
    metadata,
    _community(),
    Column("space", String(20), ForeignKey("spaces.id", ondelete="CASCADE"), nullable=False),
    Column("platform", String(20), nullable=False),
    Column("user", String(40), nullable=False),
    Column("member", String(20), nullable=False),
    Column("left_at", Instant),
    PrimaryKeyConstraint("community", "space", "user"),
    _of("member", "members"),
    Index(None, "community", "member"),
)

requests = Table(
    "requests",
    metadata,
    _community(),
    _id(),
    _id("mentee"),
    Column("state", String(2), nullable=False),
    Column("setting", String(40), nullable=False),
    Column("topics", Slugs, nullable=False),
    Column("free_times", WeeklyTimes),
    _text("note"),
    Column("status", Enumerated(RequestStatus), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("waiting_since", Instant, nullable=False),
    Column("looking_since", Instant, nullable=False),
    Column("look_again_at", Instant),
    Column("reach", Integer, nullable=False),
    Column("paused_until", Instant),
    Column("closed_at", Instant),
    _id("card", nullable=True),
    Column("silent_since", Instant),
    Column("sole_ot", Boolean),
    _text("district"),
    _text("agency"),
    _text("programme"),
    _text("rhythm"),
    Column("ways", Slugs, nullable=False),
    Column("not_my_district", Boolean, nullable=False),
    Column("not_my_agency", Boolean, nullable=False),
    Column("came_back", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("community", "id"),
    *_member("mentee"),
)
LIVE_REQUEST = _when("status IN ('open', 'paused')")
OPEN = _when("status = 'open'")
Index(
    "uq_requests_one_open",
    requests.c.community,
    requests.c.mentee,
    unique=True,
    sqlite_where=LIVE_REQUEST,
    postgresql_where=LIVE_REQUEST,
)
Index(
    "ix_requests_line",
    requests.c.community,
    requests.c.state,
    requests.c.setting,
    requests.c.waiting_since,
    requests.c.status,  # this and what follows: so that SQLite counts a line without looking at its requests
    requests.c.came_back,
    requests.c.sole_ot,
    requests.c.id,
    sqlite_where=OPEN,
    postgresql_where=OPEN,
)
Index(
    "ix_requests_look_again", requests.c.community, requests.c.look_again_at, sqlite_where=OPEN, postgresql_where=OPEN
)
Index("ix_requests_created_at", requests.c.community, requests.c.created_at)
Index("ix_requests_mentee", requests.c.community, requests.c.mentee)

offers = Table(
    "offers",
    metadata,
    _community(),
    _id(),
    _id("mentor"),
    Column("profession", String(40), nullable=False),
    Column("years", Integer, nullable=False),
    Column("states", Slugs, nullable=False),
    Column("settings", Slugs, nullable=False),
    Column("topics", Slugs, nullable=False),
    Column("free_times", WeeklyTimes),
    Column("capacity", Integer, nullable=False),
    Column("taken", Integer, nullable=False),
    Column("status", Enumerated(OfferStatus), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("confirmed_at", Instant, nullable=False),
    Column("paused_until", Instant),
    Column("rests_until", Instant),
    Column("silent_in_a_row", Integer, nullable=False),
    Column("last_proposed_at", Instant),
    _text("note"),
    _text("district"),
    _text("agency"),
    _text("programme"),
    Column("ways", Slugs, nullable=False),
    PrimaryKeyConstraint("community", "id"),
    *_member("mentor"),
    CheckConstraint("taken >= 0 AND taken <= capacity", name="capacity"),
)
LIVE_OFFER = _when("status <> 'withdrawn'")
Index(
    "uq_offers_one_live",
    offers.c.community,
    offers.c.mentor,
    unique=True,
    sqlite_where=LIVE_OFFER,
    postgresql_where=LIVE_OFFER,
)
FREE_OFFER = _when("status = 'open' AND taken < capacity")
Index(
    "ix_offers_turn",  # whose turn it is: the least load first, then who was asked the longest ago
    offers.c.community,
    offers.c.taken,
    offers.c.last_proposed_at.nulls_first(),
    offers.c.id,
    sqlite_where=FREE_OFFER,
    postgresql_where=FREE_OFFER,
)
OPEN_OFFER = _when("status = 'open'")
Index(
    "ix_offers_places",  # all that is asked of hundreds of offers when free places are counted, beside one another
    offers.c.community,
    offers.c.id,
    offers.c.status,
    offers.c.mentor,
    offers.c.profession,
    offers.c.capacity,
    offers.c.taken,
)

# Which states and settings an offer covers: a row each, for counting without looking at every offer.
offer_reach = Table(
    "offer_reach",
    metadata,
    _community(),
    Column("state", String(2), nullable=False),
    Column("setting", String(40), nullable=False),
    _id("offer"),
    PrimaryKeyConstraint("community", "state", "setting", "offer"),
    _of("offer", "offers"),
    Index(None, "community", "offer", "setting", "state"),
)

# The agency and the OT programme of an offer, as `kind:folded name`: who shares one fits wherever they are.
offer_names = Table(
    "offer_names",
    metadata,
    _community(),
    Column("name", Text, nullable=False),
    _id("offer"),
    PrimaryKeyConstraint("community", "name", "offer"),
    _of("offer", "offers"),
    Index(None, "community", "offer"),
)

# How long people waited who asked in a situation: worked out by a tick, so that telling it costs one look.
forecasts = Table(
    "forecasts",
    metadata,
    _community(),
    Column("situation", Enumerated(Situation), nullable=False),
    Column("similar", Boolean, nullable=False),
    Column("curve", Steps, nullable=False),
    Column("made_at", Instant, nullable=False),
    PrimaryKeyConstraint("community", "situation"),
)

exclusions = Table(
    "exclusions",
    metadata,
    _community(),
    _id("member"),
    _id("other"),
    PrimaryKeyConstraint("community", "member", "other"),
    *_member("member", "other"),
)

proposals = Table(
    "proposals",
    metadata,
    _community(),
    _id(),
    _id("request"),
    _id("offer"),
    _id("mentee"),
    _id("mentor"),
    Column("origin", Enumerated(Origin), nullable=False),
    Column("tier", Integer, nullable=False),
    Column("reasons", Slugs, nullable=False),
    Column("status", Enumerated(ProposalStatus), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("due_at", Instant),
    _id("card", nullable=True),
    Column("settled_at", Instant),
    _text("reason"),
    _text("question"),
    _text("answer"),
    PrimaryKeyConstraint("community", "id"),
    _of("request", "requests"),
    _of("offer", "offers"),
    *_member("mentee", "mentor"),
)
WITH_MENTOR = _when("status IN ('open', 'questioned')")
Index(
    "uq_proposals_one_with_mentor",
    proposals.c.community,
    proposals.c.mentor,
    unique=True,
    sqlite_where=WITH_MENTOR,
    postgresql_where=WITH_MENTOR,
)
LIVE_PROPOSAL = _when("status IN ('open', 'questioned', 'volunteered')")
Index(
    "uq_proposals_one_live",
    proposals.c.community,
    proposals.c.request,
    proposals.c.mentor,
    unique=True,
    sqlite_where=LIVE_PROPOSAL,
    postgresql_where=LIVE_PROPOSAL,
)
Index("ix_proposals_request", proposals.c.community, proposals.c.request)
Index("ix_proposals_mentor", proposals.c.community, proposals.c.mentor, proposals.c.made_at)
Index("ix_proposals_made_at", proposals.c.community, proposals.c.made_at, proposals.c.mentor)

matches = Table(
    "matches",
    metadata,
    _community(),
    _id(),
    _id("request", nullable=True),
    _id("offer", nullable=True),
    _id("mentee"),
    _id("mentor"),
    Column("status", Enumerated(MatchStatus), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("last_contact_at", Instant, nullable=False),
    Column("contacts", Integer, nullable=False),
    Column("rhythm", Enumerated(Rhythm), nullable=False),
    Column("mentee_hour_before", Boolean, nullable=False),
    Column("mentor_hour_before", Boolean, nullable=False),
    Column("ended_at", Instant),
    _id("ended_by", nullable=True),
    Column("mentee_asked_at", Instant),
    Column("mentor_asked_at", Instant),
    Column("calendars", Integer, nullable=False, server_default=text("0")),
    Column("paused_until", Instant),
    PrimaryKeyConstraint("community", "id"),
    _of("request", "requests"),
    _of("offer", "offers"),
    *_member("mentee", "mentor"),
)
LIVE_MATCH = _when("status <> 'ended'")
Index(
    "uq_matches_one_live",
    matches.c.community,
    matches.c.request,
    unique=True,
    sqlite_where=LIVE_MATCH,
    postgresql_where=LIVE_MATCH,
)
Index(
    "uq_matches_live_pair",
    matches.c.community,
    matches.c.mentee,
    matches.c.mentor,
    unique=True,
    sqlite_where=LIVE_MATCH,
    postgresql_where=LIVE_MATCH,
)
Index("ix_matches_mentor", matches.c.community, matches.c.mentor)

agreements = Table(
    "agreements",
    metadata,
    _community(),
    _id(),
    _id("match"),
    Column("version", Integer, nullable=False),
    Column("status", Enumerated(AgreementStatus), nullable=False),
    Column("first", WallTime, nullable=False),
    Column("zone", String(40), nullable=False),
    Column("rhythm", Enumerated(Rhythm), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("weeks", Integer, nullable=False),
    Column("way", String(20), nullable=False),
    _text("place"),
    Column("goals", Slugs, nullable=False),
    _id("proposed_by"),
    Column("proposed_at", Instant, nullable=False),
    Column("signed_at", Instant),
    Column("planned_sessions", Integer, nullable=False),
    Column("plan_again_at", Instant),
    Column("missed", Enumerated(Missed), nullable=False, server_default=text("'new-time'")),
    PrimaryKeyConstraint("community", "id"),
    UniqueConstraint("community", "match", "version"),
    _of("match", "matches"),
    *_member("proposed_by"),
)
SIGNED = _when("status = 'signed'")
Index(
    "uq_agreements_one_signed",
    agreements.c.community,
    agreements.c.match,
    unique=True,
    sqlite_where=SIGNED,
    postgresql_where=SIGNED,
)

sessions = Table(
    "sessions",
    metadata,
    _community(),
    _id(),
    _id("match"),
    _id("agreement"),
    Column("number", Integer, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("status", Enumerated(SessionStatus), nullable=False),
    Column("moves", Integer, nullable=False),
    Column("mentee_answer", String(10), nullable=False),
    Column("mentor_answer", String(10), nullable=False),
    PrimaryKeyConstraint("community", "id"),
    UniqueConstraint("community", "agreement", "number"),
    _of("match", "matches"),
    _of("agreement", "agreements"),
    Index(None, "community", "match", "starts_at"),
    Index(None, "community", "starts_at"),
)

checkins = Table(
    "checkins",
    metadata,
    _community(),
    _id("session"),
    _id("member"),
    _id("match"),
    Column("useful", Integer),
    Column("progress", Figures, nullable=False),
    _text("in_the_way"),
    _text("next_step"),
    Column("help_wanted", Boolean, nullable=False),
    Column("given_at", Instant, nullable=False),
    PrimaryKeyConstraint("community", "session", "member"),
    Index(None, "community", "given_at"),
    Index(None, "community", "match", "member"),
    _of("session", "sessions"),
    _of("match", "matches"),
    *_member("member"),
)

feedback = Table(
    "feedback",
    metadata,
    _community(),
    _id("match"),
    _id("member"),
    Column("helpful", Integer, nullable=False),
    _text("comment"),
    Column("given_at", Instant, nullable=False),
    Column("reason", String(20), nullable=False, server_default=text("''")),
    Column("thanks", Text, nullable=False, server_default=text("''")),
    PrimaryKeyConstraint("community", "match", "member"),
    _of("match", "matches"),
    *_member("member"),
)

sign_offs = Table(
    "sign_offs",
    metadata,
    _community(),
    _id("match"),
    _id("member"),
    Column("signed_at", Instant),
    Column("sessions", Slugs, nullable=False),
    Column("asked_at", Instant),
    Column("asks", Integer, nullable=False),
    _id("card", nullable=True),
    Column("missing_at", Instant),
    PrimaryKeyConstraint("community", "match", "member"),
    _of("match", "matches"),
    *_member("member"),
)

nudges = Table(
    "nudges",
    metadata,
    _community(),
    _id(),
    _id("recipient"),
    Column("kind", String(30), nullable=False),
    Column("subject", String(20), nullable=False),
    Column("occurrence", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("status", Enumerated(NudgeStatus), nullable=False),
    Column("settled_at", Instant),
    PrimaryKeyConstraint("community", "id"),
    UniqueConstraint("community", "recipient", "kind", "subject", "occurrence"),
    *_member("recipient"),
)
WAITING = _when("status = 'waiting'")
Index(
    "ix_nudges_due",
    nudges.c.community,
    nudges.c.due_at,
    nudges.c.id,
    sqlite_where=WAITING,
    postgresql_where=WAITING,
)
Index("ix_nudges_subject", nudges.c.community, nudges.c.subject)

outbox = Table(
    "outbox",
    metadata,
    Column("sequence", Number, primary_key=True, autoincrement=True),
    _community(),
    _id(),
    Column("key", String(25), nullable=False),
    Column("to_conversation", String(40), nullable=False),
    _id("to_member", nullable=True),
    _id("to_channel", nullable=True),
    _id("to_match", nullable=True),
    Column("message", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    _id("actor", nullable=True),
    _id("replaces", nullable=True),
    _id("copy_of", nullable=True),
    _id("nudge", nullable=True),
    _id("part_of", nullable=True),
    Column("status", Enumerated(OutboxStatus), nullable=False),
    Column("not_before", Instant),
    Column("attempts", Integer, nullable=False),
    Column("lease_owner", String(20)),
    Column("lease_until", Instant),  # by the database's own clock
    Column("conversation", String(100), nullable=False),
    Column("place", String(100), nullable=False),
    Column("sent_at", Instant),
    Column("problem", String(200), nullable=False),
    UniqueConstraint("community", "id"),
    UniqueConstraint("community", "key"),
    *_member("to_member", "actor"),
)
UNFINISHED = _when("status IN ('waiting', 'sending')")
Index(
    "ix_outbox_unfinished",
    outbox.c.community,
    outbox.c.to_conversation,
    outbox.c.sequence,
    sqlite_where=UNFINISHED,
    postgresql_where=UNFINISHED,
)
COPY = _when("copy_of IS NOT NULL")
Index("ix_outbox_copies", outbox.c.community, outbox.c.copy_of, sqlite_where=COPY, postgresql_where=COPY)
PART = _when("part_of IS NOT NULL")
Index("ix_outbox_parts", outbox.c.community, outbox.c.part_of, sqlite_where=PART, postgresql_where=PART)
Index("ix_outbox_parts_places", outbox.c.community, outbox.c.place, sqlite_where=PART, postgresql_where=PART)
OF_A_PAIR = _when("to_match IS NOT NULL")
Index(
    "ix_outbox_of_a_pair",
    outbox.c.community,
    outbox.c.to_match,
    outbox.c.sequence,
    sqlite_where=OF_A_PAIR,
    postgresql_where=OF_A_PAIR,
)
LOST = _when("status IN ('failed', 'parked')")
Index("ix_outbox_lost", outbox.c.community, outbox.c.created_at, sqlite_where=LOST, postgresql_where=LOST)

events = Table(
    "events",
    metadata,
    Column("sequence", Number, primary_key=True, autoincrement=True),
    _community(),
    Column("subject", String(20), nullable=False),
    _id("subject_id"),
    Column("kind", String(30), nullable=False),
    Column("at", Instant, nullable=False),
    _id("member", nullable=True),
    Column("detail", String(100), nullable=False),
    Index(None, "community", "kind", "at"),
    Index(None, "community", "subject_id"),
)

receipts = Table(
    "receipts",
    metadata,
    _community(),
    Column("event", String(100), nullable=False),
    Column("reply", Text, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("community", "event"),
    Index(None, "at"),
)

drafts = Table(
    "drafts",
    metadata,
    _community(),
    _id("member"),
    Column("form", String(100), nullable=False),
    Column("values", Text, nullable=False),
    Column("warned", Boolean, nullable=False),
    Column("saved_at", Instant, nullable=False),
    PrimaryKeyConstraint("community", "member", "form"),
    _of("member", "members"),
)

# What a sign-up sheet said of an unclaimed member: no request and no offer before its owner confirms it.
signups = Table(
    "signups",
    metadata,
    _community(),
    _id("member"),
    Column("kind", String(10), nullable=False),
    Column("values", Text, nullable=False),
    Column("imported_at", Instant, nullable=False),
    PrimaryKeyConstraint("community", "member", "kind"),
    _of("member", "members"),
)

claims = Table(
    "claims",
    metadata,
    _community(),
    Column("code_hash", String(64), nullable=False),
    _id("member"),
    Column("issued_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    PrimaryKeyConstraint("community", "code_hash"),
    _of("member", "members"),
)

# Entered in another community than the one that issued them: looked up by the code alone.
join_codes = Table(
    "join_codes",
    metadata,
    _community(),
    Column("code_hash", String(64), nullable=False),
    Column("issued_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_by", String(20)),
    PrimaryKeyConstraint("community", "code_hash"),
    Index(None, "code_hash"),
)

rounds = Table(
    "rounds",
    metadata,
    _community(),
    _id(),
    Column("status", Enumerated(RoundStatus), nullable=False),
    _id("asked_by"),
    Column("asked_at", Instant, nullable=False),
    Column("solved", Integer, nullable=False),
    Column("gone", Integer, nullable=False, server_default=text("0")),
    Column("solved_at", Instant),
    Column("closed_at", Instant),
    PrimaryKeyConstraint("community", "id"),
    *_member("asked_by"),
)
LIVE_ROUND = _when("status IN ('planning', 'draft')")
Index(
    "uq_rounds_one_live",
    rounds.c.community,
    unique=True,
    sqlite_where=LIVE_ROUND,
    postgresql_where=LIVE_ROUND,
)
TO_SOLVE = _when("status = 'planning'")

round_lines = Table(
    "round_lines",
    metadata,
    _community(),
    _id(),
    _id("round"),
    Column("position", Integer, nullable=False),
    _id("request"),
    _id("mentee"),
    _id("offer", nullable=True),
    _id("mentor", nullable=True),
    Column("tier", Integer, nullable=False),
    Column("reasons", Slugs, nullable=False),
    Column("passed_over", Slugs, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("status", Enumerated(LineStatus), nullable=False),
    Column("change", Enumerated(Change), nullable=False),
    _text("why"),
    Column("fitting", Integer, nullable=False),
    Column("approved_at", Instant),
    PrimaryKeyConstraint("community", "id"),
    UniqueConstraint("community", "round", "request"),
    _of("round", "rounds"),
    _of("request", "requests"),
    _of("offer", "offers"),
    *_member("mentee", "mentor"),
)
AWAITS_TURN = _when("status = 'approved'")
Index(
    "ix_round_lines_turn",
    round_lines.c.community,
    round_lines.c.mentor,
    sqlite_where=AWAITS_TURN,
    postgresql_where=AWAITS_TURN,
)

rulings = Table(
    "rulings",
    metadata,
    _community(),
    _id("round"),
    _id("request"),
    _id("offer"),
    _id("mentee"),
    _id("mentor"),
    Column("word", Enumerated(Word), nullable=False),
    _id("said_by"),
    Column("said_at", Instant, nullable=False),
    PrimaryKeyConstraint("community", "round", "request", "offer"),
    _of("round", "rounds"),
    _of("request", "requests"),
    _of("offer", "offers"),
    *_member("mentee", "mentor", "said_by"),
)

# An installation is there before the community that will use it, so these three begin with no community.
installations = Table(
    "installations",
    metadata,
    Column("platform", String(20), nullable=False),
    Column("holder", String(40), nullable=False),
    Column("app_id", String(40), nullable=False),
    Column("enterprise_id", String(40), nullable=False),
    Column("team_id", String(40), nullable=False),
    Column("team_name", String(100), nullable=False),
    Column("enterprise_wide", Boolean, nullable=False),
    Column("encrypted_token", Text, nullable=False),
    Column("bot_user_id", String(40), nullable=False),
    Column("bot_id", String(40), nullable=False),
    Column("scopes", Slugs, nullable=False),
    Column("installer_id", String(40), nullable=False),
    Column("installed_at", Instant, nullable=False),
    PrimaryKeyConstraint("platform", "holder"),
)

organization_workspaces = Table(
    "organization_workspaces",
    metadata,
    Column("platform", String(20), nullable=False),
    Column("team_id", String(40), nullable=False),
    Column("enterprise_id", String(40), nullable=False),
    PrimaryKeyConstraint("platform", "team_id"),
)

install_states = Table(
    "install_states",
    metadata,
    Column("state_hash", String(64), nullable=False),
    Column("expires_at", Instant, nullable=False),  # by the database's own clock
    PrimaryKeyConstraint("state_hash"),
)
