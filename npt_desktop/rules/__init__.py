"""Pure decisions: values in, values out; no database, no Qt; today is always an argument."""
