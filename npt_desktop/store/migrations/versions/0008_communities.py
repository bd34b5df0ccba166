"""Communities, planned activities, advice and reach."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TERMS = {
    "tactic": (
        ("surgery", "Street surgery or drop-in"), ("doorstep", "Doorstep visits"),
        ("gathering", "Visit where they already meet"), ("school_visit", "School or college visit"),
        ("event", "Stall at a community event"), ("walk", "Patch walk with residents or partners"),
        ("meeting", "Public or online meeting"), ("message", "Neighbourhood Alert message"),
        ("post", "Social media post or film"), ("survey", "Survey or questionnaire"),
        ("through_kin", "Through a key individual"),
    ),
    "level": (("inform", "Inform"), ("listen", "Listen and consult"), ("together", "Work together")),
    "protected": (
        ("age", "Age"), ("disability", "Disability"), ("gender_reassignment", "Gender reassignment"),
        ("marriage", "Marriage and civil partnership"), ("pregnancy", "Pregnancy and maternity"), ("race", "Race"),
        ("religion", "Religion or belief"), ("sex", "Sex"), ("orientation", "Sexual orientation"),
    ),
    "kin_question": (
        ("matters", "What matters most to the people you speak for just now?"),
        ("safe", "Do they feel safer or less safe than three months ago, and why?"),
        ("changed", "What have you seen us do about it, and did it change anything?"),
        ("missing", "Whom are we not reaching?"),
    ),
}  # fmt: skip
"""Lists an older store lacks; a new one is given them when it is laid out."""


def upgrade() -> None:
    _documents()
    _activities()
    _network()
    _advice()
    _reach()
    _lists()


def downgrade() -> None:
    kinds = ", ".join(f"'{kind}'" for kind in _TERMS)
    for table in ("reach_month", "advice", "kin_reply", "planned_activity"):
        op.drop_table(table)
    op.drop_column("key_individual", "reach_by")
    with op.batch_alter_table("community_group") as group:
        group.drop_constraint(op.f("ck_community_group_size"), type_="check")
        group.drop_constraint(op.f("fk_community_group_theme_id_term"), type_="foreignkey")
        for name in ("emerging", "size", "languages", "found_where", "risk_level", "risk", "theme_id", "protected",
                     "sources", "known_on", "ended_on"):  # fmt: skip
            group.drop_column(name)
    for name in ("tactics", "levels", "themes", "kept"):
        op.drop_column("engagement_plan", name)
    op.drop_column("community_profile", "kept")
    op.execute(f"DELETE FROM term WHERE kind IN ({kinds})")  # noqa: S608


def _documents() -> None:
    for table in ("community_profile", "engagement_plan"):
        op.add_column(table, sa.Column("kept", sa.JSON(), server_default="{}", nullable=False))
    for name in ("tactics", "levels", "themes"):
        op.add_column("engagement_plan", sa.Column(name, sa.JSON(), server_default="[]", nullable=False))
    with op.batch_alter_table("community_group") as group:
        group.add_column(sa.Column("emerging", sa.Boolean(), server_default="0", nullable=False))
        group.add_column(sa.Column("size", sa.Integer(), nullable=True))
        for name in ("languages", "found_where", "risk"):
            group.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
        group.add_column(sa.Column("risk_level", sa.String(32), nullable=True))
        group.add_column(sa.Column("theme_id", sa.Integer(), nullable=True))
        group.add_column(sa.Column("protected", sa.JSON(), server_default="[]", nullable=False))
        group.add_column(sa.Column("sources", sa.JSON(), server_default="[]", nullable=False))
        group.add_column(sa.Column("known_on", sa.Date(), nullable=True))
        group.add_column(sa.Column("ended_on", sa.Date(), nullable=True))
        group.create_foreign_key(op.f("fk_community_group_theme_id_term"), "term", ["theme_id"], ["id"])
        group.create_check_constraint(op.f("ck_community_group_size"), "size >= 0")
    op.add_column("key_individual", sa.Column("reach_by", sa.Text(), server_default="", nullable=False))


def _record(name: str, *columns: sa.SchemaItem) -> None:
    """A table of journaled records; links to other records are the columns ending in ``_id``."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        *columns,
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("uid", name=op.f(f"uq_{name}_uid")),
    )


def _link(table: str, column: str, target: str, *, nullable: bool = True) -> tuple[sa.SchemaItem, ...]:
    return (
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _activities() -> None:
    name = "planned_activity"
    _record(
        name,
        *_link(name, "area_id", "area", nullable=False),
        *_link(name, "group_id", "community_group", nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        _text("what"),
        *_link(name, "tactic_id", "term"),
        *_link(name, "level_id", "term"),
        *_link(name, "theme_id", "term"),
        *_link(name, "owner_id", "person"),
        sa.Column("state", sa.String(32), nullable=False),
        *_link(name, "entry_id", "engagement_entry"),
        sa.Column("done_on", sa.Date(), nullable=True),
        _text("reason"),
    )
    _index(name, "group_id", "owner_id", "entry_id")
    op.create_index("ix_planned_activity_area_month", name, ["area_id", "month"], unique=False)


def _network() -> None:
    name = "kin_reply"
    _record(
        name,
        *_link(name, "key_individual_id", "key_individual", nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *_link(name, "by_id", "person"),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.UniqueConstraint("key_individual_id", "quarter", name=op.f("uq_kin_reply_key_individual_id_quarter")),
    )
    _index(name, "key_individual_id", "by_id")


def _advice() -> None:
    name = "advice"
    _record(
        name,
        *_link(name, "area_id", "area", nullable=False),
        _text("question"),
        _text("asked_of"),
        sa.Column("asked_on", sa.Date(), nullable=False),
        *_link(name, "asked_by_id", "person"),
        *_link(name, "group_id", "community_group"),
        *_link(name, "plan_id", "problem_plan"),
        *_link(name, "priority_id", "priority"),
        _text("given_by"),
        sa.Column("given_on", sa.Date(), nullable=True),
        _text("given"),
        sa.Column("answered_on", sa.Date(), nullable=True),
        *_link(name, "answered_by_id", "person"),
        sa.Column("followed", sa.Boolean(), nullable=True),
        _text("answer"),
    )
    _index(name, "area_id", "asked_by_id", "group_id", "plan_id", "priority_id", "answered_by_id")


def _reach() -> None:
    name = "reach_month"
    _record(
        name,
        *_link(name, "area_id", "area", nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        *(sa.Column(what, sa.Integer(), nullable=True)
          for what in ("alert", "followers", "likes", "comments", "shares")),
        sa.UniqueConstraint("area_id", "month", name=op.f("uq_reach_month_area_id_month")),
    )  # fmt: skip
    _index(name, "area_id")


def _lists() -> None:
    store = op.get_bind()
    if not store.scalar(sa.text("SELECT count(*) FROM term")):
        return
    add = sa.text(
        "INSERT INTO term (uid, kind, key, label, position, retired, synonyms, version, changed_at) "
        "VALUES (:uid, :kind, :key, :label, :position, 0, '[]', 1, '2020-01-01T00:00:00Z')"
    )
    for kind, terms in _TERMS.items():
        for position, (key, label) in enumerate(terms, 1):
            uid = hashlib.sha256(f"{kind}:{key}".encode()).hexdigest()[:32]
            store.execute(add, {"uid": uid, "kind": kind, "key": key, "label": label, "position": position})
