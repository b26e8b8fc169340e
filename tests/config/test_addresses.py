"""`{% url %}` of our templates."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.urls import NoReverseMatch, reverse, set_script_prefix


def rendered(markup: str, **context) -> str:
    return Template(markup).render(Context(context))


@pytest.fixture
def below_a_folder():
    set_script_prefix("/desk/")
    yield
    set_script_prefix("/")


@pytest.mark.parametrize(
    ("markup", "path"),
    [
        ("{% url 'claims:home' %}", "/"),
        ("{% url 'claims:claim' key %}", "/claims/7/"),
        ("{% url 'claims:claim' pk=key %}", "/claims/7/"),
        ("{% url 'claims:claim' words %}", "/claims/7/"),
        ("{% url name key %}", "/claims/7/"),
        ("{% url 'claims:claim' key as at %}<{{ at }}>", "</claims/7/>"),
        ("{% url 'claims:nowhere' key as at %}<{{ at }}>", "<>"),
    ],
)
def test_it_names_pages_as_django_does(markup, path):
    assert rendered(markup, key=7, words="7", name="claims:claim") == path


def test_a_page_by_two_keys_is_named_too():
    assert rendered("{% url 'claims:propose' 7 8 %}") == reverse("claims:propose", args=[7, 8])


def test_a_page_that_there_is_not_is_an_error():
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'claims:nowhere' %}")


def test_a_tag_that_names_nothing_is_an_error():
    with pytest.raises(TemplateSyntaxError):
        Template("{% url %}")


def test_where_the_site_stands_below_a_folder_the_pages_do_too(below_a_folder):
    assert rendered("{% url 'claims:claim' 7 %} {% url 'claims:home' %}") == "/desk/claims/7/ /desk/"
