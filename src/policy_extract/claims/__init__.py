"""One quantity and its clause become a metric or a target."""
