"""PDF, HTML and text made from plain values; no database, no Qt."""
