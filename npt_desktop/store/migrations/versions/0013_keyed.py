"""Seals on the change sets, and ids that are never given twice."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("change_set", sa.Column("sealed_by", sa.String(length=16), server_default="", nullable=False))
    op.add_column("change_set", sa.Column("seal", sa.String(length=64), server_default="", nullable=False))
    op.create_table('highest_gone',
    sa.Column('table_name', sa.String(length=40), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('table_name', name=op.f('pk_highest_gone'))
    )
    op.execute(
        "INSERT INTO highest_gone(table_name, record_id) "
        "SELECT table_name, max(record_id) FROM change WHERE after IS NULL GROUP BY table_name"
    )


def downgrade() -> None:
    op.drop_table('highest_gone')
    op.drop_column("change_set", "seal")
    op.drop_column("change_set", "sealed_by")
