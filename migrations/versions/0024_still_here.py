"""Since when somebody's word is missing whether they are still here."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

COLUMNS = ("mentee_asked_at", "mentor_asked_at")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("matches", sa.Column(name, Instant(), nullable=True))


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column("matches", name)
