"""How many calendar files a pair got, so that calendars know the latest."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

# Until now a file had the number of its agreement's version.
AS_SENT = """
UPDATE matches SET calendars = COALESCE(
    (SELECT MAX(version) FROM agreements
     WHERE agreements.community = matches.community AND agreements."match" = matches.id), 0)
"""


def upgrade() -> None:
    op.add_column("matches", sa.Column("calendars", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.execute(AS_SENT)


def downgrade() -> None:
    op.drop_column("matches", "calendars")
