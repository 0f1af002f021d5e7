#!/usr/bin/env python3
"""A second implementation of the SecureChat client, written from docs/PROTOCOL.md alone.

It exists to prove that document: nothing here was read out of the Java code. Section numbers in the
comments are that document's. It needs Python 3.9, the package `cryptography` (38 or newer) and, for
passwords, libargon2 or `argon2-cffi`.

    securechat_peer.py talk --server HOST:PORT --pki DIR --as NAME --password-file FILE --room ROOM
                            [--register] [--create] [--text TEXT]... [--to USER] [--group GROUP]
                            [--await-text TEXT] [--no-share]
    securechat_peer.py example [--json]   prints the worked example of appendix A

`talk` prints one JSON object a line for each thing that it did and verified, and exits with 0 only if
all of it held.
"""

import argparse
import base64
import ctypes
import ctypes.util
import datetime
import hashlib
import hmac
import json
import os
import re
import secrets
import socket
import struct
import subprocess
import sys
import tempfile

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# 2 Frames
CLIENT_HELLO, SERVER_HELLO, HELLO_RETRY, RECORD, ALERT = 1, 2, 3, 4, 5
MESSAGE_HASH = 254  # never on the wire, see 3.7.1
MAX_FRAME = 65536

# 4 Records
CERTIFICATE, CERTIFICATE_VERIFY, FINISHED, KEY_UPDATE, ALERT_CONTENT, CLOSE, APPLICATION = range(1, 8)
TAG = 16

SUITES = {"aes256gcm-sha384": (32, "sha384"), "aes128gcm-sha256": (16, "sha256")}


class ProtocolError(Exception):
    pass


class Refused(Exception):
    """The server's `error` answer."""

    def __init__(self, answer):
        super().__init__(answer["code"] + ": " + answer.get("detail", ""))
        self.code = answer["code"]


# 1 Conventions


def b64(data):
    return base64.b64encode(data).decode("ascii")


def unb64(text):
    data = base64.b64decode(text, validate=True)
    if b64(data) != text:
        raise ProtocolError("not canonical base64")
    return data


def to_json(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def from_json(data):
    """One object, read as strictly as section 1 says."""

    def distinct(pairs):
        if len({key for key, _ in pairs}) != len(pairs):
            raise ProtocolError("duplicate key")
        if any(len(key) > 64 for key, _ in pairs):
            raise ProtocolError("key too long")
        return dict(pairs)

    def number(kind):
        def read(text):
            if len(text) > 20:
                raise ProtocolError("number too long")
            return kind(text)

        return read

    def constant(text):
        raise ProtocolError(text + " is no JSON")

    def depth(value):
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
        return 0 if inner is None else 1 + max((depth(each) for each in inner), default=0)

    if len(data) > 65536:
        raise ProtocolError("document too long")
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=distinct,
            parse_int=number(int),
            parse_float=number(float),
            parse_constant=constant,
        )
    except (ValueError, RecursionError) as e:
        raise ProtocolError("not JSON: " + type(e).__name__)
    if not isinstance(value, dict):
        raise ProtocolError("not an object")
    if depth(value) > 16:
        raise ProtocolError("nested too deep")
    try:
        to_json(value)
    except UnicodeEncodeError:
        raise ProtocolError("an unpaired surrogate")
    return value


def now():
    t = datetime.datetime.now(datetime.timezone.utc)
    return t.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (t.microsecond // 1000)


def sha256_hex(data):
    return hashlib.sha256(data).hexdigest()


# 2 Frames


def frame(kind, body):
    if len(body) + 1 > MAX_FRAME:
        raise ProtocolError("frame too long")
    return struct.pack(">IB", len(body) + 1, kind) + body


class FrameStream:
    def __init__(self, sock):
        self.sock = sock

    def send(self, data):
        self.sock.sendall(data)

    def _exactly(self, count, may_end=False):
        data = b""
        while len(data) < count:
            part = self.sock.recv(count - len(data))
            if not part:
                if may_end and not data:
                    return None
                raise ProtocolError("the stream ended inside a frame")
            data += part
        return data

    def receive(self):
        """The next frame as (type, body, whole frame), or None at the end of the stream."""
        header = self._exactly(4, may_end=True)
        if header is None:
            return None
        length = struct.unpack(">I", header)[0]
        if not 1 <= length <= MAX_FRAME:
            raise ProtocolError("frame of %d bytes" % length)
        payload = self._exactly(length)
        return payload[0], payload[1:], header + payload


# 3.6 Key schedule


def extract(hash_name, salt, ikm):
    return hmac.new(salt or bytes(hashlib.new(hash_name).digest_size), ikm, hash_name).digest()


def expand(hash_name, secret, info, length):
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.new(secret, block + info + bytes([counter]), hash_name).digest()
        out += block
        counter += 1
    return out[:length]


def expand_label(hash_name, secret, label, context, length):
    full = b"sc1 " + label.encode("ascii")
    info = struct.pack(">HB", length, len(full)) + full + bytes([len(context)]) + context
    return expand(hash_name, secret, info, length)


def digest(hash_name, data=b""):
    return hashlib.new(hash_name, data).digest()


def derive_secret(hash_name, secret, label, transcript_hash):
    return expand_label(hash_name, secret, label, transcript_hash, len(digest(hash_name)))


class Schedule:
    def __init__(self, hash_name, shared):
        self.hash = hash_name
        zeros = bytes(len(digest(hash_name)))
        early = extract(hash_name, b"", zeros)
        salt = derive_secret(hash_name, early, "derived", digest(hash_name))
        self.handshake_secret = extract(hash_name, salt, shared)
        salt = derive_secret(hash_name, self.handshake_secret, "derived", digest(hash_name))
        self.master_secret = extract(hash_name, salt, zeros)

    def handshake(self, side, transcript_hash):
        return derive_secret(self.hash, self.handshake_secret, side + " hs traffic", transcript_hash)

    def application(self, side, transcript_hash):
        return derive_secret(self.hash, self.master_secret, side + " ap traffic", transcript_hash)

    def session(self, transcript_hash):
        exporter = derive_secret(self.hash, self.master_secret, "exp master", transcript_hash)
        secret = derive_secret(self.hash, exporter, "session id", digest(self.hash))
        return expand_label(self.hash, secret, "exporter", digest(self.hash), 32).hex()


def finished_mac(hash_name, traffic_secret, transcript_hash):
    key = expand_label(hash_name, traffic_secret, "finished", b"", len(digest(hash_name)))
    return hmac.new(key, transcript_hash, hash_name).digest()


# 4 Records


def bucket(length):
    for size in (64, 256, 1024, 4096):
        if length <= size:
            return size
    return (length + 4095) // 4096 * 4096


class Direction:
    """The keys of one direction: a traffic secret, and the number of the next record."""

    def __init__(self, suite, secret):
        self.suite = suite
        self.key_length, self.hash = SUITES[suite]
        self.install(secret)

    def install(self, secret):
        self.secret = secret
        self.key = expand_label(self.hash, secret, "key", b"", self.key_length)
        self.iv = expand_label(self.hash, secret, "iv", b"", 12)
        self.aead = AESGCM(self.key)
        self.number = 0

    def update(self):
        self.install(expand_label(self.hash, self.secret, "traffic upd", b"", len(self.secret)))

    def _nonce(self):
        number = self.number.to_bytes(12, "big")
        self.number += 1
        return bytes(a ^ b for a, b in zip(self.iv, number))

    def seal(self, content, data):
        inner = struct.pack(">BI", content, len(data)) + data
        padded = bucket(len(inner))
        if padded > 61440:
            raise ProtocolError("data too long for a record")
        inner += bytes(padded - len(inner))
        header = struct.pack(">IB", 1 + len(inner) + TAG, RECORD)
        return header + self.aead.encrypt(self._nonce(), inner, header)

    def open(self, body):
        if self.number >= 2**20:
            raise ProtocolError("too many records under one key")
        header = struct.pack(">IB", 1 + len(body), RECORD)
        try:
            inner = self.aead.decrypt(self._nonce(), body, header)
        except InvalidTag:
            raise ProtocolError("a record does not open")
        content, length = struct.unpack(">BI", inner[:5])
        if length > len(inner) - 5 or len(inner) != bucket(5 + length) or any(inner[5 + length :]):
            raise ProtocolError("malformed record")
        if not CERTIFICATE <= content <= APPLICATION:
            raise ProtocolError("unknown content %d" % content)
        if content in (KEY_UPDATE, CLOSE) and length:
            raise ProtocolError("data where there is none")
        return content, inner[5 : 5 + length]


# 3.8 and 6: signatures


# The y of points whose order divides 8.
SMALL_ORDER = {
    0,
    1,
    2**255 - 20,
    int.from_bytes(bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"),
    int.from_bytes(bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"),
}


def is_ed25519_key(raw):
    """OpenSSL, which verifies here, does not ask this; the rest of the rule is its own."""
    p = 2**255 - 19
    y = int.from_bytes(raw, "little") % 2**255
    if y >= p or y in SMALL_ORDER:
        return False
    square = (y * y - 1) * pow(-121665 * pow(121666, -1, p) * y * y + 1, -1, p) % p
    return pow(square, (p - 1) // 2, p) == 1


def scheme_of(public_key):
    if isinstance(public_key, ed25519.Ed25519PublicKey):
        if is_ed25519_key(public_key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)):
            return "ed25519"
        raise ProtocolError("no acceptable Ed25519 key")
    if isinstance(public_key, ec.EllipticCurvePublicKey) and public_key.curve.name == "secp256r1":
        return "ecdsa_secp256r1_sha256"
    if isinstance(public_key, ec.EllipticCurvePublicKey) and public_key.curve.name == "secp384r1":
        return "ecdsa_secp384r1_sha384"
    if isinstance(public_key, rsa.RSAPublicKey) and 2048 <= public_key.key_size <= 8192:
        return "rsa_pss_rsae_sha256"
    raise ProtocolError("unsupported kind of key")


PSS = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=32)


def sign(private_key, data):
    if isinstance(private_key, ed25519.Ed25519PrivateKey):
        return private_key.sign(data)
    if isinstance(private_key, ec.EllipticCurvePrivateKey):
        short = private_key.curve.name == "secp256r1"
        return private_key.sign(data, ec.ECDSA(hashes.SHA256() if short else hashes.SHA384()))
    return private_key.sign(data, PSS, hashes.SHA256())


def verify(public_key, data, signature):
    try:
        scheme = scheme_of(public_key)
        if scheme == "ed25519":
            public_key.verify(signature, data)
        elif scheme == "ecdsa_secp256r1_sha256":
            public_key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        elif scheme == "ecdsa_secp384r1_sha384":
            public_key.verify(signature, data, ec.ECDSA(hashes.SHA384()))
        else:
            public_key.verify(signature, data, PSS, hashes.SHA256())
        return True
    except InvalidSignature:
        return False


def signed_content(side, transcript_hash):
    return b" " * 64 + b"SecureChat 1, " + side + b" CertificateVerify\0" + transcript_hash


# 6 Certificates. The path is openssl's to judge; names and purpose are read here.


def openssl_verify(chain, ca_file, crl_file, purpose):
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for index, der in enumerate(chain):
            pem = x509.load_der_x509_certificate(der).public_bytes(serialization.Encoding.PEM)
            names.append(os.path.join(folder, "%d.pem" % index))
            with open(names[-1], "wb") as file:
                file.write(pem)
        command = ["openssl", "verify", "-x509_strict", "-purpose", purpose, "-CAfile", ca_file]
        if crl_file:
            command += ["-crl_check_all", "-CRLfile", crl_file]
        for name in names[1:]:
            command += ["-untrusted", name]
        result = subprocess.run(command + [names[0]], capture_output=True, text=True)
        if result.returncode != 0:
            raise ProtocolError("certificate refused: " + result.stderr.strip())


def check_server_certificate(chain, host, ca_file, crl_file):
    openssl_verify(chain, ca_file, crl_file, "sslserver")
    leaf = x509.load_der_x509_certificate(chain[0])
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = [str(a) for a in names.get_values_for_type(x509.IPAddress)]
    hosts = [h.lower() for h in names.get_values_for_type(x509.DNSName)]
    if host.lower() not in hosts and host not in addresses:
        raise ProtocolError("the certificate is not for " + host)
    return leaf.public_key()


USERNAME = r"(?=[^|]{1,128}(?:\||\Z))[a-z0-9][a-z0-9._+-]*(?:@[a-z0-9._+-]*[a-z0-9])?"
PRINCIPAL = x509.ObjectIdentifier("1.3.6.1.4.1.311.20.2.3")


def folded(text):
    """1: A to Z become a to z, and nothing else changes."""
    return re.sub("[A-Z]", lambda letter: letter[0].lower(), text)


def alternative_names(certificate):
    try:
        return list(certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
    except x509.ExtensionNotFound:
        return []


def principal(name):
    """The text of a userPrincipalName: a DER UTF8String."""
    value = name.value
    if value[:1] != b"\x0c" or len(value) < 2:
        return ""
    return value[2 if value[1] < 0x80 else 2 + value[1] - 0x80 :].decode("latin-1")


def user_names(certificate):
    """6: the usernames that a certificate states."""
    stated = []
    for name in alternative_names(certificate):
        if isinstance(name, x509.UniformResourceIdentifier):
            prefix, _, rest = folded(name.value).partition("securechat:user:")
            stated += [] if prefix else [rest]
        elif isinstance(name, x509.RFC822Name):
            stated.append(name.value)
        elif isinstance(name, x509.OtherName) and name.type_id == PRINCIPAL:
            stated.append(principal(name))
    for attribute in certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME):
        if attribute._type.name in ("UTF8String", "PrintableString"):
            stated.append(attribute.value)
    return {name for name in map(folded, stated) if re.fullmatch(USERNAME, name)}


def names_a_user(certificate):
    """6: whether it has a name that only users have, of whatever form."""
    return any(
        isinstance(name, x509.RFC822Name)
        or (isinstance(name, x509.OtherName) and name.type_id == PRINCIPAL)
        or (
            isinstance(name, x509.UniformResourceIdentifier)
            and folded(name.value).startswith("securechat:user:")
        )
        for name in alternative_names(certificate)
    )


# 3 Handshake, client side


class X25519Offer:
    name = "x25519"

    def __init__(self):
        self.private = x25519.X25519PrivateKey.generate()

    def share(self):
        raw = serialization.Encoding.Raw
        return self.private.public_key().public_bytes(raw, serialization.PublicFormat.Raw)

    def agree(self, peer):
        shared = self.private.exchange(x25519.X25519PublicKey.from_public_bytes(peer))
        if not any(shared):
            raise ProtocolError("all-zero x25519 result")
        return shared


class P256Offer:
    name = "secp256r1"

    def __init__(self):
        self.private = ec.generate_private_key(ec.SECP256R1())

    def share(self):
        point = serialization.PublicFormat.UncompressedPoint
        return self.private.public_key().public_bytes(serialization.Encoding.X962, point)

    def agree(self, peer):
        if len(peer) != 65 or peer[0] != 4:
            raise ProtocolError("not an uncompressed point")
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), peer)
        return self.private.exchange(ec.ECDH(), key)


OFFERS = {"x25519": X25519Offer, "secp256r1": P256Offer}


class Transcript:
    """3.7: the concatenated handshake messages; hashed with the suite's hash when asked."""

    def __init__(self):
        self.data = b""

    def add_hello(self, whole_frame):
        self.data += whole_frame

    def add_record(self, content, data):
        self.data += struct.pack(">BI", content, len(data)) + data

    def collapse(self, hash_name):
        """After a HelloRetry the first ClientHello is replaced by its hash."""
        self.data = frame(MESSAGE_HASH, digest(hash_name, self.data))

    def hash(self, hash_name):
        return digest(hash_name, self.data)


class Channel:
    def __init__(self, stream, send, receive, session):
        self.stream, self.outgoing, self.incoming, self.session = stream, send, receive, session

    def send(self, content, data):
        self.stream.send(self.outgoing.seal(content, data))

    def key_update(self):
        self.send(KEY_UPDATE, b"")
        self.outgoing.update()

    def receive(self):
        """The next application message, or None after the peer's Close."""
        while True:
            received = self.stream.receive()
            if received is None:
                raise ProtocolError("the stream ended without Close")
            kind, body, _ = received
            if kind == ALERT:
                raise ProtocolError("alert in the clear: " + from_json(body)["code"])
            if kind != RECORD:
                raise ProtocolError("unexpected frame %d" % kind)
            content, data = self.incoming.open(body)
            if content == APPLICATION:
                return data
            if content == KEY_UPDATE:
                self.incoming.update()
            elif content == CLOSE:
                return None
            elif content == ALERT_CONTENT:
                raise ProtocolError("alert: " + from_json(data)["code"])
            else:
                raise ProtocolError("unexpected content %d" % content)


def handshake(stream, host, credentials, trust, groups=("x25519", "secp256r1"), shares=None):
    """Runs the handshake. `credentials` is (chain, key); `trust` is (CA file, CRL file or None)."""
    offers = {name: OFFERS[name]() for name in (shares if shares is not None else groups[:1])}
    hello = {
        "protocol": ["securechat/1"],
        "random": b64(secrets.token_bytes(32)),
        "ciphers": list(SUITES),
        "shares": [{"group": o.name, "key": b64(o.share())} for o in offers.values()],
        "groups": list(groups),
        "signatures": ["ed25519", "ecdsa_secp256r1_sha256", "ecdsa_secp384r1_sha384", "rsa_pss_rsae_sha256"],
        "server_name": host,
    }
    transcript = Transcript()
    retry = None
    while True:
        whole = frame(CLIENT_HELLO, to_json(hello))
        stream.send(whole)
        transcript.add_hello(whole)
        received = stream.receive()
        if received is None:
            raise ProtocolError("the server hung up")
        kind, body, whole = received
        if kind == ALERT:
            raise ProtocolError("alert in the clear: " + from_json(body)["code"])
        if kind == SERVER_HELLO:
            break
        if kind != HELLO_RETRY or retry is not None:
            raise ProtocolError("unexpected frame %d" % kind)
        retry = from_json(body)
        retry_frame = whole
        hello["cookie"] = retry["cookie"]
        if retry.get("group"):
            if retry["group"] not in groups or retry["group"] in offers:
                raise ProtocolError("a retry that changes nothing")
            offers = {retry["group"]: OFFERS[retry["group"]]()}
            hello["shares"] = [{"group": o.name, "key": b64(o.share())} for o in offers.values()]
        # The hash is not known before ServerHello; remember the pieces.
        first_hello = transcript.data
        transcript.data = b""

    chosen = from_json(body)
    suite = chosen["cipher"]
    if chosen["protocol"] != "securechat/1" or suite not in SUITES or chosen["group"] not in offers:
        raise ProtocolError("the server chose what was not offered")
    if len(unb64(chosen["random"])) != 32:
        raise ProtocolError("random of a wrong length")
    hash_name = SUITES[suite][1]
    if retry is not None:
        second_hello = transcript.data
        transcript.data = first_hello
        transcript.collapse(hash_name)
        transcript.data += retry_frame + second_hello
    transcript.add_hello(whole)

    schedule = Schedule(hash_name, offers[chosen["group"]].agree(unb64(chosen["key"])))
    hello_hash = transcript.hash(hash_name)
    client_secret = schedule.handshake("c", hello_hash)
    server_secret = schedule.handshake("s", hello_hash)
    incoming = Direction(suite, server_secret)
    outgoing = Direction(suite, client_secret)

    def expect(wanted):
        received = stream.receive()
        if received is None:
            raise ProtocolError("the server hung up")
        kind, body, _ = received
        if kind == ALERT:
            raise ProtocolError("alert in the clear: " + from_json(body)["code"])
        content, data = incoming.open(body)
        if content == ALERT_CONTENT:
            raise ProtocolError("alert: " + from_json(data)["code"])
        if kind != RECORD or content != wanted:
            raise ProtocolError("unexpected content %d" % content)
        return data

    data = expect(CERTIFICATE)
    chain = [unb64(c) for c in from_json(data)["chain"]]
    if not 1 <= len(chain) <= 6:
        raise ProtocolError("a chain of %d certificates" % len(chain))
    server_key = check_server_certificate(chain, host, *trust)
    transcript.add_record(CERTIFICATE, data)

    data = expect(CERTIFICATE_VERIFY)
    proof = from_json(data)
    if proof["scheme"] != scheme_of(server_key) or not verify(
        server_key, signed_content(b"server", transcript.hash(hash_name)), unb64(proof["signature"])
    ):
        raise ProtocolError("the server's CertificateVerify is wrong")
    transcript.add_record(CERTIFICATE_VERIFY, data)

    data = expect(FINISHED)
    mac = finished_mac(hash_name, server_secret, transcript.hash(hash_name))
    if not hmac.compare_digest(mac, unb64(from_json(data)["mac"])):
        raise ProtocolError("the server's Finished is wrong")
    transcript.add_record(FINISHED, data)
    finished_hash = transcript.hash(hash_name)

    def say(content, message):
        data = to_json(message)
        stream.send(outgoing.seal(content, data))
        transcript.add_record(content, data)

    my_chain, my_key = credentials
    say(CERTIFICATE, {"chain": [b64(c) for c in my_chain]})
    signature = sign(my_key, signed_content(b"client", transcript.hash(hash_name)))
    say(CERTIFICATE_VERIFY, {"scheme": scheme_of(my_key.public_key()), "signature": b64(signature)})
    say(FINISHED, {"mac": b64(finished_mac(hash_name, client_secret, transcript.hash(hash_name)))})

    return Channel(
        stream,
        Direction(suite, schedule.application("c", finished_hash)),
        Direction(suite, schedule.application("s", finished_hash)),
        schedule.session(finished_hash),
    ), {"cipher": suite, "group": chosen["group"], "retried": retry is not None}


# 7.3 Passwords


def argon2id(password, salt, memory_kib, iterations, parallelism):
    if not (8192 <= memory_kib <= 262144 and 1 <= iterations <= 10 and 1 <= parallelism <= 4):
        raise ProtocolError("parameters outside the bounds")
    try:
        from argon2.low_level import Type, hash_secret_raw

        return hash_secret_raw(password, salt, iterations, memory_kib, parallelism, 32, Type.ID, 0x13)
    except ImportError:
        pass
    name = ctypes.util.find_library("argon2") or "libargon2.so.1"
    library = ctypes.CDLL(name)
    out = ctypes.create_string_buffer(32)
    result = library.argon2id_hash_raw(
        ctypes.c_uint32(iterations),
        ctypes.c_uint32(memory_kib),
        ctypes.c_uint32(parallelism),
        password,
        ctypes.c_size_t(len(password)),
        salt,
        ctypes.c_size_t(len(salt)),
        out,
        ctypes.c_size_t(32),
    )
    if result != 0:
        raise ProtocolError("libargon2 failed with %d" % result)
    return out.raw


# 9 Transcript

LINE = re.compile(
    r"([1-9][0-9]{0,15})"
    r"\|([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z)"
    r"\|(@server|" + USERNAME + ")"
    r"\|([0-9a-f]{64})\|([0-9a-f]{64})\|([A-Za-z0-9+/]+=*)\Z"
)


def genesis(room_id):
    return sha256_hex(("securechat/transcript/1\n" + room_id + "\n").encode())


def next_chain(previous, line):
    return sha256_hex((previous + "\n" + line + "\n").encode())


def make_line(position, received_at, sender, certificate_sha256, payload, signature):
    fields = [str(position), received_at, sender, certificate_sha256, sha256_hex(payload), b64(signature)]
    return "|".join(fields)


class Room:
    """What this client knows of a room: its chain, computed here and compared with the server's."""

    def __init__(self, client, info):
        self.client = client
        self.name, self.id = info["name"], info["id"]
        self.position, self.chain = 0, genesis(self.id)
        self.lines = []
        self.texts = []
        self.last_received_at = ""
        self.waiting = {}
        self.members, self.now, self.erased = [frozenset()], frozenset(), []

    def chain_at(self, position):
        """The chain value after a line that is known."""
        chain = genesis(self.id)
        for line in self.lines[:position]:
            chain = next_chain(chain, line)
        return chain if position <= self.position else None

    def happened(self, event):
        """9.3: who is in the room from this line on."""
        before = set(self.members[-1])
        if event["event"] in ("created", "joined"):
            before.add(event["subject"])
        elif event["event"] == "left":
            before.discard(event["subject"])
        self.now = before

    def offer(self, entry):
        """7.5: an answer may overtake pushes and a history them too; the position says where it belongs."""
        if entry["position"] <= self.position:
            if self.lines[entry["position"] - 1] != entry["line"]:
                raise ProtocolError("two lines at one position")
            return
        self.waiting[entry["position"]] = entry
        while self.position + 1 in self.waiting:
            self.take(self.waiting.pop(self.position + 1))

    def take(self, entry):
        """12: verifies one entry and appends it."""
        line, chain = entry["line"], entry["chain"]
        match = LINE.match(line)
        if not match:
            raise ProtocolError("malformed line")
        position, received_at, sender, certificate, payload_hash, signature = match.groups()
        if int(position) != self.position + 1 or entry["position"] != int(position):
            raise ProtocolError("line %s after %d" % (position, self.position))
        if received_at != entry["received_at"] or received_at < self.last_received_at:
            raise ProtocolError("times do not fit")
        if next_chain(self.chain, line) != chain:
            raise ProtocolError("the chain is broken at " + position)
        if entry.get("message"):
            payload, proof = unb64(entry["message"]["payload"]), unb64(entry["message"]["signature"])
            if sha256_hex(payload) != payload_hash or b64(proof) != signature:
                raise ProtocolError("message and line differ at " + position)
            self.client.check_message(self, sender, certificate, payload, proof)
            self.texts.append((sender, from_json(payload)))
        self.position, self.chain, self.last_received_at = int(position), chain, received_at
        self.lines.append(line)
        self.members.append(self.now)
        if not entry.get("message"):
            self.erased.append(int(position))


# 7 Application messages


class Client:
    def __init__(self, channel, name, certificate_der, key, trust):
        self.channel, self.name, self.key = channel, name, key
        self.certificate_sha256 = sha256_hex(certificate_der)
        self.certificates = {self.certificate_sha256: x509.load_der_x509_certificate(certificate_der)}
        self.counter = 0
        self.sequence = 1
        self.answers = {}
        self.pushed = []
        self.rooms = {}
        self.trust, self.accepted = trust, set()

    def request(self, kind, **fields):
        self.counter += 1
        body = {"id": self.counter, "type": kind}
        body.update(fields)
        self.channel.send(APPLICATION, to_json(body))
        return self.answer(self.counter)

    def receive(self):
        """Files one message. False after the server's Close."""
        data = self.channel.receive()
        if data is None:
            return False
        message = from_json(data)
        if "re" in message:
            self.answers[message["re"]] = message
        else:
            self.pushed.append(message)
        return True

    def answer(self, number):
        while number not in self.answers:
            if not self.receive():
                raise ProtocolError("closed while waiting for an answer")
        message = self.answers.pop(number)
        if message["type"] == "error":
            raise Refused(message)
        return message

    def settle(self):
        """Verifies what was pushed meanwhile, in rooms that are followed."""
        while self.pushed:
            message = self.pushed.pop(0)
            if message["type"] == "message" and message["room"] in self.rooms:
                self.rooms[message["room"]].offer(message)

    def follow(self, info):
        """Verifies a room's history and, from then on, every line of it."""
        room = self.history(Room(self, info))
        self.rooms[room.name] = room
        self.settle()
        return room

    def login(self, user, password):
        kdf = self.request("kdf", user=user)
        p = kdf["kdf"]
        key = argon2id(password, unb64(kdf["salt"]), p["memory_kib"], p["iterations"], p["parallelism"])
        answer = self.request("login", user=user, key=b64(key), kinds=["message/1"])
        self.sequence = answer["next_seq"]
        return answer

    def list_rooms(self):
        """All pages of them."""
        rooms, page = [], {"more": True}
        while page["more"]:
            after = {"after": rooms[-1]["name"]} if rooms else {}
            page = self.request("rooms", **after)
            rooms += page["rooms"]
        return rooms

    def register(self, name, password):
        salt = secrets.token_bytes(16)
        parameters = {"memory_kib": 19456, "iterations": 2, "parallelism": 1}
        key = argon2id(password, salt, **parameters)
        return self.request(
            "register", username=name, salt=b64(salt), kdf=parameters, key=b64(key)
        )

    def certificate(self, sha256):
        if sha256 not in self.certificates:
            der = unb64(self.request("certificate", sha256=sha256)["certificate"])
            if sha256_hex(der) != sha256:
                raise ProtocolError("another certificate than asked for")
            self.certificates[sha256] = x509.load_der_x509_certificate(der)
        return self.certificates[sha256]

    def check_message(self, room, sender, certificate_sha256, payload, signature):
        certificate = self.certificate(certificate_sha256)
        self.check_signer(certificate, sender)
        if not verify(certificate.public_key(), payload, signature):
            raise ProtocolError("wrong signature")
        fields = from_json(payload)
        if fields["room"] != room.name or fields["room_id"] != room.id:
            raise ProtocolError("a line of another room")
        if sender == "@server":
            if fields["type"] != "securechat/event/1":
                raise ProtocolError("not an event of this room")
            room.happened(fields)
        elif fields["type"] != "securechat/message/1" or fields["sender"] != sender:
            raise ProtocolError("a message of somebody else")
        elif fields["after"]["chain"] != room.chain_at(fields["after"]["position"]):
            raise ProtocolError("a message under another history")

    def check_signer(self, certificate, sender):
        """6: path, purpose and name; once for each certificate and sender."""
        der = certificate.public_bytes(serialization.Encoding.DER)
        if (der, sender) in self.accepted:
            return
        purpose = "any" if sender == "@server" else "sslclient"
        openssl_verify([der], *self.trust, purpose)
        usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        if sender == "@server":
            document_signing = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
            if not {x509.ExtendedKeyUsageOID.EMAIL_PROTECTION, document_signing} & set(usages):
                raise ProtocolError("not a certificate for receipts")
            if names_a_user(certificate):
                raise ProtocolError("a receipt certificate that names a user")
        else:
            names = user_names(certificate)
            if sender not in names:
                raise ProtocolError("the certificate names %s, not %s" % (sorted(names), sender))
        self.accepted.add((der, sender))

    def history(self, room):
        while True:
            answer = self.request("history", room=room.name, after=room.position, limit=100)
            for entry in answer["entries"]:
                room.offer(entry)
            if not answer["more"]:
                return room

    def payload(self, room_name, text):
        """8: exactly these bytes are signed, stored and hashed."""
        room = self.rooms[room_name]
        return to_json(
            {
                "type": "securechat/message/1",
                "session": self.channel.session,
                "room": room.name,
                "room_id": room.id,
                "sender": self.name,
                "seq": self.sequence,
                "after": {"position": room.position, "chain": room.chain},
                "sent_at": now(),
                "salt": b64(secrets.token_bytes(16)),
                "text": text,
            }
        )

    def send(self, room_name, text):
        if room_name not in self.rooms:
            infos = {info["name"]: info for info in self.list_rooms()}
            self.follow(infos[room_name])
        payload = self.payload(room_name, text)
        signature = sign(self.key, payload)
        message = {"payload": b64(payload), "signature": b64(signature)}
        answer = self.request("send", room=room_name, message=message)
        self.sequence += 1
        position, received_at = answer["position"], answer["received_at"]
        line = make_line(
            position, received_at, self.name, self.certificate_sha256, payload, signature
        )
        if room_name in self.rooms:
            # 7.8: the answer stands in the place of the push.
            entry = dict(answer, line=line, message=message)
            self.settle()
            self.rooms[room_name].offer(entry)
        return answer, line


# 10 Receipts


def verify_receipt(receipt, signature, certificate):
    """The raw signature over exactly these bytes, by the key of the certificate that they name."""
    der = certificate.public_bytes(serialization.Encoding.DER)
    if from_json(receipt)["certificate"] != sha256_hex(der):
        raise ProtocolError("the receipt names another certificate")
    if not verify(certificate.public_key(), receipt, signature):
        raise ProtocolError("the receipt's signature is wrong")


def take_receipt(client, message):
    """Verifies a receipt and its signer."""
    receipt, signature = unb64(message["receipt"]), unb64(message["signature"])
    certificate = client.certificate(from_json(receipt)["certificate"])
    client.check_signer(certificate, "@server")
    verify_receipt(receipt, signature, certificate)
    return receipt


def positions(numbers):
    """10: 3,5-9,12."""
    ranges = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ",".join("%d" % a if a == b else "%d-%d" % (a, b) for a, b in ranges)


def check_receipt(room, receipt, session=None):
    """12: the receipt against the chain that was computed here."""
    first, last = receipt["first"], receipt["last"]
    chains = [genesis(room.id)]
    for line in room.lines:
        chains.append(next_chain(chains[-1], line))
    lines = "".join(line + "\n" for line in room.lines[first - 1 : last]).encode()
    members = "".join(name + "\n" for name in sorted(room.members[first - 1])).encode()
    expected = {
        "type": "securechat/receipt/1",
        "room": room.name,
        "room_id": room.id,
        "user": room.client.name,
        "previous_chain": chains[first - 1],
        "chain": chains[last],
        "transcript_sha256": sha256_hex(lines),
        "members_sha256": sha256_hex(members),
        "erased": positions([n for n in room.erased if first <= n <= last]),
    }
    if session:
        expected["session"] = session
    for field, value in expected.items():
        if receipt[field] != value:
            raise ProtocolError("the receipt's %s is %r, not %r" % (field, receipt[field], value))


# Appendix A


def fixed_certificate(subject, usage, key, issuer_key, serial, extensions):
    start = datetime.datetime(2026, 1, 1)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Example CA")]))
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=3650))
        .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
        .add_extension(
            x509.KeyUsage(True, False, False, False, False, False, False, False, False), critical=True
        )
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(issuer_key, None).public_bytes(serialization.Encoding.DER)


def example(arguments):
    """Prints a handshake in which everything that is random is fixed."""
    values = {}

    def show(name, value):
        text = value.hex() if isinstance(value, bytes) else value
        values[name] = text
        if arguments.json:
            return
        print("    " + name)
        for start in range(0, len(text), 96):
            print("      " + text[start : start + 96])

    def part(text):
        if not arguments.json:
            print("\n" + text + "\n")

    ca, server, client = (ed25519.Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3))
    usage = x509.ExtendedKeyUsageOID
    host = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    user = x509.SubjectAlternativeName([x509.UniformResourceIdentifier("securechat:user:alice")])
    server_der = fixed_certificate("localhost", usage.SERVER_AUTH, server, ca, 2, [host])
    client_der = fixed_certificate("alice", usage.CLIENT_AUTH, client, ca, 3, [user])
    a, b = X25519Offer(), X25519Offer()
    a.private = x25519.X25519PrivateKey.from_private_bytes(b"\x04" * 32)
    b.private = x25519.X25519PrivateKey.from_private_bytes(b"\x05" * 32)
    suite = "aes128gcm-sha256"
    name = SUITES[suite][1]

    part(
        "The private keys: X25519 of the client 32 bytes 0x04, of the server 32 bytes 0x05; Ed25519 of the\n"
        "authority, the server and the client 32 bytes 0x01, 0x02 and 0x03."
    )
    client_hello = to_json(
        {
            "protocol": ["securechat/1"],
            "random": b64(bytes(range(32))),
            "ciphers": [suite],
            "shares": [{"group": "x25519", "key": b64(a.share())}],
            "groups": ["x25519"],
            "signatures": ["ed25519"],
            "server_name": "localhost",
        }
    )
    server_hello = to_json(
        {
            "protocol": "securechat/1",
            "random": b64(bytes(range(32, 64))),
            "cipher": suite,
            "group": "x25519",
            "key": b64(b.share()),
        }
    )
    first, second = frame(CLIENT_HELLO, client_hello), frame(SERVER_HELLO, server_hello)
    show("ClientHello, body", client_hello.decode())
    show("ClientHello, first 5 bytes of the frame", first[:5])
    show("ServerHello, body", server_hello.decode())
    show("ServerHello, first 5 bytes of the frame", second[:5])

    part("Key schedule.")
    transcript = Transcript()
    transcript.add_hello(first)
    show("H(ClientHello)", transcript.hash(name))
    transcript.add_hello(second)
    shared = a.agree(b.share())
    schedule = Schedule(name, shared)
    hello_hash = transcript.hash(name)
    show("shared secret", shared)
    show("handshake secret", schedule.handshake_secret)
    show("master secret", schedule.master_secret)
    show("T1 = H(ClientHello || ServerHello)", hello_hash)
    directions = {}
    for side in "cs":
        secret = schedule.handshake(side, hello_hash)
        directions[side] = Direction(suite, secret)
        show(side + " hs traffic", secret)
        show(side + " hs traffic: key", directions[side].key)
        show(side + " hs traffic: iv", directions[side].iv)

    for side, who, der, key in (("s", b"server", server_der, server), ("c", b"client", client_der, client)):
        part("The %s's three messages." % who.decode())
        direction = directions[side]

        def say(content, title, message):
            data = to_json(message)
            title = "%s's %s" % (who.decode(), title)
            show(title + ", data", data.decode())
            transcript.add_record(content, data)
            record = direction.seal(content, data)
            if len(record) < 200:
                show(title + ", frame", record)
            else:
                show(title + ", SHA-256 of the frame of %d bytes" % len(record), sha256_hex(record))
            show("H(.. %s)" % title, transcript.hash(name))

        say(CERTIFICATE, "Certificate", {"chain": [b64(der)]})
        signature = sign(key, signed_content(who, transcript.hash(name)))
        say(CERTIFICATE_VERIFY, "CertificateVerify", {"scheme": "ed25519", "signature": b64(signature)})
        mac = finished_mac(name, direction.secret, transcript.hash(name))
        say(FINISHED, "Finished", {"mac": b64(mac)})
        if side == "s":
            finished_hash = transcript.hash(name)

    part("The application keys; `T2` is H(.. server Finished).")
    show("session", schedule.session(finished_hash))
    for side in "cs":
        direction = Direction(suite, schedule.application(side, finished_hash))
        show(side + " ap traffic", direction.secret)
        show(side + " ap traffic: key", direction.key)
        show(side + " ap traffic: iv", direction.iv)
        if side == "c":
            ping = to_json({"id": 1, "type": "ping"})
            show("the client's first application record: " + ping.decode(), direction.seal(APPLICATION, ping))
            show("its second: KeyUpdate", direction.seal(KEY_UPDATE, b""))
            direction.update()
            show("c ap traffic after it", direction.secret)
            show("its first record under the next key: Close", direction.seal(CLOSE, b""))

    part("After a HelloRetry with the body `{\"cookie\":\"AAEC\"}` in answer to the same ClientHello:")
    transcript = Transcript()
    transcript.add_hello(first)
    transcript.collapse(name)
    show("what stands for the first ClientHello", transcript.data)
    transcript.add_hello(frame(HELLO_RETRY, b'{"cookie":"AAEC"}'))
    show("H(that || HelloRetry)", transcript.hash(name))
    return values


def print_example(arguments):
    values = example(arguments)
    if arguments.json:
        print(json.dumps(values, indent=2))
    return 0


# Commands


def load_pem(path):
    with open(path, "rb") as file:
        return file.read()


def load_credentials(certificate_file, key_file):
    blocks = re.findall(
        b"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", load_pem(certificate_file), re.S
    )
    chain = [
        x509.load_pem_x509_certificate(block).public_bytes(serialization.Encoding.DER) for block in blocks
    ]
    return chain, serialization.load_pem_private_key(load_pem(key_file), password=None)


def report(**fields):
    print(json.dumps(fields), flush=True)


def talk(arguments):
    host, port = arguments.server.rsplit(":", 1)
    host = host.strip("[]")
    name = arguments.name
    pki = arguments.pki
    ca = arguments.ca or os.path.join(pki, "ca.pem")
    crl = arguments.crl or os.path.join(pki, "crl.pem")
    crl = crl if os.path.exists(crl) else None
    certificate = arguments.cert or os.path.join(pki, "issued", name + ".pem")
    key = arguments.key or os.path.join(pki, "issued", name + ".key")
    credentials = load_credentials(certificate, key)
    password = load_pem(arguments.password_file).rstrip(b"\r\n")

    groups = [arguments.group] if arguments.group else ["x25519", "secp256r1"]
    sock = socket.create_connection((host, int(port)), timeout=30)
    channel, facts = handshake(
        FrameStream(sock), host, credentials, (ca, crl), groups, shares=[] if arguments.no_share else None
    )
    report(step="handshake", session=channel.session, **facts)

    client = Client(channel, name, credentials[0][0], credentials[1], (ca, crl))
    if arguments.register:
        try:
            client.register(name, password)
            report(step="register")
        except Refused as e:
            if e.code != "name_taken":
                raise
    login = client.login(name, password)
    report(step="login", user=login["user"], rooms=[r["name"] for r in login["rooms"]])

    if arguments.to:
        room = client.follow(client.request("direct", user=arguments.to)["room"])
        room_name = room.name
        report(step="direct", room=room_name, lines=room.position, chain=room.chain)
    else:
        room_name = arguments.room
        if arguments.create:
            try:
                client.request("create", room=room_name, visibility="public")
                report(step="create", room=room_name)
            except Refused as e:
                if e.code != "name_taken":
                    raise
        room = client.follow(client.request("join", room=room_name)["room"])
        report(step="join", room=room_name, lines=room.position, chain=room.chain)

    sent = []
    for text in arguments.text or []:
        answer, line = client.send(room_name, text)
        sent.append((answer, line))
        report(step="send", room=answer["room"], position=answer["position"], chain=answer["chain"])
        channel.key_update()
    if room_name not in client.rooms:
        infos = {info["name"]: info for info in client.list_rooms()}
        if room_name not in infos:
            raise ProtocolError("no room " + room_name)
        client.follow(infos[room_name])
    room = client.rooms[room_name]
    if arguments.await_text:
        while arguments.await_text not in [fields.get("text") for _, fields in room.texts]:
            if not client.receive():
                raise ProtocolError("closed while waiting for a message")
            client.settle()
        report(step="heard", text=arguments.await_text)
    client.history(room)
    client.settle()
    for answer, line in sent:
        if room.lines[answer["position"] - 1] != line:
            raise ProtocolError("the transcript has another line than was acknowledged")
    report(step="history", lines=room.position, chain=room.chain, messages=len(room.texts))

    answer = client.request("receipt", room=room_name)
    receipt = take_receipt(client, answer)
    client.history(room)
    check_receipt(room, from_json(receipt), channel.session)
    report(step="receipt", **{k: from_json(receipt)[k] for k in ("first", "last", "chain")})

    statement = to_json(
        {
            "type": "securechat/countersignature/1",
            "user": client.name,
            "receipt_sha256": sha256_hex(receipt),
            "certificate": client.certificate_sha256,
            "at": now(),
        }
    )
    signature = b64(sign(client.key, statement))
    client.request("countersign", countersignature=b64(statement), signature=signature)
    report(step="countersign")
    client.request("ping")
    report(step="ping")

    client.request("bye")
    while client.receive():
        pass
    receipts = [message for message in client.pushed if message["type"] == "receipt"]
    for message in receipts:
        receipt = from_json(take_receipt(client, message))
        if receipt["room"] == room_name and receipt["last"] <= room.position:
            check_receipt(room, receipt, channel.session)
    report(step="bye", receipts=len(receipts))
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("talk")
    one.add_argument("--server", required=True)
    one.add_argument("--pki", default=".")
    one.add_argument("--ca")
    one.add_argument("--crl")
    one.add_argument("--cert")
    one.add_argument("--key")
    one.add_argument("--as", dest="name", required=True)
    one.add_argument("--password-file", required=True)
    one.add_argument("--register", action="store_true")
    one.add_argument("--create", action="store_true")
    one.add_argument("--room", default="lobby")
    one.add_argument("--to")
    one.add_argument("--text", action="append")
    one.add_argument("--await-text", help="wait until somebody has said exactly this")
    one.add_argument("--group", choices=sorted(OFFERS))
    one.add_argument("--no-share", action="store_true", help="provoke a HelloRetry")
    two = commands.add_parser("example")
    two.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    try:
        return {"talk": talk, "example": print_example}[arguments.command](arguments)
    except (ProtocolError, Refused, OSError) as e:
        print("securechat_peer: %s: %s" % (type(e).__name__, e), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
