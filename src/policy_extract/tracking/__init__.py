"""Targets against outcomes: what was promised, what was reached."""
