"""Named things: the recogniser, lexicons, name patterns, overlaps, canonical names."""
