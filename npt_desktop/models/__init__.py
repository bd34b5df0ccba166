"""The vocabulary: typed SQLAlchemy classes, one aggregate a file; no queries, no decisions."""
