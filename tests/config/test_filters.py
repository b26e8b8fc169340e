"""Rows that a list is narrowed to by their keys."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django_filters import FilterSet

from config.filters import RowsFilter
from sources.models import Side
from tests import factories


class Sides(FilterSet):
    side = RowsFilter(Side, label="Side")


@pytest.fixture
def clean(rf, reporter):
    def clean(query, user=reporter):
        request = rf.get("/")
        request.user = user
        chosen = Sides(QueryDict(query), Side.objects.all(), request=request)
        chosen.form.full_clean()
        return chosen.form.cleaned_data.get("side", dict(chosen.form.errors))

    return clean


def test_rows_are_named_by_their_keys(clean, north, south):
    assert set(clean(f"side={north.pk}&side={south.pk}&side={north.pk}")) == {north, south}
    assert clean("") == []


@pytest.mark.parametrize("key", ["99999", "9" * 30, "-1", "x", "", "1.5", "٣"])
def test_what_names_no_row_is_refused_in_words(clean, north, key):
    found = clean(f"side={north.pk}&side={key}")

    assert list(found) == ["side"] and len(found["side"]) == 1


def test_rows_that_the_person_may_not_see_are_no_choice(clean, outsider):
    hidden = factories.make_side()

    assert "not one of the available choices" in str(clean(f"side={hidden.pk}", user=outsider))


def test_a_refusal_is_a_validation_error(rf, reporter):
    request = rf.get("/")
    request.user = reporter
    field = Sides(QueryDict(""), Side.objects.all(), request=request).form.fields["side"]

    with pytest.raises(ValidationError, match="not a valid value"):
        field.clean(["x"])
