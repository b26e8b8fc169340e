"""Working at the desk as a browser does: opening it, filling in its form, and reading what a step sends back."""

import re
from datetime import date

from django.urls import reverse

from claims.models import Claim
from sources.models import Proposal, Side, Source
from sources.operations import intake
from tests.worker import work

DAY, DAYS = date(2020, 10, 29), ("first_day", "last_day")


def proposal(source: Source, words: str) -> Proposal:
    """The proposal whose words in the text are these."""
    return next(one for one in Proposal.objects.filter(capture__source=source) if words in one.words)


def look(client, source, at=None, **asked):
    return client.get(reverse("claims:desk", args=[source.pk]), ({"at": at.pk} if at else {}) | asked)


def filled(answer) -> dict[str, str]:
    """The form of an answer as a browser would send it."""
    form = answer.context["form"]
    sent = {field.html_name: field.value() for field in form if field.name != "rivals"}
    for row in form.figures:
        sent |= {field.html_name: field.value() for field in row}
    sent |= {"figures-total": len(form.figures)}
    return {
        name: "on" if value is True else str(value)
        for name, value in sent.items()
        if value is not None and value is not False
    }


def log(client, source, at, **over):
    sent = filled(look(client, source, at)) | over
    return client.post(reverse("claims:log_proposal", args=[source.pk, at.pk]), sent)


def by_hand(nora, article, words: str) -> Claim:
    """A claim logged from words that somebody marked."""
    sent = filled(look(nora, article, words=words)) | {"speaker": "Nagorno-Karabakh authorities"}
    sent |= {"speaker_choice": "new", "speaker_asked": "Nagorno-Karabakh authorities"}
    sent |= {"side": str(Side.objects.first().pk), "wording": f"They said {words}."}
    nora.post(reverse("claims:log_passage", args=[article.pk]), sent)
    return Claim.objects.latest("pk")


HTMX = {"HX-Request": "true", "HX-Target": "desk-item"}
REPORT = "The ministry of Armenia said that its forces had destroyed {} tanks near Kelm. "


def marks(page) -> dict[str, str]:
    """The classes of each mark of an answer, by its id."""
    return {
        name: look for look, name in re.findall(r'<a class="mark ([^"]*)" id="(mark-[^"]*)"', page.content.decode())
    }


def drawn(page) -> dict[str, str]:
    """What a page says back with its next step."""
    return dict(re.findall(r'<input type="hidden" name="(seen|was)" value="([^"]*)">', page.content.decode()))


def reported(war, reporter, numbers) -> list[Proposal]:
    source = intake.paste(
        war, by=reporter, text=" ".join(map(REPORT.format, numbers)), dateline="2020-10-29", **dict.fromkeys(DAYS, DAY)
    )
    work()
    return list(Proposal.objects.filter(capture__source=source).order_by("start"))
