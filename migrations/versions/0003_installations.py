"""Workspaces into which people install the bot themselves, with encrypted tokens."""

import sqlalchemy as sa
from alembic import op

from storage.types import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installations",
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("app_id", sa.String(length=40), nullable=False),
        sa.Column("enterprise_id", sa.String(length=40), nullable=False),
        sa.Column("team_id", sa.String(length=40), nullable=False),
        sa.Column("team_name", sa.String(length=100), nullable=False),
        sa.Column("enterprise_wide", sa.Boolean(), nullable=False),
        sa.Column("encrypted_token", sa.Text(), nullable=False),
        sa.Column("bot_user_id", sa.String(length=40), nullable=False),
        sa.Column("bot_id", sa.String(length=40), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("installer_id", sa.String(length=40), nullable=False),
        sa.Column("installed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "holder", name=op.f("pk_installations")),
    )
    op.create_table(
        "organization_workspaces",
        sa.Column("platform", sa.String(length=20), nullable=False),
        sa.Column("team_id", sa.String(length=40), nullable=False),
        sa.Column("enterprise_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("platform", "team_id", name=op.f("pk_organization_workspaces")),
    )
    op.create_table(
        "install_states",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_install_states")),
    )


def downgrade() -> None:
    for table in ("install_states", "organization_workspaces", "installations"):
        op.drop_table(table)
