"""Checks of a plan judged not applicable, and measures of a comparison area."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("problem_plan", sa.Column("set_aside", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("measure", sa.Column("comparison", sa.Boolean(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("measure", "comparison")
    op.drop_column("problem_plan", "set_aside")
