"""Scoring, the regression gate, gold files and the formats of annotation tools."""
