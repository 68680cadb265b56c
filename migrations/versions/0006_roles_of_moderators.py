"""Each space knows which of its roles moderate."""

import sqlalchemy as sa
from alembic import op

from storage.types import Slugs

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("spaces", sa.Column("moderator_roles", Slugs(), server_default=sa.text("'[]'"), nullable=False))


def downgrade() -> None:
    op.drop_column("spaces", "moderator_roles")
