"""What the history says of a row."""


def last_step(row) -> tuple:
    """Who took it, which it was, and why."""
    context = row.events.latest("pgh_id").pgh_context
    return context["user"], context["step"], context["reason"]
