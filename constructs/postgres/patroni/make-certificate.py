"""Makes the key and the certificate of one member, unless they are there.

Only the key itself has signed the certificate: connections are encrypted, and nobody can check the server by name. It is written in Python
because the image of the members has Patroni's libraries and no openssl.
"""

import datetime
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

CERTIFICATE = os.environ["POSTGRES_CERTIFICATE_FILE"]
KEY = os.environ["POSTGRES_KEY_FILE"]
# Years are enough: a new pod makes a new key, and nobody checks its end.
DAYS = 3650


def write(path, data):
    # PostgreSQL refuses a key that others can read.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)


if not os.path.exists(CERTIFICATE):
    # An elliptic curve with SHA-256: channel binding has no digest for Ed25519.
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, os.environ["POSTGRES_SCOPE"])])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + datetime.timedelta(days=DAYS))
        .sign(key, hashes.SHA256())
    )
    write(
        KEY,
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
    )
    write(CERTIFICATE, certificate.public_bytes(serialization.Encoding.PEM))
