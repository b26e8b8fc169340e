"""Turning what was fetched, uploaded or pasted into the text that people read.

`reading` has the way in; `decoding` turns bytes into letters, `plain`, `pages` (HTML), `mails` and `prints` (PDF)
know one kind of source each, and `bounded` holds their parsers to a time and a memory of their own.
"""
