"""What is judged by its colour has come to rest."""

FADING = """
<!DOCTYPE html><html lang="en"><title>Fading</title>
<main><h1>Fading</h1><p id="p" style="color: black; opacity: 0; transition: opacity 600s linear">Words</p></main>
"""


def test_what_fades_in_is_judged_as_it_will_stand(page, axe):
    page.set_content(FADING)
    page.evaluate("p => { p.offsetWidth; p.style.opacity = 1 }", page.query_selector("#p"))
    page.wait_for_function("() => getComputedStyle(document.getElementById('p')).opacity > 0")

    assert axe(page) == []
    assert page.evaluate("getComputedStyle(document.getElementById('p')).opacity") == "1"
