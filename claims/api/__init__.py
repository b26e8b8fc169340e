"""The REST interface of what was said, and what answers it."""
