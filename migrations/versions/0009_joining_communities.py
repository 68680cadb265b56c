"""Codes with which a space joins another community."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "join_codes",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("used_by", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_join_codes_community", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", "code_hash", name="pk_join_codes"),
    )
    op.create_index("ix_join_codes_code_hash", "join_codes", ["code_hash"])


def downgrade() -> None:
    op.drop_table("join_codes")
