"""Members and accounts know since when they are gone from their community or space."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("members", "accounts"):
        op.add_column(table, sa.Column("left_at", Instant(), nullable=True))


def downgrade() -> None:
    for table in ("accounts", "members"):
        op.drop_column(table, "left_at")
