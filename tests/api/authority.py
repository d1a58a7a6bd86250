# SPDX-License-Identifier: BSD-2-Clause
"""Certificates as others make them: authorities and servers, by openssl."""

import pathlib
import subprocess
import tempfile


def openssl(*args, text=None):
    done = subprocess.run(["openssl", *map(str, args)], input=text, capture_output=True,
                          check=False, timeout=60)
    if done.returncode != 0:
        raise AssertionError(f"openssl {args}: {done.stderr.decode()}")
    return done.stdout


def make_key(kind="ec"):
    """A private key in PEM; kind: "ec", "weak-ec", or bits of RSA."""
    if kind in ("ec", "weak-ec"):
        curve = {"ec": "P-256", "weak-ec": "P-192"}[kind]
        return openssl("genpkey", "-algorithm", "EC", "-pkeyopt",
                       "ec_paramgen_curve:" + curve).decode()
    return openssl("genpkey", "-algorithm", "RSA", "-pkeyopt",
                   f"rsa_keygen_bits:{kind}").decode()


class Authority:
    """Signs servers, and other authorities. Its certificate and key are in PEM."""

    def __init__(self, name, above=None):
        self.folder = tempfile.TemporaryDirectory(prefix="lenswatch-ca-")
        self.path = pathlib.Path(self.folder.name)
        self.name = name
        self.key = make_key()
        self.write("ca.key", self.key)
        if above:
            self.certificate = above.sign(self.request(self.key, name), is_authority=True)
        else:
            self.certificate = openssl(
                "req", "-x509", "-new", "-key", self.path / "ca.key", "-subj", f"/CN={name}",
                "-days", "30", "-addext", "keyUsage=critical,keyCertSign").decode()
        self.write("ca.pem", self.certificate)

    def close(self):
        self.folder.cleanup()

    def write(self, name, text):
        path = self.path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def request(self, key, name):
        return openssl("req", "-new", "-key", self.write("own.key", key), "-subj",
                       f"/CN={name}").decode()

    def sign(self, request, names="DNS:localhost,IP:127.0.0.1", days=30, is_authority=False,
             purpose="serverAuth", digest="sha256"):
        lines = ["basicConstraints=critical,CA:true"] if is_authority else [
            "basicConstraints=CA:false", f"subjectAltName={names}", f"extendedKeyUsage={purpose}"]
        return openssl("x509", "-req", "-in", self.write("csr.pem", request), "-CA",
                       self.path / "ca.pem", "-CAkey", self.path / "ca.key", "-CAcreateserial",
                       f"-{digest}", "-days", days, "-extfile",
                       self.write("extensions", "\n".join(lines))).decode()

    def server(self, kind="ec", name="cams.example", **kwargs):
        """(certificate, key) of a server."""
        key = make_key(kind)
        return self.sign(self.request(key, name), **kwargs), key

    def pkcs12(self, certificate, key, passphrase, above=""):
        return openssl("pkcs12", "-export", "-in", self.write("own.pem", certificate), "-inkey",
                       self.write("own.key", key), "-certfile",
                       self.write("above.pem", above or certificate), "-passout",
                       "pass:" + passphrase)
