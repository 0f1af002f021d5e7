#!/usr/bin/env python3
"""Checks the test vectors with the second implementation: docs/PROTOCOL.md, section 15.

    securechat_vectors.py FOLDER

Prints one JSON object for each part of a file and exits with 0 only if every vector has the result
that it states. The forms of names, payloads, receipts, lines and requests are written here from the
tables of the specification.
"""

import argparse
import datetime
import json
import os
import re
import sys
import tempfile

import securechat_peer as peer
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from securechat_peer import ProtocolError

# 1 Conventions

USERNAME = re.compile(r"[a-z0-9][a-z0-9._+-]*(@[a-z0-9._+-]*[a-z0-9])?\Z")
CREATED_ROOM = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z")
HEX = re.compile(r"[0-9a-f]{64}\Z")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z\Z")
SERVER = re.compile(r"[A-Za-z0-9._:\[\]-]{1,253}\Z")
POSITION = re.compile(r"[1-9][0-9]{0,15}\Z")
BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}\Z")
MAX_COUNTER = 2**53 - 1


def is_name(text):
    return len(text) <= 128 and bool(USERNAME.match(text))


def is_created_room(text):
    return bool(CREATED_ROOM.match(text))


def is_room(text):
    if is_created_room(text):
        return True
    parts = text.split(":")
    return len(parts) == 3 and parts[0] == "dm" and all(map(is_name, parts[1:])) and parts[1] <= parts[2]


def is_timestamp(text):
    if not TIME.match(text) or not text.isascii():
        return False
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").year >= 1970
    except ValueError:
        return False


def is_base64(text):
    try:
        return bool(BASE64.match(text)) and peer.b64(peer.unb64(text)) == text
    except (ValueError, ProtocolError):
        return False


def units(text):
    """The length in UTF-16 code units."""
    return sum(2 if ord(c) > 0xFFFF else 1 for c in text)


# Fields: what a value has to be, as a function that says whether it is.


def text(check, longest=65536):
    def field(value):
        whole = isinstance(value, str) and not any(0xD800 <= ord(c) <= 0xDFFF for c in value)
        return whole and units(value) <= longest and bool(check(value))

    return field


def counter(least, most=MAX_COUNTER):
    return lambda value: type(value) is int and least <= value <= most


def data(shortest, longest):
    return lambda value: text(is_base64)(value) and shortest <= len(peer.unb64(value)) <= longest


def exactly(fields):
    return lambda value: isinstance(value, dict) and has(value, fields)


def has(value, fields):
    return all(key in value and check(value[key]) for key, check in fields.items())


NAME_FIELD, ROOM, TIMESTAMP = text(is_name), text(is_room), text(is_timestamp)
SHA256, SALT = text(HEX.match), data(16, 16)
MESSAGE = exactly({"payload": data(1, 32768), "signature": data(1, 4096)})
KDF = exactly(
    {"memory_kib": counter(8192, 262144), "iterations": counter(1, 10), "parallelism": counter(1, 4)}
)

# 7 Requests

REQUESTS = {
    "kdf": {"user": NAME_FIELD},
    "register": {
        "username": NAME_FIELD,
        "salt": SALT,
        "kdf": KDF,
        "key": data(32, 32),
    },
    "login": {"user": NAME_FIELD},
    "rooms": {},
    "who": {"room": ROOM},
    "join": {"room": ROOM},
    "leave": {"room": ROOM},
    "create": {"room": text(is_created_room), "visibility": lambda value: value in ("public", "private")},
    "invite": {"room": ROOM, "user": NAME_FIELD},
    "direct": {"user": NAME_FIELD},
    "send": {"room": ROOM, "message": MESSAGE},
    "history": {"room": ROOM, "after": counter(0), "limit": counter(1, 1000)},
    "certificate": {"sha256": SHA256},
    "receipt": {"room": ROOM},
    "revocation_list": {"sha256": SHA256, "offset": counter(0)},
    "countersign": {"countersignature": data(1, 1024), "signature": data(1, 4096)},
    "ping": {},
    "bye": {},
}
KIND = re.compile(r"[a-z][a-z0-9-]{0,31}/[1-9][0-9]{0,2}\Z")


def kinds(value):
    return isinstance(value, list) and len(value) <= 64 and all(map(text(KIND.match), value))


OPTIONAL = {
    "receipt": {"first": counter(1), "last": counter(1)},
    "login": {"key": data(32, 32), "kinds": kinds},
    "rooms": {"after": ROOM, "limit": counter(1, 1000)},
}


def read_request(document):
    """The type of a request, "bad_request 7" with its id, or "bad_request" where that is unreadable."""
    try:
        value = peer.from_json(document)
    except ProtocolError:
        return "bad_request"
    if not counter(1)(value.get("id")):
        return "bad_request"
    refused = "bad_request %d" % value["id"]
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in REQUESTS or not has(value, REQUESTS[kind]):
        return refused
    optional = OPTIONAL.get(kind, {})
    if not all(check(value[key]) for key, check in optional.items() if value.get(key) is not None):
        return refused
    return kind


# 8.1 Canonical form

AUDIT_ID = "00000000-0000-8000-8000-006175646974"
MESSAGE_PAYLOAD = {
    "type": lambda value: value == "securechat/message/1",
    "session": SHA256,
    "room": ROOM,
    "room_id": text(UUID.match),
    "sender": NAME_FIELD,
    "seq": counter(1),
    "after": lambda value: exactly({"position": counter(0), "chain": SHA256})(value)
    and list(value) == ["position", "chain"],
    "sent_at": TIMESTAMP,
    "salt": SALT,
    "text": text(lambda value: value != ""),
}
EVENT_PAYLOAD = {
    "type": lambda value: value == "securechat/event/1",
    "room": ROOM,
    "room_id": text(lambda value: UUID.match(value) and value != AUDIT_ID),
    "at": TIMESTAMP,
    "salt": SALT,
    "event": lambda value: value in (
        "created", "joined", "left", "invited", "erased", "archived", "reopened"
    ),
    "subject": text(lambda value: True),
    "actor": text(lambda value: value == "@server" or is_name(value)),
}
ACTION = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+\Z")
TOKEN = re.compile(r"[a-z0-9_.-]*\Z")
DETAIL = re.compile(r"[a-z][a-z0-9_]{0,31}\Z")


def is_printable(value):
    return not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for c in value)


def are_details(value):
    detail = text(is_printable, 512)
    return (
        isinstance(value, dict)
        and len(value) <= 16
        and list(value) == sorted(value)
        and all(DETAIL.match(name) and detail(value[name]) for name in value)
    )


AUDIT_PAYLOAD = {
    "type": lambda value: value == "securechat/audit/1",
    "room": lambda value: value == "@audit",
    "room_id": lambda value: value == AUDIT_ID,
    "at": TIMESTAMP,
    "salt": SALT,
    "action": text(ACTION.match, 64),
    "outcome": lambda value: value in ("success", "failure", "denied"),
    "actor": text(lambda value: value and is_printable(value), 260),
    "role": text(TOKEN.match, 32),
    "method": text(TOKEN.match, 32),
    "subject": text(is_printable, 260),
    "source": text(is_printable, 64),
    "count": counter(1),
    "details": are_details,
}
RECEIPT = {
    "type": lambda value: value == "securechat/receipt/1",
    "server": text(SERVER.match),
    "room": text(lambda value: value == "@audit" or is_room(value)),
    "room_id": text(UUID.match),
    "user": text(lambda value: value == "@server" or is_name(value)),
    "session": SHA256,
    "first": counter(1),
    "last": counter(0),
    "previous_chain": SHA256,
    "chain": SHA256,
    "transcript_sha256": SHA256,
    "members_sha256": SHA256,
    "erased": text(lambda value: value == "" or are_positions(value, 24000), 24000),
    "revoked": text(lambda value: value == "" or are_positions(value, 8000), 8000),
    "revocation": lambda value: isinstance(value, list)
    and len(value) <= 64
    and all(map(SHA256, value))
    and value == sorted(set(value)),
    "certificate": SHA256,
    "issued_at": TIMESTAMP,
}


def is_canonical(document, fields, longest=65536):
    try:
        value = peer.from_json(document)
        whole = list(value) == list(fields) and has(value, fields)
        return whole and len(document) <= longest and peer.to_json(value) == document and value
    except ProtocolError:
        return False


def is_message(document):
    return bool(is_canonical(document, MESSAGE_PAYLOAD, 32768))


def is_event(document):
    value = is_canonical(document, EVENT_PAYLOAD)
    if not value:
        return False
    if value["event"] == "erased":
        return are_positions(value["subject"])
    if value["event"] in ("archived", "reopened"):
        return value["subject"] == value["room"]
    return is_name(value["subject"])


def are_positions(subject, longest=4000):
    """17, 3-57 or 3,5-9,12: rising, and nothing that could be one range is two."""
    before = -1
    for part in subject.split(","):
        ends = part.split("-")
        if len(ends) > 2 or not all(POSITION.match(end) for end in ends):
            return False
        first, last = int(ends[0]), int(ends[-1])
        if first <= before + 1 or last > 2**53 - 1 or (len(ends) == 2 and last <= first):
            return False
        before = last
    return len(subject) <= longest


def is_audit(document):
    return bool(is_canonical(document, AUDIT_PAYLOAD))


def within(positions, first, last):
    numbers = [int(number) for number in re.split("[,-]", positions) if number]
    return all(first <= number <= last for number in numbers)


def is_receipt(document):
    value = is_canonical(document, RECEIPT, 40960)
    return (
        bool(value)
        and value["last"] >= value["first"] - 1
        and (value["last"] >= value["first"] or value["chain"] == value["previous_chain"])
        and (value["first"] > 1 or value["members_sha256"] == peer.sha256_hex(b""))
        and within(value["erased"], value["first"], value["last"])
        and within(value["revoked"], value["first"], value["last"])
        and (value["room"] == "@audit") == (value["room_id"] == AUDIT_ID)
    )


# 9.1 Line


def is_line(line):
    match = peer.LINE.match(line)
    if not match or not line.isascii():
        return False
    position, received_at, _, _, _, signature = match.groups()
    fits = int(position) <= MAX_COUNTER and is_timestamp(received_at)
    return fits and is_base64(signature) and 1 <= len(peer.unb64(signature)) <= 4096


# 3.8 Signatures


def accepts_key(der):
    try:
        key = serialization.load_der_public_key(der)
        peer.scheme_of(key)
    except (ValueError, UnsupportedAlgorithm, ProtocolError):
        return False
    if hasattr(key, "key_size") and hasattr(key.public_numbers(), "e"):
        exponent = key.public_numbers().e
        if exponent % 2 == 0 or exponent < 3 or exponent.bit_length() > 64:
            return False
    encoded = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return encoded == der


def verifies(vector):
    key = serialization.load_der_public_key(bytes.fromhex(vector["key"]))
    message, signature = bytes.fromhex(vector["message"]), bytes.fromhex(vector["signature"])
    return peer.scheme_of(key) == vector["scheme"] and peer.verify(key, message, signature)


# 10 Receipts


def receipt_verifies(case):
    certificate = x509.load_der_x509_certificate(bytes.fromhex(case["certificate"]))
    try:
        peer.verify_receipt(case["text"].encode(), bytes.fromhex(case["signature"]), certificate)
        return True
    except ProtocolError:
        return False


# 3.6, 3.7, 4: the engine


def read_vectors(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return json.load(file)


def read_cases(folder, *path):
    """One file a case, in the order of their names."""
    inner = os.path.join(folder, *path)
    return [read_vectors(inner, name) for name in sorted(os.listdir(inner))]


def check_key_schedule(case):
    suite, h = case["cipher"], bytes.fromhex
    schedule = peer.Schedule(peer.SUITES[suite][1], h(case["shared_secret"]))
    hello_hash, finished_hash = h(case["hello_hash"]), h(case["finished_hash"])
    for side in ("client", "server"):
        secret = schedule.handshake(side[0], hello_hash)
        keys = peer.Direction(suite, secret)
        finished = peer.finished_mac(schedule.hash, secret, finished_hash)
        yield case[side + "_handshake"], dict(secret=secret, key=keys.key, iv=keys.iv, finished=finished)
        secret = schedule.application(side[0], finished_hash)
        keys = peer.Direction(suite, secret)
        found = dict(secret=secret, key=keys.key, iv=keys.iv)
        keys.update()
        yield case[side + "_application"], dict(found, next_secret=keys.secret)
    yield case["session"], schedule.session(finished_hash)


def check_valid_records(case):
    sealing, opening = (peer.Direction(case["cipher"], bytes.fromhex(case["traffic_secret"])) for _ in range(2))
    for record in case["records"]:
        data = bytes.fromhex(record["data"])
        whole = sealing.seal(record["content"], data)
        yield record["frame_sha256"], peer.sha256_hex(whole)
        yield record["frame_length"], len(whole)
        yield (record["content"], record["data"]), (lambda c, d: (c, d.hex()))(*opening.open(whole[5:]))
        if record["content"] == peer.KEY_UPDATE:
            sealing.update()
            opening.update()


def check_invalid_records(case):
    for record in case["records"]:
        opening = peer.Direction(case["cipher"], bytes.fromhex(case["traffic_secret"]))
        try:
            opening.open(bytes.fromhex(record["frame"])[5:])
            yield record["fault"], "opens"
        except ProtocolError:
            yield True, True


def check_transcript(case):
    h, hash_name = bytes.fromhex, peer.SUITES[case["cipher"]][1]
    transcript = peer.Transcript()
    if "first_client_hello" in case:
        transcript.add_hello(h(case["first_client_hello"]))
        transcript.collapse(hash_name)
        transcript.add_hello(h(case["hello_retry"]))
    transcript.add_hello(h(case["client_hello"]))
    transcript.add_hello(h(case["server_hello"]))
    yield case["hash_after_server_hello"], transcript.hash(hash_name)
    transcript.add_record(case["message"]["content"], h(case["message"]["data"]))
    yield case["hash_after_message"], transcript.hash(hash_name)


def plain(value):
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return value.hex() if isinstance(value, bytes) else value


def engine(folder):
    records = read_vectors(folder, "records.json")
    for name, check, cases in (
        ("key-schedule.json", check_key_schedule, read_vectors(folder, "key-schedule.json")["cases"]),
        ("records.json, valid", check_valid_records, records["valid"]),
        ("records.json, invalid", check_invalid_records, records["invalid"]),
        ("transcript.json", check_transcript, read_vectors(folder, "transcript.json")["cases"]),
    ):
        yield name, [(expected, plain(found)) for case in cases for expected, found in check(case)]


def document(vector):
    return bytes.fromhex(vector["hex"]) if "hex" in vector else vector["text"].encode("utf-8")


def forms(cases, check, expected):
    for case in cases:
        yield expected, check(case)


def evidence(folder):
    names = read_vectors(folder, "names.json")
    checks = dict(
        usernames=is_name,
        created_rooms=is_created_room,
        rooms=is_room,
        timestamps=is_timestamp,
        base64=is_base64,
    )
    for part, check in checks.items():
        yield "names.json, " + part, forms(names[part]["valid"], check, True)
        yield "names.json, no " + part, forms(names[part]["invalid"], check, False)
    rooms = [(case["room"], "dm:" + ":".join(sorted(case["users"]))) for case in names["direct_rooms"]]
    yield "names.json, direct_rooms", rooms

    valid = [(case["type"], read_request(document(case))) for case in read_cases(folder, "application", "valid")]
    yield "application, valid", valid
    for part, expected in (("invalid", "bad_request 7"), ("unreadable", "bad_request")):
        requests = map(document, read_cases(folder, "application", part))
        yield "application, " + part, forms(requests, read_request, expected)

    for part, check in (("messages", is_message), ("events", is_event), ("audits", is_audit)):
        valid, invalid = (read_cases(folder, "payloads", part, kind) for kind in ("valid", "invalid"))
        yield "payloads, " + part, forms(map(document, valid), check, True)
        yield "payloads, no " + part, forms(map(document, invalid), check, False)
        hashes = [(case["sha256"], peer.sha256_hex(document(case))) for case in valid if "sha256" in case]
        yield "payloads, hashes of " + part, hashes

    signatures = read_vectors(folder, "signatures.json")
    yield "signatures.json, valid", forms(signatures["valid"], verifies, True)
    yield "signatures.json, invalid", forms(signatures["invalid"], verifies, False)
    keys = [bytes.fromhex(case["key"]) for case in signatures["keys"]]
    yield "signatures.json, keys", forms(keys, accepts_key, False)

    edges = read_cases(folder, "ed25519")
    yield "ed25519, keys", [(case["key_accepted"], accepts_key(bytes.fromhex(case["key"]))) for case in edges]
    verdicts = [(case["valid"], case["key_accepted"] and verifies(case)) for case in edges]
    yield "ed25519, verdicts", verdicts

    lines = read_vectors(folder, "transcript-lines.json")
    yield "transcript-lines.json, valid", forms((case["text"] for case in lines["valid"]), is_line, True)
    invalid = (document(case).decode("utf-8", "replace") for case in lines["invalid"])
    yield "transcript-lines.json, invalid", forms(invalid, is_line, False)
    yield "transcript-lines.json, chain", chain(lines["chain"])

    receipts = read_vectors(folder, "receipts.json")
    yield "receipts.json, valid", forms(map(document, receipts["valid"]), is_receipt, True)
    yield "receipts.json, invalid", forms(map(document, receipts["invalid"]), is_receipt, False)
    signed = receipts["signatures"]
    for case in signed["valid"]:
        yield "receipts.json, signature by " + case["name"], [(True, receipt_verifies(case))]


def chain(cases):
    for case in cases:
        value = peer.genesis(case["room_id"])
        yield case["genesis"], value
        for link in case["links"]:
            yield link["previous"], value
            value = peer.next_chain(value, link["line"])
            yield link["chain"], value
        every = "".join(link["line"] + "\n" for link in case["links"]).encode()
        yield case["transcript_sha256"], peer.sha256_hex(every)


def example(folder):
    values = peer.example(argparse.Namespace(json=True))
    stored = read_vectors(folder, "handshake-worked-example.json")
    yield "handshake-worked-example.json", [(stored[name], values.get(name)) for name in stored]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder")
    folder = parser.parse_args().folder
    wrong = 0
    for part in (engine, example, evidence):
        for name, pairs in part(folder):
            pairs = list(pairs)
            failures = [pair for pair in pairs if pair[0] != pair[1]]
            peer.report(vectors=name, checks=len(pairs), failures=len(failures))
            for expected, found in failures:
                where = pairs.index((expected, found))
                print("%s, number %d: expected %s, found %s" % (name, where, expected, found), file=sys.stderr)
            wrong += len(failures) + (not pairs)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
