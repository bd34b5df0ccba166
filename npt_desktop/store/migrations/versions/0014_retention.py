"""Retention, disposal and marking per record."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MARKED = (
    "advice", "engagement_entry", "key_individual", "priority", "problem_plan", "quality_meeting", "what_works_entry",
)  # fmt: skip
ERASED = "[erased under retention]"


def _record() -> tuple[sa.Column, ...]:
    return (
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
    )


def _words(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _key() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
    )


def upgrade() -> None:
    for table in MARKED:
        op.add_column(table, sa.Column("marking", sa.String(length=40), server_default="", nullable=False))
    op.create_index(
        "ix_engagement_entry_marking",
        "engagement_entry",
        ["area_id", "marking"],
        sqlite_where=sa.text("marking <> ''"),
    )
    op.add_column("change_set", sa.Column("said", sa.String(length=64), server_default="", nullable=False))
    op.create_table(
        "retention_period",
        *_key(),
        sa.Column("class_key", sa.String(length=40), nullable=False),
        sa.Column("clock", sa.String(length=40), nullable=False),
        sa.Column("years", sa.Integer(), nullable=False),
        _words("reason"),
        *_record(),
        sa.CheckConstraint("years >= 0", name=op.f("ck_retention_period_years")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_period")),
        sa.UniqueConstraint("uid", name=op.f("uq_retention_period_uid")),
        sa.UniqueConstraint("class_key", "clock", name=op.f("uq_retention_period_class_key_clock")),
    )
    op.create_table(
        "retention_decision",
        *_key(),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("record_uid", sa.String(length=32), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        _words("reason"),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        _words("made_by"),
        *_record(),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_retention_decision_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_decision")),
        sa.UniqueConstraint("uid", name=op.f("uq_retention_decision_uid")),
    )
    op.create_index(op.f("ix_retention_decision_record_uid"), "retention_decision", ["record_uid"])
    op.create_index(op.f("ix_retention_decision_by_id"), "retention_decision", ["by_id"])
    op.create_table(
        "disposal",
        *_key(),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("record_uid", sa.String(length=32), nullable=False),
        _words("reference"),
        sa.Column("class_key", sa.String(length=40), nullable=False),
        _words("class_name"),
        sa.Column("review_on", sa.Date(), nullable=True),
        _words("ground"),
        _words("reason"),
        sa.Column("disposed_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        _words("disposed_by"),
        sa.Column("parts", sa.JSON(), nullable=False),
        *_record(),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_disposal_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sa.UniqueConstraint("uid", name=op.f("uq_disposal_uid")),
    )
    op.create_index(op.f("ix_disposal_record_uid"), "disposal", ["record_uid"])
    op.create_index(op.f("ix_disposal_by_id"), "disposal", ["by_id"])
    for when in ("DELETE", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER disposal_{when.lower()} BEFORE {when} ON disposal "
            "BEGIN SELECT raise(ABORT, 'the disposal log is append-only'); END"
        )
    _journal(f"WHEN new.did IS NOT '{ERASED}' OR new.link IS NOT old.link OR new.uid IS NOT old.uid "
             "OR new.at IS NOT old.at OR new.by IS NOT old.by OR new.said IS NOT old.said OR new.seal IS NOT old.seal "
             "OR new.sealed_by IS NOT old.sealed_by OR new.kind IS NOT old.kind OR new.changes IS NOT old.changes "
             "OR new.person_id IS NOT old.person_id OR new.undoes_id IS NOT old.undoes_id")  # fmt: skip
    _access(f"WHEN new.what IS NOT '{ERASED}' OR new.at IS NOT old.at OR new.by IS NOT old.by "
            "OR new.kind IS NOT old.kind")  # fmt: skip


def downgrade() -> None:
    _access("")
    _journal("")
    for table in ("disposal", "retention_decision", "retention_period"):
        op.drop_table(table)
    op.drop_column("change_set", "said")
    op.drop_index("ix_engagement_entry_marking", "engagement_entry")
    for table in MARKED:
        op.drop_column(table, "marking")


def _journal(when: str) -> None:
    """The words of a change set may be erased, and nothing else of it changed."""
    op.execute("DROP TRIGGER change_set_holds")
    op.execute(
        f"CREATE TRIGGER change_set_holds BEFORE UPDATE ON change_set {when} "
        "BEGIN SELECT raise(ABORT, 'the journal is append-only'); END"
    )


def _access(when: str) -> None:
    op.execute("DROP TRIGGER access_update")
    op.execute(
        f"CREATE TRIGGER access_update BEFORE UPDATE ON access {when} "
        "BEGIN SELECT raise(ABORT, 'the access log is append-only'); END"
    )
