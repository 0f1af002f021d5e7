#!/usr/bin/env python3
"""A client of the classic profile, written from the wire description in docs/CLASSIC.md alone.

It shares no code with the server: the standard library, and cryptography for AES and RSA. Commands
print one JSON object; exit codes are 0 for what was expected and 1 for anything else.
"""
import argparse
import base64
import datetime
import hashlib
import json
import os
import secrets
import socket
import sys
import time

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, padding, serialization
from cryptography.hazmat.primitives.asymmetric import padding as rsa_padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def b64(data):
    return base64.b64encode(data).decode()


class Wire:
    """One JSON object to a line."""

    def __init__(self, host, port):
        self.socket = socket.create_connection((host, port), timeout=60)
        self.file = self.socket.makefile("rb")

    def send(self, message):
        self.raw((json.dumps(message) + "\n").encode())

    def raw(self, data):
        self.socket.sendall(data)

    def receive(self):
        line = self.file.readline()
        return json.loads(line) if line else None

    def expect(self, kind):
        message = self.receive()
        if message is None or message.get("type") != kind:
            raise Refused(message)
        return message

    def close(self):
        self.file.close()
        self.socket.close()


class Refused(Exception):
    def __init__(self, message):
        super().__init__(json.dumps(message))
        self.message = message


class Identity:
    def __init__(self, certificate, key=None):
        with open(certificate, "rb") as file:
            self.pem = first_certificate(file.read())
        self.certificate = x509.load_pem_x509_certificate(self.pem)
        self.key = None
        if key:
            with open(key, "rb") as file:
                self.key = serialization.load_pem_private_key(file.read(), None)

    def wire(self):
        return b64(self.pem)

    def fingerprint(self):
        body = b"".join(self.pem.split(b"-----")[2].split())
        return hashlib.sha256(body).hexdigest()[:16]

    def sign(self, data):
        return self.key.sign(data, rsa_padding.PKCS1v15(), hashes.SHA256())


def first_certificate(pem):
    end = b"-----END CERTIFICATE-----"
    start = pem.index(b"-----BEGIN CERTIFICATE-----")
    return pem[start:pem.index(end, start) + len(end)] + b"\n"


def check_server(wire_certificate, authority):
    """The original's rule, and no other: the issuer's name is the authority's, the certificate is
    valid now, and its signature verifies with the authority's key as RSA PKCS #1 v1.5. Whatever
    goes wrong on the way, the original says one thing and ends the connection.
    """
    server = x509.load_pem_x509_certificate(base64.b64decode(wire_certificate))
    try:
        good = server.issuer == authority.subject and is_valid_now(server)
        authority.public_key().verify(
            server.signature, server.tbs_certificate_bytes, rsa_padding.PKCS1v15(),
            server.signature_hash_algorithm)
    except Exception as e:
        raise Refused({"reason": "Bad server cert", "why": repr(e)}) from e
    if not good:
        raise Refused({"reason": "Bad server cert"})
    return server


def is_valid_now(certificate):
    """By UTC, to the second, with no allowance for clocks that differ."""
    now = datetime.datetime.now(datetime.timezone.utc)
    if hasattr(certificate, "not_valid_before_utc"):
        return certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc
    now = now.replace(tzinfo=None)
    return certificate.not_valid_before <= now <= certificate.not_valid_after


def shared_key(z, p):
    return hashlib.sha256(z.to_bytes((p.bit_length() + 7) // 8, "big")).digest()[:16]


def encrypt(key, plaintext):
    iv = os.urandom(16)
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return iv, encryptor.update(padder.update(plaintext) + padder.finalize()) + encryptor.finalize()


def decrypt(key, iv, ciphertext):
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    unpadder = padding.PKCS7(128).unpadder()
    padded = decryptor.update(ciphertext) + decryptor.finalize()
    return unpadder.update(padded) + unpadder.finalize()


class Login:
    """The login endpoint."""

    def __init__(self, args, identity, authority):
        self.wire = Wire(args.host, args.login_port)
        self.wire.send({"type": "hello", "cert": identity.wire(), "nonce": b64(os.urandom(16))})
        ack = self.wire.expect("hello_ack")
        check_server(ack["cert"], authority)
        assert len(base64.b64decode(ack["nonce"])) == 16
        params = self.wire.expect("dh_params")
        p, g = int(params["p"], 16), int(params["g"], 16)
        assert params["p"] == hex(p) and params["server_pub"] == hex(int(params["server_pub"], 16))
        x = secrets.randbelow(p - 3) + 2
        self.wire.send({"type": "dh_client_pub", "client_pub": hex(pow(g, x, p))})
        self.key = shared_key(pow(int(params["server_pub"], 16), x, p), p)

    def command(self, command):
        iv, ct = encrypt(self.key, json.dumps(command).encode())
        self.wire.send({"type": "enc", "iv": b64(iv), "ct": b64(ct)})
        answer = self.wire.expect("enc")
        plain = decrypt(self.key, base64.b64decode(answer["iv"]), base64.b64decode(answer["ct"]))
        return json.loads(plain)


class Chat:
    """The chat endpoint."""

    def __init__(self, args, identity, authority, leading_zero=False):
        self.identity = identity
        self.wire = Wire(args.host, args.chat_port)
        self.wire.send({"type": "cert", "cert": identity.wire()})
        self.server = check_server(self.wire.expect("cert")["cert"], authority)
        params = self.wire.expect("dh_params")
        p, g = int(params["p"], 16), int(params["g"], 16)
        x = secrets.randbelow(p - 3) + 2
        y = int(params["y"], 16)
        z = pow(y, x, p)
        # The server has chosen, so the client can: one in 256 secrets begins with a byte of zero.
        while leading_zero and z.bit_length() > p.bit_length() - 8:
            x, z = x + 1, z * y % p
        self.wire.send({"type": "dh_pub", "y": hex(pow(g, x, p))})
        self.key = shared_key(z, p)
        self.seqno = 0
        self.transcript = b""

    def message(self, text, seqno=None, ts=None):
        """A signed message, not sent yet."""
        self.seqno = self.seqno + 1 if seqno is None else seqno
        ts = int(time.time() * 1000) if ts is None else ts
        iv, ct = encrypt(self.key, text if isinstance(text, bytes) else text.encode())
        digest = hashlib.sha256((str(self.seqno) + str(ts) + b64(ct)).encode()).digest()
        return {
            "type": "msg", "seqno": self.seqno, "ts": ts, "iv": b64(iv), "ct": b64(ct),
            "sig": b64(self.identity.sign(digest)),
        }

    def send(self, message):
        self.wire.send(message)
        self.transcript += "{seqno}|{ts}|{ct}|{sig}|{fp}\n".format(
            fp=self.identity.fingerprint(), **message).encode()

    def error(self, message):
        """Sends what must be refused, and returns the refusal."""
        self.wire.send(message)
        return self.wire.expect("error")

    def bye(self):
        self.wire.send({"type": "bye"})
        return self.wire.expect("receipt")

    def check(self, receipt):
        """The original's rule for receipts."""
        digest = hashlib.sha256(self.transcript).hexdigest()
        if receipt["transcript_sha256"] != digest:
            raise Refused({"reason": "another transcript", "receipt": receipt, "expected": digest})
        try:
            self.server.public_key().verify(
                base64.b64decode(receipt["sig"]), digest.encode(), rsa_padding.PKCS1v15(),
                hashes.SHA256())
        except InvalidSignature as e:
            raise Refused({"reason": "receipt signature"}) from e


def changed_base64(text):
    data = bytearray(base64.b64decode(text))
    data[len(data) // 2] ^= 1
    return b64(bytes(data))


def attack(args, identity, authority):
    """Everything that must be refused, in one session that stays good; returns what came back."""
    chat = Chat(args, identity, authority)
    chat.send(chat.message("one"))
    second = chat.message("two", seqno=5)
    chat.send(second)
    answers = {"replay": chat.error(second), "lower": chat.error(chat.message("low", seqno=2))}
    chat.seqno = 5
    for field in ("ct", "sig"):
        message = chat.message("tampered", seqno=6)
        message[field] = changed_base64(message[field])
        answers["tampered " + field] = chat.error(message)
    for field in ("seqno", "ts"):
        message = chat.message("tampered", seqno=6)
        message[field] += 1
        answers["tampered " + field] = chat.error(message)
    message = chat.message("one text for one value", seqno=6)
    answers["second base64"] = chat.error({**message, "sig": message["sig"] + "\n"})
    answers["fraction"] = chat.error({**message, "seqno": 6.5})
    answers["text number"] = chat.error({**message, "seqno": "6"})
    answers["missing"] = chat.error({"type": "msg"})
    answers["unknown"] = chat.error({"type": "nonsense"})
    answers["too large"] = chat.error(chat.message("x" * 9_000, seqno=6))
    for seqno in (0, -1, -5_000_000_000):
        answers["number {}".format(seqno)] = chat.error(chat.message("low", seqno=seqno))
    answers["not UTF-8"] = chat.error(chat.message(b"\xff\xfe", seqno=6))
    # Nothing of all that used a number up.
    chat.send(chat.message("still here", seqno=6))
    receipt = chat.bye()
    chat.check(receipt)
    answers["receipt"] = receipt
    return answers


def recorded(args, identity, authority):
    """A message recorded in one session and sent in another, with the certificate alone."""
    old = Chat(args, identity, authority)
    message = old.message("I agree to everything that was said in this session")
    old.send(message)
    old.check(old.bye())
    new = Chat(args, Identity(args.cert), authority)
    answers = {"recorded": new.error(message), "again": new.error(message)}
    receipt = new.bye()
    new.check(receipt)
    answers["receipt"] = receipt
    return answers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--login-port", type=int)
    parser.add_argument("--chat-port", type=int)
    parser.add_argument("--ca", required=True)
    parser.add_argument("--cert", required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--email", default="")
    parser.add_argument("--password-file")
    parser.add_argument("--username", default="")
    parser.add_argument("command", choices=[
        "register", "login", "chat", "attack", "recorded", "zero", "commands", "flood", "hold"])
    parser.add_argument("words", nargs="*")
    args = parser.parse_args()
    with open(args.ca, "rb") as file:
        authority = x509.load_pem_x509_certificate(first_certificate(file.read()))
    identity = Identity(args.cert, args.key)
    password = ""
    if args.password_file:
        with open(args.password_file, "rb") as file:
            password = b64(file.read())
    try:
        print(json.dumps(run(args, identity, authority, password)))
        return 0
    except Refused as e:
        print(e)
        return 1


def run(args, identity, authority, password):
    if args.command == "register":
        return Login(args, identity, authority).command({
            "type": "register", "email": args.email, "username": args.username, "pwd": password})
    if args.command == "login":
        return Login(args, identity, authority).command({
            "type": "login", "email": args.email, "pwd": password})
    if args.command == "commands":
        return commands(args, identity, authority, password)
    if args.command == "attack":
        return attack(args, identity, authority)
    if args.command == "recorded":
        return recorded(args, identity, authority)
    if args.command == "flood":
        return {"login": flood(Login(args, identity, authority).wire),
                "chat": flood(Chat(args, identity, authority).wire)}
    if args.command == "zero":
        return zero(args, identity, authority)
    chat = Chat(args, identity, authority)
    for word in args.words:
        chat.send(chat.message(word))
    if args.command == "hold":
        print(json.dumps({"type": "holding"}), flush=True)
        return chat.wire.receive() or {"type": "closed"}
    receipt = chat.bye()
    chat.check(receipt)
    return receipt


def flood(wire):
    """Says nonsense until the server has had enough, and counts its answers."""
    for count in range(1000):
        try:
            wire.raw(b"{}\n")
            if wire.receive() is None:
                return count
        except ConnectionError:
            return count
    raise Refused({"reason": "no end to its patience"})


def zero(args, identity, authority):
    """Says something under a shared secret with a leading zero byte."""
    chat = Chat(args, identity, authority, leading_zero=True)
    chat.send(chat.message("a leading zero"))
    receipt = chat.bye()
    chat.check(receipt)
    return receipt


def commands(args, identity, authority, password):
    """Commands that are wrong in one way each, on one connection, and a good one at the end."""
    login = Login(args, identity, authority)
    answers = {}
    answers["unknown"] = login.command({"type": "dance"})
    answers["no type"] = login.command({"email": args.email, "pwd": password})
    answers["type number"] = login.command({"type": 1})
    answers["missing"] = login.command({"type": "register", "email": args.email})
    answers["nobody"] = login.command({
        "type": "login", "email": "nobody@example.org", "pwd": password})
    answers["wrong"] = login.command({
        "type": "login", "email": args.email, "pwd": b64(b"wrong")})
    answers["duplicate"] = login.command({
        "type": "register", "email": args.email, "username": args.username, "pwd": password})
    login.wire.send({"type": "login"})
    answers["clear"] = login.wire.expect("error")
    for name, line in (("clear no type", {}), ("clear number", {"type": 7}),
                       ("clear unknown", {"type": "dance"})):
        login.wire.send(line)
        answers[name] = login.wire.expect("error")
    login.wire.send({"type": "enc", "iv": b64(bytes(16)), "ct": b64(bytes(32))})
    answers["garbage"] = login.wire.expect("error")
    return answers


if __name__ == "__main__":
    sys.exit(main())
