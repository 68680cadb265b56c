"""Who comes back after a match that did not work out is first in the line, which its index holds too."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LINE = ["community", "state", "setting", "waiting_since", "status"]
OPEN = sa.text("status = 'open'")


def upgrade() -> None:
    op.add_column("requests", sa.Column("came_back", sa.Boolean(), nullable=False, server_default=sa.false()))
    _hold("came_back", "sole_ot", "id")


def downgrade() -> None:
    _hold("sole_ot", "id")
    op.drop_column("requests", "came_back")


def _hold(*further: str) -> None:
    op.drop_index("ix_requests_line", "requests")
    op.create_index("ix_requests_line", "requests", [*LINE, *further], sqlite_where=OPEN, postgresql_where=OPEN)
