"""The form of a claim as a browser sends it."""

from claims.models import Claim

SIX = {
    "source": "Row over the dam",
    "dateline": "29 Oct 2020",
    "speaker": "Anna Varga",
    "wording": "The north did not open the dam.",
    "passage": "“We did not open the dam,” Varga said.",
    "kind": "denial",
}


def logged() -> Claim:
    return Claim.objects.get()


def rows(*figures: dict) -> dict:
    """The rows of figures as the form sends them."""
    sent = {"figures-total": len(figures)}
    for number, figure in enumerate(figures):
        sent |= {f"figures-{number}-{name}": value for name, value in figure.items()}
    return sent


NINETY = {"use": "on", "bound": "at_least", "number": "90", "quantity": "killed", "population": "civilians"}
