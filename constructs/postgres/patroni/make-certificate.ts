import { memberFiles, type MemberPaths } from './paths';

/** Years are enough: a pod's key is made anew with the pod, and nobody checks its end. */
const DAYS = 3650;

/**
 * A key and a certificate that only it has signed, for a member without a named Secret: connections are encrypted, and nobody can check
 * the server by name. A program of Python because the image of the members has Patroni's libraries and no openssl.
 */
export const makeCertificate = ({ paths, scope }: { readonly paths: MemberPaths; readonly scope: string }): string => {
  const files = memberFiles(paths);
  return `"""Makes the key and the certificate of one member, unless they are there."""

import datetime
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

CERTIFICATE = "${files.certificate}"
KEY = "${files.key}"


def write(path, data):
    # PostgreSQL refuses a key that others can read.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)


if not os.path.exists(CERTIFICATE):
    # An elliptic curve with SHA-256: channel binding has no digest for Ed25519.
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "${scope}")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(minutes=5))
        .not_valid_after(now + datetime.timedelta(days=${DAYS}))
        .sign(key, hashes.SHA256())
    )
    write(
        KEY,
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    )
    write(CERTIFICATE, certificate.public_bytes(serialization.Encoding.PEM))
`;
};
