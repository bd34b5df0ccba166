"""Corrections to the answers of finished QA meetings."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('answer_correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('answer_id', sa.Integer(), nullable=False),
    sa.Column('was', sa.String(length=32), nullable=True),
    sa.Column('value', sa.String(length=32), nullable=True),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('made_at', sa.String(length=20), nullable=False),
    sa.Column('made_by', sa.Text(), server_default='', nullable=False),
    sa.Column('signed_by', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_answer_correction_answer_id_answer')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_correction')),
    sa.UniqueConstraint('uid', name=op.f('uq_answer_correction_uid'))
    )
    op.create_index(op.f('ix_answer_correction_answer_id'), 'answer_correction', ['answer_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_answer_correction_answer_id'), table_name='answer_correction')
    op.drop_table('answer_correction')
