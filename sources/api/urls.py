from django.urls import path

from sources.api.viewsets import sides

app_name = "sources_api"

urlpatterns = [
    path("sides/", sides.Sides.as_view(), name="sides"),
    path("sides/<int:pk>/", sides.OneSide.as_view(), name="side"),
]
