"""Ranking, corrections and publications of priorities."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_COUNTS = ("likes", "comments", "shares", "registrations")


def upgrade() -> None:
    def words(name: str) -> sa.Column:
        return sa.Column(name, sa.Text(), server_default="", nullable=False)

    op.add_column("priority_meeting", words("agenda"))
    op.add_column("candidate_issue", sa.Column("passed_on", sa.Date(), nullable=True))
    op.add_column("candidate_issue", words("no_plan_reason"))
    op.add_column("candidate_issue", sa.Column("scores", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("candidate_issue", sa.Column("cheers", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("priority", words("what_follows"))
    for name in _COUNTS:
        op.add_column("publication", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("publication", sa.Column("counted_on", sa.Date(), nullable=True))
    op.add_column("publication", sa.Column("kept", sa.JSON(), server_default="[]", nullable=False))
    op.create_table('priority_correction',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('priority_id', sa.Integer(), nullable=True),
    sa.Column('candidate_id', sa.Integer(), nullable=True),
    sa.Column('field', sa.String(length=40), nullable=False),
    sa.Column('was', sa.Text(), server_default='', nullable=False),
    sa.Column('value', sa.Text(), server_default='', nullable=False),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('made_at', sa.String(length=20), nullable=False),
    sa.Column('made_by', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate_issue.id'],
                            name=op.f('fk_priority_correction_candidate_id_candidate_issue')),
    sa.ForeignKeyConstraint(['priority_id'], ['priority.id'], name=op.f('fk_priority_correction_priority_id_priority')),
    sa.ForeignKeyConstraint(['round_id'], ['priority_round.id'],
                            name=op.f('fk_priority_correction_round_id_priority_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_priority_correction')),
    sa.UniqueConstraint('uid', name=op.f('uq_priority_correction_uid'))
    )
    for name in ("round_id", "priority_id", "candidate_id"):
        op.create_index(op.f(f"ix_priority_correction_{name}"), "priority_correction", [name], unique=False)


def downgrade() -> None:
    op.drop_table("priority_correction")
    op.drop_column("publication", "kept")
    op.drop_column("publication", "counted_on")
    for name in reversed(_COUNTS):
        op.drop_column("publication", name)
    op.drop_column("priority", "what_follows")
    for name in ("cheers", "scores", "no_plan_reason", "passed_on"):
        op.drop_column("candidate_issue", name)
    op.drop_column("priority_meeting", "agenda")
