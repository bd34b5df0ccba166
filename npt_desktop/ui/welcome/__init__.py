"""First start: which store, and who is at the desk."""
