"""The whole of the four workflows, with journal, search and imports."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('area',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_area')),
    sa.UniqueConstraint('name', name=op.f('uq_area_name')),
    sa.UniqueConstraint('uid', name=op.f('uq_area_uid'))
    )
    op.create_table('change_set',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('at', sa.String(length=20), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('did', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('undoes_id', sa.Integer(), nullable=True),
    sa.Column('changes', sa.Integer(), nullable=False),
    sa.Column('link', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['undoes_id'], ['change_set.id'], name=op.f('fk_change_set_undoes_id_change_set')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change_set')),
    sa.UniqueConstraint('uid', name=op.f('uq_change_set_uid'))
    )
    op.create_index(op.f('ix_change_set_undoes_id'), 'change_set', ['undoes_id'], unique=False)
    op.create_table('checklist',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checklist')),
    sa.UniqueConstraint('key', name=op.f('uq_checklist_key')),
    sa.UniqueConstraint('uid', name=op.f('uq_checklist_uid'))
    )
    op.create_table('draft',
    sa.Column('key', sa.String(length=160), nullable=False),
    sa.Column('saved_at', sa.Text(), server_default='', nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_draft'))
    )
    op.create_table('import_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('file_name', sa.Text(), server_default='', nullable=False),
    sa.Column('file_hash', sa.String(length=64), nullable=False),
    sa.Column('at', sa.String(length=20), nullable=False),
    sa.Column('by', sa.Text(), server_default='', nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=True),
    sa.Column('change_set_id', sa.Integer(), nullable=True),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_run'))
    )
    op.create_index(op.f('ix_import_run_change_set_id'), 'import_run', ['change_set_id'], unique=False)
    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('surname', sa.String(length=80), nullable=False),
    sa.Column('title', sa.String(length=16), nullable=False),
    sa.Column('number', sa.String(length=12), nullable=False),
    sa.Column('role', sa.String(length=32), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    sa.UniqueConstraint('uid', name=op.f('uq_person_uid'))
    )
    op.create_table('saved_mapping',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('values', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_mapping')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_saved_mapping_fingerprint')),
    sa.UniqueConstraint('uid', name=op.f('uq_saved_mapping_uid'))
    )
    op.create_table('setting',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_setting'))
    )
    op.create_table('term',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('key', sa.String(length=60), nullable=False),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('retired', sa.Boolean(), nullable=False),
    sa.Column('synonyms', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_term')),
    sa.UniqueConstraint('kind', 'key', name=op.f('uq_term_kind_key')),
    sa.UniqueConstraint('uid', name=op.f('uq_term_uid'))
    )
    op.create_table('change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('change_set_id', sa.Integer(), nullable=False),
    sa.Column('table_name', sa.String(length=40), nullable=False),
    sa.Column('record_id', sa.Integer(), nullable=False),
    sa.Column('record_uid', sa.String(length=32), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=True),
    sa.Column('after', sa.JSON(), nullable=True),
    sa.Column('salt', sa.String(length=16), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['change_set_id'], ['change_set.id'], name=op.f('fk_change_change_set_id_change_set')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_change'))
    )
    op.create_index(op.f('ix_change_change_set_id'), 'change', ['change_set_id'], unique=False)
    op.create_index(op.f('ix_change_record_id'), 'change', ['record_id'], unique=False)
    op.create_table('community_group',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('audience_id', sa.Integer(), nullable=True),
    sa.Column('hidden', sa.Boolean(), nullable=False),
    sa.Column('prefers', sa.Text(), server_default='', nullable=False),
    sa.Column('notes', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_community_group_area_id_area')),
    sa.ForeignKeyConstraint(['audience_id'], ['term.id'], name=op.f('fk_community_group_audience_id_term')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_community_group')),
    sa.UniqueConstraint('uid', name=op.f('uq_community_group_uid'))
    )
    op.create_index(op.f('ix_community_group_area_id'), 'community_group', ['area_id'], unique=False)
    op.create_index(op.f('ix_community_group_audience_id'), 'community_group', ['audience_id'], unique=False)
    op.create_table('community_profile',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('version_name', sa.Text(), server_default='', nullable=False),
    sa.Column('refreshed_on', sa.Date(), nullable=True),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('address', sa.Text(), server_default='', nullable=False),
    sa.Column('summary', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_community_profile_area_id_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_community_profile')),
    sa.UniqueConstraint('uid', name=op.f('uq_community_profile_uid'))
    )
    op.create_index(op.f('ix_community_profile_area_id'), 'community_profile', ['area_id'], unique=False)
    op.create_table('engagement_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('version_name', sa.Text(), server_default='', nullable=False),
    sa.Column('refreshed_on', sa.Date(), nullable=True),
    sa.Column('confirmed_on', sa.Date(), nullable=True),
    sa.Column('address', sa.Text(), server_default='', nullable=False),
    sa.Column('aims', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_engagement_plan_area_id_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_engagement_plan')),
    sa.UniqueConstraint('uid', name=op.f('uq_engagement_plan_uid'))
    )
    op.create_index(op.f('ix_engagement_plan_area_id'), 'engagement_plan', ['area_id'], unique=False)
    op.create_table('evidence_note',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('what', sa.Text(), server_default='', nullable=False),
    sa.Column('figure', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_evidence_note_area_id_area')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_evidence_note_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_note')),
    sa.UniqueConstraint('uid', name=op.f('uq_evidence_note_uid'))
    )
    op.create_index('ix_evidence_note_area_kind_day', 'evidence_note', ['area_id', 'kind', 'day'], unique=False)
    op.create_index(op.f('ix_evidence_note_by_id'), 'evidence_note', ['by_id'], unique=False)
    op.create_table('key_individual',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('organisation', sa.Text(), server_default='', nullable=False),
    sa.Column('speaks_for', sa.Text(), server_default='', nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('consent_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_key_individual_area_id_area')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_key_individual_owner_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_key_individual')),
    sa.UniqueConstraint('uid', name=op.f('uq_key_individual_uid'))
    )
    op.create_index(op.f('ix_key_individual_area_id'), 'key_individual', ['area_id'], unique=False)
    op.create_index(op.f('ix_key_individual_owner_id'), 'key_individual', ['owner_id'], unique=False)
    op.create_table('posting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_posting_area_id_area')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_posting_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posting')),
    sa.UniqueConstraint('person_id', 'area_id', name=op.f('uq_posting_person_id_area_id')),
    sa.UniqueConstraint('uid', name=op.f('uq_posting_uid'))
    )
    op.create_index(op.f('ix_posting_area_id'), 'posting', ['area_id'], unique=False)
    op.create_index(op.f('ix_posting_person_id'), 'posting', ['person_id'], unique=False)
    op.create_table('priority_round',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('quarter', sa.Date(), nullable=False),
    sa.Column('survey_on', sa.Date(), nullable=True),
    sa.Column('survey_note', sa.Text(), server_default='', nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by_id', sa.Integer(), nullable=True),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_priority_round_area_id_area')),
    sa.ForeignKeyConstraint(['decided_by_id'], ['person.id'], name=op.f('fk_priority_round_decided_by_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_priority_round')),
    sa.UniqueConstraint('area_id', 'quarter', name=op.f('uq_priority_round_area_id_quarter')),
    sa.UniqueConstraint('uid', name=op.f('uq_priority_round_uid'))
    )
    op.create_index(op.f('ix_priority_round_area_id'), 'priority_round', ['area_id'], unique=False)
    op.create_index(op.f('ix_priority_round_decided_by_id'), 'priority_round', ['decided_by_id'], unique=False)
    op.create_table('problem_plan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('reference', sa.String(length=20), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('beat', sa.Text(), server_default='', nullable=False),
    sa.Column('stage', sa.String(length=32), nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=True),
    sa.Column('supervisor_id', sa.Integer(), nullable=True),
    sa.Column('partners', sa.Text(), server_default='', nullable=False),
    sa.Column('ecins_reference', sa.Text(), server_default='', nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('next_review_on', sa.Date(), nullable=True),
    sa.Column('finished_on', sa.Date(), nullable=True),
    sa.Column('assessed_on', sa.Date(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('closed_by_id', sa.Integer(), nullable=True),
    sa.Column('close_reason', sa.Text(), server_default='', nullable=False),
    sa.Column('what_works_on', sa.Date(), nullable=True),
    sa.Column('perceived_problem', sa.Text(), server_default='', nullable=False),
    sa.Column('asked_by', sa.Text(), server_default='', nullable=False),
    sa.Column('how_long', sa.Text(), server_default='', nullable=False),
    sa.Column('places', sa.Text(), server_default='', nullable=False),
    sa.Column('who_harmed', sa.Text(), server_default='', nullable=False),
    sa.Column('test', sa.JSON(), nullable=False),
    sa.Column('smallest_reduction', sa.Text(), server_default='', nullable=False),
    sa.Column('defined_problem', sa.Text(), server_default='', nullable=False),
    sa.Column('victim', sa.Text(), server_default='', nullable=False),
    sa.Column('offender', sa.Text(), server_default='', nullable=False),
    sa.Column('location', sa.Text(), server_default='', nullable=False),
    sa.Column('guardian', sa.Text(), server_default='', nullable=False),
    sa.Column('handler', sa.Text(), server_default='', nullable=False),
    sa.Column('manager', sa.Text(), server_default='', nullable=False),
    sa.Column('causes', sa.Text(), server_default='', nullable=False),
    sa.Column('not_happening', sa.Text(), server_default='', nullable=False),
    sa.Column('current_response', sa.Text(), server_default='', nullable=False),
    sa.Column('data_months', sa.Integer(), nullable=True),
    sa.Column('data_reason', sa.Text(), server_default='', nullable=False),
    sa.Column('objective', sa.Text(), server_default='', nullable=False),
    sa.Column('objective_on', sa.Date(), nullable=True),
    sa.Column('options_considered', sa.Text(), server_default='', nullable=False),
    sa.Column('process', sa.Text(), server_default='', nullable=False),
    sa.Column('displacement', sa.Text(), server_default='', nullable=False),
    sa.Column('diffusion', sa.Text(), server_default='', nullable=False),
    sa.Column('rival_explanations', sa.Text(), server_default='', nullable=False),
    sa.Column('cost', sa.Text(), server_default='', nullable=False),
    sa.Column('lessons', sa.Text(), server_default='', nullable=False),
    sa.Column('shared_with', sa.Text(), server_default='', nullable=False),
    sa.Column('shared_on', sa.Date(), nullable=True),
    sa.Column('shared_outside', sa.Boolean(), nullable=False),
    sa.Column('verdict', sa.String(length=32), nullable=True),
    sa.Column('verdict_reason', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_problem_plan_area_id_area')),
    sa.ForeignKeyConstraint(['closed_by_id'], ['person.id'], name=op.f('fk_problem_plan_closed_by_id_person')),
    sa.ForeignKeyConstraint(['lead_id'], ['person.id'], name=op.f('fk_problem_plan_lead_id_person')),
    sa.ForeignKeyConstraint(['supervisor_id'], ['person.id'], name=op.f('fk_problem_plan_supervisor_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_problem_plan')),
    sa.UniqueConstraint('reference', name=op.f('uq_problem_plan_reference')),
    sa.UniqueConstraint('uid', name=op.f('uq_problem_plan_uid'))
    )
    op.create_index('ix_problem_plan_area_stage', 'problem_plan', ['area_id', 'stage'], unique=False)
    op.create_index(op.f('ix_problem_plan_closed_by_id'), 'problem_plan', ['closed_by_id'], unique=False)
    op.create_index(op.f('ix_problem_plan_lead_id'), 'problem_plan', ['lead_id'], unique=False)
    op.create_index(op.f('ix_problem_plan_supervisor_id'), 'problem_plan', ['supervisor_id'], unique=False)
    op.create_table('quality_meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('checklist_id', sa.Integer(), nullable=False),
    sa.Column('scheduled_on', sa.Date(), nullable=True),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('chief_id', sa.Integer(), nullable=True),
    sa.Column('inspector_id', sa.Integer(), nullable=True),
    sa.Column('finished_at', sa.String(length=20), nullable=True),
    sa.Column('signed_by', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_quality_meeting_area_id_area')),
    sa.ForeignKeyConstraint(['checklist_id'], ['checklist.id'], name=op.f('fk_quality_meeting_checklist_id_checklist')),
    sa.ForeignKeyConstraint(['chief_id'], ['person.id'], name=op.f('fk_quality_meeting_chief_id_person')),
    sa.ForeignKeyConstraint(['inspector_id'], ['person.id'], name=op.f('fk_quality_meeting_inspector_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quality_meeting')),
    sa.UniqueConstraint('area_id', 'month', name=op.f('uq_quality_meeting_area_id_month')),
    sa.UniqueConstraint('uid', name=op.f('uq_quality_meeting_uid'))
    )
    op.create_index(op.f('ix_quality_meeting_area_id'), 'quality_meeting', ['area_id'], unique=False)
    op.create_index(op.f('ix_quality_meeting_checklist_id'), 'quality_meeting', ['checklist_id'], unique=False)
    op.create_index(op.f('ix_quality_meeting_chief_id'), 'quality_meeting', ['chief_id'], unique=False)
    op.create_index(op.f('ix_quality_meeting_inspector_id'), 'quality_meeting', ['inspector_id'], unique=False)
    op.create_table('question',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('checklist_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('section', sa.String(length=80), nullable=False),
    sa.Column('section_number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('short', sa.Text(), server_default='', nullable=False),
    sa.Column('due', sa.String(length=32), nullable=False),
    sa.Column('months', sa.JSON(), nullable=False),
    sa.Column('end_of_month', sa.Boolean(), nullable=False),
    sa.Column('due_words', sa.Text(), server_default='', nullable=False),
    sa.Column('evidence_key', sa.String(length=60), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['checklist_id'], ['checklist.id'], name=op.f('fk_question_checklist_id_checklist')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('checklist_id', 'number', name=op.f('uq_question_checklist_id_number')),
    sa.UniqueConstraint('uid', name=op.f('uq_question_uid'))
    )
    op.create_index(op.f('ix_question_checklist_id'), 'question', ['checklist_id'], unique=False)
    op.create_table('survey_result',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('period', sa.Date(), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=True),
    sa.Column('issue_text', sa.String(length=200), nullable=False),
    sa.Column('base', sa.Integer(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('percent', sa.Double(), nullable=False),
    sa.Column('change', sa.Double(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_survey_result_area_id_area')),
    sa.ForeignKeyConstraint(['issue_id'], ['term.id'], name=op.f('fk_survey_result_issue_id_term')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_survey_result')),
    sa.UniqueConstraint('uid', name=op.f('uq_survey_result_uid'))
    )
    op.create_index('ix_survey_result_area_period', 'survey_result', ['area_id', 'period'], unique=False)
    op.create_index(op.f('ix_survey_result_issue_id'), 'survey_result', ['issue_id'], unique=False)
    op.create_table('answer',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('meeting_id', sa.Integer(), nullable=False),
    sa.Column('question_id', sa.Integer(), nullable=False),
    sa.Column('value', sa.String(length=32), nullable=True),
    sa.Column('note', sa.Text(), server_default='', nullable=False),
    sa.Column('answered_at', sa.String(length=20), nullable=True),
    sa.Column('answered_by', sa.Text(), server_default='', nullable=False),
    sa.Column('snapshot', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['quality_meeting.id'], name=op.f('fk_answer_meeting_id_quality_meeting')),
    sa.ForeignKeyConstraint(['question_id'], ['question.id'], name=op.f('fk_answer_question_id_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_answer')),
    sa.UniqueConstraint('meeting_id', 'question_id', name=op.f('uq_answer_meeting_id_question_id')),
    sa.UniqueConstraint('uid', name=op.f('uq_answer_uid'))
    )
    op.create_index(op.f('ix_answer_meeting_id'), 'answer', ['meeting_id'], unique=False)
    op.create_index(op.f('ix_answer_question_id'), 'answer', ['question_id'], unique=False)
    op.create_table('candidate_issue',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('issue_id', sa.Integer(), nullable=True),
    sa.Column('evidence', sa.Text(), server_default='', nullable=False),
    sa.Column('source', sa.Text(), server_default='', nullable=False),
    sa.Column('decision', sa.String(length=32), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=True),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('agreed_by', sa.Text(), server_default='', nullable=False),
    sa.Column('passed_to', sa.Text(), server_default='', nullable=False),
    sa.Column('public_wording', sa.Text(), server_default='', nullable=False),
    sa.Column('against_advice', sa.Text(), server_default='', nullable=False),
    sa.Column('carried_from_id', sa.Integer(), nullable=True),
    sa.Column('test', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['carried_from_id'], ['candidate_issue.id'], name=op.f('fk_candidate_issue_carried_from_id_candidate_issue')),
    sa.ForeignKeyConstraint(['issue_id'], ['term.id'], name=op.f('fk_candidate_issue_issue_id_term')),
    sa.ForeignKeyConstraint(['round_id'], ['priority_round.id'], name=op.f('fk_candidate_issue_round_id_priority_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_candidate_issue')),
    sa.UniqueConstraint('uid', name=op.f('uq_candidate_issue_uid'))
    )
    op.create_index(op.f('ix_candidate_issue_carried_from_id'), 'candidate_issue', ['carried_from_id'], unique=False)
    op.create_index(op.f('ix_candidate_issue_issue_id'), 'candidate_issue', ['issue_id'], unique=False)
    op.create_index(op.f('ix_candidate_issue_round_id'), 'candidate_issue', ['round_id'], unique=False)
    op.create_table('contact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('key_individual_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_contact_by_id_person')),
    sa.ForeignKeyConstraint(['key_individual_id'], ['key_individual.id'], name=op.f('fk_contact_key_individual_id_key_individual')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_contact')),
    sa.UniqueConstraint('uid', name=op.f('uq_contact_uid'))
    )
    op.create_index(op.f('ix_contact_by_id'), 'contact', ['by_id'], unique=False)
    op.create_index('ix_contact_key_individual_day', 'contact', ['key_individual_id', 'day'], unique=False)
    op.create_index(op.f('ix_contact_key_individual_id'), 'contact', ['key_individual_id'], unique=False)
    op.create_table('hypothesis',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('statement', sa.Text(), server_default='', nullable=False),
    sa.Column('evidence_for', sa.Text(), server_default='', nullable=False),
    sa.Column('evidence_against', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['problem_plan.id'], name=op.f('fk_hypothesis_plan_id_problem_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hypothesis')),
    sa.UniqueConstraint('uid', name=op.f('uq_hypothesis_uid'))
    )
    op.create_index(op.f('ix_hypothesis_plan_id'), 'hypothesis', ['plan_id'], unique=False)
    op.create_table('measure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('main', sa.Boolean(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['problem_plan.id'], name=op.f('fk_measure_plan_id_problem_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure')),
    sa.UniqueConstraint('uid', name=op.f('uq_measure_uid'))
    )
    op.create_index(op.f('ix_measure_plan_id'), 'measure', ['plan_id'], unique=False)
    op.create_table('plan_review',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('reviewed_on', sa.Date(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('note', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_plan_review_by_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['problem_plan.id'], name=op.f('fk_plan_review_plan_id_problem_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_review')),
    sa.UniqueConstraint('uid', name=op.f('uq_plan_review_uid'))
    )
    op.create_index(op.f('ix_plan_review_by_id'), 'plan_review', ['by_id'], unique=False)
    op.create_index(op.f('ix_plan_review_plan_id'), 'plan_review', ['plan_id'], unique=False)
    op.create_table('plan_source',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('plan_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=True),
    sa.Column('what', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['problem_plan.id'], name=op.f('fk_plan_source_plan_id_problem_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_source')),
    sa.UniqueConstraint('uid', name=op.f('uq_plan_source_uid'))
    )
    op.create_index(op.f('ix_plan_source_plan_id'), 'plan_source', ['plan_id'], unique=False)
    op.create_table('priority_meeting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('place', sa.Text(), server_default='', nullable=False),
    sa.Column('invited', sa.Text(), server_default='', nullable=False),
    sa.Column('attended', sa.Text(), server_default='', nullable=False),
    sa.Column('apologies', sa.Text(), server_default='', nullable=False),
    sa.Column('notes', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['round_id'], ['priority_round.id'], name=op.f('fk_priority_meeting_round_id_priority_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_priority_meeting')),
    sa.UniqueConstraint('uid', name=op.f('uq_priority_meeting_uid'))
    )
    op.create_index(op.f('ix_priority_meeting_round_id'), 'priority_meeting', ['round_id'], unique=False)
    op.create_table('measure_point',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('measure_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['measure_id'], ['measure.id'], name=op.f('fk_measure_point_measure_id_measure')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure_point')),
    sa.UniqueConstraint('measure_id', 'month', name=op.f('uq_measure_point_measure_id_month')),
    sa.UniqueConstraint('uid', name=op.f('uq_measure_point_uid'))
    )
    op.create_index(op.f('ix_measure_point_measure_id'), 'measure_point', ['measure_id'], unique=False)
    op.create_table('priority',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('candidate_id', sa.Integer(), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('public_wording', sa.Text(), server_default='', nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('carried_from_id', sa.Integer(), nullable=True),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('no_plan_reason', sa.Text(), server_default='', nullable=False),
    sa.Column('figure_name', sa.Text(), server_default='', nullable=False),
    sa.Column('first_figure', sa.Integer(), nullable=True),
    sa.Column('last_figure', sa.Integer(), nullable=True),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('result', sa.String(length=32), nullable=True),
    sa.Column('result_note', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.CheckConstraint('number BETWEEN 1 AND 3', name=op.f('ck_priority_up_to_three')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_priority_area_id_area')),
    sa.ForeignKeyConstraint(['candidate_id'], ['candidate_issue.id'], name=op.f('fk_priority_candidate_id_candidate_issue')),
    sa.ForeignKeyConstraint(['carried_from_id'], ['priority.id'], name=op.f('fk_priority_carried_from_id_priority')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_priority_owner_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['problem_plan.id'], name=op.f('fk_priority_plan_id_problem_plan')),
    sa.ForeignKeyConstraint(['round_id'], ['priority_round.id'], name=op.f('fk_priority_round_id_priority_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_priority')),
    sa.UniqueConstraint('round_id', 'number', name=op.f('uq_priority_round_id_number')),
    sa.UniqueConstraint('uid', name=op.f('uq_priority_uid'))
    )
    op.create_index(op.f('ix_priority_area_id'), 'priority', ['area_id'], unique=False)
    op.create_index(op.f('ix_priority_candidate_id'), 'priority', ['candidate_id'], unique=False)
    op.create_index(op.f('ix_priority_carried_from_id'), 'priority', ['carried_from_id'], unique=False)
    op.create_index(op.f('ix_priority_owner_id'), 'priority', ['owner_id'], unique=False)
    op.create_index(op.f('ix_priority_plan_id'), 'priority', ['plan_id'], unique=False)
    op.create_index(op.f('ix_priority_round_id'), 'priority', ['round_id'], unique=False)
    op.create_table('engagement_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('audience_id', sa.Integer(), nullable=True),
    sa.Column('audience_text', sa.Text(), server_default='', nullable=False),
    sa.Column('purpose_id', sa.Integer(), nullable=True),
    sa.Column('purpose_text', sa.Text(), server_default='', nullable=False),
    sa.Column('who_engaged', sa.Text(), server_default='', nullable=False),
    sa.Column('lead_id', sa.Integer(), nullable=True),
    sa.Column('lead_name', sa.Text(), server_default='', nullable=False),
    sa.Column('summary', sa.Text(), server_default='', nullable=False),
    sa.Column('outcome', sa.Text(), server_default='', nullable=False),
    sa.Column('score', sa.Integer(), nullable=True),
    sa.Column('beat', sa.Text(), server_default='', nullable=False),
    sa.Column('reached', sa.Integer(), nullable=True),
    sa.Column('from_hate_crime', sa.Boolean(), nullable=False),
    sa.Column('theme_id', sa.Integer(), nullable=True),
    sa.Column('channel_id', sa.Integer(), nullable=True),
    sa.Column('priority_id', sa.Integer(), nullable=True),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('natural_key', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.CheckConstraint('score BETWEEN 1 AND 5', name=op.f('ck_engagement_entry_score')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_engagement_entry_area_id_area')),
    sa.ForeignKeyConstraint(['audience_id'], ['term.id'], name=op.f('fk_engagement_entry_audience_id_term')),
    sa.ForeignKeyConstraint(['channel_id'], ['term.id'], name=op.f('fk_engagement_entry_channel_id_term')),
    sa.ForeignKeyConstraint(['lead_id'], ['person.id'], name=op.f('fk_engagement_entry_lead_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['problem_plan.id'], name=op.f('fk_engagement_entry_plan_id_problem_plan')),
    sa.ForeignKeyConstraint(['priority_id'], ['priority.id'], name=op.f('fk_engagement_entry_priority_id_priority')),
    sa.ForeignKeyConstraint(['purpose_id'], ['term.id'], name=op.f('fk_engagement_entry_purpose_id_term')),
    sa.ForeignKeyConstraint(['theme_id'], ['term.id'], name=op.f('fk_engagement_entry_theme_id_term')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_engagement_entry')),
    sa.UniqueConstraint('uid', name=op.f('uq_engagement_entry_uid'))
    )
    op.create_index('ix_engagement_entry_area_day', 'engagement_entry', ['area_id', 'day', 'id'], unique=False)
    op.create_index('ix_engagement_entry_day', 'engagement_entry', ['day', 'id'], unique=False)
    op.create_table('priority_update',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('priority_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('you_said', sa.Text(), server_default='', nullable=False),
    sa.Column('we_did', sa.Text(), server_default='', nullable=False),
    sa.Column('next_steps', sa.Text(), server_default='', nullable=False),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('channels', sa.JSON(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_priority_update_by_id_person')),
    sa.ForeignKeyConstraint(['priority_id'], ['priority.id'], name=op.f('fk_priority_update_priority_id_priority')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_priority_update')),
    sa.UniqueConstraint('priority_id', 'month', name=op.f('uq_priority_update_priority_id_month')),
    sa.UniqueConstraint('uid', name=op.f('uq_priority_update_uid'))
    )
    op.create_index(op.f('ix_priority_update_by_id'), 'priority_update', ['by_id'], unique=False)
    op.create_index(op.f('ix_priority_update_priority_id'), 'priority_update', ['priority_id'], unique=False)
    op.create_table('publication',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('kind', sa.String(length=32), nullable=False),
    sa.Column('round_id', sa.Integer(), nullable=True),
    sa.Column('priority_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.Text(), server_default='', nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('channels', sa.JSON(), nullable=False),
    sa.Column('address', sa.Text(), server_default='', nullable=False),
    sa.Column('published_on', sa.Date(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('recipients', sa.Integer(), nullable=True),
    sa.Column('reach', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_publication_area_id_area')),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_publication_by_id_person')),
    sa.ForeignKeyConstraint(['priority_id'], ['priority.id'], name=op.f('fk_publication_priority_id_priority')),
    sa.ForeignKeyConstraint(['round_id'], ['priority_round.id'], name=op.f('fk_publication_round_id_priority_round')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication')),
    sa.UniqueConstraint('uid', name=op.f('uq_publication_uid'))
    )
    op.create_index('ix_publication_area_month', 'publication', ['area_id', 'month'], unique=False)
    op.create_index(op.f('ix_publication_by_id'), 'publication', ['by_id'], unique=False)
    op.create_index(op.f('ix_publication_priority_id'), 'publication', ['priority_id'], unique=False)
    op.create_index(op.f('ix_publication_round_id'), 'publication', ['round_id'], unique=False)
    op.create_table('action',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=32), nullable=False),
    sa.Column('area_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), server_default='', nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('agency', sa.Text(), server_default='', nullable=False),
    sa.Column('start_on', sa.Date(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.String(length=32), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=True),
    sa.Column('plan_id', sa.Integer(), nullable=True),
    sa.Column('answer_id', sa.Integer(), nullable=True),
    sa.Column('entry_id', sa.Integer(), nullable=True),
    sa.Column('side', sa.String(length=32), nullable=True),
    sa.Column('tactic', sa.String(length=32), nullable=True),
    sa.Column('works_by', sa.Text(), server_default='', nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['answer_id'], ['answer.id'], name=op.f('fk_action_answer_id_answer')),
    sa.ForeignKeyConstraint(['area_id'], ['area.id'], name=op.f('fk_action_area_id_area')),
    sa.ForeignKeyConstraint(['entry_id'], ['engagement_entry.id'], name=op.f('fk_action_entry_id_engagement_entry')),
    sa.ForeignKeyConstraint(['owner_id'], ['person.id'], name=op.f('fk_action_owner_id_person')),
    sa.ForeignKeyConstraint(['plan_id'], ['problem_plan.id'], name=op.f('fk_action_plan_id_problem_plan')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action')),
    sa.UniqueConstraint('uid', name=op.f('uq_action_uid'))
    )
    op.create_index(op.f('ix_action_answer_id'), 'action', ['answer_id'], unique=False)
    op.create_index(op.f('ix_action_area_id'), 'action', ['area_id'], unique=False)
    op.create_index(op.f('ix_action_entry_id'), 'action', ['entry_id'], unique=False)
    op.create_index(op.f('ix_action_owner_id'), 'action', ['owner_id'], unique=False)
    op.create_index(op.f('ix_action_plan_id'), 'action', ['plan_id'], unique=False)
    op.create_index('ix_action_state_due', 'action', ['state', 'due_on'], unique=False)

    op.execute(
        "CREATE VIRTUAL TABLE engagement_search USING fts5(who_engaged, lead_name, summary, outcome, "
        "content='engagement_entry', content_rowid='id', detail=column, "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    for table in ("change_set", "change"):
        op.execute(
            f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} "
            "BEGIN SELECT raise(ABORT, 'the journal is append-only'); END"
        )
    op.execute(
        "CREATE TRIGGER change_set_holds BEFORE UPDATE ON change_set "
        "BEGIN SELECT raise(ABORT, 'the journal is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER change_holds BEFORE UPDATE ON change "
        "WHEN new.before IS NOT NULL OR new.after IS NOT NULL OR new.digest IS NOT old.digest "
        "OR new.change_set_id IS NOT old.change_set_id OR new.record_uid IS NOT old.record_uid "
        "BEGIN SELECT raise(ABORT, 'the journal is append-only'); END"
    )


def downgrade() -> None:
    op.execute("DROP TABLE engagement_search")

    op.drop_index('ix_action_state_due', table_name='action')
    op.drop_index(op.f('ix_action_plan_id'), table_name='action')
    op.drop_index(op.f('ix_action_owner_id'), table_name='action')
    op.drop_index(op.f('ix_action_entry_id'), table_name='action')
    op.drop_index(op.f('ix_action_area_id'), table_name='action')
    op.drop_index(op.f('ix_action_answer_id'), table_name='action')
    op.drop_table('action')
    op.drop_index(op.f('ix_publication_round_id'), table_name='publication')
    op.drop_index(op.f('ix_publication_priority_id'), table_name='publication')
    op.drop_index(op.f('ix_publication_by_id'), table_name='publication')
    op.drop_index('ix_publication_area_month', table_name='publication')
    op.drop_table('publication')
    op.drop_index(op.f('ix_priority_update_priority_id'), table_name='priority_update')
    op.drop_index(op.f('ix_priority_update_by_id'), table_name='priority_update')
    op.drop_table('priority_update')
    op.drop_index('ix_engagement_entry_day', table_name='engagement_entry')
    op.drop_index('ix_engagement_entry_area_day', table_name='engagement_entry')
    op.drop_table('engagement_entry')
    op.drop_index(op.f('ix_priority_round_id'), table_name='priority')
    op.drop_index(op.f('ix_priority_plan_id'), table_name='priority')
    op.drop_index(op.f('ix_priority_owner_id'), table_name='priority')
    op.drop_index(op.f('ix_priority_carried_from_id'), table_name='priority')
    op.drop_index(op.f('ix_priority_candidate_id'), table_name='priority')
    op.drop_index(op.f('ix_priority_area_id'), table_name='priority')
    op.drop_table('priority')
    op.drop_index(op.f('ix_measure_point_measure_id'), table_name='measure_point')
    op.drop_table('measure_point')
    op.drop_index(op.f('ix_priority_meeting_round_id'), table_name='priority_meeting')
    op.drop_table('priority_meeting')
    op.drop_index(op.f('ix_plan_source_plan_id'), table_name='plan_source')
    op.drop_table('plan_source')
    op.drop_index(op.f('ix_plan_review_plan_id'), table_name='plan_review')
    op.drop_index(op.f('ix_plan_review_by_id'), table_name='plan_review')
    op.drop_table('plan_review')
    op.drop_index(op.f('ix_measure_plan_id'), table_name='measure')
    op.drop_table('measure')
    op.drop_index(op.f('ix_hypothesis_plan_id'), table_name='hypothesis')
    op.drop_table('hypothesis')
    op.drop_index(op.f('ix_contact_key_individual_id'), table_name='contact')
    op.drop_index('ix_contact_key_individual_day', table_name='contact')
    op.drop_index(op.f('ix_contact_by_id'), table_name='contact')
    op.drop_table('contact')
    op.drop_index(op.f('ix_candidate_issue_round_id'), table_name='candidate_issue')
    op.drop_index(op.f('ix_candidate_issue_issue_id'), table_name='candidate_issue')
    op.drop_index(op.f('ix_candidate_issue_carried_from_id'), table_name='candidate_issue')
    op.drop_table('candidate_issue')
    op.drop_index(op.f('ix_answer_question_id'), table_name='answer')
    op.drop_index(op.f('ix_answer_meeting_id'), table_name='answer')
    op.drop_table('answer')
    op.drop_index(op.f('ix_survey_result_issue_id'), table_name='survey_result')
    op.drop_index('ix_survey_result_area_period', table_name='survey_result')
    op.drop_table('survey_result')
    op.drop_index(op.f('ix_question_checklist_id'), table_name='question')
    op.drop_table('question')
    op.drop_index(op.f('ix_quality_meeting_inspector_id'), table_name='quality_meeting')
    op.drop_index(op.f('ix_quality_meeting_chief_id'), table_name='quality_meeting')
    op.drop_index(op.f('ix_quality_meeting_checklist_id'), table_name='quality_meeting')
    op.drop_index(op.f('ix_quality_meeting_area_id'), table_name='quality_meeting')
    op.drop_table('quality_meeting')
    op.drop_index(op.f('ix_problem_plan_supervisor_id'), table_name='problem_plan')
    op.drop_index(op.f('ix_problem_plan_lead_id'), table_name='problem_plan')
    op.drop_index(op.f('ix_problem_plan_closed_by_id'), table_name='problem_plan')
    op.drop_index('ix_problem_plan_area_stage', table_name='problem_plan')
    op.drop_table('problem_plan')
    op.drop_index(op.f('ix_priority_round_decided_by_id'), table_name='priority_round')
    op.drop_index(op.f('ix_priority_round_area_id'), table_name='priority_round')
    op.drop_table('priority_round')
    op.drop_index(op.f('ix_posting_person_id'), table_name='posting')
    op.drop_index(op.f('ix_posting_area_id'), table_name='posting')
    op.drop_table('posting')
    op.drop_index(op.f('ix_key_individual_owner_id'), table_name='key_individual')
    op.drop_index(op.f('ix_key_individual_area_id'), table_name='key_individual')
    op.drop_table('key_individual')
    op.drop_index(op.f('ix_evidence_note_by_id'), table_name='evidence_note')
    op.drop_index('ix_evidence_note_area_kind_day', table_name='evidence_note')
    op.drop_table('evidence_note')
    op.drop_index(op.f('ix_engagement_plan_area_id'), table_name='engagement_plan')
    op.drop_table('engagement_plan')
    op.drop_index(op.f('ix_community_profile_area_id'), table_name='community_profile')
    op.drop_table('community_profile')
    op.drop_index(op.f('ix_community_group_audience_id'), table_name='community_group')
    op.drop_index(op.f('ix_community_group_area_id'), table_name='community_group')
    op.drop_table('community_group')
    op.drop_index(op.f('ix_change_record_id'), table_name='change')
    op.drop_index(op.f('ix_change_change_set_id'), table_name='change')
    op.drop_table('change')
    op.drop_table('term')
    op.drop_table('setting')
    op.drop_table('saved_mapping')
    op.drop_table('person')
    op.drop_index(op.f('ix_import_run_change_set_id'), table_name='import_run')
    op.drop_table('import_run')
    op.drop_table('draft')
    op.drop_table('checklist')
    op.drop_index(op.f('ix_change_set_undoes_id'), table_name='change_set')
    op.drop_table('change_set')
    op.drop_table('area')
