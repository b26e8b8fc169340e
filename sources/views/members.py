import smtplib

import structlog
from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import BadRequest
from django.core.mail import send_mail
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config import mail
from config.errors import DomainError
from config.http import render_page
from config.people import name_of
from config.rows import Outdated
from sources import invitations
from sources.forms.members import InvitationForm, LeaveForm, RoleForm
from sources.models import Dossier, Member
from sources.operations import member as operations
from sources.permissions import allowed_steps, may_hand_over, require, role_of
from sources.queries.people import colleagues_outside, members_of
from sources.views.saving import attempt

log = structlog.get_logger("counterclaim.mail")
User = get_user_model()
SHOWN_ONCE = "invitation"


@never_cache
@require_GET
def members(request, pk):
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require(request.user, "see_members", pk)
    return _page(request, dossier)


@require_POST
def set_role(request, pk):
    """Add a colleague, or change what one may do."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require(request.user, "manage_members", pk)
    form = RoleForm(request.POST, people=User.objects.filter(is_active=True))
    try:
        done = attempt(form, lambda: operations.set_role(dossier, by=request.user, **form.cleaned_data))
    except Outdated as outdated:
        chosen = dict(Member.Role.choices)[form.cleaned_data["role"]].lower()
        refusal = f"{_meanwhile(outdated.current)} You chose “{chosen}”: choose again if it is still to be."
        return _page(request, dossier, refusal=refusal, status=409)
    if not done.row:
        return _page(request, dossier, colleague=form, status=done.status)
    messages.success(request, f"{name_of(done.row.user)} is {_as_role(done.row)} of this dossier.")
    return redirect("sources:members", pk)


@require_POST
def end_membership(request, pk):
    member = get_object_or_404(Member.objects.active().visible_to(request.user), pk=pk)
    require(request.user, "manage_members", member.dossier_id)
    form = LeaveForm(request.POST)
    if not form.is_valid():
        raise BadRequest("The form does not say which role was read. Open the page again.")
    try:
        operations.end(member, by=request.user, **form.cleaned_data)
    except Outdated as outdated:
        refusal = f"{_meanwhile(outdated.current)} Nobody was removed."
        return _page(request, member.dossier, refusal=refusal, status=409)
    except DomainError as refusal:
        return _page(request, member.dossier, refusal=str(refusal), status=409)
    messages.success(request, f"{name_of(member.user)} is off this dossier. What they did stays theirs.")
    return redirect("claims:home") if member.user == request.user else redirect("sources:members", member.dossier_id)


def _meanwhile(member: Member) -> str:
    """What somebody else made of a membership while a form was open."""
    now = f"is {_as_role(member)} now" if member.pk and member.active else "is no member any more"
    return f"{name_of(member.user)} {now}: somebody changed it while you had this page open."


@require_POST
def invite(request, pk):
    """Give a colleague without an account one, and the link to choose a password."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
    require(request.user, "manage_members", pk)
    form = InvitationForm(request.POST)
    done = attempt(form, lambda: operations.invite(dossier, by=request.user, **form.cleaned_data))
    if not done.row:
        return _page(request, dossier, invitation=form, status=done.status)
    _tell(request, done.row)
    return redirect("sources:members", pk)


def _tell(request, member: Member) -> None:
    """Write to the invited, and say to the editor what happened; the link is shown once where that is safe."""
    account, dossier = member.user, member.dossier
    joins = account.has_usable_password()
    path = reverse("claims:dossier", args=[dossier.pk])
    if not joins:
        path = reverse("sources:accept_invitation", args=[invitations.key_for(account)])
    link = request.build_absolute_uri(path)
    sent = _send(account, {"member": member, "by": name_of(request.user), "link": link, "joins": joins})
    if joins:
        messages.success(request, f"{name_of(account)} has an account already and is {_as_role(member)} now.")
        return
    shown = may_hand_over(request.user, account)
    if shown:
        request.session[SHOWN_ONCE] = {"dossier": dossier.pk, "name": name_of(account), "link": link}
    wrote = sent and mail.leaves()
    written = f" We wrote to {account.email}." if wrote else ""
    messages.success(request, f"{name_of(account)} is {_as_role(member)}.{written}")
    if not wrote:
        messages.warning(request, _nothing_left(account, shown=shown))


def _nothing_left(account, *, shown: bool) -> str:
    """That somebody invited got no mail, and what is left to do."""
    if shown:
        return f"{_why_not(account)} Pass on the link below yourself; it is shown this once."
    return _why_not(account) if mail.leaves() else f"{_why_not(account)} {mail.WHERE_IT_IS}"


def _why_not(account) -> str:
    if mail.leaves():
        return f"We could not write to {account.email}: no mail left."
    return "No mail server is set, so nothing was mailed."


def _send(account, context) -> bool:
    subject = " ".join(f"{context['by']} invites you to “{context['member'].dossier.name}”".split())
    body = render_to_string("sources/invitation.txt", context)
    try:
        return send_mail(subject, body, None, [account.email]) > 0
    except (OSError, smtplib.SMTPException):
        log.exception("invitation_not_sent", account=account.pk)
        return False


def _as_role(member: Member) -> str:
    return f"{'an' if member.role == Member.Role.EDITOR else 'a'} {member.get_role_display().lower()}"


def _page(request, dossier, *, colleague=None, invitation=None, refusal="", status=200):
    shown = request.session.get(SHOWN_ONCE)
    if shown and shown["dossier"] == dossier.pk:
        del request.session[SHOWN_ONCE]
    people = members_of(dossier)
    context = {
        "dossier": dossier,
        "members": people,
        "editors": sum(member.role == Member.Role.EDITOR for member in people),
        "roles": Member.Role.choices,
        "steps": allowed_steps(role_of(request.user, dossier.pk)),
        "colleague": colleague or RoleForm(people=colleagues_outside(dossier)),
        "invitation": invitation or InvitationForm(),
        "refusal": refusal,
        "shown_once": shown if shown and shown["dossier"] == dossier.pk else None,
    }
    if colleague and not colleague.has_error("user"):
        context["refusal"] = " ".join(colleague.non_field_errors())
        context["colleague"] = RoleForm(people=colleagues_outside(dossier))
    return render_page(request, "sources/members.html", context, status=status)


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request, key):
    """An invited colleague chooses a password and is signed in."""
    account = invitations.account_of(key)
    if account is None:
        return render_page(request, "sources/accept_invitation.html", {}, status=404)
    form = SetPasswordForm(account, request.POST or None)
    write = lambda: operations.accept_invitation(account, key=key, password=form.cleaned_data["new_password1"])  # noqa: E731
    done = attempt(form, write)
    if done.row:
        login(request, done.row)
        messages.success(request, f"Welcome, {name_of(done.row)}. Your password is set and you are signed in.")
        return redirect("claims:home")
    return render_page(
        request, "sources/accept_invitation.html", {"account": account, "form": form}, status=done.status
    )
