"""The mail server of a real operator: STARTTLS or TLS from the beginning, and a name with a password."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import environ
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pytest_django import Settings

from accounts.models import Delivery
from accounts.notifications import delivery
from tests.accounts.notifications.conftest import StoppedClock, Tell
from tests.mail_server import MailServer, _OnAnyPort

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of 127.0.0.1, in one file."""
    key, today = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a mail server")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file


def known(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: LoginPassword
) -> AuthResult:
    right = (said.login, said.password) == (b"mailer", b"a secret")
    return AuthResult(success=right, handled=False)


@pytest.fixture(params=["smtp+tls", "smtp+ssl"])
def secured(
    request: pytest.FixtureRequest, certificate: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MailServer]:
    """A server that takes letters on a sealed line only, from whoever signs in; set as the environment sets it."""
    server, scheme = MailServer(), request.param
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    sealed: dict[str, Any] = (
        {"tls_context": context, "require_starttls": True} if scheme == "smtp+tls" else {}
    )
    controller: Controller = _OnAnyPort(
        server,
        hostname="127.0.0.1",
        port=0,
        ssl_context=context if scheme == "smtp+ssl" else None,
        authenticator=known,
        auth_required=True,
        auth_require_tls=scheme == "smtp+tls",
        **sealed,
    )
    controller.start()
    port = controller.port
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    set_to(settings, f"{scheme}://mailer:a%20secret@127.0.0.1:{port}")
    yield server
    controller.stop()


def set_to(settings: Settings, url: str) -> None:
    """As `support.settings` reads EMAIL_URL."""
    said = environ.Env.email_url_config(url)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for name in ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"):
        setattr(settings, name, said[name])
    settings.EMAIL_USE_TLS = said.get("EMAIL_USE_TLS", False)
    settings.EMAIL_USE_SSL = said.get("EMAIL_USE_SSL", False)
    settings.EMAIL_TIMEOUT = 5


def test_letters_go_on_a_sealed_line_after_signing_in(
    secured: MailServer, tell: Tell, clock: StoppedClock
) -> None:
    tell()
    delivery.sweep(clock=clock)
    assert (Delivery.objects.get().state, Delivery.objects.get().failure) == ("sent", "")
    assert len(secured.letters) == 1


def test_a_wrong_password_or_a_strangers_certificate_keeps_letters_here_until_it_is_mended(
    secured: MailServer, tell: Tell, clock: StoppedClock, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell()
    settings.EMAIL_HOST_PASSWORD = "wrong"
    delivery.sweep(clock=clock)
    settings.EMAIL_HOST_PASSWORD = "a secret"
    assert (Delivery.objects.get().state, Delivery.objects.get().failure) == ("waiting", "SMTP 535")
    clock.moment = Delivery.objects.get().due_at
    with monkeypatch.context() as strange:
        strange.delenv("SSL_CERT_FILE")
        delivery.sweep(clock=clock)
    assert Delivery.objects.get().failure == "SSLCertVerificationError"
    clock.moment = Delivery.objects.get().due_at
    delivery.sweep(clock=clock)
    assert len(secured.letters) == 1
