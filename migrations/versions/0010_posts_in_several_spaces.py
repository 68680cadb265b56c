"""A post in a further space knows which post it is a copy of."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COPY = sa.text("copy_of IS NOT NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("copy_of", sa.String(length=20), nullable=True))
    columns = ["community", "copy_of"]
    op.create_index("ix_outbox_copies", "outbox", columns, sqlite_where=COPY, postgresql_where=COPY)


def downgrade() -> None:
    op.drop_index("ix_outbox_copies", "outbox")
    op.drop_column("outbox", "copy_of")
