"""How long people wait who ask in a situation, worked out from a community's own history."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0015"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forecasts",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("situation", sa.String(length=30), nullable=False),
        sa.Column("similar", sa.Boolean(), nullable=False),
        sa.Column("curve", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_forecasts_community", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("community", "situation", name="pk_forecasts"),
    )


def downgrade() -> None:
    op.drop_table("forecasts")
