"""Members know in which space they acted last, so that they are written to there."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

FROM_ACCOUNTS = """
UPDATE members SET acts_in = (
    SELECT min(space) FROM accounts
    WHERE accounts.community = members.community AND accounts.member = members.id AND accounts.left_at IS NULL
)
"""


def upgrade() -> None:
    op.add_column("members", sa.Column("acts_in", sa.String(length=20), nullable=True))
    op.execute(FROM_ACCOUNTS)


def downgrade() -> None:
    op.drop_column("members", "acts_in")
