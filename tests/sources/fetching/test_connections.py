"""Secure addresses: who proves to be the site that was typed, and who may send us where."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sources.fetching.pages import fetch
from tests.sources.fetching.sites import PAGE, answer, opened, redirect, refusal


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
