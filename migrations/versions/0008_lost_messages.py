"""Messages that may be lost are found by an index."""

from alembic import op
from sqlalchemy import text

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LOST = text("status IN ('failed', 'parked')")


def upgrade() -> None:
    columns = ["community", "created_at"]
    op.create_index("ix_outbox_lost", "outbox", columns, sqlite_where=LOST, postgresql_where=LOST)


def downgrade() -> None:
    op.drop_index("ix_outbox_lost", "outbox")
