#!/usr/bin/env python3
"""A SecureChat client in Python, written from docs/PROTOCOL.md alone.

It shares no code with the product and was written without reading any: what it does with a byte, it does because
the document says so. A number in a comment (# 3.5) is the section of the document that the line carries out.

    securechat_peer.py talk --server HOST:PORT --pki FOLDER --as NAME --password-file FILE [--register]
                            (--room ROOM | --to NAME) [--group GROUP] [--no-share] [--text T ...]
    securechat_peer.py example

`talk` holds a conversation and prints one JSON object a line for each step. Exit code 0: all was as it should be;
1: the server refused, or something that it said does not verify. `example` prints Appendix A, computed.

It needs Python 3.9 or later, the package cryptography, and libargon2.
"""
import argparse
import base64
import ctypes
import ctypes.util
import datetime
import hashlib
import hmac
import ipaddress
import json
import os
import re
import secrets
import socket
import struct
import sys
import time
from collections import deque

from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, ed448, padding, rsa, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PROTOCOL = "securechat/1"


# ---------------------------------------------------------------------------------------------------------------------
# What can go wrong
# ---------------------------------------------------------------------------------------------------------------------

class Malformed(Exception):
    """Something has not the form that the document gives it."""


class Refusal(Exception):
    """This client refuses what it received and ends the connection with an alert (5)."""

    def __init__(self, code, why):
        super().__init__(f"{code}: {why}")
        self.code = code
        self.why = why


class PeerAlert(Exception):
    """The server ended the connection with an alert (5)."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class RequestError(Exception):
    """The server answered a request with an error (7.9). The connection goes on."""

    def __init__(self, code, detail, request):
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.request = request


class Failed(Exception):
    """Something that the server has said does not verify (12)."""


# ---------------------------------------------------------------------------------------------------------------------
# 1 Conventions
# ---------------------------------------------------------------------------------------------------------------------

GREATEST = 2 ** 53 - 1
AUDIT_ROOM = "@audit"
AUDIT_ID = "00000000-0000-8000-8000-006175646974"
SERVER = "@server"

USERNAME = re.compile(r"[a-z0-9][a-z0-9._+-]*(@[a-z0-9._+-]*[a-z0-9])?")
GIVEN_ROOM = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
CLASSIC_ROOM = re.compile(r"classic:[0-9a-f]{16}:[0-9a-f]{16}")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
HEX64 = re.compile(r"[0-9a-f]{64}")
TIMESTAMP = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\.([0-9]{3})Z")
KIND = re.compile(r"[a-z][a-z0-9-]{0,31}/[1-9][0-9]{0,2}")
SERVER_NAME = re.compile(r"[A-Za-z0-9._:\[\]-]{1,253}")


def length(text):
    """The length of a text as the document counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def lower(text):
    """A to Z to a to z, and nothing else."""
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)


def is_text(value, least=0, most=None):
    return isinstance(value, str) and least <= length(value) and (most is None or length(value) <= most)


def is_integer(value, least, most=GREATEST):
    """An integer field. One that was written with a fraction or exponent has become a float; true is no number."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_username(value):
    return isinstance(value, str) and len(value) <= 128 and USERNAME.fullmatch(value) is not None


def is_given_room(value):
    return isinstance(value, str) and GIVEN_ROOM.fullmatch(value) is not None


def is_room(value):
    if not isinstance(value, str) or len(value) > 260:
        return False
    if value.startswith("dm:"):
        users = value.split(":")[1:]
        return len(users) == 2 and all(map(is_username, users)) and users[0].encode() <= users[1].encode()
    return is_given_room(value) or CLASSIC_ROOM.fullmatch(value) is not None


def direct_room(one, other):
    first, second = sorted((one, other), key=str.encode)
    return f"dm:{first}:{second}"


def is_hex64(value):
    return isinstance(value, str) and HEX64.fullmatch(value) is not None


def is_uuid(value):
    return isinstance(value, str) and UUID.fullmatch(value) is not None


def is_timestamp(value):
    match = TIMESTAMP.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return False
    year, month, day, hour, minute, second, _ = map(int, match.groups())
    try:
        datetime.datetime(year, month, day, hour, minute, second)  # refuses second 60 as well
    except ValueError:
        return False
    return year >= 1970


def moment(timestamp):
    """The moment that a timestamp names, as a datetime without zone, in UTC."""
    return datetime.datetime.strptime(timestamp, "%Y-%m-%dT%H:%M:%S.%fZ")


def now():
    clock = datetime.datetime.utcnow()
    return clock.strftime("%Y-%m-%dT%H:%M:%S.") + f"{clock.microsecond // 1000:03d}Z"


def b64(data):
    return base64.b64encode(data).decode("ascii")


def unb64(value, least=0, most=None):
    """The bytes of canonical base64 (RFC 4648 section 4); anything else is Malformed."""
    if not isinstance(value, str):
        raise Malformed("base64 is no string")
    try:
        data = base64.b64decode(value.encode("ascii"), validate=True)
    except (ValueError, UnicodeError):
        raise Malformed("no base64") from None
    if b64(data) != value:
        raise Malformed("base64 is not canonical")
    if len(data) < least or most is not None and len(data) > most:
        raise Malformed(f"{len(data)} bytes")
    return data


def is_b64(value, least=0, most=None):
    try:
        unb64(value, least, most)
        return True
    except Malformed:
        return False


def is_kind(value):
    return isinstance(value, str) and KIND.fullmatch(value) is not None


def sha256(data):
    return hashlib.sha256(data).hexdigest()


# ---- JSON

def read_json(data):
    """One JSON object, refused for everything that two parties could read differently (1, JSON)."""
    if len(data) > 65536:
        raise Malformed("more than 65536 bytes")

    def pairs(items):
        value = dict(items)
        if len(value) != len(items):
            raise Malformed("a key twice")
        if any(length(key) > 64 for key in value):
            raise Malformed("a key of more than 64 characters")
        return value

    def number(kind):
        def convert(digits):
            if len(digits) > 20:
                raise Malformed("a number of more than 20 characters")
            return kind(digits)
        return convert

    def constant(name):
        raise Malformed(f"{name} is no JSON")

    def walk(value, level):
        if isinstance(value, (dict, list)):
            if level > 16:
                raise Malformed("nested deeper than 16")
            for item in value.items() if isinstance(value, dict) else value:
                for part in item if isinstance(value, dict) else (item,):
                    walk(part, level + 1)
        elif isinstance(value, str):
            value.encode("utf-8")  # fails for half of a surrogate pair

    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=pairs, parse_int=number(int),
                           parse_float=number(float), parse_constant=constant)
        if not isinstance(value, dict):
            raise Malformed("not an object")
        walk(value, 1)
    except (ValueError, RecursionError) as fault:  # UnicodeError is a ValueError
        raise Malformed(f"no JSON: {fault}") from None
    return value


def write_json(value):
    """Compact JSON. For objects whose fields are in the order of their table it is the canonical form (8.1)."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def need(value, fields):
    """Checks fields of an object: name -> check; a name with ? may be absent. Unknown fields are ignored (1)."""
    if not isinstance(value, dict):
        raise Malformed("not an object")
    for name, check in fields.items():
        optional = name.endswith("?")
        name = name.rstrip("?")
        if name not in value:
            if not optional:
                raise Malformed(f"no {name}")
        elif not check(value[name]):
            raise Malformed(f"{name} is not of its form")
    return value


# ---------------------------------------------------------------------------------------------------------------------
# 3.5 Key exchange
# ---------------------------------------------------------------------------------------------------------------------

class X25519Group:
    name, client_bytes, server_bytes = "x25519", 32, 32

    def __init__(self, private=None):
        self.private = x25519.X25519PrivateKey.from_private_bytes(private or secrets.token_bytes(32))
        self.share = self.private.public_key().public_bytes(serialization.Encoding.Raw,
                                                            serialization.PublicFormat.Raw)

    def secret(self, share):
        try:
            result = self.private.exchange(x25519.X25519PublicKey.from_public_bytes(share))
        except ValueError:
            raise Malformed("an X25519 result of zeros") from None
        if result == bytes(32):  # 3.5
            raise Malformed("an X25519 result of zeros")
        return result


class P256Group:
    name, client_bytes, server_bytes = "secp256r1", 65, 65

    def __init__(self):
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.share = self.private.public_key().public_bytes(serialization.Encoding.X962,
                                                            serialization.PublicFormat.UncompressedPoint)

    def secret(self, share):
        if share[0] != 4:  # 3.5: an uncompressed point
            raise Malformed("not an uncompressed point")
        try:
            point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), share)
        except ValueError:
            raise Malformed("not a point on P-256") from None
        return self.private.exchange(ec.ECDH(), point)


def ffdhe_prime(bits, x):
    """RFC 7919, appendix A: p = 2^b - 2^(b-64) + (floor(2^(b-130) e) + X) 2^64 - 1."""
    scale = bits - 130
    term, e, n = 1 << (scale + 64), 0, 0  # 64 bits more than are needed, for the rounding of the series of e
    while term:
        e, n = e + term, n + 1
        term //= n
    return 2 ** bits - 2 ** (bits - 64) + ((e >> 64) + x) * 2 ** 64 - 1


class FfdheGroup:
    def __init__(self, private=None):
        self.private = private or secrets.randbits(512) | 1 << 511
        self.share = pow(2, self.private, self.prime).to_bytes(self.client_bytes, "big")

    def secret(self, share):
        y = int.from_bytes(share, "big")
        if not 2 <= y <= self.prime - 2:  # 3.5
            raise Malformed("a value outside of the group")
        return pow(y, self.private, self.prime).to_bytes(self.client_bytes, "big")


class Ffdhe2048Group(FfdheGroup):
    name, client_bytes, server_bytes, prime = "ffdhe2048", 256, 256, ffdhe_prime(2048, 560316)


class Ffdhe3072Group(FfdheGroup):
    name, client_bytes, server_bytes, prime = "ffdhe3072", 384, 384, ffdhe_prime(3072, 2625351)


class MlKem768:
    """FIPS 203, as much of it as a client needs: making a key and opening a ciphertext."""
    Q, K, DU, DV = 3329, 3, 10, 4

    @staticmethod
    def _reverse(i):
        return int(f"{i:07b}"[::-1], 2)

    ZETA = GAMMA = None  # the powers of 17 for the transform and for products; filled in below

    @classmethod
    def _ntt(cls, f):
        f, i, size = list(f), 1, 128
        while size >= 2:
            for start in range(0, 256, 2 * size):
                zeta, i = cls.ZETA[i], i + 1
                for j in range(start, start + size):
                    t = zeta * f[j + size] % cls.Q
                    f[j], f[j + size] = (f[j] + t) % cls.Q, (f[j] - t) % cls.Q
            size //= 2
        return f

    @classmethod
    def _inverse(cls, f):
        f, i, size = list(f), 127, 2
        while size <= 128:
            for start in range(0, 256, 2 * size):
                zeta, i = cls.ZETA[i], i - 1
                for j in range(start, start + size):
                    f[j], f[j + size] = (f[j] + f[j + size]) % cls.Q, zeta * (f[j + size] - f[j]) % cls.Q
            size *= 2
        return [x * 3303 % cls.Q for x in f]

    @classmethod
    def _product(cls, f, g):
        h = []
        for i in range(128):
            a, b, c, d = f[2 * i], f[2 * i + 1], g[2 * i], g[2 * i + 1]
            h += [(a * c + b * d * cls.GAMMA[i]) % cls.Q, (a * d + b * c) % cls.Q]
        return h

    @classmethod
    def _sum(cls, *all_of_them):
        return [sum(column) % cls.Q for column in zip(*all_of_them)]

    @classmethod
    def _dot(cls, fs, gs):
        return cls._sum(*(cls._product(f, g) for f, g in zip(fs, gs)))

    @staticmethod
    def _encode(f, d):
        return sum(x << d * i for i, x in enumerate(f)).to_bytes(32 * d, "little")

    @staticmethod
    def _decode(data, d):
        bits = int.from_bytes(data, "little")
        return [bits >> d * i & (1 << d) - 1 for i in range(256)]

    @classmethod
    def _compress(cls, f, d):
        return [((x << d + 1) + cls.Q) // (2 * cls.Q) % (1 << d) for x in f]

    @classmethod
    def _decompress(cls, f, d):
        return [(x * cls.Q * 2 + (1 << d)) >> d + 1 for x in f]

    @classmethod
    def _uniform(cls, rho, j, i):
        stream = hashlib.shake_128(rho + bytes((j, i))).digest(1344)
        f = []
        for at in range(0, len(stream), 3):
            x, y, z = stream[at:at + 3]
            f += [d for d in (x | (y & 15) << 8, y >> 4 | z << 4) if d < cls.Q]
        assert len(f) >= 256  # 896 candidates, of which four in five are good
        return f[:256]

    @classmethod
    def _noise(cls, seed, n):
        bits = int.from_bytes(hashlib.shake_256(seed + bytes((n,))).digest(128), "little")
        quads = [bits >> 4 * i & 15 for i in range(256)]
        return [((q & 1) + (q >> 1 & 1) - (q >> 2 & 1) - (q >> 3)) % cls.Q for q in quads]

    @classmethod
    def _matrix(cls, rho):
        return [[cls._uniform(rho, j, i) for j in range(cls.K)] for i in range(cls.K)]

    def __init__(self, d=None, z=None):
        d, self.z = d or secrets.token_bytes(32), z or secrets.token_bytes(32)
        g = hashlib.sha3_512(d + bytes((self.K,))).digest()
        rho, sigma = g[:32], g[32:]
        self.s = [self._ntt(self._noise(sigma, n)) for n in range(self.K)]
        e = [self._ntt(self._noise(sigma, self.K + n)) for n in range(self.K)]
        t = [self._sum(self._dot(row, self.s), e[i]) for i, row in enumerate(self._matrix(rho))]
        self.encapsulation_key = b"".join(self._encode(f, 12) for f in t) + rho

    @classmethod
    def _encrypt(cls, key, message, randomness):
        t = [cls._decode(key[384 * i:384 * i + 384], 12) for i in range(cls.K)]
        matrix = cls._matrix(key[384 * cls.K:])
        y = [cls._ntt(cls._noise(randomness, n)) for n in range(cls.K)]
        u = [cls._sum(cls._inverse(cls._dot([row[i] for row in matrix], y)), cls._noise(randomness, cls.K + i))
             for i in range(cls.K)]
        v = cls._sum(cls._inverse(cls._dot(t, y)), cls._noise(randomness, 2 * cls.K),
                     cls._decompress(cls._decode(message, 1), 1))
        return b"".join(cls._encode(cls._compress(f, cls.DU), cls.DU) for f in u) \
            + cls._encode(cls._compress(v, cls.DV), cls.DV)

    @classmethod
    def encapsulate(cls, key, message=None):
        """What a server does: (ciphertext, secret). Here for the vectors alone."""
        if b"".join(cls._encode([x % cls.Q for x in cls._decode(key[384 * i:384 * i + 384], 12)], 12)
                    for i in range(cls.K)) != key[:384 * cls.K]:  # 3.5: the modulus check
            raise Malformed("an encapsulation key that is not reduced")
        message = message or secrets.token_bytes(32)
        g = hashlib.sha3_512(message + hashlib.sha3_256(key).digest()).digest()
        return cls._encrypt(key, message, g[32:]), g[:32]

    def decapsulate(self, ciphertext):
        size = 32 * self.DU
        u = [self._decompress(self._decode(ciphertext[size * i:size * i + size], self.DU), self.DU)
             for i in range(self.K)]
        v = self._decompress(self._decode(ciphertext[size * self.K:], self.DV), self.DV)
        w = [(a - b) % self.Q for a, b in zip(v, self._inverse(self._dot(self.s, map(self._ntt, u))))]
        message = self._encode(self._compress(w, 1), 1)
        g = hashlib.sha3_512(message + hashlib.sha3_256(self.encapsulation_key).digest()).digest()
        rejected = hashlib.shake_256(self.z + ciphertext).digest(32)
        again = self._encrypt(self.encapsulation_key, message, g[32:])
        return g[:32] if hmac.compare_digest(again, ciphertext) else rejected


MlKem768.ZETA = [pow(17, MlKem768._reverse(i), 3329) for i in range(128)]
MlKem768.GAMMA = [pow(17, 2 * MlKem768._reverse(i) + 1, 3329) for i in range(128)]


class HybridGroup:
    name, client_bytes, server_bytes = "x25519mlkem768", 1216, 1120

    def __init__(self):
        self.kem, self.curve = MlKem768(), X25519Group()
        self.share = self.kem.encapsulation_key + self.curve.share

    def secret(self, share):
        return self.kem.decapsulate(share[:1088]) + self.curve.secret(share[1088:])


def agree(exchange, share):
    """The shared secret of a client's half of an exchange and a server's share, or Malformed (3.5)."""
    if len(share) != exchange.server_bytes:
        raise Malformed("a share of the wrong length")
    return exchange.secret(share)


GROUPS = {group.name: group for group in (HybridGroup, X25519Group, P256Group, Ffdhe3072Group, Ffdhe2048Group)}


# ---------------------------------------------------------------------------------------------------------------------
# 3.6 Key schedule, 3.7 Transcript hash, 3.9 Channel binding
# ---------------------------------------------------------------------------------------------------------------------

class Suite:
    def __init__(self, name, hash_name, key_bytes):
        self.name, self.hash_name, self.key_bytes = name, hash_name, key_bytes
        self.bytes = hashlib.new(hash_name).digest_size

    def hash(self, data):
        return hashlib.new(self.hash_name, data).digest()

    def mac(self, key, data):
        return hmac.new(key, data, self.hash_name).digest()

    def extract(self, salt, ikm):
        return self.mac(salt, ikm)

    def expand(self, secret, info, n):
        out, block, counter = b"", b"", 1
        while len(out) < n:
            block = self.mac(secret, block + info + bytes((counter,)))
            out, counter = out + block, counter + 1
        return out[:n]

    def expand_label(self, secret, label, context, n):
        info = struct.pack(">HB", n, 4 + len(label)) + b"sc1 " + label.encode() + bytes((len(context),)) + context
        return self.expand(secret, info, n)

    def derive(self, secret, label, digest):
        return self.expand_label(secret, label, digest, self.bytes)

    def key(self, secret):
        return self.expand_label(secret, "key", b"", self.key_bytes)

    def iv(self, secret):
        return self.expand_label(secret, "iv", b"", 12)

    def finished(self, secret, digest):
        return self.mac(self.expand_label(secret, "finished", b"", self.bytes), digest)

    def next(self, secret):
        return self.expand_label(secret, "traffic upd", b"", self.bytes)


SUITES = {suite.name: suite for suite in (Suite("aes256gcm-sha384", "sha384", 32),
                                          Suite("aes128gcm-sha256", "sha256", 16))}


class KeySchedule:
    """All secrets of a handshake, from the shared secret and the transcript hashes T1 and T2."""

    def __init__(self, suite, shared):
        self.suite = suite
        zero, empty = bytes(suite.bytes), suite.hash(b"")
        early = suite.extract(zero, zero)
        self.handshake = suite.extract(suite.derive(early, "derived", empty), shared)
        self.master = suite.extract(suite.derive(self.handshake, "derived", empty), zero)

    def handshake_secrets(self, t1):
        """Client's and server's handshake traffic secrets."""
        return (self.suite.derive(self.handshake, "c hs traffic", t1),
                self.suite.derive(self.handshake, "s hs traffic", t1))

    def application_secrets(self, t2):
        return (self.suite.derive(self.master, "c ap traffic", t2),
                self.suite.derive(self.master, "s ap traffic", t2))

    def session(self, t2):
        """The channel binding (3.9)."""
        exporter = self.suite.derive(self.master, "exp master", t2)
        empty = self.suite.hash(b"")
        return self.suite.expand_label(self.suite.derive(exporter, "session id", empty), "exporter", empty, 32).hex()


class Transcript:
    """The bytes of the handshake so far (3.7)."""

    def __init__(self):
        self.data = b""

    def frame(self, frame):
        self.data += frame

    def message(self, content, data):
        self.data += struct.pack(">BI", content, len(data)) + data

    def replace_first(self, suite):
        """What stands for the first ClientHello after a HelloRetry (3.7.1)."""
        self.data = struct.pack(">IB", 1 + suite.bytes, 0xfe) + suite.hash(self.data)

    def hash(self, suite):
        return suite.hash(self.data)


# ---------------------------------------------------------------------------------------------------------------------
# 2 Frames, 4 Records
# ---------------------------------------------------------------------------------------------------------------------

CLIENT_HELLO, SERVER_HELLO, HELLO_RETRY, RECORD, ALERT_FRAME = 1, 2, 3, 4, 5
CERTIFICATE, CERTIFICATE_VERIFY, FINISHED, KEY_UPDATE, ALERT, CLOSE, APPLICATION = 1, 2, 3, 4, 5, 6, 7

MOST_FRAME = 65536
MOST_HELLO = 16384
MOST_ALERT = 256
MOST_DATA = 61435
MOST_RECORDS = 2 ** 20
KEY_SECONDS = 3600


def frame_header(kind, body_bytes):
    return struct.pack(">IB", 1 + body_bytes, kind)


def bucket(size):
    """The bucket of an inner of so many bytes (4)."""
    for limit in (64, 256, 1024):
        if size <= limit:
            return limit
    eighth = 64
    while eighth * 16 < size:
        eighth *= 2
    return (size + eighth - 1) // eighth * eighth


class Direction:
    """The records of one direction under one traffic secret and its successors."""

    def __init__(self, suite, secret):
        self.suite = suite
        self._install(secret)

    def _install(self, secret):
        self.secret, self.number, self.since = secret, 0, time.monotonic()  # 4: number 0 whenever a key is installed
        self.iv, self.aead = self.suite.iv(secret), AESGCM(self.suite.key(secret))

    def update(self):
        self._install(self.suite.next(self.secret))

    def _nonce(self):
        return (int.from_bytes(self.iv, "big") ^ self.number).to_bytes(12, "big")

    def must_update(self):
        """4: record number 2^20 - 1 is a KeyUpdate or the last; and so is one after an hour."""
        return self.number >= MOST_RECORDS - 1 or time.monotonic() - self.since >= KEY_SECONDS

    def seal(self, content, data):
        if len(data) > MOST_DATA:
            raise ValueError("does not fit into a record")
        inner = struct.pack(">BI", content, len(data)) + data
        inner += bytes(bucket(len(inner)) - len(inner))
        header = frame_header(RECORD, len(inner) + 16)
        frame = header + self.aead.encrypt(self._nonce(), inner, header)
        self.number += 1
        if content == KEY_UPDATE:
            self.update()
        return frame

    def open(self, header, body):
        """(content, data) of a record; any fault is bad_record (4)."""
        if self.number >= MOST_RECORDS:
            raise Refusal("bad_record", "record number 2^20 under one key")
        if len(body) < 21:
            raise Refusal("bad_record", "shorter than 21 bytes")
        try:
            inner = self.aead.decrypt(self._nonce(), body, header)
        except InvalidTag:
            raise Refusal("bad_record", "does not open") from None
        content, size = struct.unpack(">BI", inner[:5])
        if not CERTIFICATE <= content <= APPLICATION:
            raise Refusal("bad_record", f"content {content}")
        if size > len(inner) - 5:
            raise Refusal("bad_record", "length beyond the inner")
        if len(inner) != bucket(5 + size):
            raise Refusal("bad_record", "not the length of its bucket")
        if any(inner[5 + size:]):
            raise Refusal("bad_record", "padding that is not zero")
        if content in (KEY_UPDATE, CLOSE) and size:
            raise Refusal("bad_record", "data where there is none")
        self.number += 1
        if content == KEY_UPDATE:
            self.update()
        return content, inner[5:5 + size]


class Wire:
    """The TCP stream, cut into frames (2)."""

    def __init__(self, sock):
        self.sock = sock

    def _exactly(self, n, inside):
        data = b""
        while len(data) < n:
            try:
                part = self.sock.recv(n - len(data))
            except socket.timeout:
                raise Refusal("timeout", "nothing came in time") from None
            if not part:
                if inside or data:
                    raise Refusal("bad_frame", "the stream ended inside a frame")
                raise Failed("the connection was cut off")  # 4: a stream that ends without Close is no orderly end
            data += part
        return data

    def read(self):
        """(type, header, body) of the next frame."""
        start = self._exactly(4, False)
        size = struct.unpack(">I", start)[0]
        if size == 0:  # 2: judged before memory is reserved
            raise Refusal("bad_frame", "a frame of no bytes")
        if size > MOST_FRAME:
            raise Refusal("too_large", f"a frame of {size} bytes")
        rest = self._exactly(size, True)
        kind, body = rest[0], rest[1:]
        if not CLIENT_HELLO <= kind <= ALERT_FRAME:
            raise Refusal("bad_frame", f"frame type {kind}")
        if kind <= HELLO_RETRY and len(body) > MOST_HELLO:
            raise Refusal("too_large", "a hello of more than 16384 bytes")
        return kind, start + rest[:1], body

    def write(self, frame):
        self.sock.sendall(frame)


# ---------------------------------------------------------------------------------------------------------------------
# 5 Alerts
# ---------------------------------------------------------------------------------------------------------------------

ALERTS = {"bad_frame", "bad_certificate", "certificate_expired", "certificate_revoked", "revocation_unknown",
          "access_denied", "unknown_authority", "bad_signature", "bad_record", "unexpected_message", "unsupported", "timeout",
          "too_large", "overloaded", "internal_error"}


def read_alert(data):
    if len(data) > MOST_ALERT:
        raise Refusal("too_large", "an alert of more than 256 bytes")
    try:
        code = need(read_json(data), {"code": lambda v: isinstance(v, str)})["code"]
    except Malformed as fault:
        raise Refusal("bad_frame", f"an alert: {fault}") from None
    if code not in ALERTS:
        raise Refusal("bad_frame", "an alert with an unknown code")
    return code


# ---------------------------------------------------------------------------------------------------------------------
# DER, keys and signatures (3.8)
# ---------------------------------------------------------------------------------------------------------------------

def der(data):
    """The elements that stand one after another in data, as (tag, content, whole). Strictly DER."""
    items, at = [], 0
    while at < len(data):
        start, tag = at, data[at]
        if tag & 31 == 31 or at + 2 > len(data):
            raise Malformed("no DER")
        size, at = data[at + 1], at + 2
        if size >= 128:
            n = size & 127
            if not 1 <= n <= 4 or at + n > len(data) or data[at] == 0:
                raise Malformed("no DER")
            size, at = int.from_bytes(data[at:at + n], "big"), at + n
            if size < 128:
                raise Malformed("a length that is not in its short form")
        if at + size > len(data):
            raise Malformed("no DER")
        items.append((tag, data[at:at + size], data[start:at + size]))
        at += size
    return items


def der_one(data, tag):
    """The content of the only element in data, which has this tag."""
    items = der(data)
    if len(items) != 1 or items[0][0] != tag:
        raise Malformed("not the one element that has to be there")
    return items[0][1]


def der_oid(content):
    parts, value = [], 0
    for byte in content:
        value = value << 7 | byte & 127
        if not byte & 128:
            parts.append(value)
            value = 0
    if not parts:
        raise Malformed("an empty object identifier")
    first = min(parts[0] // 40, 2)
    return ".".join(map(str, [first, parts[0] - 40 * first] + parts[1:]))


P = 2 ** 255 - 19
ED25519_D = -121665 * pow(121666, P - 2, P) % P
SMALL_ORDER = {bytes(32), bytes([1]) + bytes(31), bytes([0xec]) + b"\xff" * 30 + b"\x7f",
               bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
               bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")}


def good_ed25519_key(raw):
    """3.8: the canonical encoding of a point that is not of small order."""
    y, sign = int.from_bytes(raw, "little") & 2 ** 255 - 1, raw[31] >> 7
    if y >= P or raw[:31] + bytes((raw[31] & 127,)) in SMALL_ORDER:
        return False
    square = (y * y - 1) * pow(ED25519_D * y * y + 1, P - 2, P) % P
    if square == 0:
        return not sign
    return pow(square, (P - 1) // 2, P) == 1


P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
P384_ORDER = int("ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16)


class PublicKey:
    """A key of one of the kinds that sign (3.8). Any other is Malformed."""

    def __init__(self, info):
        """info: a SubjectPublicKeyInfo in DER."""
        parts = der(der_one(info, 0x30))
        if [tag for tag, _, _ in parts] != [0x30, 0x03]:
            raise Malformed("no key")
        algorithm = der_oid(der(parts[0][1])[0][1])
        try:
            self.key = serialization.load_der_public_key(info)
        except Exception as fault:  # whatever the library says to a key that it does not read
            raise Malformed(f"no key: {fault}") from None
        if isinstance(self.key, ed25519.Ed25519PublicKey):
            raw = self.key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            if not good_ed25519_key(raw) or parts[1][1] != b"\0" + raw:
                raise Malformed("an Ed25519 key for which anyone can sign, or none")
            self.scheme = "ed25519"
        elif isinstance(self.key, ec.EllipticCurvePublicKey) and isinstance(self.key.curve, ec.SECP256R1):
            self.scheme, self.hash, self.order = "ecdsa_secp256r1_sha256", hashes.SHA256(), P256_ORDER
        elif isinstance(self.key, ec.EllipticCurvePublicKey) and isinstance(self.key.curve, ec.SECP384R1):
            self.scheme, self.hash, self.order = "ecdsa_secp384r1_sha384", hashes.SHA384(), P384_ORDER
        elif isinstance(self.key, rsa.RSAPublicKey) and algorithm == "1.2.840.113549.1.1.1":
            exponent = self.key.public_numbers().e
            if not 2048 <= self.key.key_size <= 8192:
                raise Malformed(f"RSA with {self.key.key_size} bits")
            if not 3 <= exponent < 2 ** 64 or exponent % 2 == 0:  # 6
                raise Malformed("an RSA exponent that is even or too great")
            self.scheme = "rsa_pss_rsae_sha256"
        else:
            raise Malformed("a kind of key that does not sign here")

    def encoded(self):
        return self.key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)

    def _good_ecdsa(self, signature):
        """One DER encoding of two positive integers below the order, and nothing after it."""
        try:
            numbers = der(der_one(signature, 0x30))
        except Malformed:
            return False
        if [tag for tag, _, _ in numbers] != [2, 2]:
            return False
        for _, content, _ in numbers:
            if not content or content[0] & 128 or content[0] == 0 and (len(content) == 1 or not content[1] & 128):
                return False
            if not 1 <= int.from_bytes(content, "big") < self.order:
                return False
        return True

    def verifies(self, signature, message):
        try:
            if self.scheme == "ed25519":
                # OpenSSL does what 3.8 asks for: it refuses S >= L, and compares with R as bytes, without the cofactor.
                if len(signature) != 64:
                    return False
                self.key.verify(signature, message)
            elif self.scheme == "rsa_pss_rsae_sha256":
                if len(signature) != (self.key.key_size + 7) // 8:
                    return False
                self.key.verify(signature, message, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
            else:
                if not self._good_ecdsa(signature):
                    return False
                self.key.verify(signature, message, ec.ECDSA(self.hash))
            return True
        except (InvalidSignature, ValueError):
            return False


SCHEMES = ["ed25519", "ecdsa_secp256r1_sha256", "ecdsa_secp384r1_sha384", "rsa_pss_rsae_sha256"]


class Signer:
    """The user's private key."""

    def __init__(self, private):
        self.private = private
        self.public = PublicKey(private.public_key().public_bytes(serialization.Encoding.DER,
                                                                  serialization.PublicFormat.SubjectPublicKeyInfo))
        self.scheme = self.public.scheme

    def sign(self, message):
        if self.scheme == "ed25519":
            return self.private.sign(message)
        if self.scheme == "rsa_pss_rsae_sha256":
            return self.private.sign(message, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
        return self.private.sign(message, ec.ECDSA(self.public.hash))


def verify_message(side, digest):
    """What a CertificateVerify signs (3.8). side: client or server."""
    return b" " * 64 + f"SecureChat 1, {side} CertificateVerify".encode() + b"\0" + digest


# ---------------------------------------------------------------------------------------------------------------------
# 6 Certificates
# ---------------------------------------------------------------------------------------------------------------------

CLIENT_PURPOSE, SERVER_PURPOSE, RECEIPT_PURPOSE = "client", "server", "receipt"
EKU = {"serverAuth": "1.3.6.1.5.5.7.3.1", "clientAuth": "1.3.6.1.5.5.7.3.2", "emailProtection": "1.3.6.1.5.5.7.3.4",
       "documentSigning": "1.3.6.1.5.5.7.3.36"}
PURPOSES = {CLIENT_PURPOSE: {EKU["clientAuth"]}, SERVER_PURPOSE: {EKU["serverAuth"]},
            RECEIPT_PURPOSE: {EKU["emailProtection"], EKU["documentSigning"]}}
UPN = "1.3.6.1.4.1.311.20.2.3"
HASHES = {"2.16.840.1.101.3.4.2.1": hashes.SHA256(), "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
          "2.16.840.1.101.3.4.2.3": hashes.SHA512()}
RSA_PKCS1 = {"1.2.840.113549.1.1.11": hashes.SHA256(), "1.2.840.113549.1.1.12": hashes.SHA384(),
             "1.2.840.113549.1.1.13": hashes.SHA512()}
ECDSA = {"1.2.840.10045.4.3.2": hashes.SHA256(), "1.2.840.10045.4.3.3": hashes.SHA384(),
         "1.2.840.10045.4.3.4": hashes.SHA512()}
EDDSA = {"1.3.101.112": ed25519.Ed25519PublicKey, "1.3.101.113": ed448.Ed448PublicKey}
# The critical extensions that are carried out here. RFC 5280 has a certificate with any other critical one refused,
# name constraints among them, which this client does not know how to apply.
KNOWN_EXTENSIONS = {"2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.37"}


def signed_by(key, algorithm, signature, message):
    """Whether an authority's key has signed this certificate or list; algorithm: its AlgorithmIdentifier in DER (6)."""
    parts = der(der_one(algorithm, 0x30))
    oid = der_oid(parts[0][1])
    try:
        if isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048 and oid in RSA_PKCS1:
            key.verify(signature, message, padding.PKCS1v15(), RSA_PKCS1[oid])
        elif isinstance(key, rsa.RSAPublicKey) and key.key_size >= 2048 and oid == "1.2.840.113549.1.1.10":
            fields = {tag: content for tag, content, _ in der(parts[1][1])}
            digest = HASHES[der_oid(der(der_one(fields[0xa0], 0x30))[0][1])]
            salt = int.from_bytes(der_one(fields[0xa2], 2), "big")
            key.verify(signature, message, padding.PSS(padding.MGF1(digest), salt), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and key.curve.key_size >= 256 and oid in ECDSA:
            key.verify(signature, message, ec.ECDSA(ECDSA[oid]))
        elif oid in EDDSA and isinstance(key, EDDSA[oid]):
            key.verify(signature, message)
        else:
            return False
        return True
    except (InvalidSignature, ValueError, KeyError, IndexError):
        return False


class Certificate:
    """An X.509 certificate, read strictly (Malformed otherwise)."""

    def __init__(self, encoding):
        self.der, self.sha256 = bytes(encoding), sha256(encoding)
        parts = der(der_one(self.der, 0x30))  # 6: exactly one DER encoding without trailing bytes
        if [tag for tag, _, _ in parts] != [0x30, 0x30, 0x03]:
            raise Malformed("no certificate")
        self.tbs, self.algorithm, self.signature = parts[0][2], parts[1][2], parts[2][1][1:]
        fields = der(parts[0][1])
        if len(fields) < 7 or fields[0][2] != bytes.fromhex("a003020102"):
            raise Malformed("not version 3")
        if fields[2][2] != self.algorithm:
            raise Malformed("two signature algorithms")
        self.issuer, self.subject, self.info = fields[3][2], fields[5][2], fields[6][2]
        self.extensions = {}
        for tag, content, _ in fields[7:]:
            if tag == 0xa3:
                for _, extension, _ in der(der_one(content, 0x30)):
                    items = der(extension)
                    oid, critical = der_oid(items[0][1]), len(items) == 3 and items[1][1] == b"\xff"
                    if oid in self.extensions:
                        raise Malformed("an extension twice")
                    self.extensions[oid] = (critical, items[-1][1])
        try:
            self.x509 = x509.load_der_x509_certificate(self.der)
            self.library_key = self.x509.public_key()
            self.serial = self.x509.serial_number
            self.not_before, self.not_after = self.x509.not_valid_before, self.x509.not_valid_after
            parsed = self.x509.extensions
        except Exception as fault:  # the library has many ways to say that it cannot read a certificate
            raise Malformed(f"no certificate: {fault}") from None

        def value(kind):
            try:
                return parsed.get_extension_for_class(kind).value
            except x509.ExtensionNotFound:
                return None
        self.basic, self.usage = value(x509.BasicConstraints), value(x509.KeyUsage)
        extended = value(x509.ExtendedKeyUsage)
        self.extended = None if extended is None else {oid.dotted_string for oid in extended}
        self.alternative = self._alternative_names()
        self._public = None

    def _alternative_names(self):
        """(tag, content) of each subject alternative name; 6: they must be DER."""
        if "2.5.29.17" not in self.extensions:
            return []
        return [(tag, content) for tag, content, _ in der(der_one(self.extensions["2.5.29.17"][1], 0x30))]

    @property
    def public(self):
        if self._public is None:
            self._public = PublicKey(self.info)
        return self._public

    def is_authority(self):
        return self.basic is not None and self.basic.ca

    def _texts(self, tag):
        return [content.decode("latin-1") for kind, content in self.alternative if kind == tag]

    def _upns(self):
        """(the value as a text or None) of each userPrincipalName."""
        for tag, content in self.alternative:
            if tag == 0xa0:
                items = der(content)
                if len(items) == 2 and items[0][0] == 6 and der_oid(items[0][1]) == UPN:
                    inner = der(items[1][1]) if items[1][0] == 0xa0 else []
                    yield inner[0][1].decode("utf-8", "replace") if len(inner) == 1 and inner[0][0] == 0x0c else None

    def user_names(self):
        """6: every username that the certificate states, with the kind of name that states it."""
        found = []
        for uri in self._texts(0x86):
            if lower(uri).startswith("securechat:user:"):
                found.append((lower(uri)[len("securechat:user:"):], "uri"))
        for _, attributes, _ in der(der_one(self.subject, 0x30)):
            for _, attribute, _ in der(attributes):
                kind, text = der(attribute)
                if der_oid(kind[1]) == "2.5.4.3" and text[0] in (0x0c, 0x13):  # UTF8String, PrintableString
                    found.append((lower(text[1].decode("utf-8", "replace")), "cn"))
        found += [(lower(mail), "email") for mail in self._texts(0x81)]
        found += [(lower(upn), "upn") for upn in self._upns() if upn is not None]
        return {name: kind for name, kind in reversed(found) if is_username(name)}

    def states_server(self, name):
        """6: the server's name on receipts."""
        return any(lower(dns) == lower(name) for dns in self._texts(0x82)) \
            or f"securechat:server:{name}" in self._texts(0x86)

    def has_users_name(self):
        return bool(self._texts(0x81)) or any(True for _ in self._upns()) \
            or any(lower(uri).startswith("securechat:user:") for uri in self._texts(0x86))

    def is_for_host(self, host):
        """6: the server's name."""
        try:
            packed = ipaddress.ip_address(host).packed
            return any(tag == 0x87 and content == packed for tag, content in self.alternative)
        except ValueError:
            pass
        labels = lower(host).rstrip(".").split(".")
        for dns in self._texts(0x82):
            pattern = lower(dns).split(".")
            if pattern == labels or pattern[0] == "*" and len(pattern) >= 3 and pattern[1:] == labels[1:] \
                    and len(pattern) == len(labels):
                return True
        return False


class RevocationList:
    """A complete revocation list; one of another sort is Malformed (6)."""

    def __init__(self, encoding):
        parts = der(der_one(encoding, 0x30))
        self.tbs, self.algorithm, self.signature = parts[0][2], parts[1][2], parts[2][1][1:]
        try:
            self.x509 = x509.load_der_x509_crl(encoding)
            extensions = list(self.x509.extensions)
            self.this_update, self.next_update = self.x509.last_update, self.x509.next_update
            fields = [item for item in der(parts[0][1]) if item[0] != 2]
            self.issuer = fields[1][2]
        except Exception as fault:
            raise Malformed(f"no revocation list: {fault}") from None
        for extension in extensions:
            if extension.oid.dotted_string in ("2.5.29.27", "2.5.29.28"):
                raise Malformed("a delta, indirect or partitioned list")
            if extension.critical:
                raise Malformed("a list with a critical extension")

    def revoked_since(self, certificate):
        """The moment from which the certificate counts as revoked, or None."""
        entry = self.x509.get_revoked_certificate_by_serial_number(certificate.serial)
        if entry is None:
            return None
        try:
            invalid = entry.extensions.get_extension_for_class(x509.InvalidityDate).value.invalidity_date
        except x509.ExtensionNotFound:
            invalid = entry.revocation_date
        return min(entry.revocation_date, invalid)


class Trust:
    """The authorities, the revocation lists, and the certificates that may stand between."""

    def __init__(self, authorities, lists, intermediates=()):
        """lists: None if revocation is not to be judged."""
        self.authorities, self.lists, self.intermediates = list(authorities), lists, list(intermediates)

    def _path(self, leaf, given):
        """The certificates from the leaf up to the authority, which is the last."""
        path, pool = [leaf], [c for c in given if c.der not in {a.der for a in self.authorities}]
        while len(path) <= 6:
            last = path[-1]
            for issuer in self.authorities:
                if issuer.subject == last.issuer and issuer.is_authority() \
                        and signed_by(issuer.library_key, last.algorithm, last.signature, last.tbs):
                    return path + [issuer]
            for issuer in pool:
                if issuer.subject == last.issuer and issuer not in path:
                    path.append(issuer)
                    break
            else:
                raise Refusal("unknown_authority", "issued by no authority that is trusted here")
        raise Refusal("bad_certificate", "a path of more than six")

    def accept(self, chain, purpose, at, live=True):
        """6: refuses (Refusal) a chain that is not good for the purpose at that time (a datetime).

        live: the time is now, and lists have to be current. Otherwise the time is that of a line of a transcript, and
        what counts is whether the certificate was revoked by then.
        """
        if not 1 <= len(chain) <= 6:
            raise Refusal("bad_certificate", f"a chain of {len(chain)}")
        leaf = chain[0]
        path = self._path(leaf, chain[1:] + (self.intermediates if not live else []))
        for below, (certificate, issuer) in enumerate(zip(path, path[1:])):
            for oid, (critical, _) in certificate.extensions.items():
                if critical and oid not in KNOWN_EXTENSIONS:
                    raise Refusal("bad_certificate", f"a critical extension {oid}")
            if below:  # an authority between
                if not certificate.is_authority() or certificate.usage is not None \
                        and not certificate.usage.key_cert_sign:
                    raise Refusal("bad_certificate", "issued by what is no authority")
                most = certificate.basic.path_length
                if most is not None and below - 1 > most:
                    raise Refusal("bad_certificate", "a path that is too long")
            if not signed_by(issuer.library_key, certificate.algorithm, certificate.signature, certificate.tbs):
                raise Refusal("bad_certificate", "a signature that does not verify, or is weak")
            if not certificate.not_before <= at <= certificate.not_after + datetime.timedelta(milliseconds=999):
                raise Refusal("certificate_expired", "outside of its validity")
        self._leaf(leaf, purpose)
        for certificate, issuer in zip(path, path[1:]) if self.lists is not None else ():
            self._not_revoked(certificate, issuer, at, live)

    @staticmethod
    def _leaf(leaf, purpose):
        if leaf.is_authority():
            raise Refusal("bad_certificate", "an authority's certificate")
        if leaf.usage is None or not leaf.usage.digital_signature:
            raise Refusal("bad_certificate", "a key that may not sign")
        if leaf.extended is None or not leaf.extended & PURPOSES[purpose]:
            raise Refusal("bad_certificate", f"not for the purpose {purpose}")
        if purpose == RECEIPT_PURPOSE:
            if leaf.extended & {EKU["clientAuth"], EKU["serverAuth"]}:
                raise Refusal("bad_certificate", "a receipt certificate for clients or servers")
            if leaf.has_users_name():
                raise Refusal("bad_certificate", "a receipt certificate with a user's name")
        try:
            leaf.public
        except Malformed as fault:
            raise Refusal("bad_certificate", str(fault)) from None

    def _not_revoked(self, certificate, issuer, at, live):
        covered = False
        for crl in self.lists:
            if crl.issuer != issuer.subject or issuer.usage is not None and not issuer.usage.crl_sign \
                    or not signed_by(issuer.library_key, crl.algorithm, crl.signature, crl.tbs):
                continue
            since = crl.revoked_since(certificate)
            if since is not None and (live or since <= at):  # also of a list that is out of date
                raise Refusal("certificate_revoked", "on a revocation list")
            if crl.next_update is not None and crl.next_update > at and (not live or crl.this_update <= at):
                covered = True
        if not covered:
            raise Refusal("revocation_unknown", "no current revocation list")


# ---------------------------------------------------------------------------------------------------------------------
# 8 Signed messages, 9.3 Events, 9.4 The audit log
# ---------------------------------------------------------------------------------------------------------------------

MOST_PAYLOAD = 32768
SERVERS_KINDS = {"event", "audit", "classic-opening", "classic-message", "classic-receipt", "webhook"}
SPANS = re.compile(r"[1-9][0-9]{0,15}(-[1-9][0-9]{0,15})?(,[1-9][0-9]{0,15}(-[1-9][0-9]{0,15})?)*")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
ACTION = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+")
WORD = re.compile(r"[a-z0-9_.-]*")
DETAIL = re.compile(r"[a-z][a-z0-9_]{0,31}")


def read_positions(text, most):
    """The ranges (first, last) of positions (9.3), or Malformed."""
    if not isinstance(text, str) or len(text) > most or SPANS.fullmatch(text) is None:
        raise Malformed("no positions")
    ranges, end = [], -1
    for part in text.split(","):
        first, _, last = part.partition("-")
        if last and int(last) <= int(first):
            raise Malformed("a range that does not rise")
        if int(first) <= end + 1:
            raise Malformed("positions that do not rise, or touch")
        end = int(last or first)
        if end > GREATEST:
            raise Malformed("a position beyond the greatest")
        ranges.append((int(first), end))
    return ranges


def is_positions(text, most):
    try:
        read_positions(text, most)
        return True
    except Malformed:
        return False


def is_type(value):
    return isinstance(value, str) and value.startswith("securechat/") and is_kind(value[len("securechat/"):])


def is_after(value):
    return isinstance(value, dict) and list(value) == ["position", "chain"] and is_integer(value["position"], 0) \
        and is_hex64(value["chain"])


def is_salt(value):
    return is_b64(value, 16, 16)


def is_canonical_value(value):
    """8.2: what may follow the envelope of an unknown kind."""
    if isinstance(value, dict):
        return all(map(is_canonical_value, value.values()))
    if isinstance(value, list):
        return all(map(is_canonical_value, value))
    return isinstance(value, (str, bool)) or is_integer(value, 0)


USERS_ENVELOPE = {"type": is_type, "session": is_hex64, "room": is_room, "room_id": is_uuid, "sender": is_username,
                  "seq": lambda v: is_integer(v, 1), "after": is_after, "sent_at": is_timestamp, "salt": is_salt}
SERVERS_ENVELOPE = {"type": is_type, "room": lambda v: is_room(v) or v == AUDIT_ROOM, "room_id": is_uuid,
                    "at": is_timestamp, "salt": is_salt}


def is_plain(value, least, most):
    return is_text(value, least, most) and CONTROL.search(value) is None


def is_word(value, most):
    return isinstance(value, str) and len(value) <= most and WORD.fullmatch(value) is not None


def is_action(value):
    return isinstance(value, str) and len(value) <= 64 and ACTION.fullmatch(value) is not None


def is_details(value):
    return isinstance(value, dict) and len(value) <= 16 and list(value) == sorted(value) \
        and all(map(DETAIL.fullmatch, value)) \
        and all(is_plain(text, 0, 512) for text in value.values())


DECISIONS = {  # 9.3: what is decided about a room: what it is about, and what its value can be
    **dict.fromkeys(("owner", "moderator", "member", "unbanned", "unmuted"), ("user", lambda v: v == "")),
    **dict.fromkeys(("kicked", "banned", "muted"), ("user", lambda v: is_plain(v, 0, 512))),
    **dict.fromkeys(("pinned", "unpinned"), ("position", is_hex64)),
    "topic": ("room", lambda v: is_plain(v, 0, 512)), "rules": ("room", lambda v: is_text(v, 0, 4096)),
    "writers": ("room", lambda v: v in ("members", "moderators")),
    "slow": ("room", lambda v: re.fullmatch("0|[1-9][0-9]{0,4}", v) is not None and int(v) <= 86400),
}


def is_decision(value):
    about, is_value = DECISIONS[value["event"]]
    subject = value["subject"]
    fits = {"user": is_username(subject), "room": subject == value["room"],
            "position": "-" not in subject and "," not in subject and is_positions(subject, 16)}[about]
    return fits and is_value(value["value"]) and (value["until"] == "" or value["event"] in ("banned", "muted"))


KINDS = {
    "message/1": {"text": lambda v: is_text(v, 1)},
    "event/1": {"event": lambda v: v in ("created", "joined", "left", "invited", "erased", "archived", "reopened"),
                "subject": lambda v: isinstance(v, str), "actor": lambda v: is_username(v) or v == SERVER},
    "event/2": {"event": lambda v: v in DECISIONS, "subject": lambda v: isinstance(v, str),
                "actor": lambda v: is_username(v) or v == SERVER, "value": lambda v: isinstance(v, str),
                "until": lambda v: v == "" or is_timestamp(v)},
    "webhook/1": {"name": lambda v: is_plain(v, 1, 64), "text": lambda v: is_text(v, 1, 8192)},
    "audit/1": {"action": is_action, "outcome": lambda v: v in ("success", "failure", "denied"),
                "actor": lambda v: is_plain(v, 1, 260), "role": lambda v: is_word(v, 32),
                "method": lambda v: is_word(v, 32), "subject": lambda v: is_plain(v, 0, 260),
                "source": lambda v: is_plain(v, 0, 64), "count": lambda v: is_integer(v, 1), "details": is_details},
}


class Payload:
    def __init__(self, fields):
        self.fields = fields
        self.kind = fields["type"][len("securechat/"):]
        self.known = self.kind in KINDS

    def __getitem__(self, name):
        return self.fields[name]


def canonical_object(data, most):
    """An object that is already in the form in which it would be written again (8.1)."""
    if len(data) > most:
        raise Malformed(f"more than {most} bytes")
    value = read_json(data)
    if write_json(value) != data:
        raise Malformed("not in canonical form")
    return value


def read_payload(data, by_server):
    """A signed payload of a user's line or the server's (8.1, 8.2, 9.3, 9.4)."""
    value = canonical_object(data, MOST_PAYLOAD)
    envelope = SERVERS_ENVELOPE if by_server else USERS_ENVELOPE
    if list(value)[:len(envelope)] != list(envelope):
        raise Malformed("not the fields of the envelope in their order")
    need(value, envelope)
    payload = Payload(value)
    kind = payload.kind.split("/")[0]
    if kind in ("message", "bot-message") if by_server else kind in SERVERS_KINDS:  # 8.2: whatever N is
        raise Malformed("a kind of the other side's")
    if (value["room"] == AUDIT_ROOM) != (value["room_id"] == AUDIT_ID):  # 9.3
        raise Malformed("the audit log's name and id only together")
    own = list(value)[len(envelope):]
    if not payload.known:
        if not all(is_canonical_value(value[name]) for name in own):
            raise Malformed("what no payload can have")
        return payload
    if own != list(KINDS[payload.kind]):
        raise Malformed("not the fields of its kind in their order")
    need(value, KINDS[payload.kind])
    if payload.kind == "audit/1" and value["room"] != AUDIT_ROOM:  # 9.4
        raise Malformed("an audit line in a room")
    if payload.kind == "event/2" and (value["room"] == AUDIT_ROOM or not is_decision(value)):
        raise Malformed("a decision that is none")
    if payload.kind == "event/1":
        event, subject = value["event"], value["subject"]
        if value["room"] == AUDIT_ROOM:
            raise Malformed("an event in the audit log")
        if event == "erased" and not is_positions(subject, 4000) \
                or event in ("archived", "reopened") and subject != value["room"] \
                or event in ("created", "joined", "left", "invited") and not is_username(subject):
            raise Malformed("a subject that is not the event's")
    return payload


# ---------------------------------------------------------------------------------------------------------------------
# 9 Transcript
# ---------------------------------------------------------------------------------------------------------------------

class Line:
    """position|received_at|sender|certificate_sha256|payload_sha256|signature_b64 (9.1)"""

    def __init__(self, text):
        if not isinstance(text, str) or not text.isascii() or len(text) > 5765:
            raise Malformed("no line")
        fields = text.split("|")
        if len(fields) != 6:
            raise Malformed("not six fields")
        position, self.received_at, self.sender, self.certificate, self.payload, self.signature_b64 = fields
        if re.fullmatch(r"[1-9][0-9]{0,15}", position) is None or int(position) > GREATEST:
            raise Malformed("position")
        if not is_timestamp(self.received_at):
            raise Malformed("received_at")
        if not is_username(self.sender) and self.sender != SERVER:
            raise Malformed("sender")
        if not is_hex64(self.certificate) or not is_hex64(self.payload):
            raise Malformed("hash")
        self.signature = unb64(self.signature_b64, 1, 4096)
        self.position, self.text = int(position), text


def genesis(room_id):
    return sha256(f"securechat/transcript/1\n{room_id}\n".encode())


def link(previous, line):
    return sha256(f"{previous}\n{line}\n".encode())


# ---------------------------------------------------------------------------------------------------------------------
# 10 Receipts
# ---------------------------------------------------------------------------------------------------------------------

MOST_ERASED, MOST_REVOKED = 24000, 8000


def is_erased(value):
    return value == "" or is_positions(value, MOST_ERASED)


def is_revoked(value):
    return value == "" or is_positions(value, MOST_REVOKED)


def is_hash_list(value):
    return isinstance(value, list) and len(value) <= 256 and all(map(is_hex64, value)) \
        and all(a < b for a, b in zip(value, value[1:]))


RECEIPT = {"type": lambda v: v == "securechat/receipt/1",
           "server": lambda v: isinstance(v, str) and SERVER_NAME.fullmatch(v) is not None,
           "room": lambda v: is_room(v) or v == AUDIT_ROOM, "room_id": is_uuid,
           "user": lambda v: is_username(v) or v == SERVER, "session": is_hex64, "first": lambda v: is_integer(v, 1),
           "last": lambda v: is_integer(v, 0), "previous_chain": is_hex64, "chain": is_hex64,
           "transcript_sha256": is_hex64, "members_sha256": is_hex64, "erased": is_erased, "revoked": is_revoked,
           "revocation": is_hash_list, "certificate": is_hex64, "issued_at": is_timestamp}
COUNTERSIGNATURE = {"type": lambda v: v == "securechat/countersignature/1", "user": is_username,
                    "receipt_sha256": is_hex64, "certificate": is_hex64, "at": is_timestamp}
NOTHING = sha256(b"")


def read_receipt(data):
    """The fields of a receipt, whose form and consistency with itself are checked."""
    value = canonical_object(data, 40960)
    if list(value) != list(RECEIPT):
        raise Malformed("not the fields of a receipt in their order")
    need(value, RECEIPT)
    first, last = value["first"], value["last"]
    if (value["room"] == AUDIT_ROOM) != (value["room_id"] == AUDIT_ID):
        raise Malformed("the audit log's name and id only together")
    if last < first - 1:
        raise Malformed("last before first")
    if last < first and value["chain"] != value["previous_chain"]:
        raise Malformed("an empty range that moves the chain")
    if first == 1 and value["members_sha256"] != NOTHING:
        raise Malformed("members before the first line")
    for name in ("erased", "revoked"):
        ranges = read_positions(value[name], MOST_ERASED) if value[name] else [(first, last)]
        if ranges[0][0] < first or ranges[-1][1] > last:
            raise Malformed(f"{name} outside of the range")
    return value


def named_positions(text, end):
    """The positions up to end that `erased` or `revoked` of a receipt names."""
    ranges = read_positions(text, MOST_ERASED) if text else ()
    return {position for first, last in ranges for position in range(first, min(last, end) + 1)}


def is_signed_receipt(data, receipt, signature, certificate):
    """10.1, but for what section 6 says of the certificate."""
    return receipt["certificate"] == certificate.sha256 and certificate.states_server(receipt["server"]) \
        and certificate.public.verifies(signature, data)


def read_countersignature(data):
    """The fields of a countersignature (10.2)."""
    value = canonical_object(data, 1024)
    if list(value) != list(COUNTERSIGNATURE):
        raise Malformed("not the fields of a countersignature in their order")
    return need(value, COUNTERSIGNATURE)


def countersignature(user, receipt, certificate_sha256, at):
    """The bytes of a countersignature (10.2)."""
    return write_json({"type": "securechat/countersignature/1", "user": user, "receipt_sha256": sha256(receipt),
                       "certificate": certificate_sha256, "at": at})


# ---------------------------------------------------------------------------------------------------------------------
# 3 Handshake: the hellos
# ---------------------------------------------------------------------------------------------------------------------

def hello_bytes(kind, value):
    body = write_json(value)
    return frame_header(kind, len(body)) + body


HELLO_RETRY_FIELDS = {"group?": lambda v: is_text(v, 0, 64), "cookie": lambda v: is_b64(v, 1, 1024)}
SERVER_HELLO_FIELDS = {"protocol": lambda v: is_text(v, 0, 64), "random": lambda v: is_b64(v, 32, 32),
                       "cipher": lambda v: is_text(v, 0, 64), "group": lambda v: is_text(v, 0, 64), "key": is_b64}
CERTIFICATE_FIELDS = {"chain": lambda v: isinstance(v, list)
                      and all(isinstance(c, str) and is_b64(c, 0, 16384) for c in v)}
CERTIFICATE_VERIFY_FIELDS = {"scheme": lambda v: is_text(v, 0, 64), "signature": lambda v: is_b64(v, 1, 4096)}


def hello_fields(data, fields):
    """A hello or handshake message; 3.2, 5: one that does not parse is bad_frame."""
    try:
        return need(read_json(data), fields)
    except Malformed as fault:
        raise Refusal("bad_frame", str(fault)) from None


def read_chain(data):
    """3.8: the certificates of a Certificate message, in DER, of which there are 1 to 6."""
    chain = hello_fields(data, CERTIFICATE_FIELDS)["chain"]
    if not 1 <= len(chain) <= 6:
        raise Refusal("bad_certificate", f"a chain of {len(chain)}")
    return [unb64(one) for one in chain]


class Identity:
    """Who the user is: a chain of certificates and the private key of the first."""

    def __init__(self, chain, signer):
        self.chain, self.signer = chain, signer
        if chain[0].public.encoded() != signer.public.encoded():
            raise Malformed("the private key is not that of the certificate")


class Connection:
    """A connection from the handshake (3) to records in both directions (4)."""

    def __init__(self, wire, host, identity, trust, groups, shares):
        """groups: names of the accepted groups, preferred first; shares: names of those that get a share at once."""
        self.wire, self.host, self.identity, self.trust = wire, host, identity, trust
        self.groups, self.exchanges = groups, {name: GROUPS[name]() for name in shares}
        self.transcript, self.retried = Transcript(), False
        self.sending = self.receiving = None  # directions, once there are keys
        self.established = False

    # ---- sending

    def _send(self, content, data):
        if self.established and content != KEY_UPDATE and self.sending.must_update():
            self.wire.write(self.sending.seal(KEY_UPDATE, b""))  # 4
        self.wire.write(self.sending.seal(content, data))

    def send(self, value):
        self._send(APPLICATION, write_json(value))

    def alert(self, code):
        """5: before there are keys in the clear, afterwards in a record."""
        data = write_json({"code": code})
        try:
            if self.sending is None:
                self.wire.write(frame_header(ALERT_FRAME, len(data)) + data)
            else:
                self._send(ALERT, data)
        except OSError:
            pass

    def close(self):
        try:
            if self.sending is not None:
                self._send(CLOSE, b"")
        except OSError:
            pass

    # ---- receiving

    def _hello(self):
        """The next frame before there are keys: (type, whole frame, body)."""
        kind, header, body = self.wire.read()
        if kind == ALERT_FRAME:
            raise PeerAlert(read_alert(body))  # 13.2: permitted until ServerHello
        if kind not in (SERVER_HELLO, HELLO_RETRY):
            raise Refusal("unexpected_message", f"frame type {kind} before ServerHello")
        return kind, header + body, body

    def _record(self):
        """The next record: (content, data). Alerts end it; KeyUpdates are done with here."""
        while True:
            kind, header, body = self.wire.read()
            if kind != RECORD:  # 5, 13: an alert in the clear counts no more
                raise Refusal("unexpected_message", f"frame type {kind} after ServerHello")
            content, data = self.receiving.open(header, body)
            if content == ALERT:
                raise PeerAlert(read_alert(data))
            if content != KEY_UPDATE:
                return content, data
            if not self.established:  # 4: not during the handshake
                raise Refusal("unexpected_message", "a KeyUpdate during the handshake")

    def _handshake_message(self, content):
        came, data = self._record()
        if came != content:
            raise Refusal("unexpected_message", f"content {came} where {content} is due")
        return data

    def receive(self):
        """The next application message, or None for Close."""
        content, data = self._record()
        if content == CLOSE:
            return None
        if content != APPLICATION:
            raise Refusal("unexpected_message", f"content {content} after the handshake")
        try:
            return need(read_json(data), {"type": lambda v: isinstance(v, str), "re?": lambda v: is_integer(v, 1)})
        except Malformed as fault:
            raise Refusal("bad_frame", f"an application message: {fault}") from None

    # ---- the handshake

    def handshake(self):
        hello = {"protocol": [PROTOCOL], "random": b64(secrets.token_bytes(32)), "ciphers": list(SUITES),
                 "shares": [{"group": name, "key": b64(e.share)} for name, e in self.exchanges.items()],
                 "groups": self.groups, "signatures": SCHEMES, "server_name": self.host}
        first = hello_bytes(CLIENT_HELLO, hello)
        self.wire.write(first)
        kind, frame, body = self._hello()
        second = b""
        if kind == HELLO_RETRY:
            second = frame + self._answer_retry(hello, body)
            kind, frame, body = self._hello()
            if kind == HELLO_RETRY:  # 3.3
                raise Refusal("unexpected_message", "a second HelloRetry")
        self._server_hello(first, second, frame, body)
        self._server_messages()
        self._client_messages()

    def _answer_retry(self, hello, body):
        """3.3: the second ClientHello, which equals the first in all but cookie and shares."""
        retry = hello_fields(body, HELLO_RETRY_FIELDS)
        self.retried = True
        hello["cookie"] = retry["cookie"]
        if "group" in retry:
            group = retry["group"]
            if group not in self.groups:
                raise Refusal("unsupported", "a HelloRetry for a group that was not offered")
            if group in self.exchanges:
                raise Refusal("bad_frame", "a HelloRetry for a group that had a share")
            self.exchanges = {group: GROUPS[group]()}
            hello["shares"] = [{"group": group, "key": b64(self.exchanges[group].share)}]
        frame = hello_bytes(CLIENT_HELLO, hello)
        self.wire.write(frame)
        return frame

    def _server_hello(self, first, second, frame, body):
        hello = hello_fields(body, SERVER_HELLO_FIELDS)
        if hello["protocol"] != PROTOCOL or hello["cipher"] not in SUITES or hello["group"] not in self.exchanges:
            raise Refusal("unsupported", "the server chose what was not offered")  # 3.4
        self.suite, self.group = SUITES[hello["cipher"]], hello["group"]
        try:
            shared = agree(self.exchanges[self.group], unb64(hello["key"]))
        except Malformed as fault:
            raise Refusal("bad_frame", str(fault)) from None
        self.exchanges = {}
        self.transcript.frame(first)
        if second:
            self.transcript.replace_first(self.suite)  # 3.7.1
            self.transcript.frame(second)
        self.transcript.frame(frame)
        self.schedule = KeySchedule(self.suite, shared)
        self.client_secret, self.server_secret = self.schedule.handshake_secrets(self.transcript.hash(self.suite))
        self.sending = Direction(self.suite, self.client_secret)
        self.receiving = Direction(self.suite, self.server_secret)

    def _server_messages(self):
        """3.8, 12.1: all of it is verified before the client shows its own certificate."""
        data = self._handshake_message(CERTIFICATE)
        chain = read_chain(data)
        try:
            self.server_chain = [Certificate(one) for one in chain]
        except Malformed as fault:
            raise Refusal("bad_certificate", str(fault)) from None
        self.trust.accept(self.server_chain, SERVER_PURPOSE, datetime.datetime.utcnow())
        leaf = self.server_chain[0]
        if not leaf.is_for_host(self.host):  # 6
            raise Refusal("bad_certificate", "a certificate for another host")
        self.transcript.message(CERTIFICATE, data)

        digest = self.transcript.hash(self.suite)
        data = self._handshake_message(CERTIFICATE_VERIFY)
        verify = hello_fields(data, CERTIFICATE_VERIFY_FIELDS)
        if verify["scheme"] != leaf.public.scheme:  # 3.8
            raise Refusal("unsupported", "another scheme than that of the certificate's key")
        if not leaf.public.verifies(unb64(verify["signature"]), verify_message("server", digest)):
            raise Refusal("bad_signature", "the server's CertificateVerify")
        self.transcript.message(CERTIFICATE_VERIFY, data)

        digest = self.transcript.hash(self.suite)
        data = self._handshake_message(FINISHED)
        mac = hello_fields(data, {"mac": lambda v: is_b64(v, self.suite.bytes, self.suite.bytes)})["mac"]
        if not hmac.compare_digest(unb64(mac), self.suite.finished(self.server_secret, digest)):  # 3.8: constant time
            raise Refusal("bad_signature", "the server's Finished")
        self.transcript.message(FINISHED, data)

    def _client_messages(self):
        t2 = self.transcript.hash(self.suite)
        self.session = self.schedule.session(t2)

        def say(content, value):
            data = write_json(value)
            self._send(content, data)
            self.transcript.message(content, data)
        say(CERTIFICATE, {"chain": [b64(one.der) for one in self.identity.chain]})
        signature = self.identity.signer.sign(verify_message("client", self.transcript.hash(self.suite)))
        say(CERTIFICATE_VERIFY, {"scheme": self.identity.signer.scheme, "signature": b64(signature)})
        say(FINISHED, {"mac": b64(self.suite.finished(self.client_secret, self.transcript.hash(self.suite)))})
        client, server = self.schedule.application_secrets(t2)
        self.sending, self.receiving = Direction(self.suite, client), Direction(self.suite, server)
        self.established = True
        del self.schedule, self.client_secret, self.server_secret


# ---------------------------------------------------------------------------------------------------------------------
# 7 Application messages: the forms of what a server says
# ---------------------------------------------------------------------------------------------------------------------

def is_list(check, most):
    return lambda v: isinstance(v, list) and len(v) <= most and all(map(check, v))


def is_form(fields):
    def check(value):
        try:
            need(value, fields)
            return True
        except Malformed:
            return False
    return check


def is_boolean(value):
    return isinstance(value, bool)


def counter_from(least):
    return lambda v: is_integer(v, least)


MESSAGE_FORM = {"payload": lambda v: is_b64(v, 1, MOST_PAYLOAD), "signature": lambda v: is_b64(v, 1, 4096)}
ROOM_FORM = {"name": is_room, "id": is_uuid, "visibility": lambda v: v in ("public", "announced", "private", "direct"),
             "member": is_boolean, "position": counter_from(0), "chain": is_hex64, "requires?": is_list(is_kind, 64)}
ENTRY_FORM = {"room": is_room, "position": counter_from(1), "received_at": is_timestamp,
              "line": lambda v: isinstance(v, str), "chain": is_hex64, "message?": is_form(MESSAGE_FORM)}
KDF_FORM = {"memory_kib": lambda v: is_integer(v, 8192, 262144), "iterations": lambda v: is_integer(v, 1, 10),
            "parallelism": lambda v: is_integer(v, 1, 4)}
RECEIPT_FORM = {"receipt": lambda v: is_b64(v, 1, 40960), "signature": lambda v: is_b64(v, 1, 4096)}
ERROR_FORM = {"code": lambda v: isinstance(v, str), "detail": lambda v: is_text(v, 0, 1024)}
ROOMS_FORM = {"rooms": is_list(is_form(ROOM_FORM), 1000), "more": is_boolean}
ONE_ROOM_FORM = {"room": is_form(ROOM_FORM)}
ANSWERS = {
    "kdf": {"salt": is_salt, "kdf": is_form(KDF_FORM)},
    "register": {},
    "login": {"user": is_username, **ROOMS_FORM, "server_time": is_timestamp, "next_seq": counter_from(1),
              "kinds": is_list(is_kind, 64)},
    "rooms": ROOMS_FORM,
    "who": {"room": is_room, "users": is_list(is_form({"name": is_username, "online": is_boolean}), 1000)},
    "room": ONE_ROOM_FORM, "create": ONE_ROOM_FORM, "join": ONE_ROOM_FORM, "leave": ONE_ROOM_FORM, "invite": ONE_ROOM_FORM,
    "direct": ONE_ROOM_FORM,
    "send": {"room": is_room, "position": counter_from(1), "chain": is_hex64, "received_at": is_timestamp},
    "history": {"room": is_room, "entries": is_list(is_form(ENTRY_FORM), 1000), "more": is_boolean},
    "certificate": {"sha256": is_hex64, "certificate": lambda v: is_b64(v, 1, 16384)},
    "revocation_list": {"sha256": is_hex64, "size": counter_from(1), "part": lambda v: is_b64(v, 0, 45000)},
    "receipt": RECEIPT_FORM, "countersign": {}, "ping": {}, "bye": {},
}


def argon2id(password, salt, kdf):
    """7.3: the key of a password."""
    library = ctypes.CDLL(ctypes.util.find_library("argon2") or "libargon2.so.1")
    out = ctypes.create_string_buffer(32)
    status = library.argon2id_hash_raw(
        ctypes.c_uint32(kdf["iterations"]), ctypes.c_uint32(kdf["memory_kib"]), ctypes.c_uint32(kdf["parallelism"]),
        password, ctypes.c_size_t(len(password)), salt, ctypes.c_size_t(len(salt)), out, ctypes.c_size_t(32))
    if status != 0:
        raise OSError(f"argon2: {status}")
    return out.raw


# ---------------------------------------------------------------------------------------------------------------------
# 12 What a client verifies
# ---------------------------------------------------------------------------------------------------------------------

class Room:
    """A room as far as this client has verified it: from the genesis value, line by line."""

    def __init__(self, name, room_id):
        self.name, self.id = name, room_id
        self.lines, self.chains = [], [genesis(room_id)]  # lines[n - 1] and chains[n] are those of position n
        self.payloads = []  # the payload of each line, None where it is gone
        self.missing = set()
        self.claims = {}  # chain values that the server has named for positions that are still to come
        self.ahead = {}  # pushes behind a gap, by position
        self.sessions = {}  # session -> (sender, certificate, last seq)
        self.present = set()  # the members after the last line

    @property
    def position(self):
        return len(self.lines)

    @property
    def chain(self):
        return self.chains[-1]

    def claim(self, position, chain):
        """12.2: compares a chain value that the server names, now or when the room has come so far."""
        if position <= self.position:
            if self.chains[position] != chain:
                raise Failed(f"{self.name}: two chain values for position {position}: the server shows two histories")
        elif self.claims.setdefault(position, chain) != chain:
            raise Failed(f"{self.name}: two chain values for position {position}: the server shows two histories")

    def members(self, before):
        """Who was a member before the line at that position (9.3)."""
        members = set()
        for payload in self.payloads[:before - 1]:
            self.count(payload, members)
        return members

    @staticmethod
    def count(payload, members):
        """What a line changes about who is a member (9.3)."""
        if payload is not None and payload.kind == "event/1":
            if payload["event"] in ("created", "joined"):
                members.add(payload["subject"])
            elif payload["event"] == "left":
                members.discard(payload["subject"])

    def is_message(self, position):
        """Whether that line is one whose payload may be erased: what a user said, or said in a classic session."""
        if self.lines[position - 1].sender != SERVER:
            return True
        payload = self.payloads[position - 1]
        return self.name.startswith("classic:") and (payload is None or payload.kind == "classic-message/1")

    def erased(self):
        """The positions that `erased` events have named."""
        named = set()
        for payload in self.payloads:
            if payload is not None and payload.kind == "event/1" and payload["event"] == "erased":
                for first, last in read_positions(payload["subject"], 4000):
                    named.update(range(first, min(last, self.position) + 1))
        return named


class Client:
    """A user's session with a server."""

    def __init__(self, connection, user, report):
        self.connection, self.user, self.report = connection, user, report
        self.me = connection.identity.chain[0]
        self.last_id, self.next_seq = 0, 1
        self.rooms, self.unknown = {}, {}  # by name; pushes of rooms that were not known before
        self.certificates = {c.sha256: c for c in connection.identity.chain + connection.server_chain}
        self.accepted = {}  # (hash, purpose) -> times for which it was accepted
        self.receipts = deque()

    # ---- requests and answers (7.1)

    def request(self, kind, **fields):
        self.last_id += 1
        self.connection.send({"id": self.last_id, "type": kind, **fields})
        while True:
            message = self.connection.receive()
            if message is None:
                raise Failed("the server closed the connection before it had answered")
            if "re" not in message and message["type"] != "error":
                self._push(message)
                continue
            if message.get("re", self.last_id) != self.last_id:
                continue  # 7.1: an answer to no request of this client's
            if message["type"] == "error":
                self._form(message, ERROR_FORM, kind)
                raise RequestError(message["code"], message["detail"], kind)
            if message["type"] != ("receipt" if kind == "receipt" else "ok"):
                raise Failed(f"{message['type']} in answer to {kind}")
            return self._form(message, ANSWERS[kind], kind)

    @staticmethod
    def _form(message, fields, what):
        try:
            return need(message, fields)
        except Malformed as fault:
            raise Failed(f"{what}: {fault}") from None

    def _push(self, message):
        """7.8. What this client does not know is ignored (7.1)."""
        kind = message["type"]
        if kind == "message":
            self._form(message, ENTRY_FORM, "push")
            room = self.rooms.get(message["room"])
            if room is None:
                self.unknown.setdefault(message["room"], []).append(message)
            elif message["position"] <= room.position:
                room.claim(message["position"], message["chain"])
            else:
                room.ahead[message["position"]] = message
        elif kind == "receipt":
            self.receipts.append(self._form(message, RECEIPT_FORM, "receipt"))
        elif kind == "notice":
            self._form(message, {"text": lambda v: is_text(v, 0, 1024)}, "notice")
            self.report("notice", text=message["text"])

    # ---- accounts (7.3)

    def register(self, password):
        salt = secrets.token_bytes(16)
        kdf = {"memory_kib": 19456, "iterations": 2, "parallelism": 1}
        self.request("register", username=self.user, salt=b64(salt), kdf=kdf, key=b64(argon2id(password, salt, kdf)))
        self.report("register", user=self.user)

    def login(self, password):
        answer = self.request("kdf", user=self.user)  # its form has the bounds that 7.2 has the client insist on
        key = argon2id(password, unb64(answer["salt"]), answer["kdf"])
        answer = self.request("login", user=self.user, key=b64(key), kinds=["message/1"])
        if answer["user"] != self.user:
            raise Failed("logged in as another user")
        if "message/1" not in answer["kinds"]:
            raise Failed("the server takes no messages of a kind that this client knows")
        self.next_seq = answer["next_seq"]
        infos, more = answer["rooms"], answer["more"]
        while more:  # 7.4: pages until more is false
            answer = self.request("rooms", after=infos[-1]["name"])
            if not answer["rooms"] and answer["more"]:
                raise Failed("an empty page of rooms, and more behind it")
            infos, more = infos + answer["rooms"], answer["more"]
        self.listed = {info["name"]: info for info in infos}
        for info in infos:
            if info["member"]:
                self._room(info)
        self.report("login", user=self.user, rooms=len(infos), next_seq=self.next_seq)

    # ---- rooms (7.4)

    def _room(self, info):
        """The room of an info, whose position and chain value are compared with what is known (12.2)."""
        room = self.rooms.get(info["name"])
        if room is None:
            room = self.rooms[info["name"]] = Room(info["name"], info["id"])
            for message in self.unknown.pop(info["name"], ()):
                room.ahead[message["position"]] = message
        if room.id != info["id"]:
            raise Failed(f"{room.name}: two ids for one room")
        room.claim(info["position"], info["chain"])
        return room

    def _find(self, name):
        """A room that is not among the user's own, if the user may know of one of that name."""
        try:
            return self.request("room", room=name)["room"]
        except RequestError as error:
            if error.code != "no_such_room":
                raise
            return None

    def enter(self, name):
        info = self.listed.get(name) or self._find(name)
        if info is None:
            info = self.request("create", room=name, visibility="public")["room"]
            how = "create"
        elif not info["member"]:
            info = self.request("join", room=name)["room"]
            how = "join"
        else:
            how = "member"
        return self._entered(info, name, how)

    def direct(self, other):
        return self._entered(self.request("direct", user=other)["room"], direct_room(self.user, other), "direct")

    def _entered(self, info, name, how):
        if info["name"] != name or not info["member"]:
            raise Failed("another room than the one that was asked for")
        if info.get("requires"):
            raise Failed("the room requires kinds that this client does not know")
        room = self._room(info)
        self.report("room", room=name, how=how, id=room.id, position=info["position"])
        return room

    # ---- lines

    def certificate(self, digest):
        """12.4: a certificate by its hash."""
        if digest not in self.certificates:
            answer = self.request("certificate", sha256=digest)
            encoding = unb64(answer["certificate"])
            if sha256(encoding) != digest:
                raise Failed("another certificate than the one that was asked for")
            try:
                self.certificates[digest] = Certificate(encoding)
            except Malformed as fault:
                raise Failed(f"certificate {digest}: {fault}") from None
        return self.certificates[digest]

    def _accept(self, certificate, purpose, timestamp):
        """12.4: judged by section 6 at that time. Between two times at which it was good it was good as well."""
        times = self.accepted.setdefault((certificate.sha256, purpose), [])
        if times and min(times) <= timestamp <= max(times):
            return
        try:
            self.connection.trust.accept([certificate], purpose, moment(timestamp), live=False)
        except Refusal as refusal:
            raise Failed(f"certificate {certificate.sha256}: {refusal}") from None
        times.append(timestamp)

    def _append(self, room, entry):
        """Verifies the entry that follows the last line of the room (12.2 to 12.8) and takes it in."""
        where = f"{room.name} {entry['position']}"
        try:
            line = Line(entry["line"])
        except Malformed as fault:
            raise Failed(f"{where}: {fault}") from None
        if entry["room"] != room.name:
            raise Failed(f"{where}: an entry of another room")
        if line.position != entry["position"] or line.position != room.position + 1:  # 12.3
            raise Failed(f"{where}: not the position that follows")
        if line.received_at != entry["received_at"]:
            raise Failed(f"{where}: another time than that of the line")
        if room.lines and line.received_at < room.lines[-1].received_at:
            raise Failed(f"{where}: time goes backwards")
        chain = link(room.chain, line.text)
        if chain != entry["chain"] or room.claims.pop(line.position, chain) != chain:  # 12.2
            raise Failed(f"{where}: the chain does not lead there: the server shows two histories")
        by_server = line.sender == SERVER
        certificate = self.certificate(line.certificate)
        self._accept(certificate, RECEIPT_PURPOSE if by_server else CLIENT_PURPOSE, line.received_at)  # 12.4
        if not by_server and line.sender not in certificate.user_names():  # 12.5
            raise Failed(f"{where}: the certificate does not state the sender")
        if not by_server and line.sender not in room.present:  # 9.3
            raise Failed(f"{where}: the sender was no member")
        payload = None
        if "message" in entry:
            payload = self._payload(room, entry["message"], line, certificate, where)
        elif by_server and not room.name.startswith("classic:"):  # 12.7
            raise Failed(f"{where}: the payload of an event is missing")
        else:
            room.missing.add(line.position)
        created = payload is not None and payload.kind == "event/1" and payload["event"] == "created"
        if created != (line.position == 1) and not room.name.startswith("classic:"):  # 9.3
            raise Failed(f"{where}: the first line, and no other, says that the room was created")
        room.lines.append(line)
        room.chains.append(chain)
        room.payloads.append(payload)
        room.count(payload, room.present)
        if payload is not None and payload.kind == "event/1" and payload["event"] == "erased":
            ranges = read_positions(payload["subject"], 4000)
            if ranges[-1][1] >= line.position \
                    or not all(room.is_message(p) for first, last in ranges for p in range(first, last + 1)):
                raise Failed(f"{where}: erased what is no earlier message")
        return payload

    def _payload(self, room, message, line, certificate, where):
        data = unb64(message["payload"])
        if sha256(data) != line.payload or message["signature"] != line.signature_b64:  # 12.3
            raise Failed(f"{where}: payload or signature are not those of the line")
        if not certificate.public.verifies(line.signature, data):  # 12.5
            raise Failed(f"{where}: the signature does not verify")
        try:
            payload = read_payload(data, line.sender == SERVER)
        except Malformed as fault:
            raise Failed(f"{where}: {fault}") from None
        if payload["room"] != room.name or payload["room_id"] != room.id:
            raise Failed(f"{where}: signed for another room")
        if line.sender != SERVER:
            if payload["sender"] != line.sender:
                raise Failed(f"{where}: signed by another sender")
            after = payload["after"]
            if after["position"] >= line.position or room.chains[after["position"]] != after["chain"]:  # 12.6
                raise Failed(f"{where}: names a history that is not this room's")
            who = (line.sender, line.certificate)
            known, seq = room.sessions.get(payload["session"], (who, 0))
            if known != who or payload["seq"] <= seq:  # 11.2
                raise Failed(f"{where}: two senders in one session, or a number used twice")
            room.sessions[payload["session"]] = (who, payload["seq"])
        return payload

    def catch_up(self, room, show=False):
        """Reads the room to its end: by history, and by the pushes that came meanwhile."""
        count = unknown = 0
        more = True
        while more:
            answer = self.request("history", room=room.name, after=room.position, limit=200)
            if answer["room"] != room.name or not answer["entries"] and answer["more"]:
                raise Failed("a history that does not go on")
            for entry in answer["entries"]:
                payload = self._append(room, entry)
                count += 1
                if payload is not None and not payload.known:  # 8.2, 12.8
                    unknown += 1
                    self.report("unknown", room=room.name, position=room.position, kind=payload.kind,
                                says="signed, and of a kind unknown to this version")
                elif show and payload is not None and payload.kind == "message/1":
                    self.report("message", room=room.name, position=room.position, sender=payload["sender"],
                                text=payload["text"])
            more = answer["more"]
        for position in sorted(room.ahead):
            entry = room.ahead.pop(position)
            if position <= room.position:
                room.claim(position, entry["chain"])
            elif position == room.position + 1:
                self._append(room, entry)
                count += 1
            else:
                room.ahead[position] = entry  # a gap still: for the next time
                break
        if room.claims and max(room.claims) > room.position:
            raise Failed(f"{room.name}: the history ends before a line that the server has named")
        return count, unknown

    def read(self, room):
        count, unknown = self.catch_up(room, show=True)
        self.report("history", room=room.name, lines=count, unknown=unknown, missing=len(room.missing),
                    position=room.position, chain=room.chain)

    # ---- messages (7.5, 8)

    def say(self, room, text):
        payload = write_json({
            "type": "securechat/message/1", "session": self.connection.session, "room": room.name, "room_id": room.id,
            "sender": self.user, "seq": self.next_seq, "after": {"position": room.position, "chain": room.chain},
            "sent_at": now(), "salt": b64(secrets.token_bytes(16)), "text": text})
        read_payload(payload, False)  # what is not canonical would be refused by everyone
        signature = self.connection.identity.signer.sign(payload)
        try:
            answer = self.request("send", room=room.name,
                                  message={"payload": b64(payload), "signature": b64(signature)})
        except RequestError as error:
            if error.code not in ("too_large", "bad_request", "signature_invalid", "replayed"):  # 8.3
                self.next_seq += 1
            raise
        self.next_seq += 1
        position = answer["position"]
        line = f"{position}|{answer['received_at']}|{self.user}|{self.me.sha256}|{sha256(payload)}|{b64(signature)}"
        if answer["room"] != room.name or position <= room.position:
            raise Failed("an acknowledgement that is not one of this message")
        room.claim(position, answer["chain"])
        self.report("sent", room=room.name, position=position, seq=self.next_seq - 1)
        self.catch_up(room)  # the line itself, and what others have said meanwhile, all of it verified
        if room.position < position or room.lines[position - 1].text != line:
            raise Failed(f"{room.name} {position}: the line on record is not that of the message that was sent")
        self.report("seen", room=room.name, position=position, chain=room.chains[position])

    def await_text(self, room, text):
        """Listens until somebody has said exactly this."""
        while not any(payload is not None and payload.kind == "message/1" and payload["text"] == text
                      for payload in room.payloads):
            if room.ahead:
                self.catch_up(room, show=True)
                continue
            message = self.connection.receive()
            if message is None:
                raise Failed("the server closed the connection while this client listened")
            self._push(message)
        self.report("heard", room=room.name, position=room.position)

    # ---- receipts (7.6, 10)

    def check_receipt(self, answer, asked=None):
        """12.9. The fields of the receipt, and whether all of its lines could be compared."""
        data, signature = unb64(answer["receipt"]), unb64(answer["signature"])
        try:
            receipt = read_receipt(data)
        except Malformed as fault:
            raise Failed(f"receipt: {fault}") from None
        where = f"receipt for {receipt['room']}"
        if asked is None and receipt["certificate"] not in self.certificates:
            raise Failed(f"{where}: signed by a certificate that was never seen")  # it cannot be asked for after bye
        certificate = self.certificate(receipt["certificate"])
        self._accept(certificate, RECEIPT_PURPOSE, receipt["issued_at"])
        if not is_signed_receipt(data, receipt, signature, certificate):
            raise Failed(f"{where}: the signature does not verify, or the certificate states another server")
        if receipt["user"] != self.user or receipt["session"] != self.connection.session:
            raise Failed(f"{where}: made out to another user or session")
        room = self.rooms.get(receipt["room"])
        first, last = receipt["first"], receipt["last"]
        if asked is not None:
            if room is not asked or first != 1:
                raise Failed(f"{where}: not the receipt that was asked for")
            if last > room.position:  # others have spoken
                self.catch_up(room)
        complete = room is not None and last <= room.position
        if room is not None:
            self._compare(room, receipt, where, complete)
        return data, receipt, complete

    @staticmethod
    def _compare(room, receipt, where, complete):
        first, last = receipt["first"], receipt["last"]
        if receipt["room_id"] != room.id:
            raise Failed(f"{where}: another room's id")
        contradiction = f"{where}: PROOF OF TWO HISTORIES: the server has signed what it did not show: "
        if first - 1 <= room.position:
            if receipt["previous_chain"] != room.chains[first - 1]:
                raise Failed(contradiction + "previous_chain")
            members = "".join(f"{name}\n" for name in sorted(room.members(first), key=str.encode))
            if receipt["members_sha256"] != sha256(members.encode()):
                raise Failed(contradiction + "members_sha256")
        gone, doubted = (named_positions(receipt[name], room.position) for name in ("erased", "revoked"))
        known = range(first, min(last, room.position) + 1)
        if any(position in gone and not room.is_message(position) for position in known):
            raise Failed(contradiction + "erased names what is no message")
        if any(position in room.missing and position not in gone for position in known):
            raise Failed(contradiction + "erased does not name a payload that is missing")
        if any(position in doubted and room.lines[position - 1].sender == SERVER for position in known):
            raise Failed(contradiction + "revoked names what no user said")
        if not complete:
            return
        if receipt["chain"] != room.chains[last]:
            raise Failed(contradiction + "chain")
        lines = "".join(f"{room.lines[position - 1].text}\n" for position in range(first, last + 1))
        if receipt["transcript_sha256"] != sha256(lines.encode()):
            raise Failed(contradiction + "transcript_sha256")
        if last and receipt["issued_at"] < room.lines[last - 1].received_at:
            raise Failed(f"{where}: issued before its last line")

    def receipt(self, room):
        answer = self.request("receipt", room=room.name)
        data, receipt, complete = self.check_receipt(answer, asked=room)
        if receipt["last"] == room.position and room.missing - room.erased():  # 9.3
            raise Failed(f"{room.name}: a payload is missing, and no event says so")
        self.report("receipt", room=room.name, verified=True, complete=complete, first=receipt["first"],
                    last=receipt["last"], sha256=sha256(data), server=receipt["server"], chain=receipt["chain"])
        lists = [self.revocation_list(digest) for digest in receipt["revocation"]]
        if lists:
            self.report("revocation", lists=len(lists), size=sum(map(len, lists)))
        if complete:  # 10.2: not for a receipt of which not every line could be compared
            statement = countersignature(self.user, data, self.me.sha256, now())
            signature = self.connection.identity.signer.sign(statement)
            self.request("countersign", countersignature=b64(statement), signature=b64(signature))
            self.report("countersign", room=room.name, sha256=sha256(statement))

    def revocation_list(self, digest):
        """7.5: a list that a receipt has named, in parts."""
        data, size = b"", 1
        while len(data) < size:
            answer = self.request("revocation_list", sha256=digest, offset=len(data))
            part, size = unb64(answer["part"]), answer["size"]
            if not part or len(data) + len(part) > size:
                raise Failed("a revocation list whose parts do not fit")
            data += part
        if sha256(data) != digest:
            raise Failed("another revocation list than the one that was asked for")
        return data

    # ---- the end (7.7)

    def bye(self):
        for name in list(self.unknown):  # 7.8: rooms that were met in a push first
            self._meet(name)
        for room in list(self.rooms.values()):
            if room.ahead:
                self.catch_up(room)
        self.receipts.clear()
        self.request("bye")
        if self.connection.receive() is not None:
            raise Failed("something after the last answer")
        for answer in self.receipts:
            data, receipt, complete = self.check_receipt(answer)
            self.report("final", room=receipt["room"], verified=True, complete=complete, first=receipt["first"],
                        last=receipt["last"], sha256=sha256(data))
        self.report("bye", receipts=len(self.receipts))

    def _meet(self, name):
        after, more = None, True
        while more:
            answer = self.request("rooms", **({} if after is None else {"after": after}))
            for info in answer["rooms"]:
                if info["name"] == name:
                    self._room(info)
                    return
            more = answer["more"]
            after = answer["rooms"][-1]["name"] if answer["rooms"] else None
        del self.unknown[name]  # the user is in it no longer


# ---------------------------------------------------------------------------------------------------------------------
# The command line: talk
# ---------------------------------------------------------------------------------------------------------------------

def pem_certificates(path):
    with open(path, "rb") as file:
        text = file.read()
    blocks = re.findall(rb"-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", text, re.S)
    return [Certificate(x509.load_pem_x509_certificate(block).public_bytes(serialization.Encoding.DER))
            for block in blocks]


def pem_lists(path):
    with open(path, "rb") as file:
        text = file.read()
    return [RevocationList(x509.load_pem_x509_crl(block).public_bytes(serialization.Encoding.DER))
            for block in re.findall(rb"-----BEGIN X509 CRL-----.*?-----END X509 CRL-----", text, re.S)]


def load_pki(folder, name):
    """(Identity, Trust) from a PKI folder."""
    places = [os.path.join(folder, sub, name) for sub in ("", "issued", name)]
    base = next((place for place in places if os.path.exists(place + ".pem")), places[0])
    with open(base + ".key", "rb") as file:
        signer = Signer(serialization.load_pem_private_key(file.read(), None))
    chain = pem_certificates(base + ".pem")
    authorities = pem_certificates(os.path.join(folder, "ca.pem"))
    trust = Trust(authorities, pem_lists(os.path.join(folder, "crl.pem")), chain[1:])
    return Identity(chain, signer), trust


def read_password(path):
    with open(path, "rb") as file:
        return file.read().rstrip(b"\r\n")


def print_step(step, **fields):
    print(json.dumps({"step": step, **fields}, ensure_ascii=False), flush=True)


def talk(options):
    host, _, port = options.server.rpartition(":")
    host = host.strip("[]")
    identity, trust = load_pki(options.pki, options.name)
    groups = [options.group] if options.group else list(GROUPS)
    shares = [] if options.no_share else groups[:2]
    connection = None
    try:
        with socket.create_connection((host, int(port)), timeout=10) as sock:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection = Connection(Wire(sock), host, identity, trust, groups, shares)
            try:
                connection.handshake()
                sock.settimeout(60)
                converse(connection, options)
            except Refusal as refusal:
                connection.alert(refusal.code)
                raise
            except (Failed, RequestError):
                connection.close()
                raise
        return 0
    except PeerAlert as alert:
        print_step("refused", code=alert.code, by="alert")
    except RequestError as error:
        print_step("refused", code=error.code, by="error", request=error.request, detail=error.detail)
    except (Failed, Refusal, OSError) as fault:
        print_step("failed", why=str(fault))
    return 1


def converse(connection, options):
    print_step("handshake", cipher=connection.suite.name, group=connection.group, retried=connection.retried,
               session=connection.session, certificate=connection.server_chain[0].sha256)
    client = Client(connection, options.name, print_step)
    password = read_password(options.password_file)
    if options.register:
        client.register(password)
    client.login(password)
    room = client.direct(options.to) if options.to else client.enter(options.room)
    client.read(room)
    for text in options.text:
        client.say(room, text)
    if options.await_text is not None:
        client.await_text(room, options.await_text)
    client.receipt(room)
    client.bye()


# ---------------------------------------------------------------------------------------------------------------------
# The command line: example (Appendix A)
# ---------------------------------------------------------------------------------------------------------------------

def example_certificate(serial, common_name, key, authority, purpose, alternative):
    name = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)]) for text in ("Example CA", common_name)]
    usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    builder = x509.CertificateBuilder(issuer_name=name[0], subject_name=name[1], public_key=key.public_key(),
                                      serial_number=serial, not_valid_before=datetime.datetime(2026, 1, 1),
                                      not_valid_after=datetime.datetime(2035, 12, 30))
    builder = builder.add_extension(x509.ExtendedKeyUsage([x509.ObjectIdentifier(EKU[purpose])]), False)
    builder = builder.add_extension(usage, True).add_extension(x509.SubjectAlternativeName([alternative]), False)
    return builder.sign(authority, None).public_bytes(serialization.Encoding.DER)


def example_values():
    """The values of Appendix A, in its order, by their names there."""
    suite, values, transcript = SUITES["aes128gcm-sha256"], {}, Transcript()
    client_share, server_share = X25519Group(b"\x04" * 32), X25519Group(b"\x05" * 32)
    authority, server_key, client_key = (ed25519.Ed25519PrivateKey.from_private_bytes(bytes((n,)) * 32)
                                         for n in (1, 2, 3))
    certificates = {
        "server": example_certificate(2, "localhost", server_key, authority, "serverAuth", x509.DNSName("localhost")),
        "client": example_certificate(3, "alice", client_key, authority, "clientAuth",
                                      x509.UniformResourceIdentifier("securechat:user:alice"))}
    hello = {"protocol": [PROTOCOL], "random": b64(bytes(range(32))), "ciphers": [suite.name],
             "shares": [{"group": "x25519", "key": b64(client_share.share)}], "groups": ["x25519"],
             "signatures": ["ed25519"], "server_name": "localhost"}
    client_hello = hello_bytes(CLIENT_HELLO, hello)
    server_hello = hello_bytes(SERVER_HELLO, {"protocol": PROTOCOL, "random": b64(bytes(range(32, 64))),
                                              "cipher": suite.name, "group": "x25519", "key": b64(server_share.share)})
    for name, frame in (("ClientHello", client_hello), ("ServerHello", server_hello)):
        values[f"{name}, body"] = frame[5:].decode()
        values[f"{name}, first 5 bytes of the frame"] = frame[:5].hex()
    transcript.frame(client_hello)
    values["H(ClientHello)"] = transcript.hash(suite).hex()
    shared = client_share.secret(server_share.share)
    values["shared secret"] = shared.hex()
    schedule = KeySchedule(suite, shared)
    values["handshake secret"], values["master secret"] = schedule.handshake.hex(), schedule.master.hex()
    transcript.frame(server_hello)
    t1 = transcript.hash(suite)
    values["T1 = H(ClientHello || ServerHello)"] = t1.hex()

    def traffic(name, secret):
        values[name] = secret.hex()
        values[f"{name}: key"], values[f"{name}: iv"] = suite.key(secret).hex(), suite.iv(secret).hex()
    secrets_of = dict(zip(("client", "server"), schedule.handshake_secrets(t1)))
    traffic("c hs traffic", secrets_of["client"])
    traffic("s hs traffic", secrets_of["server"])

    def say(side, direction, name, content, value):
        data = write_json(value)
        frame = direction.seal(content, data)
        values[f"{side}'s {name}, data"] = data.decode()
        if name == "Finished":
            values[f"{side}'s {name}, frame"] = frame.hex()
        else:
            values[f"{side}'s {name}, SHA-256 of the frame of {len(frame)} bytes"] = sha256(frame)
        transcript.message(content, data)
        values[f"H(.. {side}'s {name})"] = transcript.hash(suite).hex()
    t2 = None
    for side, key in (("server", server_key), ("client", client_key)):
        direction = Direction(suite, secrets_of[side])
        say(side, direction, "Certificate", CERTIFICATE, {"chain": [b64(certificates[side])]})
        signature = key.sign(verify_message(side, transcript.hash(suite)))
        say(side, direction, "CertificateVerify", CERTIFICATE_VERIFY,
            {"scheme": "ed25519", "signature": b64(signature)})
        say(side, direction, "Finished", FINISHED,
            {"mac": b64(suite.finished(secrets_of[side], transcript.hash(suite)))})
        t2 = t2 or transcript.hash(suite)

    values["session"] = schedule.session(t2)
    client_secret, server_secret = schedule.application_secrets(t2)
    traffic("c ap traffic", client_secret)
    direction = Direction(suite, client_secret)
    ping = write_json({"id": 1, "type": "ping"})
    values[f"the client's first application record: {ping.decode()}"] = direction.seal(APPLICATION, ping).hex()
    values["its second: KeyUpdate"] = direction.seal(KEY_UPDATE, b"").hex()
    values["c ap traffic after it"] = direction.secret.hex()
    values["its first record under the next key: Close"] = direction.seal(CLOSE, b"").hex()
    traffic("s ap traffic", server_secret)

    transcript = Transcript()
    transcript.frame(client_hello)
    transcript.replace_first(suite)
    values["what stands for the first ClientHello"] = transcript.data.hex()
    transcript.frame(hello_bytes(HELLO_RETRY, {"cookie": "AAEC"}))
    values["H(that || HelloRetry)"] = transcript.hash(suite).hex()
    return values


def example(as_json):
    if as_json:
        print(json.dumps(example_values(), indent=1))
        return 0
    for name, value in example_values().items():
        print(name)
        for at in range(0, len(value), 96):
            print("  " + value[at:at + 96])
    return 0


def main(arguments):
    parser = argparse.ArgumentParser(description="A SecureChat client, written from PROTOCOL.md alone.")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("example", help="print the worked handshake of Appendix A")
    command.add_argument("--json", action="store_true", help="as one JSON object")
    command = commands.add_parser("talk", help="hold a conversation")
    command.add_argument("--server", required=True, metavar="HOST:PORT")
    command.add_argument("--pki", required=True, metavar="FOLDER")
    command.add_argument("--as", required=True, metavar="NAME", dest="name")
    command.add_argument("--password-file", required=True, metavar="FILE")
    command.add_argument("--register", action="store_true", help="make the account first")
    where = command.add_mutually_exclusive_group(required=True)
    where.add_argument("--room", metavar="ROOM")
    where.add_argument("--to", metavar="NAME", help="the other user of a direct room")
    command.add_argument("--group", choices=list(GROUPS), help="the only key exchange to offer")
    command.add_argument("--no-share", action="store_true", help="send no key share, so that the server has to ask")
    command.add_argument("--text", action="append", default=[], metavar="T", help="a message; may be repeated")
    command.add_argument("--await-text", metavar="T", help="then listen until somebody has said exactly this")
    options = parser.parse_args(arguments)
    return example(options.json) if options.command == "example" else talk(options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
