"""A timestamping authority on loopback: real certificates, and OpenSSL behind an HTTP server that answers RFC 3161."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.elsewhere import Answer, Elsewhere

_CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
default_policy = 1.2.3.4.1
digests = sha256, sha512
signer_digest = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


@dataclass
class StampingAuthority:
    """Its folder holds the root certificate (`root`), its own certificate and key, and a configuration of OpenSSL."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def __post_init__(self) -> None:
        now, day = datetime.now(UTC), timedelta(days=1)
        root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        root, own = _name("Tide Root"), _name("Tide Stamping")

        def certificate(subject: x509.Name, public: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
            builder = x509.CertificateBuilder().subject_name(subject).issuer_name(root).public_key(public)
            builder = builder.serial_number(x509.random_serial_number()).not_valid_before(now - day)
            return builder.not_valid_after(now + 365 * day)

        top = certificate(root, root_key.public_key())
        top = top.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        signer = certificate(own, key.public_key()).add_extension(usage, critical=True)
        self._write("root.pem", top.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM))
        self._write("own.pem", signer.sign(root_key, hashes.SHA256()).public_bytes(Encoding.PEM))
        self._write("own.key", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        self._write("serial", b"01\n")
        self._write("tsa.conf", _CONFIG.format(folder=self.folder).encode())

    def _write(self, name: str, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(content)

    def reply(self, query: bytes) -> bytes:
        """The answer to a query, as a real authority gives it."""
        self._write("query", query)
        files = {"-config": "tsa.conf", "-queryfile": "query", "-inkey": "own.key", "-signer": "own.pem"}
        command = ["openssl", "ts", "-reply", "-section", "here", "-out", str(self.folder / "reply")]
        for option, name in files.items():
            command += [option, str(self.folder / name)]
        subprocess.run(command, check=True, capture_output=True)
        return (self.folder / "reply").read_bytes()

    def answering(self, server: Elsewhere, altered: Callable[[bytes], bytes] = bytes) -> Answer:
        """What the server does with a request; `altered` is done to each reply on its way out."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            content = altered(self.reply(server.asked[-1].body))
            handler.send_response(200)
            handler.send_header("Content-Type", "application/timestamp-reply")
            handler.send_header("Content-Length", str(len(content)))
            handler.end_headers()
            handler.wfile.write(content)

        return answer
