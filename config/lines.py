"""How the lines of a text end: with LF, whether a browser, a program or a table sent it."""


def with_line_feeds(text: str) -> str:
    """The text with LF where it has CR LF, as browsers send every line of a form (HTML, form submission)."""
    return text.replace("\r\n", "\n")
