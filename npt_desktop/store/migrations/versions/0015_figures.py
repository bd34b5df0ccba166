"""What a figure is about, the streets of crimes, and corrections of published updates."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _record(name: str, *parts: sa.Column | sa.Constraint) -> None:
    """A table of journaled records."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        *(part for part in parts if isinstance(part, sa.Column)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        *(part for part in parts if not isinstance(part, sa.Column)),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{name}_uid")),
    )


def _words(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    op.add_column("crime_month", _words("streets"))
    _record(
        "update_correction",
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        _words("was"),
        _words("value"),
        _words("reason"),
        sa.Column("made_at", sa.String(length=20), nullable=False),
        _words("made_by"),
        sa.ForeignKeyConstraint(
            ["update_id"], ["priority_update.id"], name=op.f("fk_update_correction_update_id_priority_update")
        ),
    )
    op.create_index(op.f("ix_update_correction_update_id"), "update_correction", ["update_id"], unique=False)
    _record(
        "priority_figure",
        sa.Column("priority_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=240), nullable=False),
        sa.ForeignKeyConstraint(
            ["priority_id"], ["priority.id"], name=op.f("fk_priority_figure_priority_id_priority")
        ),
        sa.UniqueConstraint(
            "priority_id", "source", "about", name=op.f("uq_priority_figure_priority_id_source_about")
        ),
    )
    op.create_index(op.f("ix_priority_figure_priority_id"), "priority_figure", ["priority_id"], unique=False)


def downgrade() -> None:
    op.drop_table("priority_figure")
    op.drop_table("update_correction")
    op.drop_column("crime_month", "streets")
