"""Who of a pair has signed which meetings of their hours log."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_offs",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("match", sa.String(length=20), nullable=False),
        sa.Column("member", sa.String(length=20), nullable=False),
        sa.Column("signed_at", Instant()),
        sa.Column("sessions", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant()),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("card", sa.String(length=20)),
        sa.Column("missing_at", Instant()),
        sa.ForeignKeyConstraint(
            ["community", "match"],
            ["matches.community", "matches.id"],
            name="fk_sign_offs_community_match",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["community", "member"], ["members.community", "members.id"], name="fk_sign_offs_community_member"
        ),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_sign_offs_community", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", "match", "member", name="pk_sign_offs"),
    )


def downgrade() -> None:
    op.drop_table("sign_offs")
