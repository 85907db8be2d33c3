"""Targets, metrics and entities from Chinese policy text, every one grounded to its characters."""

from policy_extract._version import __version__

__all__ = ["__version__"]
