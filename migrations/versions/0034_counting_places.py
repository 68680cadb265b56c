"""Free places are counted from an index alone, and who can't be written to is a short list

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

GONE = sa.text("unreachable_since IS NOT NULL")


def upgrade() -> None:
    counted = ["community", "id", "status", "mentor", "profession", "capacity", "taken"]
    op.create_index("ix_offers_places", "offers", counted)
    op.create_index("ix_members_unreachable", "members", ["community", "id"], sqlite_where=GONE, postgresql_where=GONE)


def downgrade() -> None:
    op.drop_index("ix_members_unreachable", table_name="members")
    op.drop_index("ix_offers_places", table_name="offers")
