"""Priorities: the quarter's six steps, the meeting, the public page and the monthly updates."""
