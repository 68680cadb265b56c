"""Messages to one person that leave together: each names the first of them."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

PART = sa.text("part_of IS NOT NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("part_of", sa.String(20)))
    for name, column in (("ix_outbox_parts", "part_of"), ("ix_outbox_parts_places", "place")):
        op.create_index(name, "outbox", ["community", column], sqlite_where=PART, postgresql_where=PART)


def downgrade() -> None:
    for name in ("ix_outbox_parts", "ix_outbox_parts_places"):
        op.drop_index(name, "outbox")
    op.drop_column("outbox", "part_of")
