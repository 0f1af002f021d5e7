#!/usr/bin/env python3
"""Writes the vectors of key shares beside itself: docs/PROTOCOL.md, section 3.5.

Shares no code with the product. Needs nothing but Python. The output does not depend on when or where it runs.
"""

import hashlib
import json
import pathlib

CURVE25519 = 2**255 - 19
P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
P256_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
P256_X = 0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296
P256_Y = 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5
ORDER_8 = (  # the u-coordinates of the points of order 8
    0xB8495F16056286FDB1329CEB8D09DA6AC49FF1FAE35616AEB8413B7C7AEBE0,
    0x57119FD0DD4E22D8868E1C58C45C44045BEF839C55B1D0B1248C50A3BC959C5F)
MLKEM_Q = 3329


def ffdhe(bits, x):
    """RFC 7919, appendix A: 2^b - 2^(b-64) + (floor(2^(b-130) e) + X) 2^64 - 1."""
    term, e, n = 1 << (bits - 66), 0, 0
    while term:
        e, n = e + term, n + 1
        term //= n
    return 2**bits - 2**(bits - 64) + ((e >> 64) + x) * 2**64 - 1


def stream(seed, length):
    return hashlib.shake_256(seed.encode()).digest(length)


def u(value, high=0):
    return (value | high << 255).to_bytes(32, "little")


def x25519():
    good = {"the base point": u(9), "the base point with the highest bit set": u(9, 1)}
    bad = {"zero": u(0), "zero with the highest bit set": u(0, 1), "one": u(1), "p": u(CURVE25519),
           "p plus one": u(CURVE25519 + 1), "p minus one, of order 4": u(CURVE25519 - 1),
           "of order 8": u(ORDER_8[0]), "of order 8, the other": u(ORDER_8[1]),
           "31 bytes": u(9)[:31], "33 bytes": u(9) + b"\0", "empty": b""}
    return good, bad


def p256_y(x):
    """A root, or None where x is the coordinate of no point."""
    square = (x**3 - 3 * x + P256_B) % P256
    root = pow(square, (P256 + 1) // 4, P256)
    return root if root * root % P256 == square else None


def p256():
    def share(x, y, first=4):
        return bytes([first]) + x.to_bytes(32, "big") + y.to_bytes(32, "big")
    small = next(x for x in range(1, 100) if p256_y(x) is not None)
    none = next(x for x in range(1, 100) if p256_y(x) is None)
    base = share(P256_X, P256_Y)
    good = {"the base point": base, "its negative": share(P256_X, P256 - P256_Y),
            "a point with a small x": share(small, p256_y(small))}
    bad = {"compressed": bytes([2 + P256_Y % 2]) + base[1:33], "hybrid": share(P256_X, P256_Y, 6 + P256_Y % 2),
           "the point at infinity": b"\0", "zeros": share(0, 0), "first byte 0": share(P256_X, P256_Y, 0),
           "first byte 5": share(P256_X, P256_Y, 5), "y plus one": share(P256_X, P256_Y + 1),
           "no y has this x": share(none, 1), "x plus p": share(small + P256, p256_y(small)),
           "x and y exchanged": share(P256_Y, P256_X), "without its first byte": base[1:],
           "64 bytes": base[:-1], "66 bytes": base + b"\0", "empty": b""}
    return good, bad


def classic(bits, x):
    p, length = ffdhe(bits, x), bits // 8

    def share(y, size=length):
        return y.to_bytes(size, "big")
    good = {"2": share(2), "p minus 2": share(p - 2), "4": share(4)}
    bad = {"0": share(0), "1": share(1), "p minus 1": share(p - 1), "p": share(p), "p plus 1": share(p + 1),
           "p plus 2": share(p + 2), "all bits": b"\xff" * length, "a byte short": share(2, length - 1),
           "a byte too many": share(2, length + 1), "a zero byte too many before it": b"\0" + share(p - 2),
           "empty": b""}
    return good, bad


def mlkem_key(**changes):
    """An encapsulation key: 768 coefficients of 12 bits, and a seed."""
    values = [int.from_bytes(stream("t%d" % i, 4), "big") % MLKEM_Q for i in range(768)]
    for place, value in changes.items():
        values[int(place[1:])] = value
    return sum(value << 12 * i for i, value in enumerate(values)).to_bytes(1152, "little") + stream("rho", 32)


def hybrid_client():
    key, good, bad = mlkem_key(), *x25519()
    right = {"plain": key + good["the base point"],
             "the greatest coefficients": mlkem_key(_0=MLKEM_Q - 1, _767=MLKEM_Q - 1) + good["the base point"]}
    wrong = {"a coefficient of q, the first": mlkem_key(_0=MLKEM_Q) + good["the base point"],
             "a coefficient of q, the last": mlkem_key(_767=MLKEM_Q) + good["the base point"],
             "a coefficient of 4095": mlkem_key(_300=4095) + good["the base point"]}
    return right, {**wrong, **hybrid_faults(key, good, bad)}


def hybrid_server():
    ciphertext, good, bad = stream("ciphertext", 1088), *x25519()
    right = {"any ciphertext": ciphertext + good["the base point"], "a ciphertext of zeros": bytes(1088) + u(9)}
    return right, hybrid_faults(ciphertext, good, bad)


def hybrid_faults(first, good, bad):
    wrong = {"X25519 " + fault: first + bad[fault] for fault in ("zero", "one", "p", "of order 8")}
    base = good["the base point"]
    return {**wrong, "a byte short": first + base[:-1],
            "a byte too many": first + base + b"\0", "ML-KEM alone": first, "X25519 alone": base, "empty": b""}


def main():
    valid, invalid = [], []
    for group, sides, (good, bad) in (
            ("x25519mlkem768", ["client"], hybrid_client()), ("x25519mlkem768", ["server"], hybrid_server()),
            ("x25519", ["client", "server"], x25519()), ("secp256r1", ["client", "server"], p256()),
            ("ffdhe3072", ["client", "server"], classic(3072, 2625351)),
            ("ffdhe2048", ["client", "server"], classic(2048, 560316))):
        for side in sides:
            for cases, what, shares in ((valid, "name", good), (invalid, "fault", bad)):
                cases += [{what: name, "group": group, "of": side, "share": share.hex()}
                          for name, share in shares.items()]
    description = ("Key shares of a client or a server, as the other side receives them. valid: there is a shared "
                   "secret. invalid: refused with bad_frame. Hexadecimal.")
    pathlib.Path(__file__).with_name("key-shares.json").write_text(
        json.dumps({"description": description, "valid": valid, "invalid": invalid}, indent=1) + "\n")


if __name__ == "__main__":
    main()
