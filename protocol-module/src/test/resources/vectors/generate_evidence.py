#!/usr/bin/env python3
"""Writes the vectors of names, application messages, signatures and evidence beside itself.

An implementation of sections 1, 7, 8, 9 and 10 of docs/PROTOCOL.md that shares no code with the
product, so that the two check each other. Needs the package "cryptography", version 45 or newer.
The output does not depend on when or where it runs: every key and salt is made from a counter.
"""

import base64
import datetime
import hashlib
import json
import pathlib
import re
import shutil

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

TIME = "2026-11-22T19:00:00.123Z"
ROOM_ID = "0191a1b2-0000-7000-8000-00000000000f"
AUDIT_ID = "00000000-0000-8000-8000-006175646974"
SESSION = "5e" * 32
SALT = "AAECAwQFBgcICQoLDA0ODw=="
HASH = "0123456789abcdef" * 4
SAFE = 2**53 - 1
MANY = ",".join(str(position) for position in range(1002, 2600, 2))


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).hexdigest()


def b64(data):
    return base64.b64encode(data).decode()


def canonical(**fields):
    return json.dumps(fields, separators=(",", ":"), ensure_ascii=False)


def document(data):
    """Text where it is text, hexadecimal where it is not."""
    if isinstance(data, str):
        return {"text": data}
    return {"hex": data.hex()}


def faults(cases):
    return [{"fault": fault, **document(data)} for fault, data in cases.items()]


# ---------------------------------------------------------------- keys that are always the same

def stream(seed, length):
    blocks = (hashlib.sha256(f"{seed} {i}".encode()).digest() for i in range(length // 32 + 1))
    return b"".join(blocks)[:length]


def is_prime(n):
    if any(n % p == 0 for p in (3, 5, 7, 11, 13, 17, 19, 23, 29)):
        return False
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(a, d, n)
        if x not in (1, n - 1) and all((x := pow(x, 2, n)) != n - 1 for _ in range(s - 1)):
            return False
    return True


def prime(seed, bits):
    n = int.from_bytes(stream(seed, bits // 8), "big") | (3 << (bits - 2)) | 1
    while not is_prime(n) or (n - 1) % 65537 == 0:
        n += 2
    return n


def rsa_key(seed, bits=2048):
    p, q = prime(seed + " p", bits // 2), prime(seed + " q", bits // 2)
    d = pow(65537, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(65537, p * q)
    return rsa.RSAPrivateNumbers(
        p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q),
        public).private_key()


def ec_key(seed, curve=ec.SECP256R1()):
    return ec.derive_private_key(int.from_bytes(stream(seed, 32), "big"), curve)


def ed_key(seed):
    return ed25519.Ed25519PrivateKey.from_private_bytes(stream(seed, 32))


def spki(key):
    return key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


# ---------------------------------------------------------------- DER

def der(tag, *contents):
    body = b"".join(contents)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 128 + len(length)]) + length + body


def sequence(*contents):
    return der(0x30, *contents)


def set_of(*contents):
    return der(0x31, *sorted(contents))


def integer(n):
    return der(0x02, n.to_bytes(n.bit_length() // 8 + 1, "big"))


def oid(text):
    first, second, *rest = map(int, text.split("."))
    body = bytes([first * 40 + second])
    for n in rest:
        septets = [n & 127]
        while n > 127:
            n >>= 7
            septets.insert(0, n & 127 | 128)
        body += bytes(septets)
    return der(0x06, body)


# ---------------------------------------------------------------- signatures

def mgf1(seed, length, algorithm):
    size = hashlib.new(algorithm).digest_size
    blocks = (hashlib.new(algorithm, seed + i.to_bytes(4, "big")).digest()
              for i in range(length // size + 1))
    return b"".join(blocks)[:length]


def pss(key, message, salt, algorithm="sha256", mask="sha256", trailer=0xBC):
    """RFC 8017 section 9.1.1, with a salt that is given."""
    numbers = key.private_numbers()
    n = numbers.public_numbers.n
    em_bits = n.bit_length() - 1
    em_length = (em_bits + 7) // 8
    digest = hashlib.new(algorithm, message).digest()
    h = hashlib.new(algorithm, bytes(8) + digest + salt).digest()
    db = bytes(em_length - len(salt) - len(h) - 2) + b"\x01" + salt
    masked = bytes(a ^ b for a, b in zip(db, mgf1(h, len(db), mask)))
    masked = bytes([masked[0] & (255 >> (8 * em_length - em_bits))]) + masked[1:]
    em = int.from_bytes(masked + h + bytes([trailer]), "big")
    return pow(em, numbers.d, n).to_bytes((n.bit_length() + 7) // 8, "big")


CURVES = {
    "ecdsa_secp256r1_sha256": (
        ec.SECP256R1(), hashes.SHA256(),
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551),
    "ecdsa_secp384r1_sha384": (
        ec.SECP384R1(), hashes.SHA384(),
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973),
}


def ecdsa(key, message, algorithm=hashes.SHA256()):
    return key.sign(message, ec.ECDSA(algorithm, deterministic_signing=True))


def point(signature):
    """r and s of a DER signature."""
    r_length = signature[3]
    s = signature[4 + r_length + 2:]
    return int.from_bytes(signature[4:4 + r_length], "big"), int.from_bytes(s, "big")


def in_every_scheme(good, other):
    return {
        "another key's signature": other,
        "empty": b"",
        "a single zero": b"\x00",
        "all zero": bytes(len(good)),
        "one byte short": good[:-1],
        "one byte too many": good + b"\x00",
        "first byte changed": bytes([good[0] ^ 1]) + good[1:],
        "last byte changed": good[:-1] + bytes([good[-1] ^ 1]),
    }


def signature_cases(scheme, key, good, bad, message):
    base = {"scheme": scheme, "key": spki(key).hex(), "message": message.hex()}
    return ([{**base, "signature": good.hex()}],
            [{"fault": fault, **base, "signature": value.hex()} for fault, value in bad.items()])


def ed25519_cases(message):
    key, other = ed_key("alice"), ed_key("mallory")
    good = key.sign(message)
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(good[32:], "little")
    bad = in_every_scheme(good, other.sign(message))
    bad["of another message"] = key.sign(message + b"!")
    bad["S plus the order of the group"] = good[:32] + (s + order).to_bytes(32, "little")
    bad["R is not a point"] = b"\x02" + bytes(31) + good[32:]
    bad["R and S swapped"] = good[32:] + good[:32]
    return signature_cases("ed25519", key, good, bad, message)


def ecdsa_cases(scheme, message):
    curve, algorithm, n = CURVES[scheme]
    key, other = ec_key("bob", curve), ec_key("mallory", curve)
    good = ecdsa(key, message, algorithm)
    r, s = point(good)
    size, width = curve.key_size // 8, curve.key_size + 8
    bad = in_every_scheme(good, ecdsa(other, message, algorithm))
    bad["of another message"] = ecdsa(key, message + b"!", algorithm)
    bad["hashed by SHA-512"] = ecdsa(key, message, hashes.SHA512())
    bad["r is zero"] = sequence(integer(0), integer(s))
    bad["s is zero"] = sequence(integer(r), integer(0))
    bad["r and s are one"] = sequence(integer(1), integer(1))
    bad["r plus the order"] = sequence(integer(r + n), integer(s))
    bad["s plus the order"] = sequence(integer(r), integer(s + n))
    bad["s negative"] = sequence(integer(r), der(2, (2**width - s).to_bytes(width // 8, "big")))
    bad["r and s without DER"] = r.to_bytes(size, "big") + s.to_bytes(size, "big")
    bad["s with two superfluous zeros"] = sequence(integer(r), der(2, bytes(2) + integer(s)[2:]))
    bad["a byte too many inside"] = sequence(integer(r), integer(s), b"\x00")
    bad["s in two parts"] = sequence(integer(r), der(0x22, integer(s)))
    bad["an empty integer"] = sequence(integer(r), der(2))
    bad["a set"] = der(0x31, integer(r), integer(s))
    bad["a third integer"] = sequence(integer(r), integer(s), integer(1))
    bad["r with a superfluous zero"] = sequence(
        der(2, b"\x00" + integer(r)[2:]), integer(s))
    bad["length in its long form"] = b"\x30\x81" + good[1:]
    bad["indefinite length"] = b"\x30\x80" + good[2:] + bytes(2)
    return signature_cases(scheme, key, good, bad, message)


def pss_cases(message):
    key, other = rsa_key("carol"), rsa_key("mallory")
    salt = stream("salt", 32)
    good = pss(key, message, salt)
    bad = in_every_scheme(good, pss(other, message, salt))
    bad["of another message"] = pss(key, message + b"!", salt)
    bad["no salt"] = pss(key, message, b"")
    bad["a salt of 20 bytes"] = pss(key, message, salt[:20])
    bad["a salt of 48 bytes"] = pss(key, message, stream("salt", 48))
    bad["hashed by SHA-384"] = pss(key, message, salt, algorithm="sha384", mask="sha384")
    bad["masked by SHA-1"] = pss(key, message, salt, mask="sha1")
    bad["the wrong trailer"] = pss(key, message, salt, trailer=0xCC)
    bad["PKCS 1 version 1.5"] = key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    return signature_cases("rsa_pss_rsae_sha256", key, good, bad, message)


def refused_keys():
    modulus = rsa_key("carol").private_numbers().public_numbers.n
    rsa_algorithm = sequence(oid("1.2.840.113549.1.1.1"), b"\x05\x00")
    pss_algorithm = sequence(oid("1.2.840.113549.1.1.10"))

    def spelled(algorithm, n, e):
        return sequence(algorithm, der(3, b"\x00" + sequence(integer(n), integer(e))))

    ed = spki(ed_key("alice"))
    ed448_key = ed448.Ed448PrivateKey.from_private_bytes(stream("ed448", 57))
    keys = {
        "RSA of 1024 bits": spki(rsa_key("short", 1024)),
        "RSA with exponent 1": spelled(rsa_algorithm, modulus, 1),
        "RSA with an even exponent": spelled(rsa_algorithm, modulus, 65536),
        "RSA with an exponent of 2000 bits": spelled(rsa_algorithm, modulus, 2**2000 - 1),
        "RSA of 16384 bits": spelled(rsa_algorithm, 2**16384 - 1, 65537),
        "RSASSA-PSS as the kind of key": spelled(pss_algorithm, modulus, 65537),
        "P-521": spki(ec_key("long", ec.SECP521R1())),
        "secp256k1": spki(ec_key("coin", ec.SECP256K1())),
        "Ed448": spki(ed448_key),
        "Ed25519 with a byte too many":
            sequence(sequence(oid("1.3.101.112")), der(3, b"\x00" + ed[-32:] + b"\x00")),
    }
    return [{"fault": fault, "key": key.hex()} for fault, key in keys.items()]


def write_signatures():
    message = canonical(say="what was said", by="\u00e4 \U0001f600").encode()
    groups = [ed25519_cases(message), *(ecdsa_cases(scheme, message) for scheme in CURVES),
              pss_cases(message)]
    write("signatures.json",
          "Signatures. valid: signature verifies over message with key (SubjectPublicKeyInfo, "
          "DER). invalid: it must not. keys: kinds of keys that must be refused. Hexadecimal.",
          valid=[case for good, _ in groups for case in good],
          invalid=[case for _, bad in groups for case in bad],
          keys=refused_keys())


# ---------------------------------------------------------------- names

def write_names():
    write("names.json",
          "Usernames, names of rooms that users create, names of rooms of any kind, timestamps and "
          "base64, each with texts that are and texts that are not. direct_rooms: users and the "
          "room they have to themselves.",
          usernames={"valid": ["a", "0", "alice", "a.b_c-d", "7of9", "a+b", "a-", "a.", "a+",
                               "alice@example.org", "a@b", "a+x@b", "a.@b", "a@.b", "a@b..c",
                               "a@-b", "a@0", "a" * 128, "a" * 63 + "@" + "b" * 64],
                     "invalid": ["", ".a", "-a", "_a", "+a", "Alice", "a b", "a|b", "a:b", "a/b",
                                 "\u00e4", "\u0430", "a\n", "a\u0000", "@server", " a", "@", "a@",
                                 "@b", "a@b@c", "a@@b", "a@b.", "a@b-", "a@b+", "a@B", "a@b\n",
                                 "a b@c", "a%b", "a,b", "\u212aim", "a" * 129,
                                 "a" * 64 + "@" + "b" * 64]},
          created_rooms={"valid": ["a", "0", "lobby", "a.b_c-d", "7of9", "a" * 64],
                         "invalid": ["", ".a", "-a", "_a", "Lobby", "a b", "a+b", "a@b", "a|b",
                                     "a:b", "a/b", "\u00e4", "a\n", "@server", "a" * 65,
                                     "dm:a:b"]},
          rooms={"valid": ["lobby", "dm:alice:bob", "dm:a:a", "dm:a.b:a_b", "dm:a:aa",
                           "dm:a+b:a@b", "dm:" + "a" * 128 + ":" + "b" * 128],
                 "invalid": ["dm:", "dm:a", "dm:a:", "dm::b", "dm:bob:alice", "dm:a:b:c", "DM:a:b",
                             "dm:a:B", "dm:a: b", "dm:a@b:a+b", "a@b", "a+b",
                             "dm:" + "a" * 129 + ":b"]},
          timestamps={"valid": [TIME, "1970-01-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z",
                                "9999-12-31T23:59:59.999Z"],
                      "invalid": ["", "2026-11-22T19:00:00Z", "2026-11-22T19:00:00.12Z",
                                  "2026-11-22T19:00:00.1234Z", "2026-11-22T19:00:00.123z",
                                  "2026-11-22t19:00:00.123Z", "2026-11-22 19:00:00.123Z",
                                  "2026-11-22T19:00:00.123+00:00", "2026-11-22T19:00:60.123Z",
                                  "2026-11-22T24:00:00.000Z", "2026-02-29T19:00:00.123Z",
                                  "2026-13-01T19:00:00.123Z", "1969-12-31T23:59:59.999Z",
                                  "2026-11-22T19:00:00.12\u0663Z"]},
          base64={"valid": ["", "AA==", "AAA=", "AAAA", "+/+/"],
                  "invalid": ["A", "AA", "AA=", "AB==", "AAB=", "A A=", "AA==\n", "-_-_", "=",
                              "AA==AA=="]},
          direct_rooms=[{"users": ["bob", "alice"], "room": "dm:alice:bob"},
                        {"users": ["alice", "bob"], "room": "dm:alice:bob"},
                        {"users": ["a", "a"], "room": "dm:a:a"},
                        {"users": ["a_b", "a.b"], "room": "dm:a.b:a_b"}])


# ---------------------------------------------------------------- application messages

def request(**changes):
    fields = {"id": 7, "type": "ping", **changes}
    return canonical(**{name: value for name, value in fields.items() if value is not None})


def nested(depth):
    return '{"a":' * depth + "1" + "}" * depth


def write_application():
    message = {"payload": b64(b"{}"), "signature": b64(b"\x01")}
    kdf = {"memory_kib": 19456, "iterations": 2, "parallelism": 1}
    register = {"type": "register", "username": "alice",
                "salt": SALT, "kdf": kdf, "key": b64(bytes(32))}
    history = {"type": "history", "room": "lobby", "after": 0, "limit": 100}
    send = {"type": "send", "room": "lobby", "message": message}
    good = {
        "ping": request(),
        "white space around it": " \t\r\n" + request() + "\n",
        "fields that nobody knows": request(later={"x": [1, 2.5, None, True]}),
        "fields in another order": '{"type":"ping","id":7}',
        "an escaped key and value": '{"\\u0069d":7,"type":"p\\u0069ng"}',
        "the greatest id": request(id=SAFE),
        "numbers of 20 characters":
            '{"id":7,"type":"ping","x":[-' + "1" * 19 + ",0." + "1" * 18 + "," + "1" * 16
            + 'e+10,"' + "1" * 21 + '"]}',
        "an escaped pair in a field and in a key":
            '{"id":7,"type":"ping","\\ud83d\\ude00":"\\uD83D\\uDE00"}',
        "nested 16 deep": '{"id":7,"type":"ping","a":' + nested(15) + "}",
        "65536 bytes": request(later="x" * (65536 - len(request(later="")))),
        "kdf": request(type="kdf", user="alice@example.org"),
        "register": request(**register),
        "login with a key": request(type="login", user="alice", key=b64(bytes(32))),
        "login without": request(type="login", user="alice"),
        "login with kinds": request(
            type="login", user="alice", kinds=["message/1", "edit/12", "a-b-2/999"]),
        "login that ends a lost session": request(type="login", user="alice", ends=HASH),
        "rooms": request(type="rooms", list="member", limit=1000),
        "rooms after one": request(type="rooms", list="member", after="dm:alice:bob", limit=7),
        "public rooms": request(type="rooms", list="public", limit=1),
        "one room": request(type="room", room="lobby"),
        "invitations": request(type="invitations", limit=1000),
        "invitations after one": request(type="invitations", after="lobby", limit=1),
        "decline": request(type="decline", room="lobby"),
        "block": request(type="block", user="bob"),
        "unblock": request(type="unblock", user="bob"),
        "blocked": request(type="blocked", limit=1000),
        "blocked after one": request(type="blocked", after="bob", limit=1),
        "who": request(type="who", room="lobby"),
        "join": request(type="join", room="lobby"),
        "leave": request(type="leave", room="lobby"),
        "create": request(type="create", room="lobby", visibility="private"),
        "create: announced": request(type="create", room="lobby", visibility="announced"),
        "invite": request(type="invite", room="lobby", user="bob"),
        "send to a room": request(**send),
        "direct": request(type="direct", user="bob"),
        "a topic": request(type="moderate", room="lobby", event="topic", value="Friday"),
        "no topic": request(type="moderate", room="lobby", event="topic"),
        "a mute for a time": request(
            type="moderate", room="lobby", event="muted", subject="bob", value="too loud", seconds=3600),
        "a pin": request(type="moderate", room="lobby", event="pinned", subject="17", value=HASH),
        "revocation list": request(type="revocation_list", sha256=HASH, offset=45000),
        "file begin": request(type="file_begin", room="lobby", sha256=HASH, size=0),
        "file begin: greatest size": request(type="file_begin", room="dm:alice:bob", sha256=HASH, size=SAFE),
        "file part": request(type="file_part", room="lobby", sha256=HASH, offset=45000, part="aGVsbG8="),
        "file part: longest": request(type="file_part", room="lobby", sha256=HASH, offset=0, part=b64(bytes(45000))),
        "file end": request(type="file_end", room="lobby", sha256=HASH),
        "file": request(type="file", room="lobby", sha256=HASH, offset=45000),
        "history": request(**history),
        "search for words": request(type="search", room="lobby", words='"a phrase" Z\u00fcrich', limit=100),
        "search for one user's words": request(
            type="search", room="dm:alice:bob", words="x" * 200, sender="bob", before=257, limit=1),
        "search for a user": request(type="search", room="lobby", sender="bob", limit=7),
        "certificate": request(type="certificate", sha256=HASH),
        "receipt": request(type="receipt", room="dm:alice:bob"),
        "receipt of some lines": request(type="receipt", room="lobby", first=3, last=57),
        "countersign": request(
            type="countersign", countersignature=b64(b"{}"), signature=b64(b"\x01")),
        "bye": request(type="bye"),
    }
    # Not even the id can be read.
    unreadable = {
        "empty": b"",
        "white space alone": b" \n",
        "garbage": b"\x00\xff\xfe garbage",
        "not JSON": "ping",
        "null": "null",
        "a list": "[" + request() + "]",
        "a string": '"ping"',
        "a number": "7",
        "cut short": request()[:-1],
        "a byte after it": request() + "x",
        "another object after it": request() + request(),
        "a zero byte after it": request().encode() + b"\x00",
        "a byte order mark before it": b"\xef\xbb\xbf" + request().encode(),
        "UTF-16": request().encode("utf-16-le"),
        "UTF-16 with a byte order mark": request().encode("utf-16"),
        "UTF-32": request().encode("utf-32-be"),
        "a byte that is never UTF-8": request(x="?").encode().replace(b"?", b"\xff"),
        "an overlong form": request(x="?").encode().replace(b"?", b"\xc0\xaf"),
        "a surrogate in UTF-8": request(x="?").encode().replace(b"?", b"\xed\xa0\x80"),
        "beyond U+10FFFF": request(x="?").encode().replace(b"?", b"\xf4\x90\x80\x80"),
        "a character cut short": request(x="?").encode().replace(b"?", b"\xe2\x82"),
        "a continuation byte alone": request(x="?").encode().replace(b"?", b"\x80"),
        "id twice": '{"id":7,"id":7,"type":"ping"}',
        "type twice": '{"id":7,"type":"ping","type":"bye"}',
        "a key twice, once escaped": '{"id":7,"type":"ping","\\u0069d":8}',
        "a key twice in what nobody knows": '{"id":7,"type":"ping","x":{"a":1,"a":2}}',
        "a key twice in a list": '{"id":7,"type":"ping","x":[{"a":1,"a":1}]}',
        "a comma too many": '{"id":7,"type":"ping",}',
        "a comment": '{"id":7,"type":"ping"/**/}',
        "apostrophes": "{'id':7,'type':'ping'}",
        "keys without quotation marks": "{id:7,type:1}",
        "a raw line feed in a string": '{"id":7,"type":"ping","x":"\n"}',
        "an unknown escape": '{"id":7,"type":"ping","x":"\\x41"}',
        "a leading zero": '{"id":07,"type":"ping"}',
        "a plus sign": '{"id":+7,"type":"ping"}',
        "NaN": '{"id":7,"type":"ping","x":NaN}',
        "a number of 21 digits": '{"id":7,"type":"ping","x":' + "1" * 21 + "}",
        "a number of 21 characters with its sign": '{"id":7,"type":"ping","x":-' + "1" * 20 + "}",
        "a number of 21 characters with its point":
            '{"id":7,"type":"ping","x":[0.' + "1" * 19 + "]}",
        "a number of 21 characters with its exponent":
            '{"id":7,"type":"ping","x":' + "1" * 17 + "e+10}",
        "type with half a character": '{"id":7,"type":"\\ud83d"}',
        "half a character in a field that nobody knows":
            '{"id":7,"type":"ping","x":"\\ud83d"}',
        "half a character in a list of a field that nobody knows":
            '{"id":7,"type":"ping","x":[{"y":["\\ude00\\ud83d"]}]}',
        "half a character in a key": '{"id":7,"type":"ping","\\ud83d":1}',
        "half a character in a key of an object that nobody knows":
            '{"id":7,"type":"ping","x":{"\\udead":1}}',
        "a number of 60000 digits": '{"id":7,"type":"ping","x":' + "1" * 60000 + "}",
        "an exponent beyond measure": '{"id":7,"type":"ping","x":1e99999999999999999999}',
        "a key of 65 characters": request(**{"k" * 65: 1}),
        "nested 17 deep": '{"id":7,"type":"ping","a":' + nested(16) + "}",
        "lists nested 30000 deep": '{"id":7,"type":"ping","a":' + "[" * 30000 + "]" * 30000 + "}",
        "objects nested 10000 deep": nested(10000),
        "65537 bytes": request(later="x" * (65537 - len(request(later="")))),
        "no id": request(id=None),
        "id null": '{"id":null,"type":"ping"}',
        "id zero": request(id=0),
        "id negative": request(id=-7),
        "id too great": request(id=SAFE + 1),
        "id beyond 64 bits": request(id=2**64),
        "id with a fraction": request(id=7.0),
        "id with an exponent": '{"id":7e0,"type":"ping"}',
        "id a string": request(id="7"),
        "id a list": request(id=[7]),
        "id true": request(id=True),
    }
    refused = {
        "no type": request(type=None),
        "type unknown": request(type="pong"),
        "type in capitals": request(type="PING"),
        "type a number": request(type=7),
        "type an object": request(type={}),
        "type empty": request(type=""),
        "type of an answer": request(type="ok"),
        "type of 60000 characters": request(type="p" * 60000),
        "kdf: no user": request(type="kdf"),
        "kdf: user null": '{"id":7,"type":"kdf","user":null}',
        "kdf: user with a line feed": request(type="kdf", user="alice\n"),
        "kdf: user of 129 characters": request(type="kdf", user="a" * 127 + "@b"),
        "kdf: user in capitals": request(type="kdf", user="Alice"),
        "login: user with two at signs": request(type="login", user="a@b@c"),
        "login: user empty": request(type="login", user=""),
        "login: key of 31 bytes": request(type="login", user="alice", key=b64(bytes(31))),
        "login: key of 33 bytes": request(type="login", user="alice", key=b64(bytes(33))),
        "login: key not base64": request(type="login", user="alice", key="?"),
        "login: key false": request(type="login", user="alice", key=False),
        "register: salt of 15 bytes": request(**{**register, "salt": b64(bytes(15))}),
        "register: salt in the URL alphabet": request(
            **{**register, "salt": "-_ECAwQFBgcICQoLDA0ODw=="}),
        "register: salt with unused bits set": request(
            **{**register, "salt": "AAECAwQFBgcICQoLDA0ODx=="}),
        "register: username with two at signs": request(**{**register, "username": "a@b@c"}),
        "register: username in capitals": request(**{**register, "username": "Alice"}),
        "register: no username": request(**{**register, "username": None}),
        "register: no key": request(**{**register, "key": None}),
        "register: kdf a list": request(**{**register, "kdf": [19456, 2, 1]}),
        "register: memory too small": request(
            **{**register, "kdf": {**kdf, "memory_kib": 8191}}),
        "register: memory too great": request(
            **{**register, "kdf": {**kdf, "memory_kib": 262145}}),
        "register: memory of 2^32 + 19456": request(
            **{**register, "kdf": {**kdf, "memory_kib": 2**32 + 19456}}),
        "register: no iterations": request(**{**register, "kdf": {**kdf, "iterations": 0}}),
        "register: 11 iterations": request(**{**register, "kdf": {**kdf, "iterations": 11}}),
        "register: 5 lanes": request(**{**register, "kdf": {**kdf, "parallelism": 5}}),
        "who: room in capitals": request(type="who", room="Lobby"),
        "who: room of the server": request(type="who", room="@server"),
        "who: direct room in the wrong order": request(type="who", room="dm:bob:alice"),
        "create: room direct": request(type="create", room="dm:a:b", visibility="private"),
        "create: visibility direct": request(type="create", room="lobby", visibility="direct"),
        "create: visibility unknown": request(type="create", room="lobby", visibility="secret"),
        "create: no visibility": request(type="create", room="lobby"),
        "invite: user ends in an at sign": request(type="invite", room="lobby", user="bob@"),
        "create: room a mail address": request(type="create", room="a@b", visibility="private"),
        "direct: no user": request(type="direct"),
        "direct: user a room": request(type="direct", user="dm:alice:bob"),
        "login: kinds a string": request(type="login", user="alice", kinds="message/1"),
        "login: kinds with a whole type": request(
            type="login", user="alice", kinds=["securechat/message/1"]),
        "login: kinds with version 0": request(type="login", user="alice", kinds=["message/0"]),
        "login: kinds with version 1000": request(
            type="login", user="alice", kinds=["message/1000"]),
        "login: kinds with a name of 33 characters": request(
            type="login", user="alice", kinds=["k" * 33 + "/1"]),
        "login: 65 kinds": request(
            type="login", user="alice", kinds=["k/%d" % i for i in range(1, 66)]),
        "login: ends of 63 digits": request(type="login", user="alice", ends=HASH[1:]),
        "login: ends in capitals": request(type="login", user="alice", ends=HASH.upper()),
        "rooms: an unknown list": request(type="rooms", list="all", limit=1000),
        "rooms: list in capitals": request(type="rooms", list="Member", limit=1000),
        "rooms: list a number": request(type="rooms", list=1, limit=1000),
        "room: no room": request(type="room"),
        "invitations: limit zero": request(type="invitations", limit=0),
        "invitations: limit 1001": request(type="invitations", limit=1001),
        "invitations: after in capitals": request(type="invitations", after="Lobby"),
        "decline: room a user": request(type="decline", room="@bob"),
        "block: no user": request(type="block"),
        "block: user a room": request(type="block", user="dm:alice:bob"),
        "unblock: no user": request(type="unblock"),
        "blocked: limit 1001": request(type="blocked", limit=1001),
        "blocked: after a room": request(type="blocked", after="dm:alice:bob"),
        "rooms: limit zero": request(type="rooms", limit=0),
        "rooms: limit 1001": request(type="rooms", limit=1001),
        "rooms: after in capitals": request(type="rooms", after="Lobby"),
        "send: no room": request(**{**send, "room": None}),
        "send: to a user": request(**{**send, "room": None, "to": "bob"}),
        "send: room a user": request(**{**send, "room": "@bob"}),
        "direct: user the server": request(type="direct", user="@server"),
        "revocation list: hash of 63 digits": request(
            type="revocation_list", sha256=HASH[1:], offset=0),
        "revocation list: offset negative": request(
            type="revocation_list", sha256=HASH, offset=-1),
        "file begin: no size": request(type="file_begin", room="lobby", sha256=HASH),
        "file begin: size negative": request(type="file_begin", room="lobby", sha256=HASH, size=-1),
        "file begin: size too great": request(type="file_begin", room="lobby", sha256=HASH, size=SAFE + 1),
        "file begin: no room": request(type="file_begin", sha256=HASH, size=1),
        "file part: empty": request(type="file_part", room="lobby", sha256=HASH, offset=0, part=""),
        "file part: 45001 bytes": request(
            type="file_part", room="lobby", sha256=HASH, offset=0, part=b64(bytes(45001))),
        "file part: offset negative": request(type="file_part", room="lobby", sha256=HASH, offset=-1, part="aGVsbG8="),
        "file part: no part": request(type="file_part", room="lobby", sha256=HASH, offset=0),
        "file end: hash in capitals": request(type="file_end", room="lobby", sha256=HASH.upper()),
        "file: hash of 63 digits": request(type="file", room="lobby", sha256=HASH[1:], offset=0),
        "file: no offset": request(type="file", room="lobby", sha256=HASH),
        "receipt: first zero": request(type="receipt", room="lobby", first=0),
        "receipt: last a string": request(type="receipt", room="lobby", last="57"),
        "send: no message": request(**{**send, "message": None}),
        "send: message a string": request(**{**send, "message": "{}"}),
        "send: no signature": request(**{**send, "message": {"payload": b64(b"{}")}}),
        "send: signature empty": request(**{**send, "message": {**message, "signature": ""}}),
        "send: signature of 4097 bytes": request(
            **{**send, "message": {**message, "signature": b64(bytes(4097))}}),
        "send: payload of 32769 bytes": request(
            **{**send, "message": {**message, "payload": b64(bytes(32769))}}),
        "send: payload an object": request(**{**send, "message": {**message, "payload": {}}}),
        "history: after negative": request(**{**history, "after": -1}),
        "history: after too great": request(**{**history, "after": SAFE + 1}),
        "history: limit zero": request(**{**history, "limit": 0}),
        "history: limit 1001": request(**{**history, "limit": 1001}),
        "history: limit of 2^32 + 1": request(**{**history, "limit": 2**32 + 1}),
        "search: for nothing": request(type="search", room="lobby", limit=7),
        "search: no room": request(type="search", words="a", limit=7),
        "search: words empty": request(type="search", room="lobby", words="", limit=7),
        "search: words of 201 characters": request(type="search", room="lobby", words="x" * 201, limit=7),
        "search: words a list": request(type="search", room="lobby", words=["a"], limit=7),
        "search: sender the server": request(type="search", room="lobby", words="a", sender="@server", limit=7),
        "search: before zero": request(type="search", room="lobby", words="a", before=0, limit=7),
        "search: limit zero": request(type="search", room="lobby", words="a", limit=0),
        "search: limit 101": request(type="search", room="lobby", words="a", limit=101),
        "certificate: hash in capitals": request(type="certificate", sha256=HASH.upper()),
        "certificate: hash of 63 digits": request(type="certificate", sha256=HASH[1:]),
        "countersign: signature empty": request(
            type="countersign", countersignature=b64(b"{}"), signature=""),
        "countersign: statement of 1025 bytes": request(
            type="countersign", countersignature=b64(bytes(1025)), signature=b64(b"\x01")),
    }
    write_cases("application",
                "Requests. valid: have id 7 unless id says otherwise. invalid: answered by bad_request "
                "with re 7. unreadable: answered by bad_request without re. text is UTF-8, hex is for "
                "what is not.",
                valid=[{"name": name, "type": json.loads(text)["type"], "id": json.loads(text)["id"],
                        "text": text} for name, text in good.items()],
                invalid=faults(refused),
                unreadable=faults(unreadable))


# ---------------------------------------------------------------- payloads

def message_payload(**changes):
    fields = {"type": "securechat/message/1", "session": SESSION, "room": "lobby",
              "room_id": ROOM_ID, "sender": "alice", "seq": 7,
              "after": {"position": 56, "chain": HASH}, "sent_at": TIME, "salt": SALT,
              "text": "hello"}
    return canonical(**{**fields, **changes})


def event_payload(**changes):
    fields = {"type": "securechat/event/1", "room": "lobby", "room_id": ROOM_ID, "at": TIME,
              "salt": SALT, "event": "joined", "subject": "bob", "actor": "alice"}
    return canonical(**{**fields, **changes})


def decision_payload(**changes):
    fields = {"type": "securechat/event/2", "room": "lobby", "room_id": ROOM_ID, "at": TIME,
              "salt": SALT, "event": "banned", "subject": "bob", "actor": "alice", "value": "spam",
              "until": ""}
    return canonical(**{**fields, **changes})


def decisions():
    """Section 9.3: what is decided about a room, right and wrong."""
    def one(event, subject="lobby", value="", **changes):
        return decision_payload(event=event, subject=subject, value=value, **changes)

    def pin(subject="17", value=HASH, event="pinned"):
        return one(event, subject, value)

    good = {"banned": decision_payload(), "banned until then": decision_payload(until=TIME),
            "by the server": decision_payload(actor="@server"), "unbanned": one("unbanned", "bob"),
            "muted": one("muted", "bob", "x" * 512, until="9999-12-31T23:59:59.999Z"),
            "muted for 256 characters outside the plane": one("muted", "bob", "\U0001f600" * 256),
            "unmuted": one("unmuted", "bob"), "kicked": one("kicked", "bob"), "the owner": one("owner", "bob"),
            "a moderator": one("moderator", "b" * 128), "a member again": one("member", "alice"),
            "no topic": one("topic"), "a topic": one("topic", value="Friday \"\\ /\u00e9"),
            "rules": one("rules", value="a\nb\u0000\u0085"), "the longest rules": one("rules", value="\u00e9" * 4096),
            "pinned": pin(), "unpinned": pin(event="unpinned"), "the greatest position pinned": pin(str(SAFE)),
            "moderators write": one("writers", value="moderators"), "members write": one("writers", value="members"),
            "not slow": one("slow", value="0"), "slow": one("slow", value="86400")}
    bad = second_forms(decision_payload(), "actor", "alice")
    bad.update({
        "the type of an event": decision_payload(type="securechat/event/1"),
        "another version": decision_payload(type="securechat/event/3"),
        "the audit log as room": decision_payload(room="@audit"),
        "an event of version 1": one("joined", "bob"), "an event in capitals": one("BANNED", "bob"),
        "an event without name": one("", "bob"), "the server as subject": one("muted", "@server"),
        "a room as subject of a ban": one("banned", "dm:alice:bob"), "another room as subject": one("topic", "ops"),
        "a user as subject of rules": one("rules", "bob"), "position zero": pin("0"), "position with a zero": pin("017"),
        "position a range": pin("3-5"), "position beyond the greatest": pin(str(SAFE + 1)), "position a number": pin(17),
        "position of 17 digits": pin("1" * 17), "position with a line end": pin("17\n"),
        "actor neither a name nor the server": decision_payload(actor="@root"),
        "a reason of 513": one("kicked", "bob", "x" * 513), "a reason with a line end": one("kicked", "bob", "a\nb"),
        "a topic of 257 characters outside the plane": one("topic", value="\U0001f600" * 257),
        "a topic with the last control of Latin-1": one("topic", value="\u009f"),
        "a value a number": one("slow", value=5), "a value null": canonical(**json.loads(decision_payload())).replace(
            '"spam"', "null"),
        "rules of 4097": one("rules", value="x" * 4097), "pinned without a hash": pin(value=""),
        "pinned with a hash in capitals": pin(value="AB" + HASH[2:].upper()), "pinned with a hash of 63": pin(value=HASH[1:]),
        "writers unknown": one("writers", value="owner"), "no writers": one("writers"),
        "slow for more than a day": one("slow", value="86401"), "slow with a zero": one("slow", value="00"),
        "slow below zero": one("slow", value="-1"), "slow with a fraction": one("slow", value="1.0"),
        "slow without seconds": one("slow"), "slow with a line end": one("slow", value="5\n"),
        "a value of a moderator": one("moderator", "bob", "x"), "a value of the owner": one("owner", "bob", "x"),
        "a value of what is lifted": one("unbanned", "bob", "x"),
        "an end that is no time": decision_payload(until="tomorrow"),
        "an end without milliseconds": decision_payload(until="2026-11-22T19:00:00Z"),
        "an end on a day that is none": decision_payload(until="2026-02-29T00:00:00.000Z"),
        "an end of a kick": one("kicked", "bob", until=TIME), "an end of slow mode": one("slow", value="5", until=TIME),
        "no value": canonical(**{k: v for k, v in json.loads(decision_payload()).items() if k != "value"}),
        "no end": canonical(**{k: v for k, v in json.loads(decision_payload()).items() if k != "until"}),
        "the end before the value": canonical(**{**{k: v for k, v in json.loads(decision_payload()).items()
                                                    if k != "value"}, "value": "spam"}),
    })
    return good, bad


def audit_payload(**changes):
    fields = {"type": "securechat/audit/1", "room": "@audit", "room_id": AUDIT_ID, "at": TIME,
              "salt": SALT, "action": "user.disable", "outcome": "success", "actor": "root",
              "role": "administrator", "method": "password", "subject": "alice",
              "source": "192.0.2.7", "count": 1, "details": {"reason": "left"}}
    return canonical(**{**fields, **changes})


def unknown_payloads():
    """Section 8.2: what a reader checks of a kind that it does not know."""
    def user(kind="poll/1", also='"target":3', **changes):
        return message_payload(type="securechat/" + kind, **changes).replace('"text":"hello"', also)

    def server(kind="pin/1", also='"target":3', **changes):
        text = event_payload(type="securechat/" + kind, **changes)
        return text[:text.index('"event"')] + also + "}"

    everything = ('"o":{"b":{},"a":[]},"l":["",{"x":true},false,[0,%d]],"s":"\\u0000\\"/\u00e9",'
                  '"":{"type":null}' % SAFE).replace("null", "false")
    alone = user(also="").replace(",}", "}")
    longest = user(also='"t":"%s"' % ("x" * (32768 - len(user(also='"t":""')))))
    bad_everywhere = {
        "null": '"x":null', "null in a list": '"x":[null]', "a fraction": '"x":1.5', "an exponent": '"x":1e3',
        "a whole number with a fraction": '"x":1.0', "a negative number": '"x":-1', "minus zero": '"x":-0',
        "a number beyond the greatest": '"x":%d' % (SAFE + 1), "a space inside": '"x":{ }',
        "an escape that is none of the form": '"x":"\\/"', "a key twice inside": '"x":{"a":1,"a":1}',
        "a field of the envelope once more": '"type":"securechat/poll/1"',
        "half a character": '"x":"\\ud83d"', "nested 17 deep": '"x":' + "[" * 16 + "]" * 16,
    }
    bad_kinds = {
        "a kind in capitals": "Edit/1", "a kind of 33 characters": "e" * 33 + "/1",
        "a kind with a digit first": "2edit/1",
        "version 0": "edit/0", "version 01": "edit/01", "version 1000": "edit/1000", "no version": "edit",
        "two versions": "edit/1/1", "a kind with an underscore": "edit_it/1",
    }
    bad_users = {fault: user(also=also) for fault, also in bad_everywhere.items()}
    bad_users.update({fault: user(kind) for fault, kind in bad_kinds.items()})
    bad_users.update({"a kind of the server's, " + kind: user(kind) for kind in (
        "event/2", "event/3", "audit/2", "classic-opening/2", "classic-message/2", "classic-receipt/999",
        "webhook/1", "webhook/2")})
    bad_users.update({
        "another family": user().replace("securechat/poll", "securechar/poll"),
        "a field before the envelope": '{"target":3,' + user(also="").replace(",}", "}")[1:],
        "a field inside the envelope": user().replace(',"seq"', ',"target":3,"seq"'),
        "no salt": user().replace(',"salt":"%s"' % SALT, ""),
        "after in another order": user(after={"chain": HASH, "position": 56}),
        "after with another field": user(after={"position": 56, "chain": HASH, "also": 1}),
        "session in capitals": user(session=SESSION.upper()),
        "seq zero": user(seq=0),
        "the audit log as room": user(room="@audit", room_id=AUDIT_ID),
        "sender the server": user(sender="@server"),
        "32769 bytes": longest.replace("xx", "xxx", 1),
    })
    bad_servers = {fault: server(also=also.replace("poll", "pin")) for fault, also in bad_everywhere.items()}
    bad_servers.update({fault: server(kind) for fault, kind in bad_kinds.items()})
    bad_servers.update({"a kind of users', " + kind: server(kind) for kind in (
        "message/2", "message/3", "reply/1", "reply/2", "edit/1", "edit/999", "retraction/1", "retraction/2",
        "reaction/1", "reaction/2", "removal/1", "removal/2", "read/1", "read/2", "file/1", "file/2",
        "bot-message/1", "bot-message/999", "bot-reply/1", "bot-edit/2", "bot-read/1", "bot-file/1")})
    bad_servers.update({
        "the envelope of a user": user("pin/1"),
        "the audit log under another id": server(room="@audit"),
        "a room under the audit log's id": server(room_id=AUDIT_ID),
        "no salt": server().replace(',"salt":"%s"' % SALT, ""),
        "time without milliseconds": server(at="2026-11-22T19:00:00Z"),
    })
    good_users = {"of another kind": user(), "a message of another version": user("message/3", '"text":7'),
                  "a reply of another version": user("reply/2", '"about":7'),
                  "an edit of another version": user("edit/2", '"about":{"payload":"","position":0}'),
                  "a retraction of another version": user("retraction/999", '"text":""'),
                  "a reaction of another version": user("reaction/2", '"symbol":" "'),
                  "a removal of another version": user("removal/2", '"reason":7'),
                  "a read of another version": user("read/2", '"text":7'),
                  "a message of a program of another version": user("bot-message/3", '"text":7'),
                  "a program that says what no person does": user("bot-poll/1"),
                  "a program of a program": user("bot-bot-message/1"),
                  "a program with the name of an event": user("bot-event/1"), "a bot": user("bot/1"),
                  "a file of another version": user("file/2", '"name":"/"'),
                  "nothing but the envelope": alone, "all that can follow": user(also=everything),
                  "the longest kind": user("e" + "-2" * 15 + "z/999"), "32768 bytes": longest}
    good_servers = {"of another kind": server(), "an event of another version": server("event/3"),
                    "a line of the audit log of another version": server("audit/2", room="@audit", room_id=AUDIT_ID),
                    "a kind of its own in the audit log": server(room="@audit", room_id=AUDIT_ID),
                    "a webhook of another version": server("webhook/2"),
                    "a program that says what no person does": server("bot-pin/1"),
                    "all that can follow": server(also=everything)}

    def group(good, bad):
        return {"valid": [{"name": name, **document(text), "sha256": sha256(text.encode())}
                          for name, text in good.items()], "invalid": faults(bad)}
    return {"users": group(good_users, bad_users), "server": group(good_servers, bad_servers)}


FIFTY = ["p%02d" % number for number in range(50)]
OWN_FIELDS = {"message/2": ("mentions", "text"), "reply/1": ("about", "mentions", "text"),
              "edit/1": ("about", "mentions", "text"), "retraction/1": ("about",),
              "reaction/1": ("about", "symbol", "action"), "removal/1": ("about", "reason"), "read/1": (),
              "file/1": ("name", "size", "media_type", "sha256", "mentions", "text")}


def said(kind, **changes):
    """A payload of a kind of users behind message/1; what is None is left out, and what is new comes last."""
    usual = {"about": {"position": 56, "payload": HASH[::-1]}, "mentions": ["bob"], "text": "hello",
             "symbol": "\U0001f44d", "action": "given", "reason": "advertising",
             "name": "report.pdf", "size": 7, "media_type": "application/pdf", "sha256": HASH}
    fields = {name: value for name, value in json.loads(message_payload(type="securechat/" + kind)).items()
              if name != "text"}
    fields.update({name: usual[name] for name in OWN_FIELDS[kind]})
    fields.update(changes)
    return canonical(**{name: value for name, value in fields.items() if value is not None})


def with_last(text, name):
    """The same with this field behind all others."""
    fields = json.loads(text)
    value = fields.pop(name)
    return canonical(**fields, **{name: value})


def payloads_of_later_kinds():
    """Section 8.2: the kinds of users behind message/1, right and wrong, by name."""
    about = {"position": 56, "payload": HASH[::-1]}
    good, bad = {}, {}
    for kind, names in OWN_FIELDS.items():
        word = kind.replace("/", " ")
        plain = said(kind)
        good[word] = plain
        for name in names:
            bad["%s without %s" % (word, name)] = said(kind, **{name: None})
            bad["%s with %s %s" % (word, name, "a string" if name == "size" else "a number")] = said(
                kind, **{name: "7" if name == "size" else 7})
            bad["%s with %s null" % (word, name)] = plain.replace(
                '"%s":%s' % (name, canonical(x=json.loads(plain)[name])[5:-1]), '"%s":null' % name)
            if name != names[-1]:
                bad["%s with %s last" % (word, name)] = with_last(plain, name)
        bad[word + " with a field too many"] = said(kind, extra=1)
        if names:
            bad[word + " with the salt last"] = with_last(plain, "salt")
        bad[word + " with a space"] = plain.replace(',"seq"', ', "seq"')
        bad[word + " in the audit log"] = said(kind, room="@audit", room_id=AUDIT_ID)
        if "about" in names:
            good[word + " about the first line"] = said(kind, about={**about, "position": 1})
            good[word + " about the greatest position"] = said(kind, about={**about, "position": SAFE})
            for fault, value in {
                    "position zero": {**about, "position": 0}, "a negative position": {**about, "position": -1},
                    "a position too great": {**about, "position": SAFE + 1},
                    "a position with a fraction": {**about, "position": 56.0},
                    "a position a string": {**about, "position": "56"},
                    "no position": {"payload": HASH}, "no payload": {"position": 56},
                    "a payload in capitals": {**about, "payload": HASH.upper()},
                    "a payload of 63 digits": {**about, "payload": HASH[1:]},
                    "a chain": {"position": 56, "chain": HASH}, "another field": {**about, "also": 1},
                    "its fields in another order": dict(reversed(about.items())), "nothing in it": {}}.items():
                bad["%s about a line with %s" % (word, fault)] = said(kind, about=value)
            bad[word + " about a list of lines"] = said(kind, about=[about])
        if "mentions" in names:
            good[word + " with 50 mentions"] = said(kind, mentions=FIFTY)
            good[word + " with mentions in the order of bytes"] = said(
                kind, mentions=["10", "1e1", "9", "a", "a+b", "a-", "a.b", "a@b", "a_b", "aa"])
            (bad if kind == "message/2" else good)[word + " with no mentions"] = said(kind, mentions=[])
            for fault, value in {
                    "51 mentions": [*FIFTY, "q"], "mentions that fall": ["bob", "alice"],
                    "mentions that fall by bytes": ["a_b", "a.b"], "a mention twice": ["bob", "bob"],
                    "a mention in capitals": ["Bob"], "a mention of the server": ["@server"],
                    "a mention of a direct room": ["dm:a:b"], "a mention empty": [""],
                    "a mention of 129 characters": ["a" * 129], "a mention a number": [7],
                    "mentions in a list of their own": [["bob"]], "mentions a string": "bob",
                    "mentions an object": {"bob": "bob"}}.items():
                bad["%s with %s" % (word, fault)] = said(kind, mentions=value)
            bad[word + " with a space in the mentions"] = said(
                kind, mentions=["alice", "bob"]).replace(',"bob"', ', "bob"')
            bad[word + " with a comma behind the mentions"] = plain.replace('["bob"]', '["bob",]')
            bad[word + " with an escaped mention"] = plain.replace('["bob"]', '["b\\u006fb"]')
            (good if kind == "file/1" else bad)[word + " with text empty"] = said(kind, text="")
    # What a program says is what a person says, and says so.
    good["bot-message 1"] = message_payload(type="securechat/bot-message/1")
    bad["bot-message 1 with mentions"] = message_payload(type="securechat/bot-message/1", mentions=["bob"])
    bad["bot-message 1 with text empty"] = message_payload(type="securechat/bot-message/1", text="")
    bad["bot-message 3"] = message_payload(type="securechat/bot-message/3")
    bad["bot-bot-message 1"] = message_payload(type="securechat/bot-bot-message/1")
    for kind, names in OWN_FIELDS.items():
        as_program = said(kind).replace("securechat/", "securechat/bot-", 1)
        good["bot-" + kind.replace("/", " ")] = as_program
        bad["bot-%s with a field too many" % kind.replace("/", " ")] = as_program[:-1] + ',"bot":true}'
        if names:
            bad["bot-%s with the salt last" % kind.replace("/", " ")] = with_last(as_program, "salt")
    bad["bot-message 2 with no mentions"] = said("message/2", mentions=[]).replace("message/2", "bot-message/2")
    good["message 2 of 32768 bytes"] = said("message/2", text="x" * (32768 - len(said("message/2", text=""))))
    good["reply 1 in a direct room"] = said("reply/1", room="dm:alice:bob")
    good["reaction 1 withdrawn"] = said("reaction/1", action="withdrawn")
    for name, symbol in {
            "a letter": "+", "a word": "agreed", "32 letters": "x" * 32, "16 characters outside the plane": "\U0001f600" * 16,
            "quotes and a backslash": "\"\\/", "a space that does not break": "\u00a0", "a wide space": "\u3000",
            "characters that are joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467\ufe0f",
            "the letter before and after the controls": "~\u00a0"}.items():
        good["reaction 1 of " + name] = said("reaction/1", symbol=symbol)
    for fault, symbol in {
            "nothing": "", "33 letters": "x" * 33, "17 characters outside the plane": "\U0001f600" * 17,
            "16 characters outside the plane and a letter": "\U0001f600" * 16 + "x", "a space": " ",
            "two words": "well done", "a line feed": "\n", "a zero": "\0", "a unit separator": "\x1f",
            "a delete": "\x7f", "the first control of Latin-1": "\x80", "a next line": "\x85",
            "the last control of Latin-1": "\x9f", "a list": ["+"]}.items():
        bad["reaction 1 of " + fault] = said("reaction/1", symbol=symbol)
    for fault, action in {"another action": "taken", "an action in capitals": "Given", "no word as action": "",
                          "an action with a line feed": "given\n", "action true": True}.items():
        bad["reaction 1 with " + fault] = said("reaction/1", action=action)
    for name, reason in {"no words": "", "512 letters": "x" * 512, "256 characters outside the plane": "\U0001f600" * 256,
                         "quotes, a backslash and a space": " \"\\/ "}.items():
        good["removal 1 for " + name] = said("removal/1", reason=reason)
    for fault, reason in {"513 letters": "x" * 513, "256 characters outside the plane and a letter": "\U0001f600" * 256 + "x",
                          "a line feed": "a\n", "a zero": "\0", "a delete": "\x7f", "a next line": "\x85",
                          "the last control of Latin-1": "\x9f"}.items():
        bad["removal 1 for " + fault] = said("removal/1", reason=reason)
    for name, value in {"of no bytes": {"size": 0}, "of the greatest size": {"size": SAFE},
                        "named by 200 letters": {"name": "x" * 200}, "named by 3 dots": {"name": "..."},
                        "named by 100 characters outside the plane": {"name": "\U0001f600" * 100},
                        "named with a space": {"name": "a b.txt"}, "of a type with signs": {"media_type": "image/svg+xml"},
                        "of a type of 127 letters": {"media_type": "a/" + "b" * 125}}.items():
        good["file 1 " + name] = said("file/1", **value)
    for fault, value in {"of a size below zero": {"size": -1}, "of a size too great": {"size": SAFE + 1},
                         "of a size with a fraction": {"size": 7.5},
                         "without a letter in the name": {"name": ""}, "named by 201 letters": {"name": "x" * 201},
                         "named by 100 characters outside the plane and a letter": {"name": "\U0001f600" * 100 + "x"},
                         "named as this folder": {"name": "."}, "named as the folder above": {"name": ".."},
                         "named with a slash": {"name": "../x"}, "named with a backslash": {"name": "..\\x"},
                         "named with a quote": {"name": 'x"'}, "named with a line feed": {"name": "x\n"},
                         "named with a zero": {"name": "x\0.txt"}, "named with a next line": {"name": "x\x85"},
                         "of no type": {"media_type": ""}, "of a type of one part": {"media_type": "text"},
                         "of a type of three parts": {"media_type": "a/b/c"}, "of a type in capitals": {"media_type": "text/HTML"},
                         "of a type with a parameter": {"media_type": "text/html;charset=utf-8"},
                         "of a type with a line feed": {"media_type": "text/html\n"},
                         "of a type of 128 letters": {"media_type": "a/" + "b" * 126},
                         "with a hash of 63 digits": {"sha256": HASH[1:]}, "with a hash in capitals": {"sha256": HASH.upper()},
                         "with about": {"about": about}}.items():
        bad["file 1 " + fault] = said("file/1", **value)
    bad["read 1 with text"] = said("read/1", text="hello")
    bad["read 1 with about"] = said("read/1", about=about)
    bad["removal 1 with text"] = said("removal/1", text="hello")
    bad["reaction 1 of half a character"] = said("reaction/1").replace("\U0001f44d", "\\ud83d")
    bad["retraction 1 with text"] = said("retraction/1", text="hello")
    bad["message 2 with about"] = said("message/2", about=about)
    bad["message 1 with mentions"] = message_payload(mentions=["bob"])
    return good, bad


def webhook_payload(**changes):
    fields = {"type": "securechat/webhook/1", "room": "lobby", "room_id": ROOM_ID, "at": TIME, "salt": SALT,
              "name": "build", "text": "hello", **changes}
    return canonical(**{name: value for name, value in fields.items() if value is not None})


def webhook_payloads():
    """Section 9.6: what comes in by webhooks, right and wrong."""
    good = {"plain": webhook_payload()}
    bad = second_forms(good["plain"], "text", "hello")
    for name, changes in {
            "a name of 64 letters": {"name": "x" * 64}, "a name of 32 characters outside the plane": {"name": "\U0001f600" * 32},
            "a name of one space": {"name": " "}, "a text of 8192 letters": {"text": "x" * 8192},
            "a text with every control character": {"text": "".join(map(chr, range(32))) + "\x7f\x85"},
            "a direct room": {"room": "dm:alice:bob"}}.items():
        good[name] = webhook_payload(**changes)
    for fault, changes in {
            "another version": {"type": "securechat/webhook/2"}, "the type of an event": {"type": "securechat/event/1"},
            "no name": {"name": None}, "no text": {"text": None}, "a name empty": {"name": ""},
            "a name of 65 letters": {"name": "x" * 65}, "a name with a line feed": {"name": "a\n"},
            "a name with the last control of Latin-1": {"name": "\x9f"}, "a name a number": {"name": 7},
            "a name of 32 characters outside the plane and a letter": {"name": "\U0001f600" * 32 + "x"},
            "a text empty": {"text": ""}, "a text of 8193 letters": {"text": "x" * 8193}, "a text a list": {"text": ["x"]},
            "a sender": {"sender": "alice"}, "the audit log under another id": {"room": "@audit"},
            "no room": {"room": None}, "no salt": {"salt": None}}.items():
        bad[fault] = webhook_payload(**changes)
    bad["name and text in another order"] = with_last(good["plain"], "name")
    return good, bad


def second_forms(good, field, value):
    """Other texts of the same value, of which there must be none."""
    return {
        "a space": good.replace('{"', '{ "', 1),
        "a line feed at the end": good + "\n",
        "another order": canonical(**dict(sorted(json.loads(good).items()))),
        "a field too many": good[:-1] + ',"extra":1}',
        "a field twice": good[:-1] + ',"' + field + '":"' + value + '"}',
        "an escaped key": good.replace('"type"', '"t\\u0079pe"'),
        "an escaped letter": good.replace(value, "\\u%04x" % ord(value[0]) + value[1:]),
        "a byte order mark": "\ufeff" + good,
    }


def write_payloads():
    good = message_payload()
    text = "".join(map(chr, range(0x20))) + "\"\\/\x7f\u00e9\u2028\uffff\U0001f600"
    longest = message_payload(text="x" * (32768 - len(message_payload(text=""))))
    bad = second_forms(good, "text", "hello")
    bad.update({
        "another version": message_payload(type="securechat/message/3"),
        "the type of an event": message_payload(type="securechat/event/1"),
        "session in capitals": message_payload(session=SESSION.upper()),
        "session too short": message_payload(session=SESSION[2:]),
        "room in capitals": message_payload(room="Lobby"),
        "the audit log as room": message_payload(room="@audit", room_id=AUDIT_ID),
        "room id in capitals": message_payload(room_id=ROOM_ID.upper()),
        "room id missing": canonical(
            **{k: v for k, v in json.loads(good).items() if k != "room_id"}),
        "after missing": canonical(**{k: v for k, v in json.loads(good).items() if k != "after"}),
        "after a number": message_payload(after=56),
        "after a negative position": message_payload(after={"position": -1, "chain": HASH}),
        "after without chain": message_payload(after={"position": 56}),
        "after with another field": message_payload(
            after={"position": 56, "chain": HASH, "also": 1}),
        "after in another order": message_payload(after={"chain": HASH, "position": 56}),
        "after with a chain in capitals": message_payload(
            after={"position": 56, "chain": HASH.upper()}),
        "sender the server": message_payload(sender="@server"),
        "sender a direct room": message_payload(sender="dm:a:b"),
        "seq zero": message_payload(seq=0),
        "seq negative": message_payload(seq=-1),
        "seq with a fraction": message_payload(seq=7.0),
        "seq a string": message_payload(seq="7"),
        "seq too great": message_payload(seq=SAFE + 1),
        "time without milliseconds": message_payload(sent_at="2026-11-22T19:00:00Z"),
        "salt of 15 bytes": message_payload(salt=b64(bytes(15))),
        "salt without padding": message_payload(salt=SALT[:-2]),
        "text empty": message_payload(text=""),
        "text a number": message_payload(text=7),
        "text with half a character": good.replace("hello", "\\ud83d"),
        "a slash escaped": good.replace("hello", "\\/"),
        "a line feed escaped as a number": good.replace("hello", "\\u000a"),
        "an escape in capitals": good.replace("hello", "\\u001F"),
        "a delete escaped": good.replace("hello", "\\u007f"),
        "a character outside ASCII escaped": good.replace("hello", "\\u00e9"),
        "no text": canonical(**{k: v for k, v in json.loads(good).items() if k != "text"}),
        "32769 bytes": longest.replace("xx", "xxx", 1),
        "a byte that is never UTF-8": good.encode().replace(b"hello", b"\xff"),
    })
    good_later, bad_later = payloads_of_later_kinds()
    bad.update(bad_later)
    event = event_payload()
    bad_events = second_forms(event, "actor", "alice")
    bad_events.update({
        "the type of a message": event_payload(type="securechat/message/1"),
        "the audit log as room": event_payload(
            room="@audit", room_id=ROOM_ID),
        "room id without hyphens": event_payload(room_id=ROOM_ID.replace("-", "")),
        "an unknown event": event_payload(event="vanished"),
        "an event in capitals": event_payload(event="JOINED"),
        "the server as subject": event_payload(subject="@server"),
        "actor neither a name nor the server": event_payload(actor="@root"),
        "a name erased": event_payload(event="erased", subject="bob"),
        "position with a leading zero": event_payload(event="erased", subject="017"),
        "position zero": event_payload(event="erased", subject="0"),
        "position a number": event_payload(event="erased", subject=17),
        "position of 17 digits": event_payload(event="erased", subject="1" * 17),
        "no positions": event_payload(event="erased", subject=""),
        "positions with a space": event_payload(event="erased", subject="3, 5"),
        "positions that fall": event_payload(event="erased", subject="5,3"),
        "a position twice": event_payload(event="erased", subject="3,3"),
        "positions that touch": event_payload(event="erased", subject="3,4"),
        "a range of one": event_payload(event="erased", subject="3-3"),
        "a range backwards": event_payload(event="erased", subject="5-3"),
        "a range without end": event_payload(event="erased", subject="3-"),
        "ranges that overlap": event_payload(event="erased", subject="3-9,9-12"),
        "ranges that touch": event_payload(event="erased", subject="3-9,10-12"),
        "a comma at the end": event_payload(event="erased", subject="3,"),
        "a range beyond the greatest position": event_payload(
            event="erased", subject="3-%d" % (SAFE + 1)),
        "positions of 4001 characters": event_payload(
            event="erased", subject="10-999," + MANY),
        "another room archived": event_payload(event="archived", subject="ops"),
        "another room reopened": event_payload(event="reopened", subject="bob"),
    })
    audit = audit_payload()
    bad_audits = second_forms(audit, "actor", "root")
    bad_audits.update({
        "the type of an event": audit_payload(type="securechat/event/1"),
        "another version": audit_payload(type="securechat/audit/2"),
        "in a room": audit_payload(room="lobby", room_id=ROOM_ID),
        "under another id": audit_payload(room_id=ROOM_ID),
        "an action of one word": audit_payload(action="login"),
        "an action in capitals": audit_payload(action="User.disable"),
        "an action with an empty word": audit_payload(action="user..disable"),
        "an action that ends in a dot": audit_payload(action="user.disable."),
        "an action that begins with a digit": audit_payload(action="2fa.failed"),
        "an action of 65 characters": audit_payload(action="a." + "b" * 63),
        "an unknown outcome": audit_payload(outcome="ok"),
        "no actor": audit_payload(actor=""),
        "an actor of 261 characters": audit_payload(actor="a" * 261),
        "an actor with a line feed": audit_payload(actor="ro\not"),
        "a subject with a control character of Latin-1": audit_payload(subject="\x85"),
        "a role with a space": audit_payload(role="chief auditor"),
        "a source of 65 characters": audit_payload(source="a" * 65),
        "count zero": audit_payload(count=0),
        "count a string": audit_payload(count="1"),
        "time without milliseconds": audit_payload(at="2026-11-22T19:00:00Z"),
        "details a list": audit_payload(details=[]),
        "details with a number": audit_payload(details={"n": 1}),
        "details with an object": audit_payload(details={"n": {}}),
        "details out of order": audit_payload(details={"b": "2", "a": "1"}),
        "a detail's name in capitals": audit_payload(details={"A": "1"}),
        "a detail's name with a quote": audit_payload(details={'a"': "1"}),
        "a detail of 513 characters": audit_payload(details={"a": "x" * 513}),
        "17 details": audit_payload(details={"a%02d" % i: "" for i in range(17)}),
        "a detail twice": audit.replace('"reason"', '"reason":"","reason"'),
        "no details": canonical(**{k: v for k, v in json.loads(audit).items() if k != "details"}),
    })
    good_decisions, bad_decisions = decisions()
    write_cases("payloads",
                "Payloads of messages and of what users say about them, of events, decisions and the audit log, which have one text for "
                "one value. text is UTF-8, hex "
                "is for what is not. sha256 is what a transcript line says of it. unknown: of users and of the server, "
                "of kinds that no version 1 knows; valid ones are unknown, invalid ones are wrong.",
                unknown=unknown_payloads(),
                messages={"valid": [
                    {"name": name, **document(text), "sha256": sha256(text.encode())}
                    for name, text in {
                        "plain": good,
                        "every control character": message_payload(text=text),
                        "a direct room": message_payload(room="dm:alice:bob"),
                        "the greatest seq": message_payload(seq=SAFE),
                        "before the first line": message_payload(
                            after={"position": 0, "chain": HASH}),
                        "32768 bytes": longest, **good_later}.items()], "invalid": faults(bad)},
                events={"valid": [
                    {"name": name, **document(text), "sha256": sha256(text.encode())}
                    for name, text in {
                        "created": event_payload(event="created", subject="alice"),
                        "joined": event,
                        "left": event_payload(event="left", actor="bob"),
                        "invited": event_payload(event="invited"),
                        "created by the server's people": event_payload(
                            event="created", subject="alice", actor="@server"),
                        "erased": event_payload(event="erased", subject="17", actor="@server"),
                        "a range erased": event_payload(event="erased", subject="3-57", actor="@server"),
                        "some erased": event_payload(
                            event="erased", subject="3,5-9,12-%d" % SAFE, actor="@server"),
                        "as many erased as can be": event_payload(
                            event="erased", subject="1-999," + MANY),
                        "archived": event_payload(event="archived", subject="lobby", actor="@server"),
                        "a direct room reopened": event_payload(
                            room="dm:alice:bob", event="reopened", subject="dm:alice:bob",
                            actor="@server"),
                    }.items()], "invalid": faults(bad_events)},
                decisions={"valid": [
                    {"name": name, **document(text), "sha256": sha256(text.encode())}
                    for name, text in good_decisions.items()], "invalid": faults(bad_decisions)},
                webhooks={"valid": [
                    {"name": name, **document(text), "sha256": sha256(text.encode())}
                    for name, text in webhook_payloads()[0].items()], "invalid": faults(webhook_payloads()[1])},
                audits={"valid": [
                    {"name": name, **document(text), "sha256": sha256(text.encode())}
                    for name, text in {
                        "plain": audit,
                        "a failure that was repeated": audit_payload(
                            action="chat.login.failed", outcome="failure", actor="@nobody", role="",
                            method="", count=SAFE, details={"code": "bad_credentials", "name": ""}),
                        "by the server": audit_payload(
                            action="server.start", actor="@server", role="", method="", subject="",
                            source="", details={}),
                        "quotes and other letters": audit_payload(
                            subject="\"\\/\u00e9\u2028\U0001f600", details={"a": "\"}{", "a_1": ""}),
                        "the longest": audit_payload(
                            action="a." + "b" * 62, outcome="denied", actor="a" * 254, role="r" * 32,
                            method="m" * 32, subject="s" * 254, source="f" * 64,
                            details={"d%02d" % i + "x" * 29: "y" * 512 for i in range(16)}),
                    }.items()], "invalid": faults(bad_audits)})


# ---------------------------------------------------------------- transcript

def line(*changes):
    fields = ["1", TIME, "alice", HASH, HASH[::-1], b64(b"\x01\x02\x03")]
    for index, value in changes:
        fields[index] = value
    return "|".join(fields)


def chained(previous, text):
    return sha256(previous.encode(), b"\n", text.encode(), b"\n")


def write_evidence_lines():
    good = {
        "plain": line(),
        "an event": line((2, "@server")),
        "the greatest position": line((0, str(SAFE))),
        "the longest": line((0, str(SAFE)), (2, "a" * 128), (5, b64(bytes(4096)))),
        "a signature of one byte": line((5, b64(b"\x00"))),
    }
    bad = {
        "empty": "",
        "separators alone": "|||||",
        "five fields": line().rpartition("|")[0],
        "seven fields": line() + "|",
        "a line feed at the end": line() + "\n",
        "a carriage return at the end": line() + "\r",
        "a space before it": " " + line(),
        "position zero": line((0, "0")),
        "position with a leading zero": line((0, "01")),
        "position with a sign": line((0, "+1")),
        "position negative": line((0, "-1")),
        "position hexadecimal": line((0, "0x1")),
        "position too great": line((0, str(SAFE + 1))),
        "position beyond 64 bits": line((0, str(2**64 + 1))),
        "position in other digits": line((0, "\u0661")),
        "time without milliseconds": line((1, "2026-11-22T19:00:00Z")),
        "time that never was": line((1, "2026-02-29T19:00:00.000Z")),
        "sender in capitals": line((2, "Alice")),
        "sender of 129 characters": line((2, "a" * 129)),
        "sender almost the server": line((2, "@servers")),
        "sender empty": line((2, "")),
        "certificate in capitals": line((3, HASH.upper())),
        "certificate too short": line((3, HASH[1:])),
        "payload with a letter beyond f": line((4, "g" + HASH[1:])),
        "payload too long": line((4, HASH + "0")),
        "signature empty": line((5, "")),
        "signature without padding": line((5, "AA")),
        "signature with unused bits set": line((5, "AB==")),
        "signature with a space": line((5, "AQ ID")),
        "signature in the URL alphabet": line((5, "-_-_")),
        "signature of 4097 bytes": line((5, b64(bytes(4097)))),
    }
    genesis = sha256(b"securechat/transcript/1\n", ROOM_ID.encode(), b"\n")
    chain, links, lines = genesis, [], []
    for position, (sender, said) in enumerate(
            [("@server", event_payload()), ("alice", message_payload()), ("bob", "third")], 1):
        text = line((0, str(position)), (2, sender), (4, sha256(said.encode())))
        lines.append(text)
        links.append({"previous": chain, "line": text, "chain": chained(chain, text)})
        chain = chained(chain, text)
    write("transcript-lines.json",
          "Lines of a room's transcript, and their chain. chain: the room's id, the value before "
          "its first line, its links, and the SHA-256 over all of its lines, each with a line "
          "feed.",
          valid=[{"name": name, "text": text} for name, text in good.items()],
          invalid=faults(bad),
          chain=[{"room_id": ROOM_ID, "genesis": genesis, "links": links,
                  "transcript_sha256": sha256(*(text.encode() + b"\n" for text in lines))}])


# ---------------------------------------------------------------- receipts

def receipt(**changes):
    fields = {"type": "securechat/receipt/1", "server": "chat.example.org", "room": "lobby",
              "room_id": ROOM_ID, "user": "alice", "session": SESSION, "first": 3, "last": 57,
              "previous_chain": HASH, "chain": HASH[::-1], "transcript_sha256": sha256(b"lines"),
              "members_sha256": sha256(b"alice\nbob\n"), "erased": "3,5-9", "revoked": "4,7-8",
              "revocation": [HASH, HASH[::-1]], "certificate": HASH, "issued_at": TIME}
    return canonical(**{**fields, **changes})


def certificate(subject, key, authority=None, purposes=(), names=()):
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Vector Authority")])
    builder = (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .serial_number(int.from_bytes(stream(subject, 8), "big") | 1)
        .not_valid_before(datetime.datetime(2026, 1, 1))
        .not_valid_after(datetime.datetime(2036, 1, 1))
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(not purposes, None), True)
        .add_extension(x509.KeyUsage(bool(purposes), False, False, False, False, not purposes,
                                     not purposes, False, False), True))
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), False)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), False)
    return builder.sign(authority or key, None)


def encoded(cert):
    return cert.public_bytes(serialization.Encoding.DER)


def raw(content, key):
    """By the scheme of the key."""
    if isinstance(key, rsa.RSAPrivateKey):
        return pss(key, content, stream("salt", 32))
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(content)
    return ecdsa(key, content)


def write_receipts():
    good = receipt()
    bad = second_forms(good, "user", "alice")
    bad.update({
        "another version": receipt(type="securechat/receipt/2"),
        "server empty": receipt(server=""),
        "server with a space": receipt(server="chat example"),
        "server with a quotation mark": receipt(server='chat"'),
        "server outside ASCII": receipt(server="ch\u00e4t.example.org"),
        "room in capitals": receipt(room="Lobby"),
        "room id in capitals": receipt(room_id=ROOM_ID.upper()),
        "room id without hyphens": receipt(room_id=ROOM_ID.replace("-", "")),
        "user neither a name nor the server": receipt(user="@root"),
        "the audit log with a room's id": receipt(room="@audit"),
        "a room with the audit log's id": receipt(room_id=AUDIT_ID),
        "another room with an at sign": receipt(room="@audits", room_id=AUDIT_ID),
        "session too short": receipt(session=SESSION[2:]),
        "first zero": receipt(first=0),
        "first a string": receipt(first="3"),
        "last two before first": receipt(last=1),
        "last too great": receipt(last=SAFE + 1),
        "chain in capitals": receipt(chain=HASH.upper()),
        "time without milliseconds": receipt(issued_at="2026-11-22T19:00:00Z"),
        "no chain": canonical(**{k: v for k, v in json.loads(good).items() if k != "chain"}),
        "no members": canonical(
            **{k: v for k, v in json.loads(good).items() if k != "members_sha256"}),
        "members before the first line": receipt(first=1),
        "an empty range that moves the chain": receipt(first=58, erased="", revoked=""),
        "erased before the first line": receipt(erased="2"),
        "erased behind the last line": receipt(erased="50-58"),
        "erased positions that touch": receipt(erased="3,4"),
        "erased a number": receipt(erased=3),
        "erased of more than 24000 characters": receipt(
            last=SAFE, erased=",".join(str(n) for n in range(1000001, 1006002, 2))),
        "revoked before the first line": receipt(revoked="2"),
        "revoked behind the last line": receipt(revoked="50-58"),
        "revoked positions that touch": receipt(revoked="3,4"),
        "revoked a number": receipt(revoked=3),
        "no revoked": canonical(**{k: v for k, v in json.loads(good).items() if k != "revoked"}),
        "revoked of more than 8000 characters": receipt(
            last=SAFE, revoked=",".join(str(n) for n in range(1000001, 1002002, 2))),
        "revocation out of order": receipt(revocation=[HASH[::-1], HASH]),
        "revocation twice the same": receipt(revocation=[HASH, HASH]),
        "revocation in capitals": receipt(revocation=[HASH.upper()]),
        "revocation a string": receipt(revocation=HASH),
        "257 revocation lists": receipt(revocation=sorted(sha256(b"%d" % n) for n in range(257))),
        "certificate in capitals": receipt(certificate=HASH.upper()),
    })
    authority_key = ed_key("authority")
    authority = certificate("Vector Authority", authority_key)
    mail = [ExtendedKeyUsageOID.EMAIL_PROTECTION]
    p256_key, rsa_signer = ec_key("receipts"), rsa_key("receipts")
    dns, uri = x509.DNSName, x509.UniformResourceIdentifier
    here, here_by_uri = dns("chat.example.org"), uri("securechat:server:chat.example.org")

    def signer(subject, *names, key=p256_key, purposes=tuple(mail), by=authority_key):
        return certificate(subject, key, by, purposes, names)

    p256 = signer("receipts", here)
    rsa_cert = signer("receipts by RSA", here, key=rsa_signer)
    ed_signer = ed_key("receipts")
    ed_cert = signer("receipts by Ed25519", here_by_uri, key=ed_signer)
    client = signer("alice", here, purposes=[ExtendedKeyUsageOID.CLIENT_AUTH])
    both = signer("both", here, purposes=mail + [ExtendedKeyUsageOID.SERVER_AUTH])
    stranger = signer("stranger", here, by=ed_key("mallory"))
    twin = signer("twin", here)
    other_names = {
        "by a certificate of another server": [dns("chat.example.com")],
        "by a certificate without names": [],
        "by a certificate for every host of the domain": [dns("*.example.org")],
        "by a certificate of another server's URI": [uri("securechat:server:chat.example.org:7443")],
        "by a certificate with the server's URI in capitals": [uri("securechat:server:CHAT.example.org")],
        "by a certificate with the server as its mail domain": [x509.RFC822Name("a@chat.example.org")],
        "by a certificate of the server with a mail address": [here, x509.RFC822Name("bob@example.org")],
        "by a certificate of the server with a user's URI": [here, uri("SecureChat:user:no name at all")],
        "by a certificate of the server with a user principal name": [
            here, x509.OtherName(x509.ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), b"\x0c\x03bob")],
    }
    signed = receipt(certificate=sha256(encoded(p256)))
    content = signed.encode()
    right = raw(content, p256_key)

    def named(cert, key):
        text = receipt(certificate=sha256(encoded(cert)))
        return {"text": text, "certificate": encoded(cert).hex(),
                "signature": raw(text.encode(), key).hex()}

    def of_good(signature):
        return {"text": signed, "certificate": encoded(p256).hex(), "signature": signature.hex()}

    wrong = {
        "of another receipt": of_good(raw(good.encode(), p256_key)),
        "by another key": of_good(raw(content, ec_key("mallory"))),
        "by a certificate for clients": named(client, p256_key),
        "by a certificate for receipts and servers": named(both, p256_key),
        "by another authority's certificate": named(stranger, p256_key),
        "names another certificate of the same key": {
            "text": signed, "certificate": encoded(twin).hex(), "signature": right.hex()},
        "a byte after it": of_good(right + b"\x00"),
        "one byte short": of_good(right[:-1]),
        "empty": of_good(b""),
    }
    wrong.update({fault: named(signer("chat.example.org" if not names else fault[3:40], *names), p256_key)
                  for fault, names in other_names.items()})
    write("receipts.json",
          "Receipts, which have one text for one value. signatures: text was signed by the key of "
          "certificate, to be judged at issued_at against authority (certificates in DER, "
          "hexadecimal) by section 6, and by the server that it states. Revocation is not part of it.",
          valid=[{"name": name, "text": text} for name, text in {
              "plain": good,
              "nothing was said": receipt(first=58, chain=HASH, erased="", revoked=""),
              "from the first line": receipt(first=1, members_sha256=sha256(b"")),
              "nothing erased": receipt(erased="", revoked=""),
              "no revocation list": receipt(revocation=[]),
              "256 revocation lists": receipt(
                  revocation=sorted(sha256(b"%d" % n) for n in range(256))),
              "an address as server": receipt(server="[2001:db8::1]:7400"),
              "a direct room": receipt(room="dm:alice:bob"),
              "for the server's people": receipt(user="@server"),
              "the audit log": receipt(
                  room="@audit", room_id=AUDIT_ID, user="@server", members_sha256=sha256(b""))}.items()],
          invalid=faults(bad),
          signatures={
              "authority": encoded(authority).hex(),
              "valid": [{"name": "P-256", **of_good(right)},
                        {"name": "RSA", **named(rsa_cert, rsa_signer)},
                        {"name": "Ed25519", **named(ed_cert, ed_signer)},
                        {"name": "by a dNSName in capitals",
                         **named(signer("capitals", dns("CHAT.Example.ORG")), p256_key)}],
              "invalid": [{"fault": fault, **case} for fault, case in wrong.items()]})


def countersigned(**changes):
    fields = {"type": "securechat/countersignature/1", "user": "alice", "receipt_sha256": HASH,
              "certificate": HASH[::-1], "at": TIME}
    return canonical(**{**fields, **changes})


def write_countersignatures():
    good = countersigned()
    bad = second_forms(good, "user", "alice")
    bad.update({
        "another version": countersigned(type="securechat/countersignature/2"),
        "the type of a receipt": countersigned(type="securechat/receipt/1"),
        "user in capitals": countersigned(user="Alice"),
        "the server as user": countersigned(user="@server"),
        "a direct room as user": countersigned(user="dm:a:b"),
        "receipt in capitals": countersigned(receipt_sha256=HASH.upper()),
        "receipt too short": countersigned(receipt_sha256=HASH[1:]),
        "certificate in base64": countersigned(certificate=b64(bytes(32))),
        "time without milliseconds": countersigned(at="2026-11-22T19:00:00Z"),
        "time that never was": countersigned(at="2026-11-31T19:00:00.123Z"),
        "time a number": countersigned(at=1795374000123),
        "no time": canonical(**{k: v for k, v in json.loads(good).items() if k != "at"}),
        "no certificate": canonical(
            **{k: v for k, v in json.loads(good).items() if k != "certificate"}),
    })
    write("countersignatures.json",
          "Countersignatures, which have one text for one value. text is UTF-8, hex is for what is not.",
          valid=[{"name": name, "text": text} for name, text in {
              "plain": good,
              "the longest user": countersigned(user="a" * 64 + "@" + "b" * 63)}.items()],
          invalid=faults(bad))


def write_cases(folder, description, **groups):
    """One file a case, named after the case or its fault."""
    path = pathlib.Path(__file__).with_name(folder)
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    (path / "README.txt").write_text(description + "\n")
    write_groups(path, groups)


def write_groups(path, groups):
    for group, cases in groups.items():
        inner = path / group
        inner.mkdir()
        if isinstance(cases, dict):
            write_groups(inner, cases)
            continue
        for case in cases:
            file = inner / (slug(case.get("fault") or case["name"]) + ".json")
            with file.open("x") as out:
                out.write(json.dumps(case, indent=1) + "\n")


def slug(name):
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


def write(name, description, **groups):
    path = pathlib.Path(__file__).with_name(name)
    path.write_text(json.dumps({"description": description, **groups}, indent=1) + "\n")


if __name__ == "__main__":
    write_names()
    write_application()
    write_payloads()
    write_evidence_lines()
    write_signatures()
    write_receipts()
    write_countersignatures()
