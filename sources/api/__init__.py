"""The REST interface of who speaks, for whom, and where it can be checked."""
