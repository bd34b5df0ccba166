"""The file: engine, unit of work, journal, search, backup, health, migrations."""
