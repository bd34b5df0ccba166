"""The log read by score without reading every entry."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_engagement_entry_score", "engagement_entry", ["score", "day"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_engagement_entry_score", table_name="engagement_entry")
