from django.shortcuts import get_object_or_404
from django.urls import reverse

from config.api.conditions import revision_read
from config.api.schema import described
from config.api.views import ApiView, created, detail, found, listing, named_in_body, read
from sources.api.serializers.speakers import EditedSpeaker, NewAffiliation, NewSpeaker, SpeakerShape, TakenBack
from sources.filters import SpeakerFilter
from sources.models import Affiliation, Dossier, Speaker
from sources.operations import speaker as operations
from sources.permissions import require
from sources.queries.speakers import profile, with_sides


class Speakers(ApiView):
    filters = SpeakerFilter
    shape = SpeakerShape()

    @described("list_speakers", "Who says things, and for which side.", gives=SpeakerShape, page=True)
    def get(self, request):
        speakers = found(self, Speaker.objects.visible_to(request.user).current())
        return listing(request, with_sides(speakers), "pk", shape=self.shape)

    @described("add_speaker", "Add somebody who says things.", given=NewSpeaker, gives=SpeakerShape, status=201)
    def post(self, request):
        dossier = named_in_body(request, Dossier.objects.visible_to(request.user))
        require(request.user, "add_speaker", dossier.pk)
        given = read(NewSpeaker, request, apart=["dossier"], dossier=dossier)
        speaker = operations.add(dossier, by=request.user, **given)
        return created(request, self.shape, speaker, reverse("sources_api:speaker", args=[speaker.pk]))


class OneSpeaker(ApiView):
    shape = SpeakerShape()

    @described("get_speaker", "One speaker.", gives=SpeakerShape)
    def get(self, request, pk):
        speaker = get_object_or_404(Speaker.objects.visible_to(request.user), pk=pk)
        return detail(request, self.shape, profile(speaker))

    @described("edit_speaker", "Change what is sent of a speaker.", given=EditedSpeaker, gives=SpeakerShape)
    def patch(self, request, pk):
        speaker = get_object_or_404(Speaker.objects.visible_to(request.user), pk=pk)
        require(request.user, "edit_speaker", speaker.dossier_id)
        given = read(EditedSpeaker, request)
        revision = revision_read(request, speaker, given)
        return detail(request, self.shape, operations.edit(speaker, by=request.user, revision=revision, **given))


class Affiliate(ApiView):
    shape = SpeakerShape()

    @described("affiliate", "Record for whom a speaker speaks.", given=NewAffiliation, gives=SpeakerShape)
    def post(self, request, pk):
        speaker = get_object_or_404(Speaker.objects.visible_to(request.user).select_related("dossier"), pk=pk)
        require(request.user, "edit_speaker", speaker.dossier_id)
        given = read(NewAffiliation, request, dossier=speaker.dossier)
        return detail(request, self.shape, operations.affiliate(speaker, by=request.user, **given).speaker)


class EndAffiliation(ApiView):
    shape = SpeakerShape()

    @described("end_affiliation", "Take back what was recorded by mistake.", given=TakenBack, gives=SpeakerShape)
    def post(self, request, pk):
        affiliation = get_object_or_404(Affiliation.objects.visible_to(request.user), pk=pk)
        require(request.user, "edit_speaker", affiliation.dossier_id)
        given = read(TakenBack, request)
        return detail(request, self.shape, operations.end_affiliation(affiliation, by=request.user, **given).speaker)
