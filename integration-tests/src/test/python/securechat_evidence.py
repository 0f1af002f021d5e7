#!/usr/bin/env python3
"""A third verifier of evidence bundles, written from docs/PROTOCOL.md alone.

Its verdicts are held against those of the product and of verify.sh. It shares no code with either;
certificates are taken apart here, and so is Ed25519. Needs the package `cryptography` (38 or newer).

    securechat_evidence.py [--crl LIST]... [--roots-without-list] FOLDER AUTHORITY...   verifies, as verify.sh does
    securechat_evidence.py --all FOLDER...   one JSON line for each FOLDER/bundle, judged by
                                             FOLDER/authority-*.der and FOLDER/list-*.der
"""

import argparse
import functools
import base64
import binascii
import datetime
import hashlib
import json
import os
import pathlib
import re
import stat
import sys

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

NAME = r"[a-z0-9][a-z0-9._+-]*(?:@[a-z0-9._+-]*[a-z0-9])?"
HASH = r"[0-9a-f]{64}"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
AUDIT, AUDIT_ID = "@audit", "00000000-0000-8000-8000-006175646974"
MOST = 2**53 - 1
FIXED = ("receipt.json", "receipt.sig", "transcript.txt", "members.txt", "authority.der",
         "README.txt", "verify.sh")
RESOURCES = pathlib.Path(__file__).resolve().parents[4] / (
    "protocol-module/src/main/resources/org/securechat/protocol/evidence")
OF_PEOPLE = ("message", "reply", "edit", "retraction", "reaction", "removal", "read", "file")
OF_USERS = OF_PEOPLE + tuple("bot-" + name for name in OF_PEOPLE)
MESSAGES = ("message/1", "message/2", "reply/1", "file/1")
ABOUT_USERS = ("owner", "moderator", "member", "kicked", "banned", "unbanned", "muted", "unmuted")
OF_SERVERS = ("event", "audit", "classic-opening", "classic-message", "classic-receipt", "webhook")


class Malformed(Exception):
    pass


def insist(holds, fault="malformed"):
    if not holds:
        raise Malformed(fault)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def link(previous, line):
    return sha256(previous.encode() + b"\n" + line.encode() + b"\n")


# ---------------------------------------------------------------- forms

def is_name(text):
    return len(text) <= 128 and re.fullmatch(NAME, text) is not None


def is_room(text):
    if text.startswith("dm:"):
        people = text[3:].split(":")
        return len(people) == 2 and all(map(is_name, people)) and people[0] <= people[1]
    return re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}|classic:[0-9a-f]{16}:[0-9a-f]{16}",
                        text) is not None


def is_time(text):
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z", text):
        return False
    try:
        return datetime.datetime.strptime(text[:-5], "%Y-%m-%dT%H:%M:%S").year >= 1970 and (
            text[17:19] < "60")
    except ValueError:
        return False


def unbase64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def positions(text, most):
    """Pairs of first and last, or Malformed."""
    insist(0 < len(text) <= most)
    found, before = [], -1
    for part in text.split(","):
        match = re.fullmatch(r"([1-9][0-9]{0,15})(?:-([1-9][0-9]{0,15}))?", part)
        insist(match)
        first = int(match[1])
        last = int(match[2] or first)
        insist(last <= MOST and first > before + 1 and (match[2] is None or last > first))
        before = last
        found.append((first, last))
    return found


# ---------------------------------------------------------------- JSON in its canonical form

def once(pairs):
    insist(len({key for key, _ in pairs}) == len(pairs) and all(len16(k) <= 64 for k, _ in pairs))
    return dict(pairs)


def len16(text):
    return len(text.encode("utf-16-le")) // 2


def quoted(text):
    short = {"\b": "b", "\t": "t", "\n": "n", "\f": "f", "\r": "r", '"': '"', "\\": "\\"}
    return '"' + "".join(
        "\\" + short[c] if c in short else f"\\u{ord(c):04x}" if c < " " else c for c in text) + '"'


def written(value, depth=1):
    insist(depth <= 16 or not isinstance(value, (dict, list)))
    if isinstance(value, dict):
        return "{" + ",".join(
            quoted(k) + ":" + written(v, depth + 1) for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(v, depth + 1) for v in value) + "]"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return json.dumps(value)
    insist(isinstance(value, int) and 0 <= value <= MOST)
    return str(value)


def parse(data, most=32768):
    """The fields of an object that is in its one canonical form."""
    insist(len(data) <= most)
    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=once)
        insist(isinstance(value, dict))
        insist(written(value).encode("utf-8") == data)
    except (ValueError, RecursionError) as fault:
        raise Malformed(str(fault)) from fault
    return value


class Roles:
    """9.3: who owns a room, who moderates it, and who may write, from its first line on."""

    def __init__(self):
        self.known, self.owner, self.moderators = False, "", set()
        self.bans, self.mutes, self.closed = {}, {}, False

    def rank(self, user):
        return (3 if user == "@server" else 2 if user == self.owner
                else 1 if user in self.moderators else 0)

    def event(self, position, at, room, event, subject, actor):
        """Whether this was permitted; what it changes is changed either way."""
        good = not self.known
        if event == "left":
            good = good or actor == subject or self.rank(actor) > self.rank(subject)
            self.moderators.discard(subject)
            self.owner = "" if self.owner == subject else self.owner
        elif event in ("joined", "invited"):
            good = good or not lasts(self.bans, subject, at)
        else:
            good = True
        if event == "created":
            self.known = self.known or position == 1
            self.owner = "" if room.startswith("dm:") else subject
        return good

    def decision(self, event, subject, actor, value, until, members):
        """The same, for what was decided about the room."""
        mine, other = self.rank(actor), self.rank(subject)
        if event == "owner":
            good = mine >= 2 and subject in members and subject != self.owner
            if self.owner:
                self.moderators.add(self.owner)
            self.moderators.discard(subject)
            self.owner = subject
        elif event == "moderator":
            good = mine >= 2 and subject in members and other == 0
            self.moderators.add(subject)
        elif event == "member":
            good = other == 1 and (mine >= 2 or actor == subject)
            self.moderators.discard(subject)
        elif event in ("kicked", "banned", "muted"):
            good = mine > other
        elif event in ("unbanned", "unmuted"):
            good = mine >= 1 and actor != subject
        else:
            good = mine >= 1
        if event in ("banned", "muted"):
            (self.bans if event == "banned" else self.mutes)[subject] = until
        elif event in ("unbanned", "unmuted"):
            (self.bans if event == "unbanned" else self.mutes).pop(subject, None)
        elif event == "writers":
            self.closed = value == "moderators"
        return good or not self.known

    def may_say(self, kind, sender, at):
        if not self.known or kind in ("retraction/1", "read/1"):
            return True
        if lasts(self.mutes, sender, at):
            return False
        if kind == "removal/1":
            return self.rank(sender) >= 1
        return not self.closed or kind == "reaction/1" or self.rank(sender) >= 1


def lasts(ends, user, at):
    return user in ends and (ends[user] == "" or ends[user] > at)


class Fields:
    """The fields of an object, taken in their order."""

    def __init__(self, fields):
        self.left = list(fields.items())

    def take(self, name, test):
        insist(self.left and self.left[0][0] == name, name)
        value = self.left.pop(0)[1]
        insist(test(value), name)
        return value

    def text(self, name, test=lambda text: True):
        return self.take(name, lambda value: isinstance(value, str) and test(value))

    def number(self, name, least):
        return self.take(name, lambda value: type(value) is int and least <= value <= MOST)

    def hash(self, name):
        return self.text(name, lambda text: re.fullmatch(HASH, text))

    def time(self, name):
        return self.text(name, is_time)

    def salt(self):
        return self.text("salt", lambda text: len(text) == 24 and len(unbase64(text) or b"") == 16)

    def end(self):
        insist(not self.left, "a field too many")


# ---------------------------------------------------------------- Ed25519 (RFC 8032), strictly

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    return (P - x if x & 1 != sign else x), y


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e = (y1 - x1) * (y2 - x2) % P
    f = (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    a, b, c, d = f - e, h - g, h + g, f + e
    return a * b % P, c * d % P, b * c % P, a * d % P


def times(n, point):
    sum_ = (0, 1, 1, 0)
    while n:
        if n & 1:
            sum_ = add(sum_, point)
        point = add(point, point)
        n >>= 1
    return sum_


def extended(point):
    return point[0], point[1], 1, point[0] * point[1] % P


def encoded(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = extended(recover(4 * pow(5, P - 2, P) % P, 0))


def decoded(data):
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    return None if y >= P else recover(y, sign)


def acceptable(public):
    """A canonical point of the curve that is not of small order."""
    point = decoded(public)
    return point is not None and encoded(times(8, extended(point))) != encoded((0, 1, 1, 0))


def ed25519_verifies(public, message, signature):
    """R is recomputed without cofactor and compared as bytes."""
    if len(signature) != 64 or not acceptable(public):
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    x, y = decoded(public)
    return encoded(add(times(s, BASE), times(k, extended((P - x, y))))) == signature[:32]


# ---------------------------------------------------------------- DER

class Der:
    """One element; its contents are read by children()."""

    def __init__(self, data, start=0, end=None):
        end = len(data) if end is None else end
        insist(start + 2 <= end)
        self.data, self.start, self.tag = data, start, data[start]
        insist(self.tag & 31 != 31)
        length, at = data[start + 1], start + 2
        if length >= 128:
            count = length - 128
            insist(1 <= count <= 4 and at + count <= end)
            length = int.from_bytes(data[at:at + count], "big")
            insist(length >= 128 and (count == 1 or data[at]))
            at += count
        self.at, self.end = at, at + length
        insist(self.end <= end)

    @property
    def whole(self):
        return self.data[self.start:self.end]

    @property
    def body(self):
        return self.data[self.at:self.end]

    def children(self, tag=None):
        insist(tag is None or self.tag == tag)
        found, at = [], self.at
        while at < self.end:
            found.append(Der(self.data, at, self.end))
            at = found[-1].end
        return found

    def wanted(self, tag):
        insist(self.tag == tag)
        return self.body

    def moment(self):
        insist(self.tag in (0x17, 0x18))
        text = self.body.decode("ascii", "replace")
        insist(re.fullmatch(r"[0-9]{12}Z" if self.tag == 0x17 else r"[0-9]{14}Z", text))
        if self.tag == 0x17:
            text = ("20" if text < "5" else "19") + text
        text = "{}-{}-{}T{}:{}:{}.000Z".format(
            text[:4], text[4:6], text[6:8], text[8:10], text[10:12], text[12:14])
        insist(is_time(text))
        return text


def only(data):
    element = Der(data)
    insist(element.end == len(data))
    return element


def oid(text):
    first, second, *rest = map(int, text.split("."))
    body = [first * 40 + second]
    for number in rest:
        septets = [number & 127]
        while number > 127:
            number >>= 7
            septets.insert(0, number & 127 | 128)
        body += septets
    return bytes(body)


def tlv(tag, *contents):
    """An element that is short."""
    body = b"".join(contents)
    return bytes([tag, len(body)]) + body


def pss_algorithm(number, length, null):
    digest = tlv(0x30, tlv(6, oid(f"2.16.840.1.101.3.4.2.{number}")), null)
    mask = tlv(0x30, tlv(6, oid("1.2.840.113549.1.1.8")), digest)
    return tlv(6, oid("1.2.840.113549.1.1.10")) + tlv(0x30, tlv(0xA0, digest), tlv(0xA1, mask),
                                                      tlv(0xA2, tlv(2, bytes([length]))))


# How certificates and lists may be signed, by all the bytes of the AlgorithmIdentifier.
HASHES = (hashes.SHA256(), hashes.SHA384(), hashes.SHA512())
ALGORITHMS = {tlv(6, oid("1.3.101.112")): ("ed25519", None)}
for count, hash_ in enumerate(HASHES, 1):
    ALGORITHMS[tlv(6, oid(f"1.2.840.10045.4.3.{count + 1}"))] = ("ecdsa", hash_)
    ALGORITHMS[tlv(6, oid(f"1.2.840.113549.1.1.{count + 10}")) + b"\5\0"] = ("rsa", hash_)
    for null in (b"", b"\5\0"):
        ALGORITHMS[pss_algorithm(count, hash_.digest_size, null)] = ("pss", hash_)
UNDERSTOOD = {oid("2.5.29." + n) for n in ("15", "17", "19", "32", "37")}
CONSTRAINING = {oid("2.5.29." + n) for n in ("30", "33", "36", "54")}
EC = tlv(6, oid("1.2.840.10045.2.1"))
CURVES = {EC + tlv(6, oid(number)): (name, length) for name, number, length in (
    ("p256", "1.2.840.10045.3.1.7", 65), ("p384", "1.3.132.0.34", 97), ("p521", "1.3.132.0.35", 133))}
PURPOSES = {oid("1.3.6.1.5.5.7.3." + n): p for n, p in (
    ("1", "server"), ("2", "client"), ("4", "mail"), ("36", "documents"))}
UPN = oid("1.3.6.1.4.1.311.20.2.3")


def extension_parts(element):
    name, *rest = element.children(0x30)
    critical = bool(rest) and rest[0].tag == 1
    if critical:
        insist(rest.pop(0).body == b"\xff")
    insist(len(rest) == 1)
    return name.wanted(6), critical, rest[0].wanted(4)


class Signed:
    """What certificates and lists have in common: contents, algorithm, signature."""

    def __init__(self, data):
        self.data, self.hash = data, sha256(data)
        self.tbs, algorithm, signature = only(data).children(0x30)
        self.parts = self.tbs.children(0x30)
        bits = signature.wanted(3)
        insist(bits[:1] == b"\0")
        self.algorithm, self.signature = algorithm, bits[1:]

    def insist_on_algorithm(self, inner):
        insist(inner.wanted(0x30) == self.algorithm.wanted(0x30))

    def may_be_signed_so(self):
        return self.algorithm.body in ALGORITHMS

    @functools.lru_cache(maxsize=None)
    def signed_by(self, key):
        """Whether the issuer's key, given as a SubjectPublicKeyInfo, made the signature."""
        kind, algorithm = ALGORITHMS.get(self.algorithm.body, (None, None))
        message = self.tbs.whole
        try:
            if key[:12] == bytes.fromhex("302a300506032b6570032100"):
                return kind == "ed25519" and ed25519_verifies(key[12:], message, self.signature)
            public = serialization.load_der_public_key(key)
            if isinstance(public, ec.EllipticCurvePublicKey) and kind == "ecdsa":
                public.verify(self.signature, message, ec.ECDSA(algorithm))
            elif isinstance(public, rsa.RSAPublicKey) and kind == "rsa":
                public.verify(self.signature, message, padding.PKCS1v15(), algorithm)
            # RFC 8017, 8.1.2: as long as the modulus, which OpenSSL does not insist on.
            elif isinstance(public, rsa.RSAPublicKey) and kind == "pss" \
                    and len(self.signature) == (public.key_size + 7) // 8:
                public.verify(self.signature, message, padding.PSS(
                    padding.MGF1(algorithm), algorithm.digest_size), algorithm)
            else:
                return False
            return True
        except (InvalidSignature, UnsupportedAlgorithm, ValueError):
            return False


def positive(element):
    """A positive INTEGER, as short as can be."""
    body = element.wanted(2)
    insist(body and body[0] < 128 and any(body) and (body[0] or len(body) == 1 or body[1] >= 128))
    return int.from_bytes(body, "big")


class Certificate(Signed):
    def __init__(self, data):
        super().__init__(data)
        parts = list(self.parts)
        insist(parts.pop(0).wanted(0xA0) == b"\2\1\2")
        self.serial = parts[0].wanted(2)
        self.in_profile, self.odd_serial = True, False
        try:
            positive(parts[0])
            insist(len(self.serial) <= 20)
        except Malformed:
            self.odd_serial = True
        self.insist_on_algorithm(parts[1])
        self.issuer, self.subject = parts[2].whole, parts[4].whole
        insist(parts[2].tag == parts[4].tag == 0x30)
        self.in_profile = bool(parts[2].body)
        self.begins, self.ends = (each.moment() for each in parts[3].children(0x30))
        self.key = parts[5].whole
        self.kind = self.key_kind(parts[5])
        self.authority, self.usage, self.purposes = False, None, None
        self.path_length, self.signs_certificates, self.signs_lists = None, True, True
        self.names, self.speaks, self.points = [], False, []
        for attribute in (a for rdn in parts[4].children() for a in rdn.children(0x31)):
            kind, value = attribute.children(0x30)[:2]
            if kind.wanted(6) == oid("2.5.4.3") and value.tag in (0x0C, 0x13):
                self.state("cn", value.body)
        seen = set()
        insist(len(parts) <= 7)
        for part in parts[6:]:
            extensions, = part.children(0xA3)
            for each in extensions.children(0x30):
                name, critical, value = extension_parts(each)
                insist(name not in seen)
                seen.add(name)
                self.extension(name, critical, value)

    def key_kind(self, info):
        algorithm, bits = info.children(0x30)
        insist(bits.wanted(3)[:1] == b"\0")
        kind = algorithm.wanted(0x30)
        public = bits.body[1:]
        if kind == b"\x06\x03" + oid("1.3.101.112"):
            return "ed25519" if len(public) == 32 and acceptable(public) else "other"
        if kind in CURVES:
            name, length = CURVES[kind]
            return name if len(public) == length and public[0] == 4 else "other"
        if kind == b"\x06\x09" + oid("1.2.840.113549.1.1.1") + b"\x05\x00":
            modulus, exponent = map(positive, only(public).children(0x30))
            if 2048 <= modulus.bit_length() <= 8192 and exponent.bit_length() <= 64 and (
                    exponent & 1 and exponent > 1):
                return "rsa"
        return "other"

    def state(self, kind, value):
        name = value.decode("latin-1")
        self.names.append((kind, re.sub("[A-Z]", lambda c: c[0].lower(), name)))

    def extension(self, name, critical, content):
        if name in (oid("2.5.29." + n) for n in ("15", "17", "19", "37")):
            value = only(content)
        if name == oid("2.5.29.19"):
            parts = value.children(0x30)
            if parts and parts[0].tag == 1:
                flag = parts.pop(0).body
                insist(flag in (b"\0", b"\xff"))
                self.authority = flag == b"\xff"
            if parts:
                length, = parts
                self.path_length = 0 if length.wanted(2) == b"\0" else positive(length)
                self.in_profile = self.in_profile and self.authority
        elif name == oid("2.5.29.15"):
            bits = value.wanted(3)[1:2]
            self.usage = bits >= b"\x80"
            self.signs_certificates = bool(bits and bits[0] & 4)
            self.signs_lists = bool(bits and bits[0] & 2)
        elif name == oid("2.5.29.37"):
            self.purposes = {PURPOSES.get(each.wanted(6), "other")
                             for each in value.children(0x30)}
        elif name == oid("2.5.29.17"):
            for each in value.children(0x30):
                self.alternative(each)
        elif name == oid("2.5.29.31"):
            try:
                self.points = distribution_points(content)
            except Malformed:
                self.points = []
        if critical and name not in UNDERSTOOD or name in CONSTRAINING:
            self.in_profile = False

    def alternative(self, name):
        if name.tag == 0x81:
            self.speaks = True
            self.state("email", name.body)
        elif name.tag == 0x82:
            self.state("dns", name.body)
        elif name.tag == 0x86:
            self.names.append(("uri", name.body.decode("latin-1")))
            if name.body[:16].lower() == b"securechat:user:":
                self.speaks = True
                self.state("user", name.body[16:])
        elif name.tag == 0xA0:
            kind, value = name.children()
            if kind.wanted(6) == UPN:
                self.speaks = True
                text, = value.children(0xA0)
                if text.tag == 0x0C:
                    self.state("upn", text.body)

    def may_issue(self, below, trusted):
        """Whether it may have issued a certificate with so many issuers below it."""
        return self.authority and self.signs_certificates and self.kind != "other" and (
            self.in_profile and (self.path_length is None or below <= self.path_length)) and (
            trusted or (self.may_be_signed_so() and not self.odd_serial
                        and self.subject != self.issuer))

    def names_user(self, name):
        return [kind for kind, stated in self.names
                if stated == name and kind in ("user", "cn", "email", "upn")]

    def names_server(self, name):
        return ("dns", name.lower()) in self.names or (
            "uri", "securechat:server:" + name) in self.names

    def valid(self, first, last):
        return self.begins <= first and last <= self.ends

    def verifies(self, message, signature):
        if self.kind == "ed25519":
            return ed25519_verifies(self.key[12:], message, signature)
        try:
            public = serialization.load_der_public_key(self.key)
            if self.kind == "p256":
                public.verify(signature, message, ec.ECDSA(hashes.SHA256()))
            elif self.kind == "p384":
                public.verify(signature, message, ec.ECDSA(hashes.SHA384()))
            elif self.kind == "rsa" and len(signature) == (public.key_size + 7) // 8:
                public.verify(signature, message, padding.PSS(padding.MGF1(hashes.SHA256()), 32),
                              hashes.SHA256())
            else:
                return False
            return True
        except (InvalidSignature, UnsupportedAlgorithm, ValueError):
            return False


def first_element(data):
    """The first element of some bytes, and what is behind it."""
    element = Der(data)
    return element, data[element.end:]


def full_names(data):
    """The names of a distributionPoint [0] that is a fullName [0]; another form has none."""
    if not data:
        return []
    name, rest = first_element(data)
    if rest or name.tag != 0xA0:
        return []
    names = []
    rest = name.body
    while rest:
        one, rest = first_element(rest)
        names.append(one.whole)
    return names


def distribution_points(content):
    """Of a certificate: the names of the points that are for all reasons and its own issuer."""
    names = []
    rest = only(content).wanted(0x30)
    while rest:
        point, rest = first_element(rest)
        body = point.wanted(0x30)
        if body:
            name, behind = first_element(body)
            if name.tag == 0xA0 and not behind:
                names += full_names(name.body)
    return names


class RevocationList(Signed):
    def __init__(self, data):
        super().__init__(data)
        parts = list(self.parts)
        if parts[0].tag == 2:
            parts.pop(0)
        self.insist_on_algorithm(parts[0])
        self.issuer = parts[1].whole
        insist(parts[1].tag == 0x30)
        parts[2].moment()
        parts = parts[3:]
        self.upcoming, self.entries = None, {}
        self.points, self.holders = None, "all"
        self.complete = True
        if parts and parts[0].tag in (0x17, 0x18):
            self.upcoming = parts.pop(0).moment()
        if parts and parts[0].tag == 0x30:
            for entry in parts.pop(0).children():
                self.entry(entry)
        if parts:
            insist(len(parts) == 1 and parts[0].tag == 0xA0)
            extensions, = parts[0].children()
            for each in extensions.children(0x30):
                name, critical, value = extension_parts(each)
                if name == oid("2.5.29.28"):
                    self.complete = self.complete and self.issuing_point(value)
                elif name == oid("2.5.29.27") or (
                        critical and name not in (oid("2.5.29.20"), oid("2.5.29.35"))):
                    self.complete = False

    def issuing_point(self, value):
        """Whom the list is for; whether it is one of the forms that are understood."""
        rest = body = only(value).wanted(0x30)
        if body and body[0] == 0xA0:
            name, rest = first_element(body)
            self.points = full_names(name.body)
            if not self.points:
                return False
        if rest:
            self.holders = {b"\x81\1\xff": "users", b"\x82\1\xff": "issuers"}.get(rest)
        return bool(body) and self.holders is not None

    def covers(self, certificate):
        return (self.holders == "all" or (self.holders == "issuers") == certificate.authority) and (
            self.points is None or any(point in certificate.points for point in self.points))

    def entry(self, element):
        serial, time, *more = element.children(0x30)
        since = time.moment()
        insist(len(more) <= 1)
        for each in (more[0].children(0x30) if more else []):
            name, critical, value = extension_parts(each)
            if name == oid("2.5.29.24"):
                since = min(since, only(value).moment())
            elif name == oid("2.5.29.29") or critical and name != oid("2.5.29.21"):
                self.complete = False
        number = serial.wanted(2)
        self.complete = self.complete and number not in self.entries
        self.entries[number] = min(since, self.entries.get(number, since))


def pkcs1(key, data, signature):
    """By the classic profile: an RSA key, PKCS #1 v1.5, SHA-256."""
    try:
        public = serialization.load_der_public_key(key)
        insist(isinstance(public, rsa.RSAPublicKey))
        public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        return True
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, Malformed):
        return False


# ---------------------------------------------------------------- the bundle

class Verifier:
    def __init__(self, folder, authorities, outside=(), roots_excused=False):
        self.roots_excused = roots_excused
        self.folder = pathlib.Path(folder)
        self.authorities = [Certificate(data) for data in authorities]
        self.authority_hashes = {each.hash for each in self.authorities}
        self.outside = [RevocationList(data) for data in outside]
        self.findings, self.notes, self.heading, self.unknown = [], [], [], False
        self.uses, self.expected, self.named = {}, set(FIXED), set()

    def fail(self, code, subject, detail, verdict="FAILED"):
        finding = (verdict, code, subject, detail)
        if finding not in self.findings:
            self.findings.append(finding)

    def verify(self):
        try:
            self.read_files()
            self.check()
        except Malformed:
            pass
        verdicts = {finding[0] for finding in self.findings}
        if "FAILED" in verdicts:
            return "FAILED"
        if "INCOMPLETE" in verdicts:
            return "INCOMPLETE"
        return "NEEDS A NEWER VERIFIER" if self.unknown else "VERIFIED"

    # 1 files

    def read_files(self):
        self.files = {}
        root = os.path.realpath(self.folder)
        for here, folders, names in os.walk(os.fsencode(root)):
            where = os.path.relpath(here, os.fsencode(root))
            for name in folders + names:
                path = os.path.normpath(os.path.join(where, name)).decode("latin-1")
                mode = os.lstat(os.path.join(here, name)).st_mode
                folder = re.fullmatch("messages|certificates|revocation|countersignatures|files", path)
                if not re.fullmatch("[A-Za-z0-9._@+/-]+", path) or not (
                        stat.S_ISDIR(mode) and folder or stat.S_ISREG(mode)):
                    self.fail("file", "bundle", "a file of a name or kind that no bundle has")
                    raise Malformed
                if stat.S_ISREG(mode):
                    self.files[path] = pathlib.Path(root, path).read_bytes()
        for name in FIXED:
            if name not in self.files:
                self.fail("file", name, "missing")
        insist(not self.findings)
        for name in ("README.txt", "verify.sh"):
            if self.files[name] != (RESOURCES / name).read_bytes():
                self.fail("file", name, "not that of this release")
        try:  # It proves nothing; it has the form of one certificate, and that is all.
            insist([part.tag for part in only(self.files["authority.der"]).children(0x30)]
                   == [0x30, 0x30, 3])
        except Malformed:
            self.fail("file", "authority.der", "not one certificate")

    def check_set(self):
        absent = len(self.named - set(self.files))
        if absent:
            self.notes.append(f"contents of files: {absent} of {len(self.named)} are not here")
        for name in self.expected - set(self.files):
            self.fail("file", name, "missing")
        for name in set(self.files) - self.expected - {"report.html"}:
            self.fail("file", name, "does not belong here")
        for name, data in self.files.items():
            match = re.fullmatch(f"(?:certificates|revocation)/({HASH})\\.der", name)
            if match and sha256(data) != match[1]:
                self.fail("file", name, "not the file that its name says")

    def check(self):
        self.check_receipt()
        self.check_transcript()
        self.read_certificates()
        self.check_signature("signature", self.signer, "receipt")
        self.check_lines()
        self.check_countersignatures()
        self.check_certificates()
        self.check_set()

    # 2 receipt

    def check_receipt(self):
        try:
            data = self.files["receipt.json"]
            insist(len(data) <= 40960)
            fields = Fields(parse(data, 40960))
            fields.text("type", lambda text: text == "securechat/receipt/1")
            self.server = fields.text(
                "server", lambda text: re.fullmatch(r"[A-Za-z0-9._:\[\]-]{1,253}", text))
            self.room = fields.text("room", lambda text: text == AUDIT or is_room(text))
            self.room_id = fields.text("room_id", lambda text: re.fullmatch(UUID, text))
            insist((self.room == AUDIT) == (self.room_id == AUDIT_ID))
            fields.text("user", lambda text: text == "@server" or is_name(text))
            fields.hash("session")
            self.first = fields.number("first", 1)
            self.last = fields.number("last", self.first - 1)
            self.previous, self.head = fields.hash("previous_chain"), fields.hash("chain")
            self.transcript_hash = fields.hash("transcript_sha256")
            members_hash = fields.hash("members_sha256")
            erased = fields.text("erased")
            self.erased = positions(erased, 24000) if erased else []
            revoked = fields.text("revoked")
            self.revoked = positions(revoked, 8000) if revoked else []
            for ranges in (self.erased, self.revoked):
                insist(not ranges or ranges[0][0] >= self.first and ranges[-1][1] <= self.last)
            lists = fields.take("revocation", lambda value: isinstance(value, list))
            insist(len(lists) <= 256 and all(isinstance(h, str) and re.fullmatch(HASH, h)
                                             for h in lists) and lists == sorted(set(lists)))
            self.lists = lists
            self.expected |= {f"revocation/{h}.der" for h in lists}
            self.signer, self.issued = fields.hash("certificate"), fields.time("issued_at")
            fields.end()
        except Malformed:
            self.fail("receipt", "receipt.json", "not of the form of a receipt")
            raise
        if revoked:
            self.notes.append(f"said with a revoked certificate: lines {revoked}")
        self.heading = [("for server", self.server), ("room", f"{self.room} ({self.room_id})"),
                        ("lines", f"{self.first} to {self.last}"), ("issued at", self.issued)]
        self.use(self.signer, "receipt", self.issued)
        text = self.files["members.txt"]
        names = text.decode("latin-1").split("\n")
        self.members = set(names[:-1])
        if sha256(text) != members_hash or names[-1] or not all(map(is_name, names[:-1])) or (
                names[:-1] != sorted(set(names[:-1]))) or self.first == 1 and text:
            self.fail("history", "members.txt", "not the members of the receipt")

    # 3 transcript, 4 time

    def check_transcript(self):
        data = self.files["transcript.txt"]
        lines = data.decode("latin-1").split("\n")
        if lines.pop() or any(not " " <= c <= "~" for line in lines for c in line):
            self.fail("transcript", "transcript.txt", "not lines of printable characters")
            raise Malformed
        self.lines, self.chain = [], {self.first - 1: self.previous}
        before, value = "", self.previous
        for position, text in enumerate(lines, self.first):
            fields = text.split("|")
            signature = unbase64(fields[5]) if len(fields) == 6 else None
            if not signature or len(signature) > 4096 or not (
                    re.fullmatch("[1-9][0-9]{0,15}", fields[0]) and is_time(fields[1])
                    and (fields[2] == "@server" or is_name(fields[2]))
                    and re.fullmatch(HASH, fields[3]) and re.fullmatch(HASH, fields[4])):
                self.fail("transcript", f"line {position}", "not of the form of a line")
                raise Malformed
            if int(fields[0]) != position:
                self.fail("transcript", f"line {position}", "out of order")
            if fields[1] < before:
                self.fail("time", f"line {position}", "earlier than the line before")
            if fields[1] > self.issued:
                self.fail("time", f"line {position}", "later than the receipt")
            before = fields[1]
            value = self.chain[position] = link(value, text)
            self.lines.append((position, *fields[1:5], signature))
        if sha256(data) != self.transcript_hash:
            self.fail("transcript", "transcript.txt", "not the transcript of the receipt")
        self.genesis = link("securechat/transcript/1", self.room_id)
        if self.first == 1 and self.previous != self.genesis:
            self.fail("chain", "receipt.json", "the chain does not start with the room")
        if value != self.head:
            self.fail("chain", "transcript.txt", "the chain does not end in that of the receipt")
        if self.first + len(lines) - 1 != self.last:
            self.fail("transcript", "transcript.txt",
                      f"not the lines {self.first} to {self.last}")

    # 5 certificates, 6 names

    def use(self, certificate, purpose, time, who=None, line=None):
        self.expected.add(f"certificates/{certificate}.der")
        self.uses.setdefault(certificate, []).append((purpose, time, who, line))

    def read_certificates(self):
        self.certificates, self.revocation = {}, list(self.outside)
        for each in self.outside:
            if not each.complete:
                self.fail("revocation", "list", "not a complete list")
        for name, data in self.files.items():
            match = re.fullmatch(f"(certificates|revocation)/({HASH})\\.der", name)
            if not match:
                continue
            try:
                if match[1] == "certificates":
                    self.certificates[match[2]] = Certificate(data)
                else:
                    self.revocation.append(RevocationList(data))
                    insist(self.revocation[-1].complete)
            except (Malformed, ValueError):
                if match[1] == "revocation":
                    self.fail("revocation", name, "not a complete list")

    def issuers(self, certificate):
        return [each for each in (*self.authorities, *self.certificates.values())
                if each.subject == certificate.issuer and each.hash != certificate.hash]

    def paths(self, certificate, at, below=0):
        """Each way up to an authority that is valid then: pairs of a certificate and its issuer."""
        if below >= 6:
            return
        for issuer in self.issuers(certificate):
            trusted = issuer.hash in self.authority_hashes
            if not issuer.valid(at, at) or not issuer.may_issue(below, trusted) or (
                    not certificate.signed_by(issuer.key)):
                continue
            if trusted:
                yield [(certificate, issuer)]
            else:
                for above in self.paths(issuer, at, below + 1):
                    yield [(certificate, issuer), *above]

    def check_certificates(self):
        self.doubted = set()
        self.listed = {line[0] for first, last in self.revoked
                       for line in self.lines if first <= line[0] <= last}
        for name, uses in sorted(self.uses.items()):
            certificate = self.certificates.get(name)
            if certificate:
                for purpose in sorted({use[0] for use in uses}):
                    self.check_certificate(certificate, purpose, uses)
                self.allow_issuers(certificate)
            elif f"certificates/{name}.der" in self.files:
                self.fail("certificate", f"certificates/{name}.der", "not one certificate in DER")

        if self.listed - self.doubted:
            self.fail("revocation", "receipt.json",
                      "names lines as revoked whose certificates were not")

    def allow_issuers(self, certificate):
        for each in self.issuers(certificate):
            name = f"certificates/{each.hash}.der"
            if each.hash not in self.authority_hashes and name not in self.expected:
                self.expected.add(name)
                self.allow_issuers(each)

    def check_certificate(self, certificate, purpose, uses):
        subject = f"certificates/{certificate.hash}.der"
        first, last = min(use[1] for use in uses), max(use[1] for use in uses)
        usages = certificate.purposes
        good = (not certificate.authority and certificate.in_profile
                and not certificate.odd_serial and certificate.may_be_signed_so()
                and certificate.kind in ("ed25519", "p256", "p384", "rsa"))
        if purpose == "classic":
            good = good and certificate.usage is not False and (usages is None or "client" in usages)
        elif purpose == "client":
            good = good and certificate.usage and usages and "client" in usages
        else:
            good = (good and certificate.usage and usages and usages & {"mail", "documents"}
                    and not usages & {"client", "server"} and not certificate.speaks)
            if not certificate.names_server(self.server):
                self.fail("name", subject, "does not name the server of the receipt")
        if not good:
            self.fail("certificate", subject, f"not one for a {purpose}")
        if not certificate.valid(first, last):
            self.fail("certificate", subject, "not valid at the time of its use")
        if certificate.hash in self.authority_hashes or not all(
                any(True for _ in self.paths(certificate, at)) for at in (first, last)):
            self.fail("certificate", subject, "no valid path to an authority that was given")
        elif not any(self.is_covered(path, last, False, self.roots_excused) for path in self.paths(certificate, last)):
            self.fail("revocation", subject, "no revocation list covers the time of its use")
        self.check_revocation(certificate, uses)
        for who in sorted({use[2] for use in uses if use[0] != "receipt" and use[2]}):
            kinds = certificate.names_user(who)
            if kinds:
                self.notes.append(f"{who} is named by {subject} ({', '.join(kinds)})")
            else:
                self.fail("name", subject, f"does not name {who}")

    def counting(self, issuer):
        """The lists that count as this issuer's."""
        return [each for each in self.revocation if each.complete and issuer.signs_lists
                and each.issuer == issuer.subject and each.signed_by(issuer.key)]

    def lists_of(self, issuer, of_receipt):
        return [each for each in self.counting(issuer) if not of_receipt or each not in self.outside]

    def is_covered(self, path, at, of_receipt, roots_excused=False):
        return all(roots_excused and below.authority and issuer.hash in self.authority_hashes or any(each.upcoming is not None and each.upcoming >= at
                       and each.covers(below) for each in self.lists_of(issuer, of_receipt))
                   for below, issuer in path)

    def is_revoked(self, certificate, at, of_receipt):
        """Whether each path that was valid then was revoked by then, of those that lists cover if any."""
        paths = list(self.paths(certificate, at))
        paths = [path for path in paths if self.is_covered(path, at, of_receipt)] or paths
        return bool(paths) and all(
            any(each.entries.get(below.serial, "z") <= at for below, issuer in path
                for each in self.lists_of(issuer, of_receipt)) for path in paths)

    def check_revocation(self, certificate, uses):
        """What people say, the receipt has to account for; what else is signed must not be late."""
        for purpose, time, who, line in uses:
            of_receipt = self.is_revoked(certificate, time, True)
            revoked = of_receipt or self.is_revoked(certificate, time, False)
            if purpose == "receipt" or line is None:
                if self.is_revoked(certificate, time, False):
                    where = f"line {line}" if line is not None else who or "receipt.json"
                    self.fail("revocation", where, "signed with a certificate that was revoked by then")
                continue
            if of_receipt:
                self.doubted.add(line)
            if revoked and line not in self.listed:
                self.fail("revocation", f"line {line}", "said with a certificate that was revoked by then")

    # 7 payloads, 8 history, 9 erased

    def check_signature(self, code, certificate, path, signature=None):
        known = self.certificates.get(certificate)
        data = self.files.get(path + ".json", b"")
        signature = self.files.get(path + ".sig", b"") if signature is None else signature
        if not known or len(signature) > 4096 or not known.verifies(data, signature):
            self.fail(code, path + ".json", "the signature does not verify")

    def check_lines(self):
        self.sessions, self.said, self.roles = {}, {}, Roles()
        self.client, self.classic_numbers, self.classic_text = None, (0, 0), ""
        self.times, self.gaps = {line[0]: line[1] for line in self.lines}, False
        self.senders = {line[0]: line[2] for line in self.lines}
        self.hashes, self.kinds = {line[0]: line[4] for line in self.lines}, {}
        gone = set()
        for first, last in self.erased:
            gone.update(p for p in self.senders if first <= p <= last)
        for position, time, sender, holder, digest, signature in self.lines:
            path = f"messages/{position}"
            self.expected.add(path + ".sig")
            self.use(holder, "receipt" if sender == "@server" else "client", time,
                     None if sender == "@server" else sender, position)
            if self.files.get(path + ".sig", signature) != signature:
                self.fail("signature", path + ".sig", "not the signature of its line")
            payload = self.files.get(path + ".json")
            erasable = sender != "@server" or self.is_classic()
            self.gaps = self.gaps or position in gone or payload is None
            if position in gone:
                if not erasable:
                    self.fail("erased", f"line {position}", "what a server said cannot be erased")
            elif payload is None:
                self.fail("erased", f"line {position}", "its payload is missing",
                          "INCOMPLETE" if erasable else "FAILED")
            else:
                self.expected.add(path + ".json")
                self.check_payload(position, sender, holder, digest, signature, payload)
            self.check_history(position, sender)

    def is_classic(self):
        return self.room.startswith("classic:")

    def check_payload(self, position, sender, holder, digest, signature, payload):
        path = f"messages/{position}"
        if sha256(payload) != digest:
            self.fail("payload", path + ".json", "not the payload of its line")
        self.check_signature("signature", holder, path, signature)
        try:
            fields = Fields(parse(payload))
            kind = fields.text("type", lambda text: re.fullmatch(
                "securechat/[a-z][a-z0-9-]{0,31}/[1-9][0-9]{0,2}", text))[11:]
            if sender == "@server":
                self.server_line(position, kind, fields)
            else:
                self.user_line(position, kind, fields, sender, holder)
        except Malformed:
            self.fail("payload", path + ".json", "not of its form")

    def finish(self, position, kind, others):
        """The end of a payload of a kind that is not known here."""
        insist(kind.split("/")[0] not in others)
        self.unknown = True
        self.notes.append(f"line {position}: of a kind unknown to this version")

    def place(self, fields):
        room = fields.text("room", lambda text: is_room(text) or (
            text == AUDIT and self.room == AUDIT))
        return room, fields.text("room_id", lambda text: re.fullmatch(UUID, text))

    def user_line(self, position, kind, fields, sender, holder):
        file = f"messages/{position}.json"
        if kind.startswith("bot-") and kind.split("/")[0] in OF_USERS:
            kind = kind[4:]  # What a program says is what a person says, and says so.
        session = fields.hash("session")
        place = self.place(fields)
        who = fields.text("sender", is_name)
        seq = fields.number("seq", 1)
        after = Fields(fields.take("after", lambda value: isinstance(value, dict)))
        seen, chain = after.number("position", 0), after.hash("chain")
        after.end()
        fields.time("sent_at")
        fields.salt()
        about = None
        if kind in (*MESSAGES, "edit/1", "retraction/1", "reaction/1", "removal/1", "read/1"):
            about = self.own_fields(kind, fields)
            self.kinds[position] = kind
        else:
            self.finish(position, kind, OF_SERVERS)
        if place != (self.room, self.room_id):
            self.fail("payload", file, "said in another room")
        if who != sender:
            self.fail("payload", file, "said by another sender")
        line = f"line {position}"
        before = self.sessions.get(session)
        if before and (before[:2] != (sender, holder) or seq <= before[2]):
            self.fail("history", line,
                      "replayed, out of sequence, or in the session of another")
        self.sessions[session] = (sender, holder, seq)
        if seen >= position:
            self.fail("history", line, "said after a line that is not before it")
        elif chain != (self.genesis if seen == 0 else self.chain.get(seen, chain)):
            self.fail("history", line, "said under another history")
        if about and not self.can_be_about(about, kind, sender, seen):
            self.fail("history", line, "about a line that it cannot be about")
        if position in self.kinds and not self.roles.may_say(kind, sender, self.times[position]):
            self.fail("history", line, "its sender might not say this then")

    def own_fields(self, kind, fields):
        """What follows the envelope in a kind that is known here; returns what the line is about."""
        about = None
        if kind not in ("message/1", "message/2", "read/1", "file/1"):
            inner = Fields(fields.take("about", lambda value: isinstance(value, dict)))
            about = inner.number("position", 1), inner.hash("payload")
            inner.end()
        if kind == "file/1":
            fields.text("name", lambda text: 1 <= len16(text) <= 200 and text not in (".", "..")
                        and not re.search('[\x00-\x1f\x7f-\x9f/\\\\"]', text))
            size = fields.number("size", 0)
            part = "[a-z0-9][a-z0-9.+-]*"
            fields.text("media_type", lambda text: len(text) <= 127 and re.fullmatch(
                f"{part}/{part}", text))
            content = fields.hash("sha256")
        if kind in ("message/2", "reply/1", "edit/1", "file/1"):
            fields.take("mentions", lambda value: isinstance(value, list) and len(value) <= 50
                        and all(isinstance(name, str) and is_name(name) for name in value)
                        and value == sorted(set(value)) and (value or kind != "message/2"))
        if kind == "reaction/1":
            fields.text("symbol", lambda text: 1 <= len16(text) <= 32 and not re.search(
                "[\x00-\x20\x7f-\x9f]", text))
            fields.text("action", lambda text: text in ("given", "withdrawn"))
        elif kind == "removal/1":
            fields.text("reason", lambda text: len16(text) <= 512 and not re.search(
                "[\x00-\x1f\x7f-\x9f]", text))
        elif kind not in ("retraction/1", "read/1"):
            fields.text("text", lambda text: text or kind == "file/1")
        fields.end()
        if kind == "file/1":
            self.check_content(size, content)
        return about

    def check_content(self, size, digest):
        """11.1: the content of a file, which may be left out."""
        name = f"files/{digest}"
        self.named.add(name)
        data = self.files.get(name)
        if data is None:
            return
        self.expected.add(name)
        if len(data) != size:
            self.fail("file", name, "not as long as a line says")
        if sha256(data) != digest:
            self.fail("file", name, "not what its name says")

    def can_be_about(self, about, kind, sender, seen):
        """8.2: whether a line can be about this one, by as much as the bundle has of it."""
        position, payload = about
        if position > seen:
            return False
        if position not in self.senders:
            return True
        if self.senders[position] == "@server" or self.hashes[position] != payload:
            return False
        if kind in ("edit/1", "retraction/1") and self.senders[position] != sender:
            return False
        other = self.kinds.get(position, MESSAGES[0])
        return other in MESSAGES and (kind, other) != ("edit/1", "file/1")

    def server_line(self, position, kind, fields):
        file = f"messages/{position}.json"
        place = self.place(fields)
        fields.time("at")
        fields.salt()
        if kind == "audit/1":
            insist(self.room == AUDIT)
            self.audit_line(fields)
            fields.end()
        elif kind == "event/1":
            insist(self.room != AUDIT)
            self.event_line(position, fields)
            fields.end()
        elif kind == "event/2":
            insist(self.room != AUDIT)
            self.decision_line(position, fields)
        elif kind == "webhook/1":
            insist(self.room != AUDIT and not self.is_classic())
            fields.text("name", lambda text: 1 <= len16(text) <= 64 and not re.search(
                "[\x00-\x1f\x7f-\x9f]", text))
            fields.text("text", lambda text: 1 <= len16(text) <= 8192)
            fields.end()
        elif kind in ("classic-opening/1", "classic-message/1", "classic-receipt/1"):
            insist(self.is_classic())
            self.classic_line(position, kind, fields)
        else:
            self.finish(position, kind, OF_USERS)
            self.roles.known = False
        if place != (self.room, self.room_id):
            self.fail("payload", file, "said in another room")

    def classic_line(self, position, kind, fields):
        """A line of a session of the classic profile; what its client signed is less than this."""
        file = f"messages/{position}.json"

        def bytes_up_to(most):
            return lambda text: unbase64(text) is not None and len(unbase64(text)) <= most

        if kind == "classic-opening/1":
            certificate = fields.hash("certificate")
            fingerprint = fields.text("fingerprint", lambda text: re.fullmatch("[0-9a-f]{16}", text))
            fields.text("user", lambda text: text == "" or is_name(text))
            fields.end()
            if position == 1:
                self.client = certificate
                data = self.files.get(f"certificates/{certificate}.der")
                self.fingerprint = fingerprint
                if data and sha256(base64.b64encode(data))[:16] != fingerprint:
                    self.fail("certificate", file, "of another fingerprint")
        elif kind == "classic-message/1":
            seqno, ts = fields.number("seqno", 1), fields.number("ts", 0)
            fields.text("iv", lambda text: len(unbase64(text) or b"") == 16)
            ct = fields.text("ct", bytes_up_to(8192))
            signature = fields.text("sig", bytes_up_to(4096))
            if fields.left:
                fields.text("text", lambda text: len16(text) <= 8192)
            fields.end()
            if self.client:
                if seqno <= self.classic_numbers[1]:
                    self.fail("history", f"line {position}", "replayed or out of sequence")
                self.classic_numbers = self.classic_numbers[0] or seqno, seqno
                known = self.certificates.get(self.client)
                digest = hashlib.sha256(f"{seqno}{ts}{ct}".encode()).digest()
                if not known or not pkcs1(known.key, digest, unbase64(signature)):
                    self.fail("signature", file, "the signature of the client does not verify")
                self.classic_text += f"{seqno}|{ts}|{ct}|{signature}|{self.fingerprint}\n"
        else:
            certificate = fields.text("certificate", bytes_up_to(12288))
            digest = fields.hash("transcript_sha256")
            signature = fields.text("sig", bytes_up_to(4096))
            numbers = fields.number("first_seq", 0), fields.number("last_seq", 0)
            fields.end()
            try:
                key = Certificate(unbase64(certificate)).key
            except (Malformed, ValueError):
                key = b""
            if not pkcs1(key, digest.encode(), unbase64(signature)):
                self.fail("signature", file, "the classic receipt is not signed")
            if self.client and not self.gaps and (
                    digest, numbers) != (sha256(self.classic_text.encode()), self.classic_numbers):
                self.fail("history", f"line {position}",
                          "the classic receipt is for another transcript")
        if (position == 1) != (kind == "classic-opening/1"):
            self.fail("history", f"line {position}",
                      "a classic session opens with its first line and no other")
        if self.client:
            self.use(self.client, "classic", self.times[position], None, position)

    def event_line(self, position, fields):
        event, subject = fields.text("event"), fields.text("subject")
        if event in ("created", "joined", "left", "invited"):
            insist(is_name(subject))
        elif event == "erased":
            positions(subject, 4000)
        else:
            insist(event in ("archived", "reopened") and subject == self.room)
        actor = fields.text("actor", lambda text: text == "@server" or is_name(text))
        insist(not fields.left)
        self.said[position] = (event, subject)
        if not self.roles.event(position, self.times[position], self.room, event, subject, actor):
            self.fail("history", f"line {position}", "its actor had not the right then")

    def decision_line(self, position, fields):
        """What was decided about the room."""
        def line(text):
            return len16(text) <= 512 and not re.search("[\x00-\x1f\x7f-\x9f]", text)

        values = {"kicked": line, "banned": line, "muted": line, "topic": line,
                  "rules": lambda text: len16(text) <= 4096,
                  "pinned": lambda text: re.fullmatch(HASH, text),
                  "unpinned": lambda text: re.fullmatch(HASH, text),
                  "writers": lambda text: text in ("members", "moderators"),
                  "slow": lambda text: re.fullmatch("0|[1-9][0-9]{0,4}", text)
                  and int(text) <= 86400}
        event, subject = fields.text("event"), fields.text("subject")
        if event in ABOUT_USERS:
            insist(is_name(subject))
        elif event in ("pinned", "unpinned"):
            insist(re.fullmatch("[1-9][0-9]{0,15}", subject) and int(subject) <= MOST)
        else:
            insist(event in ("topic", "rules", "writers", "slow") and subject == self.room)
        actor = fields.text("actor", lambda text: text == "@server" or is_name(text))
        value = fields.text("value", values.get(event, lambda text: text == ""))
        until = fields.text("until", lambda text: text == "" or (
            event in ("banned", "muted") and is_time(text)))
        fields.end()
        if event in ("pinned", "unpinned") and not self.can_be_about(
                (int(subject), value), "reply/1", "", position - 1):
            self.fail("history", f"line {position}", "about a line that it cannot be about")
        if self.is_classic():
            self.fail("history", f"line {position}", "no event of a classic session")
        if not self.roles.decision(event, subject, actor, value, until, self.members):
            self.fail("history", f"line {position}", "its actor had not the right then")

    def audit_line(self, fields):
        def printable(least, most):
            return lambda text: least <= len16(text) <= most and not re.search(
                "[\x00-\x1f\x7f-\x9f]", text)

        def token(text):
            return re.fullmatch("[a-z0-9_.-]{0,32}", text)

        fields.text("action", lambda text: len(text) <= 64 and re.fullmatch(
            r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+", text))
        fields.text("outcome", lambda text: text in ("success", "failure", "denied"))
        fields.text("actor", printable(1, 260))
        fields.text("role", token)
        fields.text("method", token)
        fields.text("subject", printable(0, 260))
        fields.text("source", printable(0, 64))
        fields.number("count", 1)
        details = fields.take("details", lambda value: isinstance(value, dict))
        insist(len(details) <= 16 and list(details) == sorted(details))
        for name, value in details.items():
            insist(re.fullmatch("[a-z][a-z0-9_]{0,31}", name) and isinstance(value, str)
                   and printable(0, 512)(value))

    def check_history(self, position, sender):
        line = f"line {position}"
        if sender != "@server":
            if self.room == AUDIT or self.is_classic():
                self.fail("history", line, "a user speaks where only the server does")
            elif sender not in self.members:
                self.fail("history", line, "said by somebody who is no member")
            return
        event, subject = self.said.get(position, (None, None))
        if event == "erased":
            self.check_erasure(position, subject)
        if self.is_classic() and (event == "created" or event and position == 1):
            self.fail("history", line, "no event of a classic session")
        if self.room == AUDIT or self.is_classic():
            return
        if (position == 1) != (event == "created"):
            self.fail("history", line, "is not the event that made the room" if position == 1
                      else "the room is made twice")
        if event in ("created", "joined"):
            self.members.add(subject)
        elif event == "left":
            self.members.discard(subject)

    def check_erasure(self, position, subject):
        for first, last in positions(subject, 4000):
            if last >= position:
                self.fail("history", f"line {position}", "erases what is not before it")
                return
            for each in range(max(first, self.first), last + 1):
                if self.senders.get(each) == "@server" and not (
                        self.is_classic() and each not in self.said):
                    self.fail("history", f"line {position}", "erases what is no message")
                    return

    # 10 countersignatures

    def check_countersignatures(self):
        for name in self.files:
            match = re.fullmatch(r"countersignatures/([^/]*)\.json", name)
            if not match:
                continue
            try:
                fields = Fields(parse(self.files[name]))
                fields.text("type", lambda text: text == "securechat/countersignature/1")
                user = fields.text("user", lambda text: text == match[1] and is_name(text))
                fields.text("receipt_sha256",
                            lambda text: text == sha256(self.files["receipt.json"]))
                certificate, at = fields.hash("certificate"), fields.time("at")
                fields.end()
            except Malformed:
                self.fail("countersignature", name, "not a countersignature of this receipt")
                continue
            self.expected |= {name, name[:-5] + ".sig"}
            self.use(certificate, "client", at, user)
            self.check_signature("countersignature", certificate, name[:-5])


def judge(folder):
    folder = pathlib.Path(folder)
    verifier = Verifier(folder / "bundle",
                        [p.read_bytes() for p in sorted(folder.glob("authority-*.der"))],
                        [p.read_bytes() for p in sorted(folder.glob("list-*.der"))],
                        (folder / "roots-without-list").exists())
    verdict = verifier.verify()
    return {"case": folder.name, "verdict": verdict,
            "findings": [list(finding) for finding in verifier.findings]}


def der(path):
    """A certificate or list that was given, in DER or alone in a PEM file."""
    data = pathlib.Path(path).read_bytes()
    match = re.search(rb"-----BEGIN [^-]+-----([^-]+)-----END ", data)
    return base64.b64decode(match[1]) if match else data


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--crl", action="append", default=[])
    parser.add_argument("--roots-without-list", action="store_true")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("paths", nargs="+")
    given = parser.parse_args()
    if given.all:
        for folder in given.paths:
            print(json.dumps(judge(folder)), flush=True)
        return 0
    if len(given.paths) < 2:
        parser.error("name the authority that you trust")
    folder, *authorities = given.paths
    verifier = Verifier(folder, [der(path) for path in authorities], [der(path) for path in given.crl],
                        given.roots_without_list)
    verdict = verifier.verify()
    for name, value in verifier.heading:
        print(f"{name:<12}{value}")
    for finding in verifier.findings:
        print("{}  {}  {}: {}".format(*finding))
    for note in verifier.notes:
        print("note  " + note)
    print("VERDICT: " + verdict)
    return {"VERIFIED": 0, "NEEDS A NEWER VERIFIER": 3}.get(verdict, 1)


if __name__ == "__main__":
    sys.exit(main())
