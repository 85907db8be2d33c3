"""A check's outcome in the forms that people, CI servers and programs read."""
