"""What a pair agreed to do about a meeting that did not take place."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    missed = sa.Column("missed", sa.String(length=30), nullable=False, server_default=sa.text("'new-time'"))
    op.add_column("agreements", missed)


def downgrade() -> None:
    op.drop_column("agreements", "missed")
