"""Records on a page that a person can read, check and pass on: one HTML file, no network.

``sources`` finds out what was given and reads it, ``contents`` holds what a page shows, ``page``
makes the file, ``charts`` draws promise against result. Style and script are files of their own.
"""
