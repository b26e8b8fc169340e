"""The desk: a source's text with the statements found in it, one of them as a form that is filled in."""
