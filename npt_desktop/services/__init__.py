"""The use cases: one method for one intention of a user; each opens the unit of work."""
