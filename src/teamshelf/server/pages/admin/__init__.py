"""The admin centre: what waits for a decision, what was decided, and what holds for the whole shelf."""
