"""Fitting and judging the scorer of claims."""
