"""Who opened, searched, printed and exported what."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('access',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.String(length=20), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access'))
    )
    op.create_index(op.f('ix_access_at'), 'access', ['at'], unique=False)
    for when in ("DELETE", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER access_{when.lower()} BEFORE {when} ON access "
            "BEGIN SELECT raise(ABORT, 'the access log is append-only'); END"
        )


def downgrade() -> None:
    op.drop_table('access')
