"""The index of those who wait in a line holds all that counting them needs."""

from alembic import op
from sqlalchemy import text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LINE = ["community", "state", "setting", "waiting_since"]
OPEN = text("status = 'open'")


def upgrade() -> None:
    op.drop_index("ix_requests_line", "requests")
    op.create_index("ix_requests_line", "requests", [*LINE, "status"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_requests_line", "requests")
    op.create_index("ix_requests_line", "requests", LINE, sqlite_where=OPEN, postgresql_where=OPEN)
