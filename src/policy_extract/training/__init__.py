"""Building and judging the HanLP model that ships."""
