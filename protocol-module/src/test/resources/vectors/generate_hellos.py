#!/usr/bin/env python3
"""Writes the vectors of hellos, handshake messages and alerts beside itself.

Only forms, and what the client must refuse of a server's choice: sections 3.2 to 3.4, 3.8 and 5 of
docs/PROTOCOL.md. Shares no code with the engine. Needs the package "cryptography". The output does
not depend on when or where it runs.
"""

import base64
import json
import pathlib

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

MOST_HELLO = 16384
MISSING = object()


def b64(length, fill=7):
    return base64.b64encode(bytes([fill]) * length).decode()


def share(fill):
    public = X25519PrivateKey.from_private_bytes(bytes([fill]) * 32).public_key()
    return base64.b64encode(public.public_bytes_raw()).decode()


def write(value):
    return json.dumps(value, separators=(",", ":"))


def changed(good, **fields):
    value = dict(good)
    for name, other in fields.items():
        value[name] = other
    return {name: other for name, other in value.items() if other is not MISSING}


def names(count, length=64):
    """That many names, each of that length, and different."""
    return [("n%02d" % i).ljust(length, "x") for i in range(count)]


CLIENT_HELLO = {
    "protocol": ["securechat/1"],
    "random": b64(32),
    "ciphers": ["aes256gcm-sha384", "aes128gcm-sha256"],
    "shares": [{"group": "x25519", "key": share(4)}],
    "groups": ["x25519", "secp256r1"],
    "signatures": ["ed25519"],
    "server_name": "chat.example.org",
}
SERVER_HELLO = {
    "protocol": "securechat/1",
    "random": b64(32, 8),
    "cipher": "aes128gcm-sha256",
    "group": "x25519",
    "key": share(5),
}
OFFER = {
    "ciphers": ["aes256gcm-sha384", "aes128gcm-sha256"],
    "groups": ["x25519", "secp256r1"],
    "shares": ["x25519"],
}


def of_length(good, length):
    value = changed(good, future="")
    return write(changed(good, future="x" * (length - len(write(value)))))


def good(*cases):
    return [{"name": name, "text": text} for name, text in cases]


def bad(*cases):
    return [{"fault": fault, "alert": alert, "text": text} for fault, alert, text in cases]


def client_hello(**fields):
    return write(changed(CLIENT_HELLO, **fields))


def one_share(**fields):
    return client_hello(shares=[changed(CLIENT_HELLO["shares"][0], **fields)])


def list_faults(field):
    """What no list of names may be. The first element stays, so that nothing else is wrong."""
    known = CLIENT_HELLO[field][:1]
    yield field + " missing", "bad_frame", client_hello(**{field: MISSING})
    yield field + " null", "bad_frame", client_hello(**{field: None})
    yield field + " a string", "bad_frame", client_hello(**{field: known[0]})
    yield field + " empty", "bad_frame", client_hello(**{field: []})
    yield field + " with a number", "bad_frame", client_hello(**{field: known + [1]})
    yield field + " with null", "bad_frame", client_hello(**{field: known + [None]})
    yield field + " of 33", "bad_frame", client_hello(**{field: known + names(32)})
    yield field + " with a name of 65", "bad_frame", client_hello(**{field: known + names(1, 65)})


def client_hellos():
    many = [{"group": name, "key": b64(1)} for name in names(31)]
    valid = good(
        ("as clients write it", client_hello()),
        ("fields in another order", write(dict(reversed(CLIENT_HELLO.items())))),
        ("an unknown field", client_hello(future={"a": [1]})),
        ("unknown names", client_hello(
            protocol=["securechat/2", "securechat/1"], ciphers=["new"], signatures=["new"],
            groups=["new", "x25519"])),
        ("a name twice", client_hello(ciphers=["new", "new"])),
        ("no share", client_hello(shares=[])),
        ("a share of an unknown group", client_hello(
            groups=["new", "x25519"], shares=[{"group": "new", "key": b64(2048)}])),
        ("lists of 32 names of 64 characters", client_hello(
            protocol=["securechat/1"] + names(31), ciphers=names(32), signatures=names(32),
            groups=names(32), shares=[])),
        ("32 shares", client_hello(
            groups=["x25519"] + names(31), shares=CLIENT_HELLO["shares"] + many)),
        ("a server_name of 253 characters", client_hello(server_name="h" * 253)),
        ("an empty server_name", client_hello(server_name="")),
        ("an address of version 6", client_hello(server_name="::1")),
        ("a cookie of 1 byte", client_hello(cookie=b64(1))),
        ("a cookie of 1024 bytes", client_hello(cookie=b64(1024))),
        ("16384 bytes", of_length(CLIENT_HELLO, MOST_HELLO)),
    )
    faults = [
        ("another protocol", "unsupported", client_hello(protocol=["securechat/2"])),
        ("a protocol in capitals", "unsupported", client_hello(protocol=["SecureChat/1"])),
        ("16385 bytes", "too_large", of_length(CLIENT_HELLO, MOST_HELLO + 1)),
        ("random missing", "bad_frame", client_hello(random=MISSING)),
        ("random of 31 bytes", "bad_frame", client_hello(random=b64(31))),
        ("random of 33 bytes", "bad_frame", client_hello(random=b64(33))),
        ("random not canonical", "bad_frame", client_hello(random=b64(32)[:-2] + "d=")),
        ("random a number", "bad_frame", client_hello(random=7)),
        ("shares missing", "bad_frame", client_hello(shares=MISSING)),
        ("shares an object", "bad_frame", client_hello(shares={})),
        ("a share a string", "bad_frame", client_hello(shares=["x25519"])),
        ("a share without group", "bad_frame", one_share(group=MISSING)),
        ("a share without key", "bad_frame", one_share(key=MISSING)),
        ("a share's group of 65 characters", "bad_frame", client_hello(
            groups=["x25519"], shares=[{"group": "g" * 65, "key": b64(1)}])),
        ("a share's group a number", "bad_frame", one_share(group=7)),
        ("a share of 2049 bytes", "bad_frame", one_share(key=b64(2049))),
        ("a share not base64", "bad_frame", one_share(key="!")),
        ("a share of a group that is not in groups", "bad_frame", client_hello(
            groups=["secp256r1"])),
        ("two shares of a group", "bad_frame", client_hello(shares=CLIENT_HELLO["shares"] * 2)),
        ("33 shares", "bad_frame", client_hello(
            groups=["x25519"] + names(31),
            shares=CLIENT_HELLO["shares"] + many + [{"group": "n99", "key": b64(1)}])),
        ("server_name missing", "bad_frame", client_hello(server_name=MISSING)),
        ("server_name of 254 characters", "bad_frame", client_hello(server_name="h" * 254)),
        ("server_name a list", "bad_frame", client_hello(server_name=["h"])),
        ("cookie empty", "bad_frame", client_hello(cookie="")),
        ("cookie null", "bad_frame", client_hello(cookie=None)),
        ("cookie of 1025 bytes", "bad_frame", client_hello(cookie=b64(1025))),
        ("cookie a number", "bad_frame", client_hello(cookie=7)),
        ("a list", "bad_frame", "[%s]" % client_hello()),
        ("a field twice", "bad_frame", client_hello()[:-1] + ',"server_name":"b"}'),
        ("empty", "bad_frame", ""),
    ]
    for field in ("protocol", "ciphers", "groups", "signatures"):
        faults.extend(list_faults(field))
    return {"valid": valid, "invalid": bad(*faults)}


def hello_retries():
    def retry(**fields):
        return write(changed({"group": "secp256r1", "cookie": b64(90)}, **fields))

    return {
        "offer": OFFER,
        "valid": good(
            ("for a group", retry()),
            ("for none", retry(group=MISSING)),
            ("a cookie of 1 byte", retry(cookie=b64(1))),
            ("a cookie of 1024 bytes", retry(cookie=b64(1024))),
            ("an unknown field", retry(future=1)),
        ),
        "invalid": bad(
            ("a group that was not offered", "unsupported", retry(group="ffdhe2048")),
            ("a group that is unknown", "unsupported", retry(group="new")),
            ("an empty group", "unsupported", retry(group="")),
            ("a group that had a share", "bad_frame", retry(group="x25519")),
            ("a group of 65 characters", "bad_frame", retry(group="g" * 65)),
            ("group null", "bad_frame", retry(group=None)),
            ("group a number", "bad_frame", retry(group=7)),
            ("cookie missing", "bad_frame", retry(cookie=MISSING)),
            ("cookie empty", "bad_frame", retry(cookie="")),
            ("cookie of 1025 bytes", "bad_frame", retry(cookie=b64(1025))),
            ("cookie not base64", "bad_frame", retry(cookie="!")),
            ("cookie a number", "bad_frame", retry(cookie=7)),
            ("a list", "bad_frame", "[]"),
        ),
    }


def server_hellos():
    def hello(**fields):
        return write(changed(SERVER_HELLO, **fields))

    missing = [(name + " missing", "bad_frame", hello(**{name: MISSING})) for name in SERVER_HELLO]
    return {
        "offer": OFFER,
        "valid": good(
            ("the second cipher", hello()),
            ("the first cipher", hello(cipher="aes256gcm-sha384")),
            ("an unknown field", hello(future=1)),
        ),
        "invalid": bad(
            *missing,
            ("another protocol", "unsupported", hello(protocol="securechat/2")),
            ("protocol a list", "bad_frame", hello(protocol=["securechat/1"])),
            ("protocol of 65 characters", "bad_frame", hello(protocol="p" * 65)),
            ("random of 31 bytes", "bad_frame", hello(random=b64(31))),
            ("random of 33 bytes", "bad_frame", hello(random=b64(33))),
            ("a cipher that is unknown", "unsupported", hello(cipher="null-null")),
            ("a cipher of 65 characters", "bad_frame", hello(cipher="c" * 65)),
            ("a group without a share", "unsupported", hello(group="secp256r1")),
            ("a group that was not offered", "unsupported", hello(group="ffdhe2048")),
            ("a group that is unknown", "unsupported", hello(group="new")),
            ("a group of 65 characters", "bad_frame", hello(group="g" * 65)),
            ("a share of 31 bytes", "bad_frame", hello(key=b64(31))),
            ("a share of 33 bytes", "bad_frame", hello(key=b64(33))),
            ("an empty share", "bad_frame", hello(key="")),
            ("a share that makes a secret of zeros", "bad_frame", hello(key=b64(32, 0))),
            ("a share not base64", "bad_frame", hello(key="!")),
        ),
    }


def messages():
    def chain(*lengths):
        return write({"chain": [b64(length) for length in lengths]})

    def verify(**fields):
        return write(changed({"scheme": "ed25519", "signature": b64(64)}, **fields))

    return {
        "certificate": {
            "valid": good(
                ("one", chain(300)),
                ("six", chain(300, 300, 300, 300, 300, 300)),
                ("of 16384 bytes", chain(16384)),
                ("an unknown field", write({"chain": [b64(300)], "future": 1})),
            ),
            "invalid": bad(
                ("none", "bad_certificate", chain()),
                ("seven", "bad_certificate", chain(1, 1, 1, 1, 1, 1, 1)),
                ("of 16385 bytes", "bad_frame", chain(16385)),
                ("chain missing", "bad_frame", "{}"),
                ("chain a string", "bad_frame", write({"chain": b64(300)})),
                ("with a number", "bad_frame", write({"chain": [7]})),
                ("not base64", "bad_frame", write({"chain": ["!"]})),
                ("a list", "bad_frame", "[]"),
            ),
        },
        "certificate_verify": {
            "valid": good(
                ("with a signature of 1 byte", verify(signature=b64(1))),
                ("with a signature of 4096 bytes", verify(signature=b64(4096))),
                ("an unknown field", verify(future=1)),
            ),
            "invalid": bad(
                ("scheme missing", "bad_frame", verify(scheme=MISSING)),
                ("scheme a number", "bad_frame", verify(scheme=7)),
                ("scheme of 65 characters", "bad_frame", verify(scheme="s" * 65)),
                ("signature missing", "bad_frame", verify(signature=MISSING)),
                ("signature empty", "bad_frame", verify(signature="")),
                ("signature of 4097 bytes", "bad_frame", verify(signature=b64(4097))),
                ("signature not base64", "bad_frame", verify(signature="!")),
            ),
        },
    }


def alerts():
    def padded(length):
        return '{"code":"timeout"}' + " " * (length - len('{"code":"timeout"}'))

    codes = ("bad_frame bad_certificate certificate_expired certificate_revoked revocation_unknown "
             "access_denied unknown_authority bad_signature bad_record unexpected_message unsupported timeout "
             "too_large overloaded internal_error").split()
    return {
        "valid": good(
            *((code, write({"code": code})) for code in codes),
            ("an unknown field", write({"code": "timeout", "future": 1})),
            ("256 bytes", padded(256)),
        ),
        "invalid": bad(
            ("257 bytes", "too_large", padded(257)),
            ("a code that is unknown", "bad_frame", write({"code": "panic"})),
            ("a code in capitals", "bad_frame", write({"code": "TIMEOUT"})),
            ("a code a number", "bad_frame", write({"code": 7})),
            ("no code", "bad_frame", "{}"),
            ("a list", "bad_frame", "[]"),
            ("empty", "bad_frame", ""),
        ),
    }


def main():
    document = {
        "description":
            "Hellos, handshake messages and alerts, as their JSON. invalid: alert is the code with "
            "which the receiver refuses it. client_hellos: by the form alone. hello_retries, "
            "server_hellos: to a client that has made the offer. "
            "certificate, certificate_verify: by the form alone, before anything is verified.",
        "client_hellos": client_hellos(),
        "hello_retries": hello_retries(),
        "server_hellos": server_hellos(),
        **messages(),
        "alerts": alerts(),
    }
    path = pathlib.Path(__file__).with_name("hellos.json")
    path.write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main()
