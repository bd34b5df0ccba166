"""Workbooks and CSV in and out: reading, layouts, matching, writing; no database, no Qt."""
