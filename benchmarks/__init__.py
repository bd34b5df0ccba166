"""Speed and memory, each beside its own baseline in the same run: ``make bench``."""
