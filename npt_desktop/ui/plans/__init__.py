"""The screen of problem-solving plans: the register and one plan at a time."""
