"""Rounds: drafts for a whole waiting list, their lines, and what moderators said of pairs."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LIVE = sa.text("status IN ('planning', 'draft')")
AWAITS_TURN = sa.text("status = 'approved'")


def id_(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=20), nullable=nullable)


def member(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_community_{column}"
    return sa.ForeignKeyConstraint(["community", column], ["members.community", "members.id"], name=name)


def of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_community_{column}"
    columns, others = ["community", column], [f"{other}.community", f"{other}.id"]
    return sa.ForeignKeyConstraint(columns, others, name=name, ondelete="CASCADE")


def community(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_community"
    return sa.ForeignKeyConstraint(["community"], ["communities.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "rounds",
        id_("community"),
        id_("id"),
        sa.Column("status", sa.String(length=30), nullable=False),
        id_("asked_by"),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("solved", sa.Integer(), nullable=False),
        sa.Column("solved_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        community("rounds"),
        member("rounds", "asked_by"),
        sa.PrimaryKeyConstraint("community", "id", name="pk_rounds"),
    )
    op.create_index(
        "uq_rounds_one_live", "rounds", ["community"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
    )
    op.create_table(
        "round_lines",
        id_("community"),
        id_("id"),
        id_("round"),
        sa.Column("position", sa.Integer(), nullable=False),
        id_("request"),
        id_("mentee"),
        id_("offer", nullable=True),
        id_("mentor", nullable=True),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("passed_over", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("change", sa.String(length=30), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("fitting", sa.Integer(), nullable=False),
        sa.Column("approved_at", Instant(), nullable=True),
        community("round_lines"),
        of("round_lines", "round", "rounds"),
        of("round_lines", "request", "requests"),
        of("round_lines", "offer", "offers"),
        member("round_lines", "mentee"),
        member("round_lines", "mentor"),
        sa.PrimaryKeyConstraint("community", "id", name="pk_round_lines"),
        sa.UniqueConstraint("community", "round", "request", name="uq_round_lines_community_round_request"),
    )
    op.create_index(
        "ix_round_lines_turn",
        "round_lines",
        ["community", "mentor"],
        sqlite_where=AWAITS_TURN,
        postgresql_where=AWAITS_TURN,
    )
    op.create_table(
        "rulings",
        id_("community"),
        id_("round"),
        id_("request"),
        id_("offer"),
        id_("mentee"),
        id_("mentor"),
        sa.Column("word", sa.String(length=30), nullable=False),
        id_("said_by"),
        sa.Column("said_at", Instant(), nullable=False),
        community("rulings"),
        of("rulings", "round", "rounds"),
        of("rulings", "request", "requests"),
        of("rulings", "offer", "offers"),
        member("rulings", "mentee"),
        member("rulings", "mentor"),
        member("rulings", "said_by"),
        sa.PrimaryKeyConstraint("community", "round", "request", "offer", name="pk_rulings"),
    )


def downgrade() -> None:
    op.drop_table("rulings")
    op.drop_table("round_lines")
    op.drop_table("rounds")
