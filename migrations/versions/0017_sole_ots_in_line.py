"""The index of those who wait in a line holds who comes first in it, too: the only OT of a district."""

from alembic import op
from sqlalchemy import text

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None

LINE = ["community", "state", "setting", "waiting_since", "status"]
OPEN = text("status = 'open'")


def upgrade() -> None:
    op.drop_index("ix_requests_line", "requests")
    op.create_index("ix_requests_line", "requests", [*LINE, "sole_ot", "id"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_index("ix_requests_line", "requests")
    op.create_index("ix_requests_line", "requests", LINE, sqlite_where=OPEN, postgresql_where=OPEN)
