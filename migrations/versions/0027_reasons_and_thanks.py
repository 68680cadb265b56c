"""Why a match ended, and the thanks that are passed on."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feedback", sa.Column("reason", sa.String(length=20), nullable=False, server_default=sa.text("''")))
    op.add_column("feedback", sa.Column("thanks", sa.Text(), nullable=False, server_default=sa.text("''")))


def downgrade() -> None:
    op.drop_column("feedback", "thanks")
    op.drop_column("feedback", "reason")
