"""Review, retention and disposal."""
