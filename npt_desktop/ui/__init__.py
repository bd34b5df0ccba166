"""The window: shell, theme, widgets, jobs, tables, then one folder a screen."""
