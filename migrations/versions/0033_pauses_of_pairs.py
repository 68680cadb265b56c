"""Until when a pair has paused its meetings."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0033"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("matches", sa.Column("paused_until", Instant(), nullable=True))


def downgrade() -> None:
    op.drop_column("matches", "paused_until")
