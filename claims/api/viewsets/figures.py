from django.shortcuts import get_object_or_404
from django.urls import reverse

from claims.api.serializers.parts import EditedFigure, FigureShape, NewFigure, Reason
from claims.filters import FigureFilter
from claims.models import Claim, Figure
from claims.operations import figure as operations
from claims.permissions import require
from config.api.conditions import revision_read
from config.api.schema import described
from config.api.views import ApiView, created, detail, found, listing, named_in_body, read

ROWS = Figure.objects.live().select_related("affected_side", "claim__dossier")


class Figures(ApiView):
    filters = FigureFilter
    shape = FigureShape()

    @described("list_figures", "The numbers inside claims.", gives=FigureShape, page=True)
    def get(self, request):
        return listing(request, found(self, ROWS.visible_to(request.user)), "pk", shape=self.shape)

    @described(
        "add_figure",
        "Add a figure to a claim.",
        given=NewFigure,
        gives=FigureShape,
        status=201,
    )
    def post(self, request):
        claims = Claim.objects.visible_to(request.user).select_related("dossier")
        claim = named_in_body(request, claims, "claim")
        require(request.user, "edit", claim)
        given = read(NewFigure, request, apart=["claim"], dossier=claim.dossier)
        figure = operations.add(claim, by=request.user, **given)
        return created(request, self.shape, figure, reverse("claims_api:figure", args=[figure.pk]))


class OneFigure(ApiView):
    shape = FigureShape()

    @described("get_figure", "One figure.", gives=FigureShape)
    def get(self, request, pk):
        return detail(request, self.shape, get_object_or_404(ROWS.visible_to(request.user), pk=pk))

    @described("edit_figure", "Change what is sent of a figure.", given=EditedFigure, gives=FigureShape)
    def patch(self, request, pk):
        figure = get_object_or_404(ROWS.visible_to(request.user), pk=pk)
        require(request.user, "edit", figure.claim)
        given = read(EditedFigure, request, dossier=figure.claim.dossier, row=figure)
        revision = revision_read(request, figure, given)
        return detail(request, self.shape, operations.edit(figure, by=request.user, revision=revision, **given))


class Void(ApiView):
    shape = FigureShape()

    @described("void_figure", "Strike a figure out; the history keeps it.", given=Reason, gives=FigureShape)
    def post(self, request, pk):
        figure = get_object_or_404(ROWS.visible_to(request.user), pk=pk)
        require(request.user, "edit", figure.claim)
        return detail(request, self.shape, operations.void(figure, by=request.user, **read(Reason, request)))
