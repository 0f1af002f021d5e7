#!/usr/bin/env python3
"""Checks the test vectors with the second implementation: docs/PROTOCOL.md, section 15.

    securechat_vectors.py FOLDER

Prints one JSON object for each part of a file and exits with 0 only if every vector has the result
that it states. What a client does is done by securechat_peer.py; what only a server does (reading
requests, answering a hybrid key share) is written here from the tables of the specification.
"""

import argparse
import json
import os
import re
import sys

import securechat_peer as peer
from securechat_peer import Malformed, Refusal, SUITES, is_b64, is_form, is_integer, sha256

# 7 Requests


def counter(least, most=peer.GREATEST):
    return lambda value: is_integer(value, least, most)


def key(value):
    return is_b64(value, 32, 32)


def is_string(value):
    return isinstance(value, str)


REQUESTS = {
    "kdf": {"user": peer.is_username},
    "register": {"username": peer.is_username, "salt": peer.is_salt, "kdf": is_form(peer.KDF_FORM), "key": key},
    "login": {"user": peer.is_username, "key?": key, "kinds?": peer.is_list(peer.is_kind, 64),
              "ends?": peer.is_hex64},
    "rooms": {"list?": lambda value: value in ("member", "public"), "after?": peer.is_room, "limit?": counter(1, 1000)},
    "room": {"room": peer.is_room},
    "invitations": {"after?": peer.is_room, "limit?": counter(1, 1000)},
    "decline": {"room": peer.is_room},
    "block": {"user": peer.is_username},
    "unblock": {"user": peer.is_username},
    "blocked": {"after?": peer.is_username, "limit?": counter(1, 1000)},
    "who": {"room": peer.is_room},
    "join": {"room": peer.is_room},
    "leave": {"room": peer.is_room},
    "create": {"room": peer.is_given_room, "visibility": lambda value: value in ("public", "announced", "private")},
    "invite": {"room": peer.is_room, "user": peer.is_username},
    "direct": {"user": peer.is_username},
    "moderate": {"room": peer.is_room, "event": lambda value: value in peer.DECISIONS, "subject?": is_string,
                 "value?": is_string, "seconds?": counter(1, 315360000)},
    "send": {"room": peer.is_room, "message": is_form(peer.MESSAGE_FORM)},
    "history": {"room": peer.is_room, "after": counter(0), "limit": counter(1, 1000)},
    "search": {"room": peer.is_room, "words?": lambda value: peer.is_text(value, 1, 200), "sender?": peer.is_username,
               "before?": counter(1), "limit?": counter(1, 100)},
    "certificate": {"sha256": peer.is_hex64},
    "receipt": {"room": peer.is_room, "first?": counter(1), "last?": counter(1)},
    "revocation_list": {"sha256": peer.is_hex64, "offset": counter(0)},
    "file_begin": {"room": peer.is_room, "sha256": peer.is_hex64, "size": counter(0)},
    "file_part": {"room": peer.is_room, "sha256": peer.is_hex64, "offset": counter(0),
                  "part": lambda value: is_b64(value, 1, 45000)},
    "file_end": {"room": peer.is_room, "sha256": peer.is_hex64},
    "file": {"room": peer.is_room, "sha256": peer.is_hex64, "offset": counter(0)},
    "countersign": {
        "countersignature": lambda value: is_b64(value, 1, 1024),
        "signature": lambda value: is_b64(value, 1, 4096),
    },
    "ping": {},
    "bye": {},
}


def read_request(document):
    """The type of a request, "bad_request 7" with its id, or "bad_request" where that is unreadable."""
    try:
        value = peer.need(peer.read_json(document), {"id": counter(1)})
    except Malformed:
        return "bad_request"
    kind = value.get("type")
    # 7.5: something has to be looked for.
    for_nothing = kind == "search" and "words" not in value and "sender" not in value
    if isinstance(kind, str) and kind in REQUESTS and is_form(REQUESTS[kind])(value) and not for_nothing:
        return kind
    return "bad_request %d" % value["id"]


# 3.5 Key shares


def receive_share(case):
    """Whether a side can make a shared secret of the other side's share."""
    share, group = bytes.fromhex(case["share"]), peer.GROUPS[case["group"]]
    try:
        if case["of"] == "server":
            peer.agree(group(), share)
            return True
        if len(share) != group.client_bytes:
            return False
        if group is peer.HybridGroup:
            peer.MlKem768.encapsulate(share[:-32])
            peer.X25519Group().secret(share[-32:])
        else:
            group().secret(share)
        return True
    except Malformed:
        return False


# 3.8 Signatures


def read_key(encoded):
    try:
        return peer.PublicKey(bytes.fromhex(encoded))
    except Malformed:
        return None


def verifies(case):
    public = read_key(case["key"])
    message, signature = bytes.fromhex(case["message"]), bytes.fromhex(case["signature"])
    return public is not None and public.scheme == case["scheme"] and public.verifies(signature, message)


# 8, 9, 10 Forms and receipts


def reads(reader, *arguments):
    """A check of documents: whether the reader takes them."""

    def check(document):
        try:
            reader(document, *arguments)
            return True
        except Malformed:
            return False

    return check


# 8.2 The kinds in which users say more than a text. The client says none of them.


def is_about(value):
    return isinstance(value, dict) and list(value) == ["position", "payload"] \
        and is_integer(value["position"], 1, peer.GREATEST) and peer.is_hex64(value["payload"])


def is_mentions(least):
    names = peer.is_list(peer.is_username, 50)
    return lambda value: names(value) and len(value) >= least and value == sorted(set(value))


def is_symbol(value):
    return peer.is_text(value, 1, 32) and not any(c <= " " or "\x7f" <= c <= "\x9f" for c in value)


def is_reason(value):
    return peer.is_text(value, 0, 512) and not any(c < " " or "\x7f" <= c <= "\x9f" for c in value)


def is_file_name(value):
    return peer.is_text(value, 1, 200) and value not in (".", "..") and not any(
        c < " " or c in '"/\\' or "\x7f" <= c <= "\x9f" for c in value)


def is_media_type(value):
    return peer.is_text(value, 1, 127) and bool(re.fullmatch("[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*", value))


TEXT = {"text": lambda value: peer.is_text(value, 1)}
USERS_KINDS = {
    "message/1": TEXT,
    "message/2": {"mentions": is_mentions(1), **TEXT},
    "reply/1": {"about": is_about, "mentions": is_mentions(0), **TEXT},
    "edit/1": {"about": is_about, "mentions": is_mentions(0), **TEXT},
    "retraction/1": {"about": is_about},
    "removal/1": {"about": is_about, "reason": is_reason},
    "read/1": {},
    "file/1": {"name": is_file_name, "size": lambda value: is_integer(value, 0, peer.GREATEST),
               "media_type": is_media_type, "sha256": peer.is_hex64, "mentions": is_mentions(0),
               "text": lambda value: peer.is_text(value, 0)},
    "reaction/1": {"about": is_about, "symbol": is_symbol, "action": lambda value: value in ("given", "withdrawn")},
}
# What a program says is what a person says (8.2).
USERS_KINDS.update({"bot-" + kind: form for kind, form in USERS_KINDS.items()})
USERS_NAMES = {kind.split("/")[0] for kind in USERS_KINDS}


def is_payload(kinds, by_server):
    """A check of documents: whether they are payloads of one of these kinds; None is any that is not known."""

    def check(document):
        try:
            payload = peer.read_payload(document, by_server)
        except Malformed:
            return False
        if by_server and payload.kind.split("/")[0] in USERS_NAMES:
            return False
        if payload.kind in USERS_KINDS:
            own, form = list(payload.fields)[len(peer.USERS_ENVELOPE) :], USERS_KINDS[payload.kind]
            if own != list(form) or not all(test(payload[name]) for name, test in form.items()):
                return False
        known = payload.known or payload.kind in USERS_KINDS
        return payload.kind in kinds if kinds else not known

    return check


def receipt_verifies(case, authority):
    try:
        data, signature = document(case), bytes.fromhex(case["signature"])
        receipt, certificate = peer.read_receipt(data), peer.Certificate(bytes.fromhex(case["certificate"]))
        trust = peer.Trust([authority], None)  # no lists: revocation is not part of it
        trust.accept([certificate], peer.RECEIPT_PURPOSE, peer.moment(receipt["issued_at"]))
        return peer.is_signed_receipt(data, receipt, signature, certificate)
    except (Malformed, Refusal):
        return False


# 3.2 to 3.4, 3.8, 5: hellos, handshake messages and alerts


def is_names(value):
    return isinstance(value, list) and 1 <= len(value) <= 32 and all(peer.is_text(name, 0, 64) for name in value)


def is_shares(value):
    share = is_form({"group": lambda name: peer.is_text(name, 0, 64), "key": lambda data: is_b64(data, 0, 2048)})
    return isinstance(value, list) and len(value) <= 32 and all(map(share, value))


CLIENT_HELLO = {
    "protocol": is_names,
    "random": lambda value: is_b64(value, 32, 32),
    "ciphers": is_names,
    "shares": is_shares,
    "groups": is_names,
    "signatures": is_names,
    "server_name": lambda value: peer.is_text(value, 0, 253),
    "cookie?": lambda value: is_b64(value, 1, 1024),
}


def read_client_hello(data):
    """What only a server does."""
    if len(data) > 16384:
        raise Refusal("too_large", "a hello")
    hello = peer.hello_fields(data, CLIENT_HELLO)
    groups = [share["group"] for share in hello["shares"]]
    if len(set(groups)) < len(groups) or not set(groups) <= set(hello["groups"]):
        raise Refusal("bad_frame", "shares")
    if peer.PROTOCOL not in hello["protocol"]:
        raise Refusal("unsupported", "protocol")


class Nowhere:
    """Where a client writes when there is no server."""

    def write(self, frame):
        pass


def client_with(offer):
    return peer.Connection(Nowhere(), "chat.example.org", None, None, offer["groups"], offer["shares"])


def hello_receivers(stored):
    offers = {part: stored[part]["offer"] for part in ("hello_retries", "server_hellos")}
    return {
        "client_hellos": read_client_hello,
        "hello_retries": lambda data: client_with(offers["hello_retries"])._answer_retry({}, data),
        "server_hellos": lambda data: client_with(offers["server_hellos"])._server_hello(b"", b"", b"", data),
        "certificate": peer.read_chain,
        "certificate_verify": lambda data: peer.hello_fields(data, peer.CERTIFICATE_VERIFY_FIELDS),
        "alerts": peer.read_alert,
    }


def refusal_of(receive, data):
    """The alert with which the data is refused; None for what is taken."""
    try:
        receive(data)
        return None
    except Refusal as refusal:
        return refusal.code


def hellos(folder):
    stored = read_vectors(folder, "hellos.json")
    for part, receive in hello_receivers(stored).items():
        for kind in ("valid", "invalid"):
            cases = stored[part][kind]
            yield "hellos.json, %s, %s" % (part, kind), [
                (case.get("alert"), refusal_of(receive, document(case))) for case in cases
            ]


# 3.6, 3.7, 4: the engine


def read_vectors(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return json.load(file)


def read_cases(folder, *path):
    """One file a case, in the order of their names."""
    inner = os.path.join(folder, *path)
    return [read_vectors(inner, name) for name in sorted(os.listdir(inner))]


def check_key_schedule(case):
    suite, h = SUITES[case["cipher"]], bytes.fromhex
    schedule = peer.KeySchedule(suite, h(case["shared_secret"]))
    finished_hash = h(case["finished_hash"])
    handshake = schedule.handshake_secrets(h(case["hello_hash"]))
    application = schedule.application_secrets(finished_hash)
    for side, first, second in zip(("client", "server"), handshake, application):
        keys = dict(secret=first, key=suite.key(first), iv=suite.iv(first))
        yield case[side + "_handshake"], dict(keys, finished=suite.finished(first, finished_hash))
        keys = dict(secret=second, key=suite.key(second), iv=suite.iv(second))
        yield case[side + "_application"], dict(keys, next_secret=suite.next(second))
    yield case["session"], schedule.session(finished_hash)


def directions(case):
    return peer.Direction(SUITES[case["cipher"]], bytes.fromhex(case["traffic_secret"]))


def check_valid_records(case):
    sealing, opening = directions(case), directions(case)
    for record in case["records"]:
        yield record["number"], sealing.number
        frame = sealing.seal(record["content"], bytes.fromhex(record["data"]))
        yield record["frame_sha256"], sha256(frame)
        yield record["frame_length"], len(frame)
        content, data = opening.open(frame[:5], frame[5:])
        yield (record["content"], record["data"]), (content, data.hex())


def check_invalid_records(case):
    for record in case["records"]:
        frame = bytes.fromhex(record["frame"])
        try:
            directions(case).open(frame[:5], frame[5:])
            yield record["fault"], "opens"
        except Refusal as refusal:
            yield case["alert"], refusal.code


def check_transcript(case):
    h, suite, transcript = bytes.fromhex, SUITES[case["cipher"]], peer.Transcript()
    if "first_client_hello" in case:
        transcript.frame(h(case["first_client_hello"]))
        transcript.replace_first(suite)
        transcript.frame(h(case["hello_retry"]))
    transcript.frame(h(case["client_hello"]))
    transcript.frame(h(case["server_hello"]))
    yield case["hash_after_server_hello"], transcript.hash(suite)
    transcript.message(case["message"]["content"], h(case["message"]["data"]))
    yield case["hash_after_message"], transcript.hash(suite)


def plain(value):
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
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


def example(folder):
    values, stored = peer.example_values(), read_vectors(folder, "handshake-worked-example.json")
    yield "handshake-worked-example.json", [(stored[name], values.get(name)) for name in stored]


def document(vector):
    return bytes.fromhex(vector["hex"]) if "hex" in vector else vector["text"].encode("utf-8")


def forms(cases, check, expected):
    for case in cases:
        yield expected, check(case)


def both_ways(name, vectors, check, read=document):
    """The parts of a file that has what is valid and what is not."""
    for part, expected in (("valid", True), ("invalid", False)):
        yield "%s, %s" % (name, part), forms(map(read, vectors[part]), check, expected)


def both_folders(folder, *path):
    return {part: read_cases(folder, *path, part) for part in ("valid", "invalid")}


def application(folder):
    valid = [(case["type"], read_request(document(case))) for case in read_cases(folder, "application", "valid")]
    yield "application, valid", valid
    for part, expected in (("invalid", "bad_request 7"), ("unreadable", "bad_request")):
        requests = map(document, read_cases(folder, "application", part))
        yield "application, " + part, forms(requests, read_request, expected)


def names(folder):
    stored = read_vectors(folder, "names.json")
    for part, check in dict(
        usernames=peer.is_username,
        created_rooms=peer.is_given_room,
        rooms=peer.is_room,
        timestamps=peer.is_timestamp,
        base64=is_b64,
    ).items():
        yield "names.json, " + part, forms(stored[part]["valid"], check, True)
        yield "names.json, no " + part, forms(stored[part]["invalid"], check, False)
    rooms = [(case["room"], peer.direct_room(*case["users"])) for case in stored["direct_rooms"]]
    yield "names.json, direct_rooms", rooms


def payloads(folder):
    for path, kinds, by_server in (
        (["messages"], USERS_KINDS, False),
        (["events"], ["event/1"], True),
        (["decisions"], ["event/2"], True),
        (["webhooks"], ["webhook/1"], True),
        (["audits"], ["audit/1"], True),
        (["unknown", "users"], None, False),
        (["unknown", "server"], None, True),
    ):
        name, stored = "payloads, " + " ".join(path), both_folders(folder, "payloads", *path)
        yield from both_ways(name, stored, is_payload(kinds, by_server))
        yield name + ", hashes", [(case["sha256"], sha256(document(case))) for case in stored["valid"]]


def keys_and_signatures(folder):
    shares = read_vectors(folder, "key-shares.json")
    yield from both_ways("key-shares.json", shares, receive_share, read=lambda case: case)
    signatures = read_vectors(folder, "signatures.json")
    yield from both_ways("signatures.json", signatures, verifies, read=lambda case: case)
    yield "signatures.json, keys", [(None, read_key(case["key"])) for case in signatures["keys"]]
    edges = read_cases(folder, "ed25519")
    yield "ed25519, keys", [(case["key_accepted"], read_key(case["key"]) is not None) for case in edges]
    yield "ed25519, verdicts", [(case["valid"], verifies(case)) for case in edges]


def evidence(folder):
    lines = read_vectors(folder, "transcript-lines.json")
    yield from both_ways("transcript-lines.json", lines, reads(peer.Line), read=lambda case: document(case).decode())
    yield "transcript-lines.json, chain", chain(lines["chain"])
    receipts = read_vectors(folder, "receipts.json")
    yield from both_ways("receipts.json", receipts, reads(peer.read_receipt))
    signed = receipts["signatures"]
    authority = peer.Certificate(bytes.fromhex(signed["authority"]))
    yield from both_ways(
        "receipts.json, signatures", signed, lambda case: receipt_verifies(case, authority), read=lambda case: case
    )
    countersignatures = read_vectors(folder, "countersignatures.json")
    yield from both_ways("countersignatures.json", countersignatures, reads(peer.read_countersignature))


def chain(cases):
    for case in cases:
        value = peer.genesis(case["room_id"])
        yield case["genesis"], value
        for link in case["links"]:
            yield link["previous"], value
            value = peer.link(value, link["line"])
            yield link["chain"], value
        every = "".join(link["line"] + "\n" for link in case["links"]).encode()
        yield case["transcript_sha256"], sha256(every)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder")
    folder = parser.parse_args().folder
    wrong = 0
    for part in (engine, hellos, example, names, application, payloads, keys_and_signatures, evidence):
        for name, pairs in part(folder):
            pairs = list(pairs)
            failures = [(number, *pair) for number, pair in enumerate(pairs) if pair[0] != pair[1]]
            print(json.dumps({"vectors": name, "checks": len(pairs), "failures": len(failures)}))
            for failure in failures:
                print("%s, number %d: expected %s, found %s" % (name, *failure), file=sys.stderr)
            wrong += len(failures) + (not pairs)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
