"""What people add to the answer whether they met: numbers, a few words, and whether they would like help."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ids = [
        sa.Column(name, sa.String(length=20), nullable=False) for name in ("community", "session", "member", "match")
    ]
    op.create_table(
        "checkins",
        *ids,
        sa.Column("useful", sa.Integer(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("in_the_way", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("help_wanted", sa.Boolean(), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_checkins_community", ondelete="CASCADE"),
        *(_of(column, table) for column, table in (("session", "sessions"), ("match", "matches"))),
        _of("member", "members", ondelete=None),
        sa.PrimaryKeyConstraint("community", "session", "member", name="pk_checkins"),
    )
    op.create_index("ix_checkins_community_given_at", "checkins", ["community", "given_at"])
    op.create_index("ix_checkins_community_match_member", "checkins", ["community", "match", "member"])


def _of(column: str, table: str, ondelete: str | None = "CASCADE") -> sa.ForeignKeyConstraint:
    name = f"fk_checkins_community_{column}"
    others = [f"{table}.community", f"{table}.id"]
    return sa.ForeignKeyConstraint(["community", column], others, name=name, ondelete=ondelete)


def downgrade() -> None:
    op.drop_table("checkins")
