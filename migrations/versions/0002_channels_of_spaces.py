"""Each space knows its mentoring channel, and whether the bot is installed there."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("spaces", sa.Column("channel", sa.String(length=40), server_default=sa.text("''"), nullable=False))
    op.add_column("spaces", sa.Column("connected", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.execute("UPDATE spaces SET channel = 'channel' WHERE platform = 'playground'")


def downgrade() -> None:
    op.drop_column("spaces", "connected")
    op.drop_column("spaces", "channel")
