from django.shortcuts import get_object_or_404

from claims.api.serializers.parts import ResponseShape
from claims.filters import ResponseFilter
from claims.models import Response
from config.api.schema import described
from config.api.views import ApiView, detail, found, listing

ROWS = Response.objects.select_related("side")


class Responses(ApiView):
    filters = ResponseFilter

    @described("list_responses", "What came of asking the sides that claims name.", gives=ResponseShape, page=True)
    def get(self, request):
        return listing(request, found(self, ROWS.visible_to(request.user)), "pk", shape=ResponseShape())


class OneResponse(ApiView):
    @described("get_response", "What came of asking one side.", gives=ResponseShape)
    def get(self, request, pk):
        return detail(request, ResponseShape(), get_object_or_404(ROWS.visible_to(request.user), pk=pk))
