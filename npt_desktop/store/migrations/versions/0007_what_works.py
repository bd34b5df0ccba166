"""What Works entries and evidence files."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('what_works_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('issue_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('problem', sa.Text(), server_default='', nullable=False),
    sa.Column('result', sa.String(length=32), nullable=True),
    sa.Column('effect', sa.Text(), server_default='', nullable=False),
    sa.Column('effect_why_not', sa.Text(), server_default='', nullable=False),
    sa.Column('mechanism', sa.Text(), server_default='', nullable=False),
    sa.Column('moderators', sa.Text(), server_default='', nullable=False),
    sa.Column('moderators_why_not', sa.Text(), server_default='', nullable=False),
    sa.Column('implementation', sa.Text(), server_default='', nullable=False),
    sa.Column('cost', sa.Text(), server_default='', nullable=False),
    sa.Column('cost_why_not', sa.Text(), server_default='', nullable=False),
    sa.Column('not_sent_reason', sa.Text(), server_default='', nullable=False),
    sa.Column('drafted_on', sa.Date(), nullable=False),
    sa.Column('drafted_by_id', sa.Integer(), nullable=True),
    sa.Column('submitted_on', sa.Date(), nullable=True),
    sa.Column('submitted_by_id', sa.Integer(), nullable=True),
    sa.Column('decision', sa.String(length=32), nullable=True),
    sa.Column('label', sa.String(length=32), server_default='', nullable=False),
    sa.Column('feedback', sa.Text(), server_default='', nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('shared_on', sa.Date(), nullable=True),
    sa.Column('shared_where', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_what_works_entry_area_id_area')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_what_works_entry_decided_by_id_person')),
    sa.ForeignKeyConstraint(['drafted_by_id'], ['person.id'], name=op.f('fk_what_works_entry_drafted_by_id_person')),
    sa.ForeignKeyConstraint(['issue_id'], ['term.id'], name=op.f('fk_what_works_entry_issue_id_term')),
    sa.ForeignKeyConstraint(['plan_id'], ['problem_plan.id'], name=op.f('fk_what_works_entry_plan_id_problem_plan')),
    sa.ForeignKeyConstraint(['submitted_by_id'], ['person.id'], name=op.f('fk_what_works_entry_submitted_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_what_works_entry')),
    sa.UniqueConstraint('uid', name=op.f('uq_what_works_entry_uid'))
    )
    op.create_index(op.f('ix_what_works_entry_area_id'), 'what_works_entry', ['area_id'], unique=False)
    op.create_index(op.f('ix_what_works_entry_decided_by_id'), 'what_works_entry', ['decided_by_id'], unique=False)
    op.create_index(op.f('ix_what_works_entry_drafted_by_id'), 'what_works_entry', ['drafted_by_id'], unique=False)
    op.create_index(op.f('ix_what_works_entry_issue_id'), 'what_works_entry', ['issue_id'], unique=False)
    op.create_index(op.f('ix_what_works_entry_plan_id'), 'what_works_entry', ['plan_id'], unique=True)
    op.create_index(op.f('ix_what_works_entry_submitted_by_id'), 'what_works_entry', ['submitted_by_id'], unique=False)
    op.create_table('evidence_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('what_works_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('marking', sa.String(length=40), nullable=False),
    sa.Column('description', sa.Text(), server_default='', nullable=False),
    sa.Column('added_at', sa.String(length=20), nullable=False),
    sa.Column('added_by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['added_by_id'], ['person.id'], name=op.f('fk_evidence_file_added_by_id_person')),
    sa.ForeignKeyConstraint(['entry_id'], ['engagement_entry.id'], name=op.f('fk_evidence_file_entry_id_engagement_entry')),
    sa.ForeignKeyConstraint(['plan_id'], ['problem_plan.id'], name=op.f('fk_evidence_file_plan_id_problem_plan')),
    sa.ForeignKeyConstraint(['what_works_id'], ['what_works_entry.id'], name=op.f('fk_evidence_file_what_works_id_what_works_entry')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_file')),
    sa.UniqueConstraint('uid', name=op.f('uq_evidence_file_uid'))
    )
    op.create_index(op.f('ix_evidence_file_added_by_id'), 'evidence_file', ['added_by_id'], unique=False)
    op.create_index(op.f('ix_evidence_file_entry_id'), 'evidence_file', ['entry_id'], unique=False)
    op.create_index(op.f('ix_evidence_file_plan_id'), 'evidence_file', ['plan_id'], unique=False)
    op.create_index(op.f('ix_evidence_file_sha256'), 'evidence_file', ['sha256'], unique=False)
    op.create_index(op.f('ix_evidence_file_what_works_id'), 'evidence_file', ['what_works_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_evidence_file_what_works_id'), table_name='evidence_file')
    op.drop_index(op.f('ix_evidence_file_sha256'), table_name='evidence_file')
    op.drop_index(op.f('ix_evidence_file_plan_id'), table_name='evidence_file')
    op.drop_index(op.f('ix_evidence_file_entry_id'), table_name='evidence_file')
    op.drop_index(op.f('ix_evidence_file_added_by_id'), table_name='evidence_file')
    op.drop_table('evidence_file')
    op.drop_index(op.f('ix_what_works_entry_submitted_by_id'), table_name='what_works_entry')
    op.drop_index(op.f('ix_what_works_entry_plan_id'), table_name='what_works_entry')
    op.drop_index(op.f('ix_what_works_entry_issue_id'), table_name='what_works_entry')
    op.drop_index(op.f('ix_what_works_entry_drafted_by_id'), table_name='what_works_entry')
    op.drop_index(op.f('ix_what_works_entry_decided_by_id'), table_name='what_works_entry')
    op.drop_index(op.f('ix_what_works_entry_area_id'), table_name='what_works_entry')
    op.drop_table('what_works_entry')
