"""Where a pair was written to last is found by an index."""

from alembic import op
from sqlalchemy import text

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OF_A_PAIR = text("to_match IS NOT NULL")


def upgrade() -> None:
    columns = ["community", "to_match", "sequence"]
    op.create_index("ix_outbox_of_a_pair", "outbox", columns, sqlite_where=OF_A_PAIR, postgresql_where=OF_A_PAIR)


def downgrade() -> None:
    op.drop_index("ix_outbox_of_a_pair", "outbox")
