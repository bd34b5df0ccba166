"""The engagement log: quick entry, the log, gaps and scores."""
