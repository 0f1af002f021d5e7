#!/usr/bin/env python3
"""Makes evidence bundles, right and wrong ones, from docs/PROTOCOL.md alone.

It shares no code with the product and has an authority of its own, so that a bundle can say what a
server of ours would never say. Nothing here verifies anything: securechat_evidence.py does. Needs
the package `cryptography` (38 or newer).
"""

import base64
import datetime
import hashlib
import json
import pathlib
import random
import re

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID, ObjectIdentifier

START = datetime.datetime(2026, 3, 1, 10, 0, 0)
DAY = datetime.timedelta(days=1)
SECOND = datetime.timedelta(seconds=1)
AUDIT, AUDIT_ID = "@audit", "00000000-0000-8000-8000-006175646974"
SERVER_AUTH, CLIENT_AUTH, MAIL, DOCUMENTS = (
    ObjectIdentifier("1.3.6.1.5.5.7.3." + n) for n in ("1", "2", "4", "36"))
UPN = ObjectIdentifier("1.3.6.1.4.1.311.20.2.3")
KINDS = ("ed25519", "p256", "p384", "rsa")
RESOURCES = pathlib.Path(__file__).resolve().parents[4] / (
    "protocol-module/src/main/resources/org/securechat/protocol/evidence")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).hexdigest()


def b64(data):
    return base64.b64encode(data).decode()


def canonical(fields):
    return json.dumps(fields, separators=(",", ":"), ensure_ascii=False).encode()


def timestamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z"


def der(tag, *contents):
    body = b"".join(contents)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 128 + len(length)]) + length + body


# ---------------------------------------------------------------- keys and signatures

RSA_KEYS = {}


def new_key(kind, seed):
    """The same key for the same seed, except that there are few RSA keys: they take long to make."""
    secret = hashlib.sha256(f"{kind} {seed}".encode()).digest()
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.from_private_bytes(secret)
    if kind == "p256":
        return ec.derive_private_key(int.from_bytes(secret, "big") >> 1, ec.SECP256R1())
    if kind == "p384":
        return ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP384R1())
    if kind == "p521":
        return ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP521R1())
    if kind == "k256":
        return ec.derive_private_key(int.from_bytes(secret, "big") >> 1, ec.SECP256K1())
    bits = 1024 if kind == "rsa1024" else 2048
    slot = (bits, secret[0] % 3)
    if slot not in RSA_KEYS:
        RSA_KEYS[slot] = rsa.generate_private_key(65537, bits)
    return RSA_KEYS[slot]


def pss():
    return padding.PSS(padding.MGF1(hashes.SHA256()), 32)


def sign(key, data):
    """By the scheme of the key's kind."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(data)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, pss(), hashes.SHA256())
    large = key.curve.key_size == 384
    return key.sign(data, ec.ECDSA(hashes.SHA384() if large else hashes.SHA256()))


# ---------------------------------------------------------------- certificates

class Holder:
    """A certificate, its key, and who issued it."""

    def __init__(self, certificate, key, issuer=None):
        self.certificate, self.key, self.issuer = certificate, key, issuer
        self.der = certificate if isinstance(certificate, bytes) else certificate.public_bytes(
            serialization.Encoding.DER)
        self.hash = sha256(self.der)

    def issuers(self):
        """Those between this and the authority."""
        found, above = [], self.issuer
        while above and above.issuer:
            found.append(above)
            above = above.issuer
        return found


def name_of(*attributes):
    return x509.Name([x509.RelativeDistinguishedName([x509.NameAttribute(oid, value)])
                      for oid, value in attributes])


def usage(**given):
    every = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
         "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(**{**every, **given})


def user_uri(name):
    return x509.UniformResourceIdentifier("securechat:user:" + name)


def server_uri(name):
    return x509.UniformResourceIdentifier("securechat:server:" + name)


def upn(name):
    return x509.OtherName(UPN, der(0x0C, name.encode()))


class Pki:
    """An authority, or one below another."""

    def __init__(self, rng, kind="p256", name="Test Authority", above=None, **options):
        self.rng = rng
        self.subject = name_of((NameOID.ORGANIZATION_NAME, "Example, Inc."), (NameOID.COMMON_NAME, name))
        key = new_key(kind, rng.random())
        self.holder = None
        if above is None:
            self.holder = self.certify(self.subject, key, ca=True, self_signed=key, **options)
        else:
            self.holder = above.certify(self.subject, key, ca=True, **options)

    def certify(self, subject, key, *, names=(), ekus=(), ca=False, self_signed=None, start=None,
                end=None, key_usage=None, hash_of=None, serial=None, path_length=None, extra=(),
                critical_names=False, issuer_name=None, signing_key=None):
        signer = self_signed or signing_key or self.holder.key
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer_name or self.subject)
            .public_key(key.public_key())
            .serial_number(serial or self.rng.getrandbits(100) + 1)
            .not_valid_before(start or START - 30 * DAY)
            .not_valid_after(end or START + 300 * DAY)
            .add_extension(x509.BasicConstraints(ca, path_length), True))
        if key_usage is None:
            key_usage = usage(key_cert_sign=True, crl_sign=True) if ca else usage(
                digital_signature=True)
        if key_usage:
            builder = builder.add_extension(key_usage, True)
        if ekus:
            builder = builder.add_extension(x509.ExtendedKeyUsage(ekus), False)
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical_names)
        for extension, critical in extra:
            builder = builder.add_extension(extension, critical)
        if isinstance(signer, ed25519.Ed25519PrivateKey):
            algorithm = None
        else:
            algorithm = hash_of or hashes.SHA256()
        return Holder(builder.sign(signer, algorithm), key, self.holder)

    def user(self, common_name, kind="ed25519", names=(), ekus=(CLIENT_AUTH,), **options):
        subject = options.pop("subject", None) or name_of(
            (NameOID.ORGANIZATION_NAME, "Example, Inc."), (NameOID.COMMON_NAME, common_name))
        key = options.pop("key", None) or new_key(kind, self.rng.random())
        return self.certify(subject, key, names=names, ekus=ekus, **options)

    def server(self, name, kind="p256", names=None, ekus=(DOCUMENTS,), **options):
        return self.user(
            options.pop("common_name", "receipts of " + name), kind,
            [server_uri(name)] if names is None else names, ekus, **options)

    def crl(self, revoked=(), *, last=None, upcoming=None, extra=(), number=1, signing_key=None,
            issuer_name=None):
        """revoked: pairs of a holder and a time, or triples with an invalidityDate as well."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer_name or self.subject)
            .last_update(last or START - DAY)
            .next_update(upcoming or START + 100 * DAY)
            .add_extension(x509.CRLNumber(number), False))
        for extension, critical in extra:
            builder = builder.add_extension(extension, critical)
        for holder, time, *more in revoked:
            serial = holder if isinstance(holder, int) else holder.certificate.serial_number
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(time)
            for extra_one in more:
                if isinstance(extra_one, datetime.datetime):
                    extra_one = x509.InvalidityDate(extra_one)
                entry = entry.add_extension(extra_one, isinstance(extra_one, x509.CertificateIssuer))
            builder = builder.add_revoked_certificate(entry.build())
        key = signing_key or self.holder.key
        ed = isinstance(key, ed25519.Ed25519PrivateKey)
        return builder.sign(key, None if ed else hashes.SHA256()).public_bytes(
            serialization.Encoding.DER)


# ---------------------------------------------------------------- a room's record

def link(previous, line):
    return sha256(previous.encode(), b"\n", line.encode(), b"\n")


class Line:
    def __init__(self, position, time, sender, holder, payload, signature):
        self.position, self.time, self.sender, self.holder = position, time, sender, holder
        self.payload, self.signature = payload, signature
        self.certificate, self.payload_hash = holder.hash, sha256(payload)

    def text(self):
        return "|".join((str(self.position), timestamp(self.time), self.sender, self.certificate,
                         self.payload_hash, b64(self.signature)))


class Record:
    """What a server writes, and what users sign, in one room."""

    def __init__(self, rng, server, signer, room="lobby", room_id=None, start=START):
        self.rng, self.server, self.signer, self.room = rng, server, signer, room
        self.room_id = room_id or "%08x-%04x-7%03x-8%03x-%012x" % tuple(
            rng.getrandbits(bits) for bits in (32, 16, 12, 12, 48))
        self.now = start
        self.lines, self.members_at = [], {1: []}
        self.sessions, self.erased = {}, set()
        self.users, self.other_certificates = {}, []

    # -- chain and members

    def genesis(self):
        return link("securechat/transcript/1", self.room_id)

    def chain(self, position):
        value = self.genesis()
        for line in self.lines[:position]:
            value = link(value, line.text())
        return value

    def chains(self):
        values = [self.genesis()]
        for line in self.lines:
            values.append(link(values[-1], line.text()))
        return values

    def members(self, before):
        members = set()
        for line in self.lines[:before - 1]:
            if line.sender == "@server" and b'"securechat/event/1"' in line.payload:
                said = json.loads(line.payload)
                if said["event"] in ("created", "joined"):
                    members.add(said["subject"])
                elif said["event"] == "left":
                    members.discard(said["subject"])
        return sorted(members)

    def salt(self):
        return b64(self.rng.getrandbits(128).to_bytes(16, "big"))

    def pass_time(self, most=60_000):
        self.now += datetime.timedelta(milliseconds=self.rng.randrange(most))

    # -- lines

    def append(self, sender, holder, payload, signature=None):
        if isinstance(payload, dict):
            payload = canonical(payload)
        line = Line(len(self.lines) + 1, self.now, sender, holder, payload,
                    signature or sign(holder.key, payload))
        self.lines.append(line)
        return line

    def server_line(self, kind, holder=None, **own):
        fields = {"type": "securechat/" + kind, "room": self.room, "room_id": self.room_id,
                  "at": timestamp(self.now), "salt": self.salt(), **own}
        return self.append("@server", holder or self.signer, fields)

    def event(self, event, subject=None, actor="@server", **more):
        if event in ("archived", "reopened"):
            subject = subject or self.room
        return self.server_line("event/1", event=event, subject=subject, actor=actor, **more)

    def decide(self, event, subject=None, actor="@server", value="", until="", **more):
        """What is decided about the room, a user, or the message at a position."""
        if event in ("pinned", "unpinned") and isinstance(subject, int):
            value = value or self.lines[subject - 1].payload_hash
        subject = self.room if subject is None else str(subject)
        return self.server_line("event/2", event=event, subject=subject, actor=actor, value=value,
                                until=until, **more)

    def audit(self, action="user.disable", **changes):
        return self.server_line("audit/1", **{
            "action": action, "outcome": "success", "actor": "root", "role": "administrator",
            "method": "password", "subject": "alice", "source": "192.0.2.7", "count": 1,
            "details": {"reason": "left"}, **changes})

    def enter(self, name, holder, event="joined"):
        self.users[name] = holder
        return self.event(event, name, name if event == "created" else "@server")

    def session(self, name, number=0):
        return sha256(f"{name} {number} {self.room_id}".encode())

    def envelope(self, name, kind="message/1", session=0, after=None, seq=None):
        session = self.session(name, session) if isinstance(session, int) else session
        if seq is None:
            seq = self.sessions[session] = self.sessions.get(session, 0) + 1
        position = len(self.lines) if after is None else after
        return {"type": "securechat/" + kind, "session": session, "room": self.room,
                "room_id": self.room_id, "sender": name, "seq": seq,
                "after": {"position": position, "chain": self.chain(position)},
                "sent_at": timestamp(self.now), "salt": self.salt()}

    def say(self, name, text="hello", holder=None, **options):
        fields = {**self.envelope(name, **options), "text": text}
        return self.append(name, holder or self.users[name], fields)

    def about(self, position):
        return {"position": position, "payload": self.lines[position - 1].payload_hash}

    def speak(self, name, kind, about=None, holder=None, own=None, **options):
        """A line of any kind of users; about: a position, or all that the field says."""
        fields = self.envelope(name, kind, **options)
        if about is not None:
            fields["about"] = self.about(about) if isinstance(about, int) else about
        return self.append(name, holder or self.users[name], {**fields, **(own or {})})

    def erase(self, subject, positions=(), actor="@server"):
        self.erased.update(positions)
        return self.event("erased", subject, actor)

    # -- receipt and bundle

    def receipt(self, first=1, last=None, user="@server", lists=(), issued=None, **changes):
        last = len(self.lines) if last is None else last
        texts = [line.text() + "\n" for line in self.lines[first - 1:last]]
        members = "".join(name + "\n" for name in ([] if first == 1 else self.members(first)))
        chains = self.chains()
        gone = [p for p in sorted(self.erased) if first <= p <= last]
        fields = {
            "type": "securechat/receipt/1", "server": self.server, "room": self.room,
            "room_id": self.room_id, "user": user, "session": sha256(b"session"), "first": first,
            "last": last, "previous_chain": chains[first - 1], "chain": chains[last],
            "transcript_sha256": sha256("".join(texts).encode()),
            "members_sha256": sha256(members.encode()), "erased": ranges(gone), "revoked": "",
            "revocation": sorted(sha256(data) for data in lists),
            "certificate": self.signer.hash,
            "issued_at": timestamp(issued or self.now + SECOND), **changes}
        return fields, "".join(texts).encode(), members.encode()

    def bundle(self, pki, lists, first=1, last=None, countersigners=(), files=None, **changes):
        signer = changes.pop("signer", self.signer)
        if signer is not self.signer:
            changes.setdefault("certificate", signer.hash)
        fields, transcript, members = self.receipt(first, last, lists=lists, **changes)
        document = canonical(fields)
        made = {
            "receipt.json": document, "receipt.sig": sign(signer.key, document),
            "transcript.txt": transcript, "members.txt": members,
            "authority.der": pki.holder.der,
            "README.txt": (RESOURCES / "README.txt").read_bytes(),
            "verify.sh": (RESOURCES / "verify.sh").read_bytes()}
        holders = [signer, *self.other_certificates]
        for line in self.lines[first - 1:fields["last"]]:
            made[f"messages/{line.position}.sig"] = line.signature
            if line.position not in self.erased:
                made[f"messages/{line.position}.json"] = line.payload
            holders.append(line.holder)
        for name, holder, *more in countersigners:
            statement = {"type": "securechat/countersignature/1", "user": name,
                         "receipt_sha256": sha256(document), "certificate": holder.hash,
                         "at": timestamp(self.now + 2 * SECOND), **(more[0] if more else {})}
            made[f"countersignatures/{name}.json"] = canonical(statement)
            made[f"countersignatures/{name}.sig"] = sign(holder.key, canonical(statement))
            holders.append(holder)
        for holder in holders:
            for each in (holder, *holder.issuers()):
                made[f"certificates/{each.hash}.der"] = each.der
        for data in lists:
            made[f"revocation/{sha256(data)}.der"] = data
        made.update(files or {})
        return Bundle({k: v for k, v in made.items() if v is not None}, [pki.holder.der])


def ranges(positions):
    parts = []
    for position in positions:
        if parts and parts[-1][1] == position - 1:
            parts[-1][1] = position
        else:
            parts.append([position, position])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


class Bundle:
    """Files by their paths, and what a verifier is given beside them."""

    def __init__(self, files, authorities, outside=()):
        self.files, self.authorities, self.outside = dict(files), list(authorities), list(outside)
        self.roots_without_list = False

    def copy(self):
        return Bundle(self.files, self.authorities, self.outside)

    def resign(self, key, **changes):
        """As a server that lies would: another receipt over other things."""
        fields = {**json.loads(self.files["receipt.json"]), **changes}
        return self.with_receipt(key, canonical(fields))

    def with_receipt(self, key, document):
        made = self.copy()
        made.files["receipt.json"] = document
        made.files["receipt.sig"] = sign(key, document)
        return made

    def write(self, folder):
        """Into FOLDER/bundle, with the authorities and lists beside it."""
        folder = pathlib.Path(folder)
        for path, content in self.files.items():
            file = folder / "bundle" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                file.write_bytes(content)
            else:
                content(file)
        for number, content in enumerate(self.authorities, 1):
            (folder / f"authority-{number}.der").write_bytes(content)
        for number, content in enumerate(self.outside, 1):
            (folder / f"list-{number}.der").write_bytes(content)
        if self.roots_without_list:
            (folder / "roots-without-list").touch()
