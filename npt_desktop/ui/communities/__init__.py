"""Communities: profile, engagement plan, key individuals, advice, reach, and the areas side by side."""
