from django.shortcuts import get_object_or_404
from django.urls import reverse

from config.api.conditions import revision_read
from config.api.schema import described
from config.api.views import ApiView, answer, created, detail, found, listing, named_in_body, read
from sources.api.serializers.sources import (
    CaptureShape,
    EditedSource,
    NewCapture,
    NewPassage,
    NewSource,
    PassageShape,
    PublisherShape,
    SourceShape,
    TextShape,
)
from sources.filters import CaptureFilter, PassageFilter, PublisherFilter, SourceFilter
from sources.models import Capture, Dossier, Passage, Publisher, Source
from sources.operations import passage as passages
from sources.operations import source as source_steps
from sources.permissions import WORKING, require, role_of


class Publishers(ApiView):
    filters = PublisherFilter

    @described("list_publishers", "Who publishes the sources you may see.", gives=PublisherShape, page=True)
    def get(self, request):
        publishers = found(self, Publisher.objects.visible_to(request.user))
        return listing(request, publishers, "pk", shape=PublisherShape())


class OnePublisher(ApiView):
    @described("get_publisher", "One publisher.", gives=PublisherShape)
    def get(self, request, pk):
        publisher = get_object_or_404(Publisher.objects.visible_to(request.user), pk=pk)
        return detail(request, PublisherShape(), publisher)


class Sources(ApiView):
    filters = SourceFilter
    shape = SourceShape()

    @described("list_sources", "The documents that statements are taken from.", gives=SourceShape, page=True)
    def get(self, request):
        sources = found(self, Source.objects.visible_to(request.user).select_related("publisher"))
        return listing(request, sources, "pk", shape=self.shape)

    @described("add_source", "Add a document.", given=NewSource, gives=SourceShape, status=201)
    def post(self, request):
        dossier = named_in_body(request, Dossier.objects.visible_to(request.user))
        require(request.user, "add_source", dossier.pk)
        source = source_steps.add(dossier, by=request.user, **read(NewSource, request, apart=["dossier"]))
        return created(request, self.shape, source, reverse("sources_api:source", args=[source.pk]))


class OneSource(ApiView):
    shape = SourceShape()

    @described("get_source", "One document.", gives=SourceShape)
    def get(self, request, pk):
        sources = Source.objects.visible_to(request.user).select_related("publisher")
        return detail(request, self.shape, get_object_or_404(sources, pk=pk))

    @described("edit_source", "Change what is sent of a document.", given=EditedSource, gives=SourceShape)
    def patch(self, request, pk):
        source = get_object_or_404(Source.objects.visible_to(request.user), pk=pk)
        require(request.user, "edit_source", source.dossier_id)
        given = read(EditedSource, request)
        revision = revision_read(request, source, given)
        return detail(request, self.shape, source_steps.edit(source, by=request.user, revision=revision, **given))


class Captures(ApiView):
    filters = CaptureFilter

    @described("list_captures", "How and when texts of sources were taken.", gives=CaptureShape, page=True)
    def get(self, request):
        captures = found(self, Capture.objects.visible_to(request.user).defer("text"))
        return listing(request, captures, "pk", shape=CaptureShape())

    @described("capture", "Keep a text as it was seen.", given=NewCapture, gives=TextShape, status=201)
    def post(self, request):
        source = named_in_body(request, Source.objects.visible_to(request.user), "source")
        require(request.user, "capture", source.dossier_id)
        capture = passages.capture(source, by=request.user, **read(NewCapture, request, apart=["source"]))
        return created(request, TextShape(), capture, reverse("sources_api:capture", args=[capture.pk]))


class OneCapture(ApiView):
    @described("get_capture", "One text, for those who work on its dossier; else how it was taken.", gives=TextShape)
    def get(self, request, pk):
        captures = Capture.objects.visible_to(request.user).select_related("source").defer("text")
        capture = get_object_or_404(captures, pk=pk)
        legible = role_of(request.user, capture.source.dossier_id) in WORKING
        shape = TextShape if legible else CaptureShape
        return answer(request, {"text": None} | shape().to_representation(capture))


def _legible_to(user):
    """Passages of texts that this person may read: of the dossiers they work on."""
    return Passage.objects.filter(capture__source__dossier__in=Dossier.objects.worked_on_by(user, *WORKING))


class Passages(ApiView):
    filters = PassageFilter

    @described("list_passages", "Stretches of texts, for those who work on them.", gives=PassageShape, page=True)
    def get(self, request):
        return listing(request, found(self, _legible_to(request.user)), "pk", shape=PassageShape())

    @described("mark_passage", "Point at a stretch of a text.", given=NewPassage, gives=PassageShape, status=201)
    def post(self, request):
        capture = named_in_body(request, Capture.objects.visible_to(request.user).select_related("source"), "capture")
        require(request.user, "capture", capture.source.dossier_id)
        passage = passages.mark(capture, by=request.user, **read(NewPassage, request, apart=["capture"]))
        return created(request, PassageShape(), passage, reverse("sources_api:passage", args=[passage.pk]))


class OnePassage(ApiView):
    @described("get_passage", "One stretch of a text.", gives=PassageShape)
    def get(self, request, pk):
        return detail(request, PassageShape(), get_object_or_404(_legible_to(request.user), pk=pk))
