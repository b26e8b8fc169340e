"""Fetching: what is refused and why, and that the address that was checked is the one that is asked.

The sites are small servers of our own on 127.0.0.1. Each test hands the guard its resolver and a list of
denied networks without that one, so that everything else is as it is in the newsroom.
"""

import gzip
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from sources.fetching.addresses import DENIED, Guard, resolve
from sources.fetching.pages import fetch
from sources.fetching.refusals import Limits, Unfetchable

PAGE = b"<!doctype html><title>Two boats</title><p>The ministry said two boats were stopped."


# Sites of our own


def answer(body: bytes = PAGE, *headers: str, status: str = "200 OK", content_type: str = "text/html") -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {location}", status=status)


@dataclass
class Site:
    """A server that says what it is told to, piece by piece, and remembers what it was asked."""

    says: Callable[[str], bytes | Iterable[bytes]]
    address: str = "127.0.0.1"
    port: int = 0
    tls: ssl.SSLContext | None = None
    asked: list[str] = field(default_factory=list)

    def listen(self) -> socket.socket:
        listener = socket.create_server((self.address, self.port))
        self.port = listener.getsockname()[1]
        threading.Thread(target=self._accept, args=[listener], daemon=True).start()
        return listener

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            with self.tls.wrap_socket(connection, server_side=True) if self.tls else connection as line:
                request = line.recv(65536).decode("latin-1")
                self.asked.append(request)
                said = self.says(request.split(" ")[1])
                for piece in [said] if isinstance(said, bytes) else said:
                    line.sendall(piece)
        except OSError:
            pass  # the other end hung up, as it should when it has had enough


@pytest.fixture
def serve() -> Iterator[Callable[..., Site]]:
    listeners = []

    def start(says, **over) -> Site:
        site = Site(says if callable(says) else lambda path: says, **over)
        listeners.append(site.listen())
        return site

    yield start
    for listener in listeners:
        listener.close()


def names(**hosts: str):
    """A resolver that knows these names only: `paper="127.0.0.1"` is paper.example; "a b" are two addresses."""

    def look_up(host: str, port: int) -> list[str]:
        if host.removesuffix(".example") not in hosts:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return hosts[host.removesuffix(".example")].split()

    return look_up


def opened(*sites: Site, open_to: str = "127.0.0.0/8", **over) -> Guard:
    """The newsroom's guard, but for our own sites: paper.example is one, and loopback is not denied."""
    denied = {net: why for net, why in DENIED.items() if net != ipaddress.ip_network(open_to)}
    return Guard(
        **{
            "resolve": names(paper="127.0.0.1", other="127.0.0.1"),
            "denied": denied,
            "ports": frozenset(site.port for site in sites),
            **over,
        }
    )


def refusal(url: str, guard: Guard | None = None, limits: Limits | None = None) -> Unfetchable:
    with pytest.raises(Unfetchable) as caught:
        fetch(url, guard=guard, limits=limits)
    return caught.value


# Addresses that are refused before anything is sent

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
    guard = Guard(resolve=lambda host, port: threading.Event().wait(30))  # type: ignore[arg-type, return-value]

    assert refusal("https://paper.example/", guard, Limits(seconds=0.2)).code == "too-slow"


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


# Answers that are too much, too slow or not what they should be


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (answer(status="404 Not Found"), "status"),
        (answer(status="403 Forbidden"), "status"),
        (answer(status="500 Internal Server Error"), "status"),
        (answer(status="206 Partial Content"), "status"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "status"),
        (b"HTTP/1.1 304 Not Modified\r\n\r\n", "status"),
        (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", "broken-answer"),
        (answer(content_type="image/png"), "content-type"),
        (answer(content_type="application/zip"), "content-type"),
        (answer(content_type="text/html, image/png"), "content-type"),
        (answer(content_type=""), "content-type"),
        (answer(PAGE, "Content-Encoding: br"), "encoding"),
        (answer(gzip.compress(gzip.compress(PAGE)), "Content-Encoding: gzip, gzip"), "encoding"),
        (answer(b"no gzip at all", "Content-Encoding: gzip"), "broken-answer"),
        (answer(b""), "empty"),
        (answer(b" \r\n "), "empty"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900\r\n\r\n<p>cut off", "broken-answer"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\nContent-Length: 8\r\n\r\n",
            "broken-answer",
        ),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/html\r\n\r\nzz\r\n", "broken-answer"),
        (b"SSH-2.0-OpenSSH_9.6\r\n", "broken-answer"),
        (b"", "broken-answer"),
        (b"\x00" * 500, "broken-answer"),
        (answer(PAGE, "X-Flood: " + "a" * 90_000), "headers"),
        (answer(PAGE, "X-Flood: " + "a" * 400_000), "headers"),
        (answer(PAGE, *[f"X-Flood-{number}: a" for number in range(9_000)]), "headers"),
        (answer(PAGE, "Set-Cookie: a\0b=1"), "broken-answer"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n<p>", "too-large"),
        (answer(b"a" * 11 * 2**20), "too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:50]),
)
def test_an_answer_that_is_no_page_is_refused_with_its_reason(serve, said, code):
    site = serve(said)

    error = refusal(f"http://paper.example:{site.port}/", opened(site))

    assert (error.code, str(error)[-1]) == (code, ".")


def test_a_small_packed_page_that_is_huge_unpacked_is_stopped_while_it_comes(serve):
    site = serve(answer(gzip.compress(b"\0" * 40 * 2**20), "Content-Encoding: gzip"))

    assert refusal(f"http://paper.example:{site.port}/", opened(site)).code == "too-large"


def test_a_page_without_end_is_stopped(serve):
    def endless(path: str) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        while True:
            yield b"<p>and so on" * 5000

    site = serve(endless)

    assert refusal(f"http://paper.example:{site.port}/", opened(site)).code == "too-large"


def test_endless_announcements_before_the_answer_are_stopped(serve):
    def announcing(path: str) -> Iterator[bytes]:
        while True:
            yield b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100

    site = serve(announcing)

    assert refusal(f"http://paper.example:{site.port}/", opened(site)).code == "headers"


def drips(head: bytes, drop: bytes) -> Callable[[str], Iterator[bytes]]:
    def drip(path: str) -> Iterator[bytes]:
        yield head
        while True:
            time.sleep(0.05)
            yield drop

    return drip


@pytest.mark.parametrize(
    "says",
    [
        drips(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"a"),
        drips(b"HTTP/1.1 200 OK\r\n", b"a"),
        drips(b"", b""),
    ],
    ids=["a body drop by drop", "headers drop by drop", "silence"],
)
def test_a_site_that_keeps_us_waiting_is_left_at_the_deadline(serve, says):
    site = serve(says)

    assert refusal(f"http://paper.example:{site.port}/", opened(site), Limits(seconds=0.4)).code == "too-slow"


def test_the_deadline_is_one_for_all_hops(serve):
    def slowly(path: str) -> Iterator[bytes]:
        time.sleep(0.2)
        yield redirect(path + "a")

    site = serve(slowly)

    assert refusal(f"http://paper.example:{site.port}/", opened(site), Limits(seconds=0.5)).code == "too-slow"


def test_a_site_that_is_down_does_not_answer(serve):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    error = refusal(f"http://paper.example:{port}/", opened(ports=frozenset({port})))

    assert error.code == "no-answer"


# Secure addresses


@dataclass
class Authority:
    """A certificate authority for one test: it vouches for the names it is told to."""

    def __post_init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._signed("Test authority", self.key, authority=True)

    def _signed(self, name: str, key: ec.EllipticCurvePrivateKey, *, authority: bool = False) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        issuer = subject if authority else self.certificate.subject
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if not authority:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        return builder.sign(self.key, hashes.SHA256())

    def trusted(self) -> ssl.SSLContext:
        pem = self.certificate.public_bytes(serialization.Encoding.PEM).decode()
        return ssl.create_default_context(cadata=pem)

    def site(self, name: str, folder) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        pem = self._signed(name, key).public_bytes(serialization.Encoding.PEM) + key.private_bytes(*form)
        (folder / f"{name}.pem").write_bytes(pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / f"{name}.pem")
        return context


def test_a_secure_page_is_fetched_under_the_name_that_was_typed(serve, tmp_path):
    authority = Authority()
    site = serve(answer(), tls=authority.site("paper.example", tmp_path))

    page = fetch(f"https://paper.example:{site.port}/", guard=opened(site, tls=authority.trusted()))

    assert page.body == PAGE


def test_a_site_that_proves_another_name_is_refused(serve, tmp_path):
    authority = Authority()
    site = serve(answer(), tls=authority.site("other.example", tmp_path))

    error = refusal(f"https://paper.example:{site.port}/", opened(site, tls=authority.trusted()))

    assert (error.code, str(error)) == ("certificate", "The site does not prove that it is paper.example.")
    assert site.asked == []


def test_a_site_that_vouches_for_itself_is_refused(serve, tmp_path, monkeypatch):
    authority = Authority()
    (tmp_path / "ca.pem").write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))  # nor does the environment vouch for it
    site = serve(answer(), tls=authority.site("paper.example", tmp_path))

    error = refusal(f"https://paper.example:{site.port}/", opened(site))

    assert error.code in ("certificate", "no-answer")
    assert site.asked == []


def test_a_secure_site_may_not_send_us_to_an_open_one(serve, tmp_path):
    authority = Authority()
    plain = serve(answer())
    site = serve(redirect(f"http://paper.example:{plain.port}/"), tls=authority.site("paper.example", tmp_path))

    error = refusal(f"https://paper.example:{site.port}/", opened(site, plain, tls=authority.trusted()))

    assert (error.code, plain.asked) == ("downgrade", [])


def test_an_open_site_may_send_us_to_a_secure_one(serve, tmp_path):
    authority = Authority()
    secure = serve(answer(), tls=authority.site("paper.example", tmp_path))
    site = serve(redirect(f"https://paper.example:{secure.port}/"))

    page = fetch(f"http://paper.example:{site.port}/", guard=opened(site, secure, tls=authority.trusted()))

    assert page.final_url == f"https://paper.example:{secure.port}/"


def test_a_secure_site_that_speaks_no_tls_does_not_answer(serve):
    site = serve(answer())

    assert refusal(f"https://paper.example:{site.port}/", opened(site)).code == "no-answer"
