"""More of a plan's scanning, response, assessment and governance."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXTS = ("times_of", "not_when", "not_who", "options_refused", "started_from")
GROUPS = ("cheers", "times", "moved")
WORDS = ("guardian_level", "handler_level", "manager_level", "carried_out", "objective_met")
NUMBERS = ("success_percent", "cost_hours", "cost_money")


def upgrade() -> None:
    for name in TEXTS:
        op.add_column("problem_plan", sa.Column(name, sa.Text(), server_default="", nullable=False))
    for name in GROUPS:
        op.add_column("problem_plan", sa.Column(name, sa.JSON(), server_default="{}", nullable=False))
    for name in WORDS:
        op.add_column("problem_plan", sa.Column(name, sa.String(length=32), nullable=True))
    for name in NUMBERS:
        op.add_column("problem_plan", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("measure", sa.Column("origin", sa.JSON(), server_default="{}", nullable=False))
    op.add_column("measure", sa.Column("taken_on", sa.Date(), nullable=True))
    op.add_column("plan_review", sa.Column("signed_by", sa.Text(), server_default="", nullable=False))
    op.add_column("plan_review", sa.Column("kind", sa.String(length=32), server_default="review", nullable=False))
    op.add_column("plan_review", sa.Column("next_on", sa.Date(), nullable=True))
    op.add_column("plan_review", sa.Column("opinion", sa.String(length=32), nullable=True))
    op.add_column("action", sa.Column("technique", sa.Text(), server_default="", nullable=False))
    # SQLite adds a foreign key only together with its column.
    op.execute(
        "ALTER TABLE action ADD COLUMN hypothesis_id INTEGER "
        "CONSTRAINT fk_action_hypothesis_id_hypothesis REFERENCES hypothesis (id)"
    )
    op.create_index(op.f("ix_action_hypothesis_id"), "action", ["hypothesis_id"], unique=False)
    op.create_table(
        "plan_lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_plan_lead_person_id_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["problem_plan.id"], name=op.f("fk_plan_lead_plan_id_problem_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_lead")),
        sa.UniqueConstraint("uid", name=op.f("uq_plan_lead_uid")),
    )
    op.create_index(op.f("ix_plan_lead_plan_id"), "plan_lead", ["plan_id"], unique=False)
    op.create_index(op.f("ix_plan_lead_person_id"), "plan_lead", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_plan_lead_person_id"), table_name="plan_lead")
    op.drop_index(op.f("ix_plan_lead_plan_id"), table_name="plan_lead")
    op.drop_table("plan_lead")
    op.drop_index(op.f("ix_action_hypothesis_id"), table_name="action")
    with op.batch_alter_table("action") as action:  # a column with a foreign key cannot be dropped in place
        action.drop_column("hypothesis_id")
    op.drop_column("action", "technique")
    for name in ("opinion", "next_on", "kind", "signed_by"):
        op.drop_column("plan_review", name)
    for name in ("taken_on", "origin"):
        op.drop_column("measure", name)
    for name in (*NUMBERS, *WORDS, *GROUPS, *TEXTS):
        op.drop_column("problem_plan", name)
