"""Two entries for one speaker become one, and two again."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from claims.api.serializers.parts import Reason
from claims.api.serializers.speakers import MergeShape, NewMerge
from claims.filters import MergeFilter
from claims.models import SpeakerMerge
from claims.operations import speaker as operations
from claims.permissions import require_in_dossier
from config.api.schema import described
from config.api.views import ApiView, created, detail, found, listing, read
from sources.models import Speaker


class Merge(ApiView):
    shape = MergeShape()

    @described("merge_speakers", "Let one entry stand for another.", given=NewMerge, gives=MergeShape, status=201)
    def post(self, request, pk):
        speakers = Speaker.objects.visible_to(request.user).select_related("dossier")
        speaker = get_object_or_404(speakers, pk=pk)
        require_in_dossier(request.user, "merge_speakers", speaker.dossier_id)
        given = read(NewMerge, request, dossier=speaker.dossier)
        merge = operations.merge(speaker, merged=given["other"], by=request.user, reason=given["reason"])
        return created(request, self.shape, merge, reverse("claims_api:merge", args=[merge.pk]))


class Merges(ApiView):
    filters = MergeFilter

    @described("list_merges", "Entries that were found to be one speaker.", gives=MergeShape, page=True)
    def get(self, request):
        rows = SpeakerMerge.objects.visible_to(request.user)
        return listing(request, found(self, rows), "pk", shape=MergeShape())


class OneMerge(ApiView):
    @described("get_merge", "One merge of two speakers.", gives=MergeShape)
    def get(self, request, pk):
        return detail(request, MergeShape(), get_object_or_404(SpeakerMerge.objects.visible_to(request.user), pk=pk))


class Undo(ApiView):
    shape = MergeShape()

    @described("undo_merge", "Make two speakers of one again.", given=Reason, gives=MergeShape)
    def post(self, request, pk):
        merges = SpeakerMerge.objects.visible_to(request.user).select_related("kept", "merged")
        merge = get_object_or_404(merges, pk=pk)
        require_in_dossier(request.user, "merge_speakers", merge.dossier_id)
        return detail(request, self.shape, operations.unmerge(merge, by=request.user, **read(Reason, request)))
