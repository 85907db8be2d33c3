"""What governs: the tree of a document, its headings, genre and own year."""
