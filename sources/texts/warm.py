"""Loads the parsers and what they keep, for the process that forks for every source; nobody else imports this.

trafilatura reads its lists of common words over the first page that it doubts, which takes half a second;
done here, every source after it finds them in memory.
"""

import htmldate  # noqa: F401
import pypdf  # noqa: F401

from sources.texts import pages

pages.read(b"<!doctype html><title>Warm</title><article><p>She said that it was.</p></article>", "", "")
