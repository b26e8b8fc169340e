"""What is fetched, through redirects too, and that the address that was checked is the one that is asked."""

import gzip
import ipaddress
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from sources.fetching.addresses import Guard
from sources.fetching.pages import fetch
from tests.sources.fetching.sites import PAGE, answer, names, opened, redirect, refusal

# What is fetched


def test_a_page_comes_with_all_that_is_known_of_it(serve):
    site = serve(answer(PAGE, content_type='text/html; charset="Windows-1251"'))
    url = f"http://paper.example:{site.port}/news?id=7"

    page = fetch(f" {url}#comments ", guard=opened(site))

    assert (page.url, page.final_url, page.status, page.redirects) == (url, url, 200, ())
    assert (page.content_type, page.charset, page.body) == ("text/html", "windows-1251", PAGE)
    assert datetime.now(UTC) - page.fetched_at < timedelta(minutes=1)


def test_the_site_hears_who_asks_and_nothing_else(serve, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine paper.example login nora password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site = serve(lambda path: redirect("/b") if path == "/a" else answer(PAGE, "Set-Cookie: visitor=1"))

    fetch(f"http://paper.example:{site.port}/a", guard=opened(site))

    fields = [line.split(":")[0].lower() for line in site.asked[1].split("\r\n")[1:] if line]
    assert fields == ["host", "user-agent", "accept", "accept-encoding", "connection"]
    assert "User-Agent: Counterclaim/" in site.asked[1]


def test_a_cookie_is_not_carried_to_the_next_hop(serve):
    site = serve(
        lambda path: answer(b"", "Location: /b", "Set-Cookie: a=1", status="302 Found") if path == "/a" else answer()
    )

    fetch(f"http://paper.example:{site.port}/a", guard=opened(site))

    assert "cookie" not in site.asked[1].lower()


def test_a_name_in_another_alphabet_and_with_a_closing_dot_is_asked_in_ascii(serve):
    site = serve(answer())
    asked = []
    guard = opened(site, resolve=lambda host, port: asked.append(host) or ["127.0.0.1"])

    page = fetch(f"http://газета.example.:{site.port}/", guard=guard)

    assert asked == ["xn--80aahjj1e.example"]
    assert page.final_url == f"http://xn--80aahjj1e.example:{site.port}/"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_packed_page_is_unpacked(serve, encoding):
    pack = {"gzip": gzip.compress, "deflate": zlib.compress}[encoding]
    site = serve(answer(pack(PAGE), f"Content-Encoding: {encoding}"))

    assert fetch(f"http://paper.example:{site.port}/", guard=opened(site)).body == PAGE


def test_the_second_address_is_asked_when_the_first_does_not_answer(serve):
    site = serve(answer())
    guard = opened(site, resolve=names(paper="127.0.0.2 127.0.0.1"))

    assert fetch(f"http://paper.example:{site.port}/", guard=guard).body == PAGE


# Redirects


def test_redirects_are_followed_and_remembered(serve):
    hops = {"/1": redirect("/2", "301 Moved"), "/2": redirect("3?x=1", "303 See Other"), "/3?x=1": answer()}
    site = serve(lambda path: hops[path])
    here = f"http://paper.example:{site.port}"

    page = fetch(f"{here}/1", guard=opened(site))

    assert (page.redirects, page.final_url) == ((f"{here}/1", f"{here}/2"), f"{here}/3?x=1")


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("http://10.0.0.1:{port}/", "denied-address"),
        ("http://169.254.169.254:{port}/latest/meta-data/", "denied-address"),
        ("//[::1]:{port}/", "denied-address"),
        ("http://inner.example:{port}/", "denied-address"),
        ("http://2130706433:{port}/", "address"),
        ("http://localhost:{port}/", "inner-name"),
        ("http://nora:secret@paper.example:{port}/", "credentials"),
        ("http://paper.example:22/", "port"),
        ("http://paper.example/", "port"),  # 80 is no port of this guard
        ("file:///etc/passwd", "scheme"),
        ("", "scheme"),
        ("http://[", "address"),
    ],
)
def test_every_redirect_is_judged_like_an_address_that_was_typed(serve, location, code):
    site = serve(lambda path: redirect(location.format(port=site.port)))
    guard = opened(site, resolve=names(paper="127.0.0.1", inner="192.168.0.7"))

    error = refusal(f"http://paper.example:{site.port}/", guard)

    assert error.code == code
    assert len(site.asked) == 1


def test_endless_redirects_end(serve):
    site = serve(lambda path: redirect(path + "a"))

    error = refusal(f"http://paper.example:{site.port}/", opened(site))

    assert (error.code, len(site.asked)) == ("redirects", 6)


def test_a_name_that_moves_to_a_denied_address_is_caught_at_the_next_hop(serve):
    outside = serve(redirect("/again"))
    inside = serve(answer(), address="127.0.0.2", port=outside.port)
    moves = iter([["127.0.0.1"], ["127.0.0.2"]])
    guard = opened(outside, resolve=lambda host, port: next(moves))
    guard = Guard(guard.resolve, {**guard.denied, ipaddress.ip_network("127.0.0.2/32"): "inside"}, guard.ports)

    error = refusal(f"http://paper.example:{outside.port}/", guard)

    assert (error.code, len(outside.asked), inside.asked) == ("denied-address", 1, [])


def test_a_name_is_looked_up_once_a_hop_and_what_was_checked_is_what_is_asked(serve):
    outside = serve(answer(b"<p>outside"))
    inside = serve(answer(b"<p>inside"), address="127.0.0.2", port=outside.port)
    lookups = []

    def rebinding(host: str, port: int) -> list[str]:
        lookups.append(host)
        return ["127.0.0.1"] if len(lookups) == 1 else ["127.0.0.2"]

    page = fetch(f"http://paper.example:{outside.port}/", guard=opened(outside, resolve=rebinding))

    assert (page.body, inside.asked, lookups) == (b"<p>outside", [], ["paper.example"])
