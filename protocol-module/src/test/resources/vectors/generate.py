#!/usr/bin/env python3
"""Writes the vectors of key schedule, transcript and records beside itself.

An implementation of sections 3.6, 3.7, 3.9 and 4 of docs/PROTOCOL.md that shares no code with the
engine, so that the two check each other. Needs the package "cryptography". The output does not
depend on when or where it runs.
"""

import hashlib
import hmac
import json
import pathlib
import struct

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUITES = {"aes256gcm-sha384": (32, "sha384"), "aes128gcm-sha256": (16, "sha256")}
BUCKETS = (64, 256, 1024)


class Suite:
    def __init__(self, name):
        self.name = name
        self.key_length, self.algorithm = SUITES[name]
        self.length = hashlib.new(self.algorithm).digest_size

    def hash(self, *parts):
        return hashlib.new(self.algorithm, b"".join(parts)).digest()

    def hmac(self, key, data):
        return hmac.new(key, data, self.algorithm).digest()

    def expand(self, secret, info, length):
        output, block, counter = b"", b"", 1
        while len(output) < length:
            block = self.hmac(secret, block + info + bytes([counter]))
            output, counter = output + block, counter + 1
        return output[:length]

    def expand_label(self, secret, label, context, length):
        label = b"sc1 " + label.encode()
        info = struct.pack(">HB", length, len(label)) + label + bytes([len(context)]) + context
        return self.expand(secret, info, length)

    def derive(self, secret, label, transcript_hash):
        return self.expand_label(secret, label, transcript_hash, self.length)

    def key(self, secret):
        return self.expand_label(secret, "key", b"", self.key_length)

    def iv(self, secret):
        return self.expand_label(secret, "iv", b"", 12)

    def next(self, secret):
        return self.expand_label(secret, "traffic upd", b"", self.length)


def pattern(first, length):
    return bytes((first + i) % 256 for i in range(length))


def traffic(suite, secret, finished_over=None):
    fields = {"secret": secret.hex(), "key": suite.key(secret).hex(), "iv": suite.iv(secret).hex()}
    if finished_over is not None:
        finished_key = suite.expand_label(secret, "finished", b"", suite.length)
        fields["finished"] = suite.hmac(finished_key, finished_over).hex()
    else:
        fields["next_secret"] = suite.next(secret).hex()
    return fields


def schedule(name, shared):
    suite = Suite(name)
    zeros, empty = bytes(suite.length), suite.hash(b"")
    hello_hash = suite.hash(b"transcript up to ServerHello")
    finished_hash = suite.hash(b"transcript up to the server's Finished")
    early = suite.hmac(zeros, zeros)
    handshake = suite.hmac(suite.derive(early, "derived", empty), shared)
    master = suite.hmac(suite.derive(handshake, "derived", empty), zeros)
    exporter = suite.derive(master, "exp master", finished_hash)
    session = suite.expand_label(suite.derive(exporter, "session id", empty), "exporter", empty, 32)
    return {
        "cipher": name,
        "shared_secret": shared.hex(),
        "hello_hash": hello_hash.hex(),
        "finished_hash": finished_hash.hex(),
        "client_handshake": traffic(
            suite, suite.derive(handshake, "c hs traffic", hello_hash), finished_hash),
        "server_handshake": traffic(
            suite, suite.derive(handshake, "s hs traffic", hello_hash), finished_hash),
        "client_application": traffic(suite, suite.derive(master, "c ap traffic", finished_hash)),
        "server_application": traffic(suite, suite.derive(master, "s ap traffic", finished_hash)),
        "session": session.hex(),
    }


def frame(kind, body):
    return struct.pack(">IB", 1 + len(body), kind) + body


def transcript(name, retried):
    suite = Suite(name)
    first = frame(1, b'{"first":"ClientHello"}')
    retry = frame(3, b'{"cookie":"AAEC"}')
    hello = frame(1, b'{"the":"ClientHello"}')
    answer = frame(2, b'{"the":"ServerHello"}')
    stand_in = struct.pack(">IB", 1 + suite.length, 0xFE) + suite.hash(first)
    message = {"content": 1, "data": b'{"chain":[]}'.hex()}
    sealed = b"\x01" + struct.pack(">I", 12) + b'{"chain":[]}'
    hellos = [stand_in, retry, hello, answer] if retried else [hello, answer]
    case = {"cipher": name, "client_hello": hello.hex(), "server_hello": answer.hex()}
    if retried:
        case["first_client_hello"] = first.hex()
        case["hello_retry"] = retry.hex()
    case["hash_after_server_hello"] = suite.hash(*hellos).hex()
    case["message"] = message
    case["hash_after_message"] = suite.hash(*hellos, sealed).hex()
    return case


def bucket(length):
    for size in BUCKETS:
        if length <= size:
            return size
    step = 2 ** ((length - 1).bit_length() - 4)  # an eighth of the largest power of two below
    return -(-length // step) * step


def padded(content, data):
    inner = bytes([content]) + struct.pack(">I", len(data)) + data
    return inner + bytes(bucket(len(inner)) - len(inner))


def seal_inner(suite, secret, number, inner):
    nonce = bytes(a ^ b for a, b in zip(suite.iv(secret), bytes(4) + struct.pack(">Q", number)))
    header = struct.pack(">IB", 1 + len(inner) + 16, 4)
    return header + AESGCM(suite.key(secret)).encrypt(nonce, inner, header)


def valid_records(name):
    suite = Suite(name)
    secret, number, records = pattern(0x20, suite.length), 0, []
    contents = [(7, b"{}"), (7, pattern(0, 59)), (7, pattern(0, 60)), (4, b""), (7, b"after"),
                (4, b""), (7, pattern(0, 1019)), (7, pattern(0, 1020)),
                (7, pattern(0, 1147)), (7, pattern(0, 1148)), (7, pattern(0, 2043)),
                (7, pattern(0, 2044)), (7, pattern(0, 4092)), (6, b"")]
    for content, data in contents:
        sealed = seal_inner(suite, secret, number, padded(content, data))
        records.append({"number": number, "content": content, "data": data.hex(),
                        "frame_length": len(sealed), "frame_sha256":
                        hashlib.sha256(sealed).hexdigest(),
                        "frame": sealed.hex() if len(sealed) < 400 else None})
        number += 1
        if content == 4:
            secret, number = suite.next(secret), 0
    return {"cipher": name, "traffic_secret": pattern(0x20, suite.length).hex(),
            "records": records}


def invalid_records(name):
    suite = Suite(name)
    secret = pattern(0x20, suite.length)
    good = seal_inner(suite, secret, 0, padded(7, b"{}"))
    inner = padded(7, b"{}")

    def sealed(changed):
        return seal_inner(suite, secret, 0, changed)

    def at(length, size):
        return padded(7, bytes(length))[:5 + length] + bytes(size - 5 - length)

    def flipped(position):
        return good[:position] + bytes([good[position] ^ 1]) + good[position + 1:]

    other = {"aes256gcm-sha384": "aes128gcm-sha256"}.get(name, "aes256gcm-sha384")
    cases = {
        "first byte of the ciphertext flipped": flipped(5),
        "last byte of the tag flipped": flipped(len(good) - 1),
        "sealed as number 1": seal_inner(suite, secret, 1, inner),
        "sealed under the next secret": seal_inner(suite, suite.next(secret), 0, inner),
        "sealed by the other suite":
            seal_inner(Suite(other), pattern(0x20, Suite(other).length), 0, inner),
        "without additional data":
            good[:5] + AESGCM(suite.key(secret)).encrypt(suite.iv(secret), inner, b""),
        "one byte shorter": frame(4, good[5:-1]),
        "a tag alone": frame(4, good[-16:]),
        "empty": frame(4, b""),
        "content 0": sealed(bytes([0]) + inner[1:]),
        "content 8": sealed(bytes([8]) + inner[1:]),
        "length beyond the inner": sealed(b"\x07" + struct.pack(">I", 60) + inner[5:]),
        "length with the sign bit": sealed(b"\x07" + struct.pack(">I", 2**31) + inner[5:]),
        "last byte of the padding not zero": sealed(inner[:-1] + b"\x01"),
        "first byte of the padding not zero": sealed(inner[:7] + b"\x01" + inner[8:]),
        "no padding": sealed(inner[:7]),
        "padded to the next bucket but one": sealed(inner + bytes(256 - 64)),
        "padded to no bucket": sealed(inner + b"\x00"),
        "1021 bytes of data padded to 4096": sealed(at(1021, 4096)),
        "1021 bytes of data padded to the bucket but one": sealed(at(1021, 1280)),
        "2044 bytes of data padded by a sixteenth": sealed(at(2044, 2176)),
    }
    return {"cipher": name, "traffic_secret": secret.hex(), "alert": "bad_record",
            "records": [{"fault": fault, "frame": data.hex()} for fault, data in cases.items()]}


def write(name, description, **groups):
    path = pathlib.Path(__file__).with_name(name)
    document = {"description": description, **groups}
    path.write_text(json.dumps(document, indent=1) + "\n")


def main():
    shared = {"aes256gcm-sha384": pattern(0x40, 64), "aes128gcm-sha256": pattern(0x80, 32)}
    write("key-schedule.json",
          "Key schedule: secrets, keys and session from a shared secret and two transcript hashes; "
          "hexadecimal. The finished of either side is over finished_hash.",
          cases=[schedule(name, secret) for name, secret in shared.items()])
    write("transcript.json",
          "Transcript hashes over whole frames, with and without a HelloRetry, and after one sealed "
          "message; hexadecimal.",
          cases=[transcript(name, retried) for name in SUITES for retried in (False, True)])
    write("records.json",
          "Records. valid: sealed in this order from number 0 of the traffic secret, moving to the "
          "next secret after each KeyUpdate (content 4); long frames by their SHA-256 alone. "
          "invalid: each stands alone and is the first record under its secret; none may open. "
          "Hexadecimal.",
          valid=[valid_records(name) for name in SUITES],
          invalid=[invalid_records(name) for name in SUITES])


if __name__ == "__main__":
    main()
