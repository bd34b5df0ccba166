"""Ids that are never given twice.

SQLite gives the highest id again once its record is removed. The removal could then not be taken back: another
record would stand in its place. So the highest id that a removed record had is kept, by table, and what is added
later gets a higher one.
"""

from __future__ import annotations

from sqlalchemy import Connection


class GivenIds:
    """The next ids within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        rows = connection.exec_driver_sql("SELECT table_name, record_id FROM highest_gone")
        self._highest: dict[str, int] = {row[0]: row[1] for row in rows}
        self._kept = dict(self._highest)
        self._last: dict[str, int] = {}

    def next(self, table: str) -> int:
        """The first id above those of the table's records and of those removed."""
        highest = self._connection.exec_driver_sql(f"SELECT max(id) FROM {table}").scalar() or 0
        return max(int(highest), self._highest.get(table, 0)) + 1

    def next_for_one(self, table: str) -> int | None:
        """The id of a record that is about to be added; None where SQLite may give it, as nothing of the table
        was ever removed."""
        if table not in self._highest:
            return None
        self._last[table] = max(self.next(table), self._last.get(table, 0) + 1)
        return self._last[table]

    def gone(self, table: str, record_id: int) -> None:
        """A record is being removed."""
        self._highest[table] = max(record_id, self._highest.get(table, 0))

    def keep(self) -> None:
        """Write what was removed in this transaction; before it commits."""
        new = [(name, number) for name, number in self._highest.items() if self._kept.get(name) != number]
        if new:
            self._connection.exec_driver_sql(
                "INSERT INTO highest_gone(table_name, record_id) VALUES (?,?) "
                "ON CONFLICT(table_name) DO UPDATE SET record_id = excluded.record_id",
                new,
            )
