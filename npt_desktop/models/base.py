"""What every record shares: naming convention, typed columns, id, uid and version."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from sqlalchemy import JSON, Date, Dialect, ForeignKey, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time kept as ISO text to the second, which sorts as it reads."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must say its zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else datetime.fromisoformat(value)


class Word(TypeDecorator[StrEnum]):
    """A closed list kept as its own word, checked on the way in and out."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        return None if value is None else self.kind(value)


Id = Annotated[int, mapped_column(primary_key=True, sort_order=-4)]
Line = Annotated[str, mapped_column(Text, default="", server_default="")]
"""Text from a person; empty rather than null, so that 'nothing written' has one form."""
Mark = Annotated[str, mapped_column(String(40), default="", server_default="", sort_order=80)]
"""A record's own protective marking; empty for that of its store."""
Payload = dict[str, Any]


class Base(DeclarativeBase):
    """The declarative base of every table."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcTime(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
    }


class Record(Base):
    """A journaled record: integer id for tables, uid for exchange, version counted up by each write.

    ``changed_at`` is set by the unit of work at every write; a stale version is refused on saving.
    """

    __abstract__ = True

    id: Mapped[Id]
    uid: Mapped[str] = mapped_column(String(32), unique=True, sort_order=-3)
    version: Mapped[int] = mapped_column(default=1, sort_order=90)
    changed_at: Mapped[datetime] = mapped_column(sort_order=91)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def word(kind: type[StrEnum], **kwargs: Any) -> Mapped[Any]:
    """A column holding one word of a closed list."""
    return mapped_column(Word(kind), **kwargs)


def link(target: str, *, index: bool = True, **kwargs: Any) -> Mapped[Any]:
    """A foreign key to ``table.id``; deleting what others point at is refused."""
    return mapped_column(ForeignKey(f"{target}.id"), index=index, **kwargs)


def part_of(target: str) -> Mapped[Any]:
    """A foreign key to the record this one belongs to: removing that removes this with it."""
    return mapped_column(ForeignKey(f"{target}.id"), index=True, info={"part": True})


__all__ = [
    "Base",
    "Date",
    "Id",
    "Line",
    "Mark",
    "Payload",
    "Record",
    "UtcTime",
    "Word",
    "link",
    "part_of",
    "word",
]
