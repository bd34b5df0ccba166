"""Bringing a store to this program's schema.

Alembic's own way on SQLite commits half-way and, with foreign keys on, lets a table rebuild delete child
rows. Here foreign keys are off before one explicit transaction that holds every step, and
``foreign_key_check`` has the last word before it commits: a store is before or after, never between.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from npt_desktop.store import engine

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

    from npt_desktop.store.cipher import Key

FOLDER = Path(__file__).resolve().parent / "migrations"


@cache
def head() -> str:
    """This program's schema revision, read from the file names so that Alembic need not load."""
    return max(path.name[:4] for path in (FOLDER / "versions").glob("[0-9]*_*.py*"))


def revision(path: Path) -> str | None:
    """The revision of a store file; None when it holds none. Raises sqlite3.DatabaseError on a file that
    is no database."""
    with closing(engine.plain(path)) as connection:
        try:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return None
            raise
    return None if row is None else str(row[0])


def scripts() -> ScriptDirectory:
    """The migration scripts."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def migrate(path: Path, target: str | None = None, *, key: Key | None = None) -> None:
    """Take the store at ``path`` to ``target`` (this program's revision by default), up or down, in one
    transaction; a file that is not there yet is made, encrypted with ``key``."""
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy.pool import NullPool

    script = scripts()
    target = target or head()

    # The two calls below are what alembic.command itself makes.
    def steps(current: Any, context: MigrationContext) -> Any:
        del context
        now = current[0] if current else None
        if now is not None and (target == "base" or now > target):
            return script._downgrade_revs(target, now)  # noqa: SLF001
        return script._upgrade_revs(target, now)  # type: ignore[arg-type]  # noqa: SLF001

    database = engine.database(path, key, poolclass=NullPool)
    with database.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA journal_mode=TRUNCATE")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.execute("BEGIN IMMEDIATE")
        try:
            if raw.execute("PRAGMA application_id").fetchone()[0] != engine.APPLICATION_ID:
                raw.execute(f"PRAGMA application_id={engine.APPLICATION_ID}")
            context = MigrationContext.configure(
                connection, opts={"fn": steps, "transactional_ddl": True, "render_as_batch": True}
            )
            with Operations.context(context):
                context.run_migrations()
            if raw.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise sqlite3.IntegrityError("a migration left a record pointing at nothing")
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise
    database.dispose()
