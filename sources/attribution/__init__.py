"""Text in, attributed statements out: who says what, with the places in the text where it stands.

Pure Python over spaCy's dependency parse: no models of ours, no database, no request. `reading.read` is
the way in; `statements` holds what comes out. spaCy is imported only when a text is read, never when a
page is served.
"""
