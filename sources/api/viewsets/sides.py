from django.shortcuts import get_object_or_404
from django.urls import reverse

from config.api.conditions import revision_read
from config.api.schema import described
from config.api.views import ApiView, created, detail, found, listing, named_in_body, read
from sources.api.serializers.sides import EditedSide, NewSide, SideShape
from sources.filters import SideFilter
from sources.models import Dossier, Side
from sources.operations import side as operations
from sources.permissions import require


class Sides(ApiView):
    filters = SideFilter
    shape = SideShape()

    @described("list_sides", "The parties to the dossiers you may read.", gives=SideShape, page=True)
    def get(self, request):
        return listing(request, found(self, Side.objects.visible_to(request.user)), "pk", shape=self.shape)

    @described("add_side", "Add a party to a dossier.", given=NewSide, gives=SideShape, status=201)
    def post(self, request):
        dossier = named_in_body(request, Dossier.objects.visible_to(request.user))
        require(request.user, "add_side", dossier.pk)
        side = operations.add(dossier, by=request.user, **read(NewSide, request, apart=["dossier"]))
        return created(request, self.shape, side, reverse("sources_api:side", args=[side.pk]))


class OneSide(ApiView):
    shape = SideShape()

    @described("get_side", "One party.", gives=SideShape)
    def get(self, request, pk):
        return detail(request, self.shape, get_object_or_404(Side.objects.visible_to(request.user), pk=pk))

    @described("edit_side", "Change what is sent of a party.", given=EditedSide, gives=SideShape)
    def patch(self, request, pk):
        side = get_object_or_404(Side.objects.visible_to(request.user), pk=pk)
        require(request.user, "edit_side", side.dossier_id)
        given = read(EditedSide, request)
        revision = revision_read(request, side, given)
        return detail(request, self.shape, operations.edit(side, by=request.user, revision=revision, **given))
