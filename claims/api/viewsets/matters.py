from django.shortcuts import get_object_or_404
from django.urls import reverse

from claims.api.serializers.matters import EditedMatter, MatterShape, NewMatter
from claims.filters import MatterFilter
from claims.models import Matter
from claims.operations import matter as operations
from claims.permissions import require_in_dossier
from claims.querysets import MatterQuerySet
from config.api.conditions import revision_read
from config.api.schema import described
from config.api.views import ApiView, created, detail, found, listing, named_in_body, read
from sources.models import Dossier


class MatterView(ApiView):
    shape = MatterShape()

    def visible(self) -> MatterQuerySet:
        return Matter.objects.visible_to(self.request.user).with_note_for(self.request.user).with_contest()

    def find(self, pk: int) -> Matter:
        return get_object_or_404(self.visible(), pk=pk)

    def as_it_stands(self, matter: Matter) -> Matter:
        return self.visible().get(pk=matter.pk)


class Matters(MatterView):
    filters = MatterFilter

    @described("list_matters", "The questions that rival statements answer.", gives=MatterShape, page=True)
    def get(self, request):
        return listing(request, found(self, self.visible()), "pk", shape=self.shape)

    @described("add_matter", "Ask a question.", given=NewMatter, gives=MatterShape, status=201)
    def post(self, request):
        dossier = named_in_body(request, Dossier.objects.visible_to(request.user))
        require_in_dossier(request.user, "add_matter", dossier.pk)
        matter = operations.add(dossier, by=request.user, **read(NewMatter, request, apart=["dossier"]))
        address = reverse("claims_api:matter", args=[matter.pk])
        return created(request, self.shape, self.as_it_stands(matter), address)


class OneMatter(MatterView):
    @described("get_matter", "One question.", gives=MatterShape)
    def get(self, request, pk):
        return detail(request, self.shape, self.find(pk))

    @described("edit_matter", "Change what is sent of a question.", given=EditedMatter, gives=MatterShape)
    def patch(self, request, pk):
        matter = self.find(pk)
        require_in_dossier(request.user, "edit_matter", matter.dossier_id)
        given = read(EditedMatter, request)
        revision = revision_read(request, matter, given)
        matter = operations.edit(matter, by=request.user, revision=revision, **given)
        return detail(request, self.shape, self.as_it_stands(matter))
