"""The What works screen."""
