"""The store's schema, step by step. ``NNNN_name.py``: the number is the revision."""
