"""Which addresses are refused, and why, before anything is sent."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.addresses import DENIED, Guard, resolve
from sources.fetching.refusals import Limits, Unfetchable
from tests.sources.fetching.sites import names, refusal

BAD = [
    # Schemes
    ("file:///etc/passwd", "scheme"),
    ("ftp://paper.example/list", "scheme"),
    ("gopher://paper.example/", "scheme"),
    ("javascript:alert(1)", "scheme"),
    ("data:text/html,<p>Said", "scheme"),
    ("ws://paper.example/", "scheme"),
    ("view-source:http://paper.example/", "scheme"),
    ("//paper.example/news", "scheme"),
    ("paper.example/news", "scheme"),
    ("", "scheme"),
    # Forms
    ("http://", "address"),
    ("http:///news", "address"),
    ("http://?x", "address"),
    ("http://paper..example/", "address"),
    ("http://.paper.example/", "address"),
    ("http://-paper.example/", "address"),
    ("http://paper.example../", "address"),
    ("http://" + "a" * 64 + ".example/", "address"),
    ("http://" + "a." * 130 + "example/", "address"),
    ("http://paper.example/" + "a" * 2000, "address"),
    ("http://paper.example/a b", "address"),
    ("http://paper.example/\x00", "address"),
    ("http://paper.example/\r\nHost: 127.0.0.1", "address"),
    ("http://127.0.0.1\\@paper.example/", "address"),
    ("http://paper.example%2f@127.0.0.1%2f/", "credentials"),
    ("http://paper%2eexample/", "address"),
    ("http://paper.example:99999999/", "port"),
    ("http://paper.example:eighty/", "address"),
    ("http://[::1/", "address"),
    ("http://[paper.example]/", "address"),
    # Credentials, and what looks like them
    ("http://nora@paper.example/", "credentials"),
    ("http://nora:secret@paper.example/", "credentials"),
    ("http://paper.example@127.0.0.1/", "credentials"),
    ("http://paper.example:80@127.0.0.1/", "credentials"),
    ("http://127.0.0.1%00@paper.example/", "credentials"),
    # Ports
    ("http://paper.example:22/", "port"),
    ("http://paper.example:5432/", "port"),
    ("https://paper.example:8443/", "port"),
    ("http://paper.example:0/", "port"),
    ("http://paper.example:6379/", "port"),
    # Numbers in every spelling
    ("http://2130706433/", "address"),
    ("http://0x7f000001/", "address"),
    ("http://0x7f.1/", "address"),
    ("http://0x7f.0.0.0x1/", "address"),
    ("http://0177.0.0.1/", "address"),
    ("http://017700000001/", "address"),
    ("http://127.1/", "address"),
    ("http://127.0.1/", "address"),
    ("http://0/", "address"),
    ("http://127.0.0.1.2/", "address"),
    ("http://256.256.256.256/", "address"),
    ("http://127.0.0.0x1/", "address"),
    ("http://１２７.0.0.1/", "address"),
    ("http://127。0。0。1/", "denied-address"),
    ("http://①②⑦.0.0.1/", "address"),
    ("http://127.0.0.1./", "denied-address"),
    # Networks that are not the public web
    ("http://127.0.0.1/", "denied-address"),
    ("https://127.255.255.254/", "denied-address"),
    ("http://0.0.0.0/", "denied-address"),
    ("http://10.0.0.1/", "denied-address"),
    ("http://172.16.0.1/", "denied-address"),
    ("http://172.31.255.255/", "denied-address"),
    ("http://192.168.1.1/", "denied-address"),
    ("http://100.64.0.1/", "denied-address"),
    ("http://169.254.169.254/latest/meta-data/", "denied-address"),
    ("http://100.100.100.200/", "denied-address"),
    ("http://168.63.129.16/", "denied-address"),
    ("http://192.0.0.192/", "denied-address"),
    ("http://192.0.2.1/", "denied-address"),
    ("http://192.88.99.1/", "denied-address"),
    ("http://198.18.0.1/", "denied-address"),
    ("http://198.51.100.1/", "denied-address"),
    ("http://203.0.113.1/", "denied-address"),
    ("http://224.0.0.1/", "denied-address"),
    ("http://240.0.0.1/", "denied-address"),
    ("http://255.255.255.255/", "denied-address"),
    ("http://[::]/", "denied-address"),
    ("http://[::1]/", "denied-address"),
    ("http://[0:0:0:0:0:0:0:1]/", "denied-address"),
    ("http://[::127.0.0.1]/", "denied-address"),
    ("http://[::ffff:127.0.0.1]/", "denied-address"),
    ("http://[::ffff:7f00:1]/", "denied-address"),
    ("http://[::ffff:0:127.0.0.1]/", "denied-address"),
    ("http://[64:ff9b::127.0.0.1]/", "denied-address"),
    ("http://[64:ff9b:1::a00:1]/", "denied-address"),
    ("http://[2002:7f00:1::]/", "denied-address"),
    ("http://[2001:0:7f00:1::]/", "denied-address"),
    ("http://[2001:db8::1]/", "denied-address"),
    ("http://[3fff::1]/", "denied-address"),
    ("http://[100::1]/", "denied-address"),
    ("http://[5f00::1]/", "denied-address"),
    ("http://[fc00::1]/", "denied-address"),
    ("http://[fd00:ec2::254]/", "denied-address"),
    ("http://[fe80::1]/", "denied-address"),
    ("http://[fe80::1%25eth0]/", "denied-address"),
    ("http://[2606:4700::1%25eth0]/", "denied-address"),
    ("http://[fec0::1]/", "denied-address"),
    ("http://[ff02::1]/", "denied-address"),
    # Names inside a house
    ("http://localhost/", "inner-name"),
    ("http://LOCALHOST/", "inner-name"),
    ("http://localhost./", "inner-name"),
    ("http://db.localhost/", "inner-name"),
    ("http://localhost.localdomain/", "inner-name"),
    ("http://printer.local/", "inner-name"),
    ("http://metadata.google.internal/", "inner-name"),
    ("http://router.home.arpa/", "inner-name"),
    ("http://wiki.corp/", "inner-name"),
    ("http://intranet/", "inner-name"),
    ("http://postgres/", "inner-name"),
    ("http://hidden.onion/", "inner-name"),
    ("http://ｌｏｃａｌｈｏｓｔ/", "address"),
]


@pytest.mark.parametrize(("url", "code"), BAD, ids=[url[:60] or "nothing" for url, _ in BAD])
def test_a_bad_address_is_refused_with_its_reason_before_any_name_is_looked_up(url, code):
    def nobody(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    error = refusal(url, Guard(resolve=nobody))

    assert (error.code, str(error)[-1]) == (code, ".")


@pytest.mark.parametrize(
    "answers",
    [
        "127.0.0.1",
        "10.1.2.3",
        "93.184.215.14 127.0.0.1",  # one good address does not excuse the other
        "169.254.169.254",
        "::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "fe80::1%eth0",
        "fd20:ce::254",
        "2002:a00:1::1",
        "nonsense",
    ],
)
def test_a_name_is_refused_when_any_of_its_addresses_is(answers):
    error = refusal("https://paper.example/news", Guard(resolve=names(paper=answers)))

    assert error.code in ("denied-address", "address")


def test_a_name_that_spells_an_address_in_it_is_judged_by_where_it_leads():
    error = refusal("http://127.0.0.1.nip.example/", Guard(resolve=lambda host, port: ["127.0.0.1"]))

    assert str(error) == "127.0.0.1 is not on the public web: it is this machine."


def test_the_most_telling_reason_is_given():
    error = refusal("http://169.254.169.254/")

    assert str(error) == "169.254.169.254 is not on the public web: it is a cloud's metadata service."


def test_the_system_resolver_turns_no_name_past_the_list():
    assert set(resolve("localhost", 80)) <= {"127.0.0.1", "::1"}
    assert refusal("http://localhost.paper.example/", Guard(resolve=lambda *_: resolve("localhost", 80))).code == (
        "denied-address"
    )


@given(st.ip_addresses())
def test_every_address_that_is_not_public_is_on_the_list(address):
    denied = any(address in net for net in DENIED if net.version == address.version)

    assert denied or (address.is_global and not address.is_multicast)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001::1", "2001:4860::1"]
)
def test_public_addresses_are_let_through(address):
    assert str(Guard().address(address)) == address


@given(st.text(max_size=80))
def test_no_text_makes_the_guard_stumble(text):
    for url in (text, f"http://{text}", f"https://paper.example{text}"):
        try:
            Guard().url(url)
        except Unfetchable as error:
            assert error.code and str(error)


def test_a_name_nobody_knows_is_refused():
    assert refusal("https://nowhere.example/", Guard(resolve=names())).code == "unknown-host"
    assert refusal("https://nowhere.example/", Guard(resolve=lambda host, port: [])).code == "unknown-host"


def test_a_resolver_that_never_answers_is_given_up():
    heard = threading.Event()
    guard = Guard(resolve=lambda host, port: ["93.184.215.14"] if heard.wait(30) else [])

    assert refusal("https://paper.example/", guard, Limits(seconds=0.2)).code == "too-slow"
    heard.set()
