"""The card of evidence files, the same wherever a record has some."""
