"""Saved mappings have a name and keep how dates and blanks are read."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("saved_mapping", sa.Column("name", sa.Text(), server_default="", nullable=False))
    op.add_column("saved_mapping", sa.Column("options", sa.JSON(), server_default="{}", nullable=False))


def downgrade() -> None:
    op.drop_column("saved_mapping", "options")
    op.drop_column("saved_mapping", "name")
