"""The same batch on a Ray cluster: storage by URL, spans of the sources as work, parts as results."""
