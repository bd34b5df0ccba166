"""More of an engagement, second scores and saved views."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_KEPT = (
    ("version", sa.Integer()),
    ("changed_at", sa.String(length=20)),
)


def _record(name: str, *parts: sa.Column | sa.Constraint) -> None:
    """A table of journaled records."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        *(part for part in parts if isinstance(part, sa.Column)),
        *(sa.Column(column, kind, nullable=False) for column, kind in _KEPT),
        *(part for part in parts if not isinstance(part, sa.Column)),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{name}_uid")),
    )


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _points_at(table: str, column: str, target: str) -> sa.Constraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def _index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _area_day(*columns: str) -> None:
    """The index the log is read by; with the audience in it the gap map never reads the table."""
    op.drop_index("ix_engagement_entry_area_day", table_name="engagement_entry")
    op.create_index("ix_engagement_entry_area_day", "engagement_entry", list(columns), unique=False)


def upgrade() -> None:
    _area_day("area_id", "day", "audience_id")
    for name in ("partners", "public_sentence"):
        op.add_column("engagement_entry", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("engagement_entry", _number("minutes", nullable=True))
    op.add_column("term", sa.Column("rubric", sa.JSON(), server_default="{}", nullable=False))
    op.execute(
        "ALTER TABLE contact ADD COLUMN entry_id INTEGER "
        "CONSTRAINT fk_contact_entry_id_engagement_entry REFERENCES engagement_entry (id)"
    )
    _index("contact", "entry_id")
    _record(
        "entry_group",
        _number("entry_id"),
        _number("group_id"),
        _points_at("entry_group", "entry_id", "engagement_entry"),
        _points_at("entry_group", "group_id", "community_group"),
        sa.UniqueConstraint("entry_id", "group_id", name=op.f("uq_entry_group_entry_id_group_id")),
    )
    _index("entry_group", "entry_id")
    _index("entry_group", "group_id")
    _record(
        "score_sample",
        _number("area_id"),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        _number("seed"),
        _number("out_of"),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        _number("scorer_id"),
        _points_at("score_sample", "area_id", "area"),
        _points_at("score_sample", "scorer_id", "person"),
    )
    _index("score_sample", "area_id")
    _index("score_sample", "scorer_id")
    _record(
        "second_score",
        _number("sample_id"),
        _number("entry_id"),
        _number("place"),
        _number("first_score"),
        _number("score", nullable=True),
        sa.Column("scored_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_second_score_score")),
        _points_at("second_score", "sample_id", "score_sample"),
        _points_at("second_score", "entry_id", "engagement_entry"),
        sa.UniqueConstraint("sample_id", "entry_id", name=op.f("uq_second_score_sample_id_entry_id")),
    )
    _index("second_score", "sample_id")
    _index("second_score", "entry_id")
    _record(
        "saved_view",
        _number("person_id", nullable=True),
        sa.Column("screen", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        _points_at("saved_view", "person_id", "person"),
        sa.UniqueConstraint("person_id", "screen", "name", name=op.f("uq_saved_view_person_id_screen_name")),
    )
    _index("saved_view", "screen")


def downgrade() -> None:
    _area_day("area_id", "day", "id")
    for table in ("saved_view", "second_score", "score_sample", "entry_group"):
        op.drop_table(table)
    op.drop_index(op.f("ix_contact_entry_id"), table_name="contact")
    op.drop_column("contact", "entry_id")
    op.drop_column("term", "rubric")
    for name in ("minutes", "public_sentence", "partners"):
        op.drop_column("engagement_entry", name)
