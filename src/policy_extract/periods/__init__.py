"""Time expressions: years, quarters, plans, deadlines, and what time governs a place in a text."""
