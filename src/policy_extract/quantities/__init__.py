"""Numbers in Chinese text: numerals, units, comparators, ranges, ranks, and the finder."""
