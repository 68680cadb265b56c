"""Mentors are found by indexes: by whose turn it is, and by the agency and the OT programme that they share."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

FREE = "status = 'open' AND taken < capacity"
REACH = "ix_offer_reach_community_offer"


def upgrade() -> None:
    first = "" if op.get_bind().dialect.name == "sqlite" else " NULLS FIRST"  # SQLite's own order, not to be said
    op.execute(f"CREATE INDEX ix_offers_turn ON offers (community, taken, last_proposed_at{first}, id) WHERE {FREE}")
    op.create_index("ix_proposals_made_at", "proposals", ["community", "made_at", "mentor"])
    op.drop_index(REACH, "offer_reach")
    op.create_index(f"{REACH}_setting_state", "offer_reach", ["community", "offer", "setting", "state"])
    op.create_table(
        "offer_names",
        sa.Column("community", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("offer", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["community"], ["communities.id"], name="fk_offer_names_community", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["community", "offer"],
            ["offers.community", "offers.id"],
            name="fk_offer_names_community_offer",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("community", "name", "offer", name="pk_offer_names"),
    )
    op.create_index("ix_offer_names_community_offer", "offer_names", ["community", "offer"])
    _fill()


def _fill() -> None:
    offers = sa.table("offers", *(sa.column(name) for name in ("community", "id", "agency", "programme")))
    names = sa.table("offer_names", *(sa.column(name) for name in ("community", "name", "offer")))
    named = sa.select(offers).where((offers.c.agency != "") | (offers.c.programme != ""))
    rows = [
        {"community": offer.community, "name": f"{kind}:{folded}", "offer": offer.id}
        for offer in op.get_bind().execute(named)
        for kind in ("agency", "programme")
        if (folded := _folded(getattr(offer, kind)))
    ]
    if rows:
        op.get_bind().execute(sa.insert(names), rows)


def _folded(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def downgrade() -> None:
    op.drop_table("offer_names")
    op.drop_index(f"{REACH}_setting_state", "offer_reach")
    op.create_index(REACH, "offer_reach", ["community", "offer"])
    op.drop_index("ix_proposals_made_at", "proposals")
    op.drop_index("ix_offers_turn", "offers")
