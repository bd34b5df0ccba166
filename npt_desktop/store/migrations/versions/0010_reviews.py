"""Peer review and what QA questions ask about."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _record() -> tuple[sa.Column, ...]:
    return (
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(length=20), nullable=False),
    )


def _words(name: str) -> sa.Column:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def upgrade() -> None:
    op.add_column("evidence_note", _words("detail"))
    op.add_column("evidence_note", sa.Column("about", sa.String(length=60), server_default="", nullable=False))
    op.create_index(
        "ix_engagement_entry_hate_crime",
        "engagement_entry",
        ["area_id", "day"],
        sqlite_where=sa.text("from_hate_crime IS 1"),
    )
    op.create_table(
        "peer_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("finished_at", sa.String(length=20), nullable=True),
        _words("signed_by"),
        *_record(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_review")),
        sa.UniqueConstraint("uid", name=op.f("uq_peer_review_uid")),
    )
    op.create_table(
        "peer_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=60), nullable=False),
        _words("text"),
        sa.Column("evidence_keys", sa.JSON(), nullable=False),
        sa.Column("rating", sa.String(length=32), nullable=True),
        _words("note"),
        _words("seen"),
        sa.Column("answered_at", sa.String(length=20), nullable=True),
        _words("answered_by"),
        sa.Column("action_id", sa.Integer(), nullable=True),
        *_record(),
        sa.ForeignKeyConstraint(
            ["review_id"], ["peer_review.id"], name=op.f("fk_peer_answer_review_id_peer_review")
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_peer_answer_action_id_action")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_answer")),
        sa.UniqueConstraint("uid", name=op.f("uq_peer_answer_uid")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_peer_answer_review_id_number")),
    )
    op.create_index(op.f("ix_peer_answer_review_id"), "peer_answer", ["review_id"], unique=False)
    op.create_index(op.f("ix_peer_answer_action_id"), "peer_answer", ["action_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_peer_answer_action_id"), table_name="peer_answer")
    op.drop_index(op.f("ix_peer_answer_review_id"), table_name="peer_answer")
    op.drop_table("peer_answer")
    op.drop_table("peer_review")
    op.drop_index("ix_engagement_entry_hate_crime", table_name="engagement_entry")
    op.drop_column("evidence_note", "about")
    op.drop_column("evidence_note", "detail")
