"""Survey responses, street-level crime, consultation, and the age bands of an area."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("survey_result", sa.Column("by_hand", sa.Boolean(), server_default="0", nullable=False))
    op.create_table('area_age',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('band', sa.String(length=40), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_area_age_area_id_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area_age')),
    sa.UniqueConstraint('area_id', 'band', name=op.f('uq_area_age_area_id_band')),
    sa.UniqueConstraint('uid', name=op.f('uq_area_age_uid')),
    )
    op.create_index(op.f('ix_area_age_area_id'), 'area_age', ['area_id'], unique=False)
    op.create_table('consultation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('who', sa.Text(), server_default='', nullable=False),
    sa.Column('said', sa.Text(), server_default='', nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=True),
    sa.Column('people', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_consultation_area_id_area')),
    sa.ForeignKeyConstraint(['issue_id'], ['term.id'], name=op.f('fk_consultation_issue_id_term')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consultation')),
    sa.UniqueConstraint('uid', name=op.f('uq_consultation_uid')),
    )
    op.create_index('ix_consultation_area_day', 'consultation', ['area_id', 'day'], unique=False)
    op.create_index(op.f('ix_consultation_issue_id'), 'consultation', ['issue_id'], unique=False)
    op.create_table('lsoa',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=True),
    sa.Column('set_aside', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_lsoa_area_id_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_lsoa')),
    sa.UniqueConstraint('code', name=op.f('uq_lsoa_code')),
    sa.UniqueConstraint('uid', name=op.f('uq_lsoa_uid')),
    )
    op.create_index(op.f('ix_lsoa_area_id'), 'lsoa', ['area_id'], unique=False)
    op.create_table('survey_response',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('ward', sa.Text(), server_default='', nullable=False),
    sa.Column('age_band', sa.Text(), server_default='', nullable=False),
    sa.Column('issues', sa.Text(), server_default='', nullable=False),
    sa.Column('seen', sa.Text(), server_default='', nullable=False),
    sa.Column('comments', sa.Text(), server_default='', nullable=False),
    sa.Column('natural_key', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_survey_response_area_id_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_response')),
    sa.UniqueConstraint('uid', name=op.f('uq_survey_response_uid')),
    )
    op.create_index('ix_survey_response_area_day', 'survey_response', ['area_id', 'day'], unique=False)
    op.create_table('crime_month',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('lsoa_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.Column('seen', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['lsoa_id'], ['lsoa.id'], name=op.f('fk_crime_month_lsoa_id_lsoa')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_crime_month')),
    sa.UniqueConstraint('lsoa_id', 'month', name=op.f('uq_crime_month_lsoa_id_month')),
    sa.UniqueConstraint('uid', name=op.f('uq_crime_month_uid')),
    )
    op.create_index('ix_crime_month_month', 'crime_month', ['month'], unique=False)


def downgrade() -> None:
    op.drop_table("crime_month")
    op.drop_table("survey_response")
    op.drop_table("lsoa")
    op.drop_table("consultation")
    op.drop_table("area_age")
    op.drop_column("survey_result", "by_hand")
