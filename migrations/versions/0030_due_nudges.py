"""What is due is found in its order, community by community: thousands of nudges are due at the same instant."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

WAITING = sa.text("status = 'waiting'")


def upgrade() -> None:
    op.drop_index("ix_nudges_due", table_name="nudges")
    _create("community", "due_at", "id")


def downgrade() -> None:
    op.drop_index("ix_nudges_due", table_name="nudges")
    _create("due_at")


def _create(*columns: str) -> None:
    op.create_index("ix_nudges_due", "nudges", columns, sqlite_where=WAITING, postgresql_where=WAITING)
