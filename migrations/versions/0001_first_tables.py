"""The first tables."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant, WallTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "communities",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
    )
    op.create_table(
        "events",
        sa.Column("sequence", Number, autoincrement=True, nullable=False),
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("member", sa.String(length=20), nullable=True),
        sa.Column("detail", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_events_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_community_kind_at"), "events", ["community", "kind", "at"], unique=False)
    op.create_index(op.f("ix_events_community_subject_id"), "events", ["community", "subject_id"], unique=False)
    op.create_table(
        "members",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("joined_at", Instant(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=True),
        sa.Column("zone_confirmed", sa.Boolean(), nullable=False),
        sa.Column("moderator", sa.Boolean(), nullable=False),
        sa.Column("claimed", sa.Boolean(), nullable=False),
        sa.Column("handle", sa.String(length=100), nullable=False),
        sa.Column("consented_at", Instant(), nullable=True),
        sa.Column("unreachable_since", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_members_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "id", name=op.f("pk_members")),
    )
    op.create_index(
        "uq_members_unclaimed_handle",
        "members",
        ["community", "handle"],
        unique=True,
        sqlite_where=sa.text("claimed = 0 AND handle <> ''"),
        postgresql_where=sa.text("NOT claimed AND handle <> ''"),
    )
    op.create_table(
        "receipts",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("event", sa.String(length=100), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_receipts_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "event", name=op.f("pk_receipts")),
    )
    op.create_index(op.f("ix_receipts_at"), "receipts", ["at"], unique=False)
    op.create_table(
        "spaces",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_spaces_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spaces")),
    )
    op.create_table(
        "accounts",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("space", sa.String(length=20), nullable=False),
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("user", sa.String(length=40), nullable=False),
        sa.Column("member", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "member"],
            ["members.community", "members.id"],
            name=op.f("fk_accounts_community_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_accounts_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["space"], ["spaces.id"], name=op.f("fk_accounts_space"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", "space", "user", name=op.f("pk_accounts")),
    )
    op.create_index(op.f("ix_accounts_community_member"), "accounts", ["community", "member"], unique=False)
    op.create_table(
        "claims",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("member", sa.String(length=20), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community", "member"],
            ["members.community", "members.id"],
            name=op.f("fk_claims_community_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_claims_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "code_hash", name=op.f("pk_claims")),
    )
    op.create_table(
        "drafts",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("member", sa.String(length=20), nullable=False),
        sa.Column("form", sa.String(length=100), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("warned", sa.Boolean(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "member"],
            ["members.community", "members.id"],
            name=op.f("fk_drafts_community_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_drafts_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "member", "form", name=op.f("pk_drafts")),
    )
    op.create_table(
        "exclusions",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("member", sa.String(length=20), nullable=False),
        sa.Column("other", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["members.community", "members.id"], name=op.f("fk_exclusions_community_member")
        ),
        sa.ForeignKeyConstraint(
            ["community", "other"], ["members.community", "members.id"], name=op.f("fk_exclusions_community_other")
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_exclusions_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "member", "other", name=op.f("pk_exclusions")),
    )
    op.create_table(
        "nudges",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("recipient", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community", "recipient"], ["members.community", "members.id"], name=op.f("fk_nudges_community_recipient")
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_nudges_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "id", name=op.f("pk_nudges")),
        sa.UniqueConstraint(
            "community",
            "recipient",
            "kind",
            "subject",
            "occurrence",
            name=op.f("uq_nudges_community_recipient_kind_subject_occurrence"),
        ),
    )
    op.create_index(
        "ix_nudges_due",
        "nudges",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index("ix_nudges_subject", "nudges", ["community", "subject"], unique=False)
    op.create_table(
        "offers",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("mentor", sa.String(length=20), nullable=False),
        sa.Column("profession", sa.String(length=40), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        sa.Column("states", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("free_times", sa.Text(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=False),
        sa.Column("paused_until", Instant(), nullable=True),
        sa.Column("rests_until", Instant(), nullable=True),
        sa.Column("silent_in_a_row", sa.Integer(), nullable=False),
        sa.Column("last_proposed_at", Instant(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name=op.f("ck_offers_capacity")),
        sa.ForeignKeyConstraint(
            ["community", "mentor"], ["members.community", "members.id"], name=op.f("fk_offers_community_mentor")
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_offers_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "id", name=op.f("pk_offers")),
    )
    op.create_index(
        "uq_offers_one_live",
        "offers",
        ["community", "mentor"],
        unique=True,
        sqlite_where=sa.text("status <> 'withdrawn'"),
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )
    op.create_table(
        "outbox",
        sa.Column("sequence", Number, autoincrement=True, nullable=False),
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=25), nullable=False),
        sa.Column("to_conversation", sa.String(length=40), nullable=False),
        sa.Column("to_member", sa.String(length=20), nullable=True),
        sa.Column("to_channel", sa.String(length=20), nullable=True),
        sa.Column("to_match", sa.String(length=20), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("actor", sa.String(length=20), nullable=True),
        sa.Column("replaces", sa.String(length=20), nullable=True),
        sa.Column("nudge", sa.String(length=20), nullable=True),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("not_before", Instant(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=20), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("conversation", sa.String(length=100), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "actor"], ["members.community", "members.id"], name=op.f("fk_outbox_community_actor")
        ),
        sa.ForeignKeyConstraint(
            ["community", "to_member"], ["members.community", "members.id"], name=op.f("fk_outbox_community_to_member")
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_outbox_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_outbox")),
        sa.UniqueConstraint("community", "id", name=op.f("uq_outbox_community_id")),
        sa.UniqueConstraint("community", "key", name=op.f("uq_outbox_community_key")),
    )
    op.create_index(
        "ix_outbox_unfinished",
        "outbox",
        ["community", "to_conversation", "sequence"],
        unique=False,
        sqlite_where=sa.text("status IN ('waiting', 'sending')"),
        postgresql_where=sa.text("status IN ('waiting', 'sending')"),
    )
    op.create_table(
        "requests",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("mentee", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=False),
        sa.Column("setting", sa.String(length=40), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("free_times", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("waiting_since", Instant(), nullable=False),
        sa.Column("looking_since", Instant(), nullable=False),
        sa.Column("look_again_at", Instant(), nullable=True),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("paused_until", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("card", sa.String(length=20), nullable=True),
        sa.Column("silent_since", Instant(), nullable=True),
        sa.Column("sole_ot", sa.Boolean(), nullable=True),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("programme", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.Column("not_my_district", sa.Boolean(), nullable=False),
        sa.Column("not_my_agency", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "mentee"], ["members.community", "members.id"], name=op.f("fk_requests_community_mentee")
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_requests_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "id", name=op.f("pk_requests")),
    )
    op.create_index(
        "ix_requests_line",
        "requests",
        ["community", "state", "setting", "waiting_since"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index(
        "ix_requests_look_again",
        "requests",
        ["community", "look_again_at"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index("ix_requests_created_at", "requests", ["community", "created_at"], unique=False)
    op.create_index("ix_requests_mentee", "requests", ["community", "mentee"], unique=False)
    op.create_index(
        "uq_requests_one_open",
        "requests",
        ["community", "mentee"],
        unique=True,
        sqlite_where=sa.text("status IN ('open', 'paused')"),
        postgresql_where=sa.text("status IN ('open', 'paused')"),
    )
    op.create_table(
        "signups",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("member", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("imported_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "member"],
            ["members.community", "members.id"],
            name=op.f("fk_signups_community_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_signups_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "member", "kind", name=op.f("pk_signups")),
    )
    op.create_table(
        "matches",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("request", sa.String(length=20), nullable=True),
        sa.Column("offer", sa.String(length=20), nullable=True),
        sa.Column("mentee", sa.String(length=20), nullable=False),
        sa.Column("mentor", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("last_contact_at", Instant(), nullable=False),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(length=30), nullable=False),
        sa.Column("mentee_hour_before", sa.Boolean(), nullable=False),
        sa.Column("mentor_hour_before", sa.Boolean(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("ended_by", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["community", "mentee"], ["members.community", "members.id"], name=op.f("fk_matches_community_mentee")
        ),
        sa.ForeignKeyConstraint(
            ["community", "mentor"], ["members.community", "members.id"], name=op.f("fk_matches_community_mentor")
        ),
        sa.ForeignKeyConstraint(
            ["community", "offer"],
            ["offers.community", "offers.id"],
            name=op.f("fk_matches_community_offer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community", "request"],
            ["requests.community", "requests.id"],
            name=op.f("fk_matches_community_request"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_matches_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "id", name=op.f("pk_matches")),
    )
    op.create_index("ix_matches_mentor", "matches", ["community", "mentor"], unique=False)
    op.create_index(
        "uq_matches_live_pair",
        "matches",
        ["community", "mentee", "mentor"],
        unique=True,
        sqlite_where=sa.text("status <> 'ended'"),
        postgresql_where=sa.text("status <> 'ended'"),
    )
    op.create_index(
        "uq_matches_one_live",
        "matches",
        ["community", "request"],
        unique=True,
        sqlite_where=sa.text("status <> 'ended'"),
        postgresql_where=sa.text("status <> 'ended'"),
    )
    op.create_table(
        "offer_reach",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=2), nullable=False),
        sa.Column("setting", sa.String(length=40), nullable=False),
        sa.Column("offer", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "offer"],
            ["offers.community", "offers.id"],
            name=op.f("fk_offer_reach_community_offer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_offer_reach_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "state", "setting", "offer", name=op.f("pk_offer_reach")),
    )
    op.create_index(op.f("ix_offer_reach_community_offer"), "offer_reach", ["community", "offer"], unique=False)
    op.create_table(
        "proposals",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("request", sa.String(length=20), nullable=False),
        sa.Column("offer", sa.String(length=20), nullable=False),
        sa.Column("mentee", sa.String(length=20), nullable=False),
        sa.Column("mentor", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=30), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("card", sa.String(length=20), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "mentee"], ["members.community", "members.id"], name=op.f("fk_proposals_community_mentee")
        ),
        sa.ForeignKeyConstraint(
            ["community", "mentor"], ["members.community", "members.id"], name=op.f("fk_proposals_community_mentor")
        ),
        sa.ForeignKeyConstraint(
            ["community", "offer"],
            ["offers.community", "offers.id"],
            name=op.f("fk_proposals_community_offer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community", "request"],
            ["requests.community", "requests.id"],
            name=op.f("fk_proposals_community_request"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_proposals_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "id", name=op.f("pk_proposals")),
    )
    op.create_index("ix_proposals_mentor", "proposals", ["community", "mentor", "made_at"], unique=False)
    op.create_index("ix_proposals_request", "proposals", ["community", "request"], unique=False)
    op.create_index(
        "uq_proposals_one_live",
        "proposals",
        ["community", "request", "mentor"],
        unique=True,
        sqlite_where=sa.text("status IN ('open', 'questioned', 'volunteered')"),
        postgresql_where=sa.text("status IN ('open', 'questioned', 'volunteered')"),
    )
    op.create_index(
        "uq_proposals_one_with_mentor",
        "proposals",
        ["community", "mentor"],
        unique=True,
        sqlite_where=sa.text("status IN ('open', 'questioned')"),
        postgresql_where=sa.text("status IN ('open', 'questioned')"),
    )
    op.create_table(
        "agreements",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("match", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("first", WallTime(), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("rhythm", sa.String(length=30), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(length=20), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("signed_at", Instant(), nullable=True),
        sa.Column("planned_sessions", sa.Integer(), nullable=False),
        sa.Column("plan_again_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community", "match"],
            ["matches.community", "matches.id"],
            name=op.f("fk_agreements_community_match"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community", "proposed_by"],
            ["members.community", "members.id"],
            name=op.f("fk_agreements_community_proposed_by"),
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_agreements_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("community", "match", "version", name=op.f("uq_agreements_community_match_version")),
    )
    op.create_index(
        "uq_agreements_one_signed",
        "agreements",
        ["community", "match"],
        unique=True,
        sqlite_where=sa.text("status = 'signed'"),
        postgresql_where=sa.text("status = 'signed'"),
    )
    op.create_table(
        "feedback",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("match", sa.String(length=20), nullable=False),
        sa.Column("member", sa.String(length=20), nullable=False),
        sa.Column("helpful", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "match"],
            ["matches.community", "matches.id"],
            name=op.f("fk_feedback_community_match"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["members.community", "members.id"], name=op.f("fk_feedback_community_member")
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_feedback_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "match", "member", name=op.f("pk_feedback")),
    )
    op.create_table(
        "sessions",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("match", sa.String(length=20), nullable=False),
        sa.Column("agreement", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("mentee_answer", sa.String(length=10), nullable=False),
        sa.Column("mentor_answer", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["community", "agreement"],
            ["agreements.community", "agreements.id"],
            name=op.f("fk_sessions_community_agreement"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community", "match"],
            ["matches.community", "matches.id"],
            name=op.f("fk_sessions_community_match"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community"], ["communities.id"], name=op.f("fk_sessions_community"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community", "id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("community", "agreement", "number", name=op.f("uq_sessions_community_agreement_number")),
    )
    op.create_index(
        op.f("ix_sessions_community_match_starts_at"), "sessions", ["community", "match", "starts_at"], unique=False
    )
    op.create_index(op.f("ix_sessions_community_starts_at"), "sessions", ["community", "starts_at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sessions_community_starts_at"), table_name="sessions")
    op.drop_index(op.f("ix_sessions_community_match_starts_at"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("feedback")
    op.drop_index(
        "uq_agreements_one_signed",
        table_name="agreements",
        sqlite_where=sa.text("status = 'signed'"),
        postgresql_where=sa.text("status = 'signed'"),
    )
    op.drop_table("agreements")
    op.drop_index(
        "uq_proposals_one_with_mentor",
        table_name="proposals",
        sqlite_where=sa.text("status IN ('open', 'questioned')"),
        postgresql_where=sa.text("status IN ('open', 'questioned')"),
    )
    op.drop_index(
        "uq_proposals_one_live",
        table_name="proposals",
        sqlite_where=sa.text("status IN ('open', 'questioned', 'volunteered')"),
        postgresql_where=sa.text("status IN ('open', 'questioned', 'volunteered')"),
    )
    op.drop_index("ix_proposals_request", table_name="proposals")
    op.drop_index("ix_proposals_mentor", table_name="proposals")
    op.drop_table("proposals")
    op.drop_index(op.f("ix_offer_reach_community_offer"), table_name="offer_reach")
    op.drop_table("offer_reach")
    op.drop_index(
        "uq_matches_one_live",
        table_name="matches",
        sqlite_where=sa.text("status <> 'ended'"),
        postgresql_where=sa.text("status <> 'ended'"),
    )
    op.drop_index(
        "uq_matches_live_pair",
        table_name="matches",
        sqlite_where=sa.text("status <> 'ended'"),
        postgresql_where=sa.text("status <> 'ended'"),
    )
    op.drop_index("ix_matches_mentor", table_name="matches")
    op.drop_table("matches")
    op.drop_table("signups")
    op.drop_index(
        "uq_requests_one_open",
        table_name="requests",
        sqlite_where=sa.text("status IN ('open', 'paused')"),
        postgresql_where=sa.text("status IN ('open', 'paused')"),
    )
    op.drop_index("ix_requests_created_at", table_name="requests")
    op.drop_index("ix_requests_mentee", table_name="requests")
    op.drop_index(
        "ix_requests_look_again",
        table_name="requests",
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.drop_index(
        "ix_requests_line",
        table_name="requests",
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.drop_table("requests")
    op.drop_index(
        "ix_outbox_unfinished",
        table_name="outbox",
        sqlite_where=sa.text("status IN ('waiting', 'sending')"),
        postgresql_where=sa.text("status IN ('waiting', 'sending')"),
    )
    op.drop_table("outbox")
    op.drop_index(
        "uq_offers_one_live",
        table_name="offers",
        sqlite_where=sa.text("status <> 'withdrawn'"),
        postgresql_where=sa.text("status <> 'withdrawn'"),
    )
    op.drop_table("offers")
    op.drop_index("ix_nudges_subject", table_name="nudges")
    op.drop_index(
        "ix_nudges_due",
        table_name="nudges",
        sqlite_where=sa.text("status = 'waiting'"),
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.drop_table("nudges")
    op.drop_table("exclusions")
    op.drop_table("drafts")
    op.drop_table("claims")
    op.drop_index(op.f("ix_accounts_community_member"), table_name="accounts")
    op.drop_table("accounts")
    op.drop_table("spaces")
    op.drop_index(op.f("ix_receipts_at"), table_name="receipts")
    op.drop_table("receipts")
    op.drop_index(
        "uq_members_unclaimed_handle",
        table_name="members",
        sqlite_where=sa.text("claimed = 0 AND handle <> ''"),
        postgresql_where=sa.text("NOT claimed AND handle <> ''"),
    )
    op.drop_table("members")
    op.drop_index(op.f("ix_events_community_subject_id"), table_name="events")
    op.drop_index(op.f("ix_events_community_kind_at"), table_name="events")
    op.drop_table("events")
    op.drop_table("communities")
