"""Cue lookup; it lives with the rules, where the finders reach it too."""

from policy_extract.rules.cues import Cue, CueFinder, trie_pattern

__all__ = ["Cue", "CueFinder", "trie_pattern"]
