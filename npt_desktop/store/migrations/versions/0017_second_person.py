"""A disposal is asked for by one person and confirmed by another."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _words(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    op.create_table(
        "disposal_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("table_name", sa.String(length=40), nullable=False),
        sa.Column("record_uid", sa.String(length=32), nullable=False),
        _words("ground"),
        _words("reason"),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        _words("asked_by"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_disposal_request_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal_request")),
        sa.UniqueConstraint("uid", name=op.f("uq_disposal_request_uid")),
    )
    op.create_index(op.f("ix_disposal_request_record_uid"), "disposal_request", ["record_uid"])
    op.create_index(op.f("ix_disposal_request_by_id"), "disposal_request", ["by_id"])
    op.add_column("disposal", sa.Column("asked_by", sa.Text(), server_default="", nullable=False))
    op.add_column("disposal", sa.Column("asked_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("disposal", "asked_on")
    op.drop_column("disposal", "asked_by")
    op.drop_table("disposal_request")
