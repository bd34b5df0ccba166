"""Home: what is due, worst first, and how the area stands."""
