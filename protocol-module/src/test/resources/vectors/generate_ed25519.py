#!/usr/bin/env python3
"""Writes the edge cases of Ed25519 verification (PROTOCOL.md 3.8) to ed25519/ beside itself.

One file a case. `key_accepted`: whether a certificate may have the key. `valid`: what a verifier of
this protocol says. `openssl`: what OpenSSL says. Where the key is accepted, the last two are equal.

The cases "published" are those of Chalkias, Garillot and Nikolaenko, "Taming the many EdDSAs"
(SSR 2020), table 5. The others are made here, by the formulas of RFC 8032 with no library.
"""

import hashlib
import json
import pathlib
import re
import shutil

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
NEUTRAL = (0, 1)
PREFIX = bytes.fromhex("302a300506032b6570032100")
MESSAGE = b'{"say":"what was said"}'


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    product = D * x1 * x2 * y1 * y2
    return ((x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P,
            (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P)


def times(n, point):
    total = NEUTRAL
    while n:
        if n & 1:
            total = add(total, point)
        point, n = add(point, point), n >> 1
    return total


def negative(point):
    return -point[0] % P, point[1]


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != sign and x else x


def encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def scalar(n):
    return n.to_bytes(32, "little")


def challenge(r, a, message):
    return int.from_bytes(hashlib.sha512(r + a + message).digest(), "little") % ORDER


BASE = (recover_x(4 * pow(5, -1, P) % P, 0), 4 * pow(5, -1, P) % P)
SECRET = int.from_bytes(hashlib.sha512(b"alice").digest(), "little") % ORDER
NONCE = int.from_bytes(hashlib.sha512(b"nonce").digest(), "little") % ORDER
PUBLIC = times(SECRET, BASE)


def of_order_8():
    y = 2
    while True:
        x = recover_x(y, 0)
        if x is not None:
            point = times(ORDER, (x, y))
            if times(4, point) != NEUTRAL:
                return point
        y += 1


TORSION = of_order_8()
SMALL = {8: TORSION, 4: times(2, TORSION), 2: times(4, TORSION)}


def signed(r, a, secret, nonce, message, r_bytes=None, a_bytes=None):
    """The equation that a prover without torsion solves, over whatever R and A are shown."""
    r_bytes, a_bytes = r_bytes or encode(r), a_bytes or encode(a)
    k = challenge(r_bytes, a_bytes, message)
    return a_bytes, message, r_bytes + scalar((nonce + k * secret) % ORDER)


def search(make, accept):
    """The first of the messages "0", "1", ... with which a case holds what is asked of it."""
    for i in range(10_000):
        message = b'{"say":"%d"}' % i
        if accept(message):
            return make(message)
    raise ValueError("none found")


def cofactorless(a_bytes, message, signature, a):
    k = challenge(signature[:32], a_bytes, message)
    s = int.from_bytes(signature[32:], "little")
    return encode(add(times(s, BASE), negative(times(k, a)))) == signature[:32]


def plain_cases():
    r = times(NONCE, BASE)
    good = signed(r, PUBLIC, SECRET, NONCE, MESSAGE)
    yield "valid signature", good, True
    a, message, signature = good
    s = int.from_bytes(signature[32:], "little")
    for factor in (1, 2, 7, 14):
        changed = signature[:32] + scalar(s + factor * ORDER)
        yield "S plus %d times the order" % factor, (a, message, changed), False
    highest = signature[:63] + bytes([signature[63] | 128])
    yield "S with the highest bit set", (a, message, highest), False
    yield "S is the order", (a, message, signature[:32] + scalar(ORDER)), False
    yield "S negated", (a, message, signature[:32] + scalar(ORDER - s)), False
    flipped = bytes([*signature[:31], signature[31] ^ 128]) + signature[32:]
    yield "R with the other sign", (a, message, flipped), False


def torsion_cases():
    for order, point in SMALL.items():
        r = add(times(NONCE, BASE), point)
        yield "R with torsion of order %d" % order, signed(r, PUBLIC, SECRET, NONCE, MESSAGE), False
        mixed = add(PUBLIC, point)
        r = times(NONCE, BASE)

        def make(message):
            return signed(r, mixed, SECRET, NONCE, message)

        def vanishes(message):
            return challenge(encode(r), encode(mixed), message) % order == 0

        yield "A with torsion of order %d that vanishes" % order, search(make, vanishes), True
        yield ("A with torsion of order %d that stays" % order,
               search(make, lambda message: not vanishes(message)), False)
        both = add(times(NONCE, BASE), point)

        def make_both(message):
            return signed(both, mixed, SECRET, NONCE, message)

        def cancels(message):
            return (1 + challenge(encode(both), encode(mixed), message)) % order == 0

        yield ("R and A with torsion of order %d that cancels out" % order,
               search(make_both, cancels), True)
        yield ("R and A with torsion of order %d that adds up" % order,
               search(make_both, lambda message: not cancels(message)), False)


def small_r_cases():
    """With a nonce of zero, R is the neutral element: valid, since only its signer loses by it."""
    yield "R neutral", signed(NEUTRAL, PUBLIC, SECRET, 0, MESSAGE), True
    for name, y, sign in (("y is p + 1", P + 1, 0), ("y is p + 1 with a sign", P + 1, 1),
                          ("zero with a sign", 1, 1)):
        encoded = (y | sign << 255).to_bytes(32, "little")
        yield ("R neutral, not canonical, " + name,
               signed(NEUTRAL, PUBLIC, SECRET, 0, MESSAGE, r_bytes=encoded), False)
    y, mixed = SMALL[4], add(PUBLIC, TORSION)
    encoded = (y[1] + P | (y[0] & 1) << 255).to_bytes(32, "little")
    yield "R of order 4, not canonical", search(
        lambda message: signed(y, mixed, SECRET, 0, message, r_bytes=encoded),
        lambda message: (2 + challenge(encoded, encode(mixed), message)) % 8 == 0), False
    for order, point in SMALL.items():
        yield "R of order %d" % order, search(
            lambda message: signed(point, mixed, SECRET, 0, message),
            lambda message: (8 // order + challenge(encode(point), encode(mixed), message)) % 8
            == 0), True


def key_cases():
    """Keys that no certificate may have. S is 0 and R neutral where a point is of small order."""
    for name, y, signs in (
            ("neutral", 1, (0, 1)), ("of order 2", P - 1, (0, 1)), ("of order 4", 0, (0, 1)),
            ("of order 8", TORSION[1], (0, 1)), ("of order 8, the other y", P - TORSION[1], (0, 1)),
            ("neutral, y is p + 1", P + 1, (0, 1)), ("of order 4, y is p", P, (0, 1)),
            ("of full order, y is p + 3", P + 3, (0, 1)), ("no point", 2, (0, 1))):
        for sign in signs:
            x = recover_x(y % P, sign)
            encoded = (y | sign << 255).to_bytes(32, "little")

            def make(message):
                return encoded, message, encode(NEUTRAL) + scalar(0)

            name_sign = "key %s%s" % (name, ", negative" if sign else "")
            if x is None or times(8, (x, y % P)) != NEUTRAL:
                yield name_sign, make(MESSAGE), False
            else:
                yield name_sign, search(make, lambda message: cofactorless(
                    *make(message), (x, y % P))), True


PUBLISHED = """
8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6
c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa
c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a
0000000000000000000000000000000000000000000000000000000000000000
9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79
c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa
f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43
a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04
aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab
f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43
c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa
8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e
9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79
cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d
9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f
87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009
e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c
cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d
160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512
5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09
e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c
cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d
21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7
e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405
85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40
442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623
e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e
547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514
85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40
442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623
8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942
7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22
9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41
f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43
ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f
9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41
f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43
ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
ca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908
e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b
ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc
a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04
39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f
ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc
a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04
""".split()

# What OpenSSL says of the twelve: the paper's row for it.
PUBLISHED_ACCEPTED = {0, 1, 2, 3, 11}


def published_cases():
    for i in range(12):
        message, a, r, s = map(bytes.fromhex, PUBLISHED[4 * i:4 * i + 4])
        yield "published %02d" % i, (a, message, r + s), i in PUBLISHED_ACCEPTED


def accepted(key):
    value = int.from_bytes(key, "little")
    y, sign = value % 2**255, value >> 255
    if y >= P or recover_x(y, sign) is None:
        return False
    return times(8, (recover_x(y, sign), y)) != NEUTRAL


def main():
    folder = pathlib.Path(__file__).with_name("ed25519")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for make in (plain_cases, torsion_cases, small_r_cases, key_cases, published_cases):
        for name, (key, message, signature), openssl in make():
            case = {
                "description": name, "scheme": "ed25519", "key": (PREFIX + key).hex(),
                "message": message.hex(), "signature": signature.hex(), "key_accepted": accepted(key),
                "valid": openssl and accepted(key), "openssl": openssl}
            words = re.findall("[a-z0-9]+", name.lower().replace("+", "plus"))
            path = folder / ("-".join(words) + ".json")
            path.write_text(json.dumps(case, indent=1) + "\n")


if __name__ == "__main__":
    main()
