"""From bytes to sentences: encodings, paragraphs, sentences, broken columns."""
