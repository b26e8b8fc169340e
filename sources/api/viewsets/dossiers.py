from django.contrib.auth import get_user_model
from django.shortcuts import get_object_or_404
from django.urls import reverse

from config.api.conditions import revision_read
from config.api.schema import described
from config.api.views import ApiView, created, detail, found, listing, named_in_body, read
from sources.api.serializers.dossiers import (
    DossierShape,
    EditedDossier,
    EndedMembership,
    GivenRole,
    MemberShape,
    NewDossier,
)
from sources.filters import DossierFilter, MemberFilter
from sources.models import Dossier, Member
from sources.operations import dossier as dossiers
from sources.operations import member as members
from sources.permissions import MAY, require, require_to_open_dossiers
from sources.queries.people import editors_known_to


class Dossiers(ApiView):
    filters = DossierFilter
    shape = DossierShape()

    @described("list_dossiers", "What is being followed, as far as you may read it.", gives=DossierShape, page=True)
    def get(self, request):
        return listing(request, found(self, Dossier.objects.visible_to(request.user)), "pk", shape=self.shape)

    @described("open_dossier", "Begin to follow something.", given=NewDossier, gives=DossierShape, status=201)
    def post(self, request):
        require_to_open_dossiers(request.user)
        given = read(NewDossier, request, editors=editors_known_to(request.user))
        dossier = dossiers.start(by=request.user, **given)
        return created(request, self.shape, dossier, reverse("sources_api:dossier", args=[dossier.pk]))


class OneDossier(ApiView):
    shape = DossierShape()

    @described("get_dossier", "One dossier.", gives=DossierShape)
    def get(self, request, pk):
        return detail(request, self.shape, get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk))

    @described("edit_dossier", "Change what is sent of a dossier.", given=EditedDossier, gives=DossierShape)
    def patch(self, request, pk):
        dossier = get_object_or_404(Dossier.objects.visible_to(request.user), pk=pk)
        require(request.user, "edit_dossier", pk)
        given = read(EditedDossier, request)
        revision = revision_read(request, dossier, given)
        return detail(request, self.shape, dossiers.edit(dossier, by=request.user, revision=revision, **given))


def members_seen_by(user):
    """Who works on the dossiers that this person works on, or reads as a member."""
    shared = Dossier.objects.worked_on_by(user, *MAY["see_members"])
    return Member.objects.active().filter(dossier__in=shared).select_related("user")


class Members(ApiView):
    filters = MemberFilter
    shape = MemberShape()

    @described("list_members", "Who works on your dossiers, and in which role.", gives=MemberShape, page=True)
    def get(self, request):
        return listing(request, found(self, members_seen_by(request.user)), "pk", shape=self.shape)

    @described("set_role", "Make somebody a member, or change the role.", given=GivenRole, gives=MemberShape)
    def post(self, request):
        dossier = named_in_body(request, Dossier.objects.visible_to(request.user))
        require(request.user, "manage_members", dossier.pk)
        given = read(GivenRole, request, apart=["dossier"])
        given["user"] = get_object_or_404(get_user_model().objects.filter(is_active=True), pk=given["user"])
        return detail(request, self.shape, members.set_role(dossier, by=request.user, **given))


class OneMember(ApiView):
    shape = MemberShape()

    @described("get_member", "One member.", gives=MemberShape)
    def get(self, request, pk):
        return detail(request, self.shape, get_object_or_404(members_seen_by(request.user), pk=pk))


class EndMembership(ApiView):
    shape = MemberShape()

    @described("end_membership", "Take somebody off a dossier.", given=EndedMembership, gives=MemberShape)
    def post(self, request, pk):
        member = get_object_or_404(Member.objects.active().visible_to(request.user), pk=pk)
        require(request.user, "manage_members", member.dossier_id)
        given = read(EndedMembership, request)
        return detail(request, self.shape, members.end(member, by=request.user, **given))
