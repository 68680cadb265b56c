"""Offers from before mentors were asked whether they still stand are looked at, and asked about once they are old."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # A nudge's id is its own community's alone, and no other nudge has the id of an offer.
    op.execute(
        "INSERT INTO nudges (community, id, recipient, kind, subject, occurrence, due_at, status)"
        " SELECT community, id, mentor, 'offer-look', id, 0, confirmed_at, 'waiting'"
        " FROM offers WHERE status <> 'withdrawn'"
    )


def downgrade() -> None:
    op.execute("DELETE FROM nudges WHERE kind IN ('offer-look', 'offer-ask', 'offer-ask-again', 'offer-stop')")
