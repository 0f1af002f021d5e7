#!/usr/bin/env python3
"""Writes cases for verifiers of evidence: bundles, right and wrong, and the verdict where it is known.

    securechat_cases.py [--seed N] [--named] [--random COUNT] [--flips STEP [--from N --count N]] [--only NAME] FOLDER

--named: one bundle for each thing that a verifier has to accept or to refuse. --random: histories
from a grammar, each changed in one or a few places. --flips: one of STEP bytes of a small bundle changed,
all of them or so many from one on.
Each case is a folder: bundle/, authority-N.der, list-N.der (lists from outside), expected.txt (the
verdict, and perhaps a finding's code; empty where only agreement is asked for).
"""

import argparse
import base64
import datetime
import hashlib
import itertools
import json
import os
import pathlib
import random
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID

import securechat_bundles as make
import securechat_chains
from securechat_bundles import (
    AUDIT, AUDIT_ID, CLIENT_AUTH, DAY, DOCUMENTS, MAIL, SECOND, SERVER_AUTH, START, Bundle, Pki,
    Record, canonical, der, name_of, new_key, sha256, sign, timestamp, upn, usage, user_uri)
from securechat_evidence import BASE, L, add, encoded, extended, recover, times

HOST = "chat.example.org"
VERIFIED, FAILED, INCOMPLETE, NEWER = "VERIFIED", "FAILED", "INCOMPLETE", "NEEDS A NEWER VERIFIER"
CASES = {}


def case(verdict, code=""):
    """Registers a function that makes a bundle, with what a verifier has to say of it."""
    def register(function):
        CASES[function.__name__.replace("_", "-")] = (function, verdict, code)
        return function
    return register


class World:
    """An authority, a server, two people, and a room in which they have talked."""

    def __init__(self, seed, kind="p256", **options):
        self.rng = random.Random(seed)
        self.pki = options.pop("pki", None) or Pki(self.rng, kind)
        self.server = self.pki.server(HOST)
        self.alice = self.pki.user("alice")
        self.bob = self.pki.user("bob", "p256")
        self.room = Record(self.rng, HOST, self.server, **options)
        self.lists = [self.pki.crl()]

    def talk(self):
        self.room.enter("alice", self.alice, "created")
        self.room.enter("bob", self.bob)
        for name, text in (("alice", "one"), ("bob", "two"), ("alice", "three")):
            self.room.pass_time()
            self.room.say(name, text)
        return self

    def bundle(self, **options):
        return self.room.bundle(self.pki, options.pop("lists", self.lists), **options)


def talk(seed, **options):
    return World(seed, **options).talk()


def rewritten(world, position, change):
    """The record in which the payload of a line is another, signed all the same."""
    old, lines = world.room.lines[position - 1], world.room.lines
    data = change(old.payload)
    world.room.lines = lines[:position - 1]
    line = world.room.append(old.sender, old.holder, data)
    line.time = old.time
    for later in lines[position:]:
        fields = json.loads(later.payload)
        if "after" in fields:
            at = fields["after"]["position"]
            fields["after"]["chain"] = world.room.chain(at)
        again = world.room.append(later.sender, later.holder, fields)
        again.time = later.time
    return world.bundle()


def swap(old, new):
    def change(data):
        assert old in data, (old, data)
        return data.replace(old, new, 1)
    return change


def json_change(data, field, value):
    return canonical({**json.loads(data), field: value})


# ---------------------------------------------------------------- what has to pass

@case(VERIFIED)
def a_true_record(seed):
    return talk(seed).bundle()


def of_kind(kind):
    def function(seed):
        world = World(seed, kind)
        world.server = world.room.signer = world.pki.server(HOST, kind)
        world.alice, world.bob = world.pki.user("alice", kind), world.pki.user("bob", kind)
        return world.talk().bundle(countersigners=[("bob", world.bob)])
    function.__name__ = "all_keys_" + kind
    return case(VERIFIED)(function)


for each in make.KINDS:
    of_kind(each)


@case(VERIFIED)
def an_authority_in_between(seed, **options):
    world = World(seed)
    staff = Pki(world.rng, "p384", "Staff", above=world.pki)
    world.alice = staff.user("alice")
    world.lists.append(staff.crl())
    return world.talk().bundle()


@case(VERIFIED)
def two_authorities_in_between(seed):
    world = World(seed)
    upper = Pki(world.rng, "p256", "Upper", above=world.pki, path_length=1)
    lower = Pki(world.rng, "ed25519", "Lower", above=upper, path_length=0)
    world.alice = lower.user("alice")
    world.lists += [upper.crl(), lower.crl()]
    return world.talk().bundle()


@case(VERIFIED)
def a_direct_room(seed):
    return talk(seed, room="dm:alice:bob").bundle()


@case(VERIFIED)
def a_direct_room_of_mail_addresses(seed):
    world = World(seed, room="dm:a.b+c@example.org:b_d@example.org")
    first = world.pki.user("A. B.", names=[x509.RFC822Name("A.B+c@Example.ORG")])
    second = world.pki.user("B. D.", names=[upn("b_D@example.org")])
    world.room.enter("a.b+c@example.org", first, "created")
    world.room.enter("b_d@example.org", second)
    world.room.say("a.b+c@example.org")
    world.room.say("b_d@example.org")
    return world.bundle(countersigners=[("a.b+c@example.org", first)])


@case(VERIFIED)
def a_name_by_its_uri(seed):
    world = World(seed)
    world.alice = world.pki.user("Somebody Else", names=[user_uri("alice")])
    return world.talk().bundle()


@case(VERIFIED)
def a_common_name_beside_a_uri(seed):
    world = World(seed)
    world.alice = world.pki.user("Alice", names=[user_uri("other")])
    return world.talk().bundle()


@case(VERIFIED)
def the_audit_log(seed):
    world = World(seed, room=AUDIT, room_id=AUDIT_ID)
    for action in ("user.disable", "audit.export", "login.failed-often"):
        world.room.pass_time()
        world.room.audit(action, actor="J\u00fcrgen \u4f60 \U0001f600 \"q\" \\", details={
            "a": "x", "a_b": "", "b": "\u00e4" * 512})
    return world.bundle()


@case(VERIFIED)
def a_part_of_a_record(seed):
    return talk(seed).bundle(first=3)


@case(VERIFIED)
def a_part_without_lines(seed):
    return talk(seed).bundle(first=4, last=3)


@case(VERIFIED)
def a_part_of_the_audit_log(seed):
    world = World(seed, room=AUDIT, room_id=AUDIT_ID)
    for _ in range(4):
        world.room.audit()
    return world.bundle(first=2, last=3)


@case(VERIFIED)
def every_event(seed):
    world = talk(seed)
    for event, subject in (("invited", "carol"), ("left", "bob"), ("joined", "bob"),
                           ("archived", None), ("reopened", None)):
        world.room.event(event, subject, "alice")
    world.room.say("bob")
    return world.bundle()


@case(VERIFIED)
def an_erased_message(seed):
    world = talk(seed)
    world.room.erase("3-4", [3, 4], "alice")
    world.room.say("bob", "what did you say?")
    return world.bundle()


@case(VERIFIED)
def an_erased_message_whose_event_comes_later(seed):
    world = talk(seed)
    world.room.erase("3,5", [3, 5])
    return world.bundle(last=5)


@case(VERIFIED)
def texts_of_every_kind(seed):
    world = talk(seed)
    for text in ("\u00e4\u4f60\U0001f600", "a\"b\\c/d", "\b\t\n\f\r\x00\x01\x0b\x0e\x1f\x7f", "\\u0041",
                 "\u0080\u07ff\u0800\uffff\U00010000\U0010ffff\ud7ff\ue000", "\\\"\\\\", "|", "x" * 30000):
        world.room.say("alice", text)
    return world.bundle()


@case(VERIFIED)
def certificates_that_have_expired_since(seed):
    world = World(seed)
    world.alice = world.pki.user("alice", end=START + 600 * SECOND)
    return world.talk().bundle()


@case(VERIFIED)
def revoked_after_its_last_use(seed):
    world = talk(seed)
    return world.bundle(lists=[world.pki.crl([(world.alice, START + DAY, START + DAY)])])


@case(VERIFIED)
def lists_from_outside(seed):
    world = talk(seed)
    bundle = world.bundle()
    bundle.outside = [world.pki.crl([(world.alice, START + DAY)], last=START + 2 * DAY)]
    return bundle


@case(VERIFIED)
def a_list_of_another_authority_beside_it(seed):
    world = talk(seed)
    return world.bundle(lists=world.lists + [Pki(world.rng, "rsa", "Stranger").crl()])


@case(VERIFIED)
def a_list_only_from_outside(seed):
    bundle = talk(seed).bundle(lists=[])
    bundle.outside = [talk(seed).pki.crl()]
    return bundle


@case(VERIFIED)
def several_authorities_are_given(seed):
    world = talk(seed)
    bundle = world.bundle()
    bundle.authorities.insert(0, Pki(world.rng, "rsa", "Stranger").holder.der)
    return bundle


@case(VERIFIED)
def the_copy_of_the_authority_is_another(seed):
    bundle = talk(seed).bundle()
    bundle.files["authority.der"] = Pki(random.Random(seed), "rsa", "Stranger").holder.der
    return bundle


@case(VERIFIED)
def a_renewed_receipt_key(seed):
    world = talk(seed)
    world.room.signer = world.pki.server(HOST, "rsa", names=[x509.DNSName("Chat.Example.Org")],
                                         ekus=(MAIL,))
    world.room.event("invited", "carol", "alice")
    return world.bundle()


@case(VERIFIED)
def a_report_beside_it(seed):
    return talk(seed).bundle(files={"report.html": b"<html>"})


@case(VERIFIED)
def several_sessions(seed):
    world = talk(seed)
    world.room.say("alice", session=1)
    world.room.say("alice")
    world.room.say("alice", session=1, seq=7)
    world.room.say("alice", after=0)
    return world.bundle()


@case(VERIFIED)
def countersigned_by_both(seed):
    world = talk(seed)
    return world.bundle(countersigners=[("alice", world.alice), ("bob", world.bob)])


@case(VERIFIED)
def all_at_one_time(seed):
    world = World(seed)
    world.room.pass_time = lambda: None
    world.talk()
    return world.bundle(issued=world.room.now)


@case(VERIFIED)
def a_long_room(seed):
    world = talk(seed)
    for number in range(12):
        world.room.say(("alice", "bob")[number % 2], str(number))
    return world.bundle(first=6, last=15)


# ---------------------------------------------------------------- what a newer version may say

def newer(world, kind="edit/2", **own):
    fields = {**world.room.envelope("alice", kind), **own}
    world.room.append("alice", world.alice, fields)
    return world


@case(NEWER)
def a_kind_of_a_user_that_is_unknown(seed):
    return newer(talk(seed), edits=3, text="\u00e4", more={"a": [1, "x", {"b": True, "c": [[]]}], "d": {}}).bundle()


@case(NEWER)
def a_newer_version_of_messages(seed):
    return newer(talk(seed), "message/3", text="x").bundle()


@case(NEWER)
def a_kind_of_the_server_that_is_unknown(seed):
    world = talk(seed)
    world.room.server_line("seal/1", key="x")
    return world.bundle()


@case(NEWER)
def an_unknown_kind_without_fields_of_its_own(seed):
    return newer(talk(seed), "nothing/999").bundle()


@case(FAILED, "history")
def an_unknown_kind_by_somebody_who_left(seed):
    world = talk(seed)
    world.room.event("left", "alice")
    return newer(world).bundle()


@case(FAILED, "history")
def an_unknown_kind_under_another_history(seed):
    world = talk(seed)
    fields = world.room.envelope("alice", "poll/1")
    fields["after"]["chain"] = "0" * 64
    world.room.append("alice", world.alice, fields)
    return world.bundle()


@case(INCOMPLETE, "erased")
def incomplete_and_newer(seed):
    world = newer(talk(seed))
    return world.bundle(files={"messages/3.json": None})


def odd_kind(name, kind, data=None):
    def function(seed):
        world = talk(seed)
        fields = {**world.room.envelope("alice", "poll/1"), "x": 1}
        payload = canonical(fields).replace(b"securechat/poll/1", kind.encode())
        payload = payload.replace(b'"x":1', data or b'"x":1')
        world.room.append("alice", world.alice, payload)
        return world.bundle()
    function.__name__ = "kind_" + name
    return case(FAILED, "payload")(function)


for name_, kind_, data_ in (
        ("zero", "securechat/poll/0", None), ("thousand", "securechat/poll/1000", None),
        ("leading_zero", "securechat/poll/01", None), ("upper_case", "securechat/Poll/1", None),
        ("too_long", "securechat/" + "e" * 33 + "/1", None), ("digit_first", "securechat/1e/1", None),
        ("of_another_family", "otherchat/poll/1", None), ("event", "securechat/event/1", None),
        ("of_a_newer_event", "securechat/event/3", None), ("null", "securechat/poll/1", b'"x":null'),
        ("same_key_twice", "securechat/poll/1", b'"x":1,"x":2'),
        ("same_key_twice_inside", "securechat/poll/1", b'"x":{"a":1,"b":{},"a":1}'),
        ("envelope_key_again", "securechat/poll/1", b'"salt":1'),
        ("white_space", "securechat/poll/1", b'"x": 1'), ("fraction", "securechat/poll/1", b'"x":1.0'),
        ("exponent", "securechat/poll/1", b'"x":1e3'), ("negative", "securechat/poll/1", b'"x":-1'),
        ("leading_zero_inside", "securechat/poll/1", b'"x":01'),
        ("large_number", "securechat/poll/1", b'"x":9007199254740992'),
        ("not_closed", "securechat/poll/1", b'"x":[1'), ("trailing_comma", "securechat/poll/1", b'"x":[1,]'),
        ("deep", "securechat/poll/1", b'"x":' + b"[" * 30 + b"]" * 30),
        ("escaped_letter", "securechat/poll/1", b'"x":"\\u0041"'),
        ("long_key", "securechat/poll/1", b'"' + b"k" * 65 + b'":1')):
    odd_kind(name_, kind_, data_)


# ---------------------------------------------------------------- what users say about a line

A_FILE = {"name": "report.pdf", "size": 5, "media_type": "application/pdf", "sha256": sha256(b"hello"), "mentions": [],
          "text": ""}


def speak(world, kind, about=None, by="alice", after=None, **own):
    """One line more; the fields of its kind that are not given are ordinary ones."""
    usual = {"message/2": {"mentions": ["bob"], "text": "x"}, "reply/1": {"mentions": [], "text": "x"},
             "edit/1": {"mentions": [], "text": "x"}, "retraction/1": {},
             "reaction/1": {"symbol": "\U0001f44d", "action": "given"},
             "removal/1": {"reason": "spam"}, "read/1": {}, "file/1": A_FILE}
    world.room.pass_time()
    world.room.speak(by, kind, about, after=after, own={**usual.get(kind.removeprefix("bot-"), {}), **own})


def speaking(name, verdict, code, *lines, first=1, before=lambda room: None, files=None):
    """Lines after a talk, in which alice has said 3 and 5 and bob 4: what speak takes, by itself or with more."""
    def function(seed):
        world = talk(seed)
        before(world.room)
        for kind, about, *more in lines:
            more = dict(more[0]) if more else {}
            speak(world, kind, about(world.room) if callable(about) else about, **more)
        return world.bundle(first=first, files=files)
    function.__name__ = name
    return case(verdict, code)(function)


for kind_ in ("message/2", "reply/1", "edit/1", "retraction/1", "reaction/1", "removal/1", "read/1", "file/1"):
    # A program says what a person says, and says so.
    at_ = None if kind_ in ("message/2", "read/1", "file/1") else 3
    speaking("bot_" + kind_.split("/")[0], VERIFIED, "", ("bot-" + kind_, at_))
    speaking(f"bot_{kind_.split('/')[0]}_with_a_field_more", FAILED, "payload", ("bot-" + kind_, at_, {"bot": True}))
for kind_ in ("edit/1", "retraction/1", "removal/1"):
    speaking(f"bot_{kind_.split('/')[0]}_by_another", FAILED, "history", ("bot-" + kind_, 3, {"by": "bob"}))
speaking("bot_message_without_mentions", VERIFIED, "", ("bot-message/1", None, {"text": "x"}))
speaking("bot_message_with_mentions_of_version_1", FAILED, "payload", (
    "bot-message/1", None, {"mentions": ["bob"], "text": "x"}))
speaking("bot_message_of_version_3", NEWER, "", ("bot-message/3", None, {"text": "x"}))
speaking("bot_of_a_bot", NEWER, "", ("bot-bot-message/1", None, {"text": "x"}))
speaking("bot_with_the_name_of_an_event", NEWER, "", ("bot-event/1", None, {"text": "x"}))
speaking("bot_is_answered_and_edits", VERIFIED, "", (
    "bot-message/1", None, {"text": "x"}), ("reply/1", 6, {"by": "bob"}), ("edit/1", 6), ("bot-edit/1", 6))
for kind_ in ("reply/1", "edit/1", "retraction/1", "reaction/1", "removal/1"):
    # What can be said about a file can be said whoever has sent it, a person or a program.
    verdict_ = (FAILED, "history") if kind_ == "edit/1" else (VERIFIED, "")
    for of_, by_ in (("bot-", ""), ("", "bot-"), ("bot-", "bot-")):
        speaking(f"{by_}{kind_.split('/')[0]}_about_a_{of_}file".replace("-", "_"), *verdict_,
                 (of_ + "file/1", None), (by_ + kind_, 6))
speaking("bot_edits_a_reaction", FAILED, "history", ("bot-reaction/1", 3), ("bot-edit/1", 6))


def hooked(label, verdict, code, kind="webhook/1", then=lambda room: None, **own):
    def function(seed):
        world = talk(seed)
        world.room.server_line(kind, **{"name": "build", "text": "red", **own})
        then(world.room)
        return world.bundle()
    function.__name__ = "webhook_" + label
    return case(verdict, code)(function)


hooked("plain", VERIFIED, "")
for name_, own_ in (
        ("name_of_64_letters", {"name": "x" * 64}), ("name_of_32_characters_outside_the_plane", {"name": "\U0001f600" * 32}),
        ("text_of_8192_letters", {"text": "x" * 8192}), ("text_with_controls", {"text": "\0\n\x7f\u0085"})):
    hooked(name_, VERIFIED, "", **own_)
for name_, own_ in (
        ("name_of_65_letters", {"name": "x" * 65}), ("name_empty", {"name": ""}), ("name_with_a_line_feed", {"name": "a\n"}),
        ("name_with_a_control", {"name": "\u0085"}), ("name_a_number", {"name": 7}), ("text_empty", {"text": ""}),
        ("text_of_8193_letters", {"text": "x" * 8193}), ("text_a_number", {"text": 7}), ("field_more", {"more": 1})):
    hooked(name_, FAILED, "payload", **own_)
for number_ in (1, 2, 999):
    speaking(f"webhook_by_a_user_{number_}", FAILED, "payload", (f"webhook/{number_}", None, {"name": "a", "text": "x"}))
    for name_ in ("message", "reply", "edit", "retraction", "reaction", "removal", "read"):
        hooked(f"of_a_bots_{name_}_{number_}", FAILED, "payload", kind=f"bot-{name_}/{number_}")
hooked("of_version_2", NEWER, "", kind="webhook/2")
hooked("answered", FAILED, "history", then=lambda room: room.speak("alice", "reply/1", 6, own={"mentions": [], "text": "x"}))
hooked("erased", FAILED, "history", then=lambda room: room.event("erased", "6"))


def hash_of_another(position):
    return lambda room: {"position": position, "payload": "0" * 64}


BY_BOB = {"by": "bob"}
FIFTY = [f"p{number:02d}" for number in range(50)]

for name_, lines_ in (
        ("message_with_mentions", [("message/2", None, {"mentions": ["alice", "bob@example.org", "carol"]})]),
        ("message_with_fifty_mentions", [("message/2", None, {"mentions": FIFTY})]),
        ("message_with_mentions_that_are_numbers", [("message/2", None, {"mentions": ["10", "1e1", "9"]})]),
        ("reply", [("reply/1", 4)]), ("reply_with_mentions", [("reply/1", 3, {"mentions": ["bob"]})]),
        ("reply_with_fifty_mentions", [("reply/1", 3, {"mentions": FIFTY})]),
        ("reply_to_oneself", [("reply/1", 5)]),
        ("reply_to_a_reply", [("reply/1", 4), ("reply/1", 6, BY_BOB)]),
        ("reply_to_a_message_with_mentions", [("message/2", None), ("reply/1", 6, BY_BOB)]),
        ("reply_to_what_was_taken_back", [("retraction/1", 5), ("reply/1", 5, BY_BOB)]),
        ("reply_about_the_last_line_that_was_seen", [("reply/1", 4, {"after": 4})]),
        ("file", [("file/1", None)]), ("file_of_no_bytes", [("file/1", None, {"size": 0, "sha256": sha256(b"")})]),
        ("file_of_the_greatest_size", [("file/1", None, {"size": 2**53 - 1})]),
        ("file_with_words", [("file/1", None, {"text": "Here it is.", "mentions": ["bob"]})]),
        ("file_with_fifty_mentions", [("file/1", None, {"mentions": FIFTY})]),
        ("file_twice", [("file/1", None), ("file/1", None, BY_BOB)]),
        ("reply_to_a_file", [("file/1", None), ("reply/1", 6, BY_BOB)]),
        ("reaction_to_a_file", [("file/1", None), ("reaction/1", 6, BY_BOB)]),
        ("retraction_of_a_file", [("file/1", None), ("retraction/1", 6)]),
        ("removal_of_a_file", [("file/1", None, BY_BOB), ("removal/1", 6)]),
        ("edit", [("edit/1", 3)]), ("edit_with_mentions", [("edit/1", 5, {"mentions": ["bob"]})]),
        ("edit_twice", [("edit/1", 3), ("edit/1", 3, {"text": "y"})]),
        ("edit_of_a_reply", [("reply/1", 4), ("edit/1", 6)]),
        ("edit_of_a_message_with_mentions", [("message/2", None, BY_BOB), ("edit/1", 6, BY_BOB)]),
        ("edit_of_what_was_taken_back", [("retraction/1", 5), ("edit/1", 5)]),
        ("retraction", [("retraction/1", 3)]), ("retraction_twice", [("retraction/1", 4, BY_BOB)] * 2),
        ("retraction_of_a_reply", [("reply/1", 4), ("retraction/1", 6)]),
        ("reaction", [("reaction/1", 4)]), ("reaction_to_oneself", [("reaction/1", 5)]),
        ("reaction_to_a_reply", [("reply/1", 4), ("reaction/1", 6, BY_BOB)]),
        ("reaction_given_twice", [("reaction/1", 4)] * 2),
        ("reaction_withdrawn", [("reaction/1", 4), ("reaction/1", 4, {"action": "withdrawn"})]),
        ("reaction_withdrawn_that_was_not_given", [("reaction/1", 4, {"action": "withdrawn"})])):
    speaking(name_, VERIFIED, "", *lines_)

for name_, symbol_ in (
        ("one_letter", "+"), ("a_word", "agreed"), ("thirty_two_letters", "x" * 32), ("sixteen_emoji", "\U0001f600" * 16),
        ("emoji_in_two_ways", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u2764\ufe0f" + "\u4f60" * 21),
        ("quotes", '"\\/' * 10), ("a_space_that_does_not_break", "\u00a0"), ("a_wide_space", "\u3000"),
        ("the_letter_after_the_controls", "\u00e0\u00e9"), ("the_end_of_each_length", "!~\u00a0\u07ff\u0800\uffff\U0010ffff")):
    speaking("symbol_of_" + name_, VERIFIED, "", ("reaction/1", 3, {"symbol": symbol_}))

for name_, symbol_ in (
        ("nothing", ""), ("thirty_three_letters", "x" * 33), ("seventeen_emoji", "\U0001f600" * 17),
        ("sixteen_emoji_and_a_letter", "\U0001f600" * 16 + "x"), ("thirty_three_quotes", '"' * 33),
        ("a_space", " "), ("two_words", "well done"), ("a_space_at_the_end", "x "), ("a_line_feed", "\n"),
        ("a_zero", "\0"), ("a_unit_separator", "x\x1f"), ("a_delete", "\x7f"), ("the_first_of_the_second_controls", "\u0080"),
        ("next_line", "\u0085"), ("next_line_among_letters", "\u00e0\u0085\u00e0"), ("the_last_control", "\u009f"),
        ("a_number", 7), ("a_list", ["+"])):
    speaking("symbol_of_" + name_, FAILED, "payload", ("reaction/1", 3, {"symbol": symbol_}))

MENTIONS = (
    ("that_fall", ["bob", "alice"]), ("that_fall_by_bytes", ["a_b", "a.b"]), ("twice", ["bob", "bob"]),
    ("of_fifty_one", FIFTY + ["q"]), ("in_capitals", ["Bob"]), ("of_the_server", ["@server"]),
    ("of_a_direct_room", ["dm:a:b"]), ("without_a_name", [""]), ("with_a_long_name", ["a" * 129]),
    ("with_a_number", [7]), ("in_a_list_of_its_own", [["bob"]]), ("as_text", "bob"), ("as_an_object", {"bob": "bob"}))
for kind_ in ("message/2", "reply/1", "edit/1", "file/1"):
    word = kind_.split("/")[0] + "_mentions_"
    for name_, value_ in MENTIONS:
        speaking(word + name_, FAILED, "payload", (kind_, None if kind_ in ("message/2", "file/1") else 3,
                                                     {"mentions": value_}))
speaking("message_mentions_of_nobody", FAILED, "payload", ("message/2", None, {"mentions": []}))


def ill_formed(name, kind, about, change):
    """A line whose payload is changed before it is signed."""
    def function(seed):
        world = talk(seed)
        speak(world, kind, about)
        line = world.room.lines.pop()
        world.room.append(line.sender, line.holder, change(line.payload))
        return world.bundle()
    function.__name__ = f"{kind.split('/')[0]}_{name}"
    return case(FAILED, "payload")(function)


def taken_out(field):
    return lambda data: canonical({k: v for k, v in json.loads(data).items() if k != field})


def last_first(field):
    """The field after all others."""
    def change(data):
        fields = json.loads(data)
        return canonical({**{k: v for k, v in fields.items() if k != field}, field: fields[field]})
    return change


def given(field, value):
    return lambda data: json_change(data, field, value)


def in_about(change):
    def function(data):
        fields = json.loads(data)
        return canonical({**fields, "about": change(fields["about"])})
    return function


for kind_, own_ in (("message/2", ("mentions", "text")), ("reply/1", ("about", "mentions", "text")),
                    ("edit/1", ("about", "mentions", "text")), ("retraction/1", ("about",)),
                    ("reaction/1", ("about", "symbol", "action")), ("removal/1", ("about", "reason")), ("read/1", ()), ("file/1", tuple(A_FILE))):
    about_ = None if kind_ in ("message/2", "read/1", "file/1") else 3
    for field_ in own_:
        ill_formed("without_" + field_, kind_, about_, taken_out(field_))
        ill_formed(f"with_{field_}_twice", kind_, about_, lambda data, field=field_: data[:-1] + b',"%s":%s}' % (
            field.encode(), canonical(json.loads(data)[field])))
        if field_ != own_[-1]:
            ill_formed(f"with_{field_}_last", kind_, about_, last_first(field_))
    ill_formed("with_a_field_more", kind_, about_, given("more", 1))
    ill_formed("with_a_field_in_front", kind_, about_, swap(b',"salt"', b',"more":1,"salt"'))
    if own_:
        ill_formed("with_a_field_of_the_envelope_at_the_end", kind_, about_, last_first("salt"))
    ill_formed("with_more_behind_it", kind_, about_, lambda data: data + b"}")
    if "text" in own_ and kind_ != "file/1":
        ill_formed("with_an_empty_text", kind_, about_, given("text", ""))
        ill_formed("with_a_number_as_text", kind_, about_, given("text", 7))
        ill_formed("with_a_comma_behind_the_mentions", kind_, about_, lambda data: given(
            "mentions", ["bob"])(data).replace(b'"bob"]', b'"bob",]'))
        ill_formed("with_a_comma_before_the_mentions", kind_, about_, lambda data: given(
            "mentions", ["bob"])(data).replace(b'["bob"', b'[,"bob"'))
        ill_formed("with_a_space_in_the_mentions", kind_, about_, lambda data: given(
            "mentions", ["alice", "bob"])(data).replace(b',"bob"', b', "bob"'))
        ill_formed("with_mentions_that_do_not_end", kind_, about_, lambda data: given(
            "mentions", ["bob"])(data).replace(b'"bob"]', b'"bob"'))
    if about_:
        for name_, change_ in (
                ("of_a_number", lambda about: 3), ("of_a_hash", lambda about: about["payload"]),
                ("of_a_list", lambda about: [about]), ("of_nothing", lambda about: {}),
                ("without_position", lambda about: {"payload": about["payload"]}),
                ("without_payload", lambda about: {"position": 3}),
                ("with_a_field_more", lambda about: {**about, "more": 1}),
                ("in_another_order", lambda about: dict(reversed(about.items()))),
                ("with_position_zero", lambda about: {**about, "position": 0}),
                ("with_position_as_text", lambda about: {**about, "position": "3"}),
                ("with_a_position_too_large", lambda about: {**about, "position": 2**53}),
                ("with_a_chain", lambda about: {"position": 3, "chain": about["payload"]}),
                ("with_payload_in_capitals", lambda about: {**about, "payload": "A" * 64}),
                ("with_a_short_payload", lambda about: {**about, "payload": about["payload"][1:]})):
            ill_formed("about_" + name_, kind_, about_, in_about(change_))
        ill_formed("about_with_a_leading_zero", kind_, about_, swap(b'"about":{"position":', b'"about":{"position":0'))
        ill_formed("about_with_white_space", kind_, about_, swap(b'"about":{', b'"about":{ '))
    # Whatever N is, a server says nothing of a kind of users.
    for number_ in (1, 2, 999):
        def by_the_server(seed, kind=f"{kind_.split('/')[0]}/{number_}", own=own_):
            world = talk(seed)
            values = {"about": world.room.about(3), "mentions": ["bob"], "text": "x", "symbol": "+", "action": "given",
                      "reason": "", **A_FILE}
            world.room.server_line(kind, **{field: values[field] for field in own})
            return world.bundle()
        by_the_server.__name__ = f"server_says_{kind_.split('/')[0]}_{number_}"
        case(FAILED, "payload")(by_the_server)
for name_, action_ in (("of_another_word", "taken"), ("in_capitals", "Given"), ("of_nothing", ""), ("of_both", "given|withdrawn"),
                       ("with_a_line_feed", "given\n"), ("true", True)):
    speaking("reaction_action_" + name_, FAILED, "payload", ("reaction/1", 3, {"action": action_}))
ill_formed("with_text", "retraction/1", 3, given("text", "x"))
ill_formed("with_text", "reaction/1", 3, given("text", "x"))
ill_formed("with_text", "removal/1", 3, given("text", "x"))
ill_formed("with_text", "read/1", None, given("text", "x"))
ill_formed("about_a_line", "read/1", 3, lambda data: data)
for name_, verdict_, reason_ in (
        ("without_words", VERIFIED, ""), ("of_512_letters", VERIFIED, "x" * 512), ("with_quotes", VERIFIED, ' "\\/ '),
        ("of_256_characters_outside_the_plane", VERIFIED, "\U0001f600" * 256), ("of_513_letters", FAILED, "x" * 513),
        ("of_256_characters_outside_the_plane_and_a_letter", FAILED, "\U0001f600" * 256 + "x"),
        ("with_a_line_feed", FAILED, "a\nb"), ("with_a_control", FAILED, "\u0085"), ("a_number", FAILED, 7)):
    speaking("removal_for_a_reason_" + name_, verdict_, "payload" if verdict_ == FAILED else "", (
        "removal/1", 4, {"reason": reason_}))
speaking("removal_by_the_owner", VERIFIED, "", ("removal/1", 4))
speaking("removal_by_another", FAILED, "history", ("removal/1", 3, {"by": "bob"}))
speaking("removal_of_his_own_by_another", FAILED, "history", ("removal/1", 4, {"by": "bob"}))
speaking("removal_by_another_in_a_part", VERIFIED, "", ("removal/1", 3, {"by": "bob"}), first=2)
speaking("removal_by_an_owner_who_has_come_back", FAILED, "history", ("removal/1", 4),
         before=lambda room: (room.event("left", "alice"), room.event("joined", "alice")))


@case(FAILED, "history")
def removal_in_a_direct_room(seed):
    world = talk(seed, room="dm:alice:bob")
    speak(world, "removal/1", 4)
    return world.bundle()


for name_, verdict_, own_ in (
        ("named_in_letters_of_all_lengths", VERIFIED, {"name": "a\u00e4\u4f60\U0001f600 .pdf"}),
        ("named_by_200_letters", VERIFIED, {"name": "x" * 200}), ("named_by_dots", VERIFIED, {"name": "..."}),
        ("named_by_100_emoji", VERIFIED, {"name": "\U0001f600" * 100}), ("named_by_201_letters", FAILED, {"name": "x" * 201}),
        ("named_by_100_emoji_and_a_letter", FAILED, {"name": "\U0001f600" * 100 + "x"}), ("without_a_name", FAILED, {"name": ""}),
        ("named_as_this_folder", FAILED, {"name": "."}), ("named_as_the_folder_above", FAILED, {"name": ".."}),
        ("named_with_a_slash", FAILED, {"name": "a/b"}), ("named_with_a_backslash", FAILED, {"name": "a\\b"}),
        ("named_with_a_quote", FAILED, {"name": 'a"b'}), ("named_with_a_line_feed", FAILED, {"name": "a\nb"}),
        ("named_with_a_zero", FAILED, {"name": "a\0b"}), ("named_with_a_later_control", FAILED, {"name": "a\u0085b"}),
        ("named_by_a_number", FAILED, {"name": 7}), ("of_a_size_below_nothing", FAILED, {"size": -1}),
        ("of_a_size_beyond_the_greatest", FAILED, {"size": 2**53}), ("of_a_size_as_text", FAILED, {"size": "5"}),
        ("of_the_longest_type", VERIFIED, {"media_type": "a/" + "b" * 125}), ("of_a_type_too_long", FAILED, {"media_type": "a/" + "b" * 126}),
        ("of_a_type_with_signs", VERIFIED, {"media_type": "image/svg+xml"}), ("of_no_type", FAILED, {"media_type": ""}),
        ("of_a_type_of_one_part", FAILED, {"media_type": "image"}), ("of_a_type_of_three_parts", FAILED, {"media_type": "a/b/c"}),
        ("of_a_type_in_capitals", FAILED, {"media_type": "Image/png"}),
        ("of_a_type_with_more", FAILED, {"media_type": "text/html; charset=utf-8"}),
        ("of_a_type_with_a_line_feed", FAILED, {"media_type": "text/html\n"}), ("of_a_hash_in_capitals", FAILED, {"sha256": "A" * 64}),
        ("of_a_short_hash", FAILED, {"sha256": "a" * 63}), ("with_words_that_are_a_number", FAILED, {"text": 7})):
    speaking("file_" + name_, verdict_, "payload" if verdict_ == FAILED else "", ("file/1", None, own_))
HELLO = "files/" + sha256(b"hello")
ONE_FILE = ("file/1", None)
for name_, verdict_, lines_, files_ in (
        ("with_its_content", VERIFIED, [ONE_FILE], {HELLO: b"hello"}),
        ("twice_with_its_content", VERIFIED, [ONE_FILE, ("file/1", None, BY_BOB)], {HELLO: b"hello"}),
        ("of_no_bytes_with_its_content", VERIFIED, [("file/1", None, {"size": 0, "sha256": sha256(b"")})],
         {"files/" + sha256(b""): b""}),
        ("with_the_content_of_one_of_two", VERIFIED, [ONE_FILE, ("file/1", None, {"sha256": sha256(b"other")})],
         {HELLO: b"hello"}),
        ("with_bytes_of_every_kind", VERIFIED, [("file/1", None, {"size": 256, "sha256": sha256(bytes(range(256)))})],
         {"files/" + sha256(bytes(range(256))): bytes(range(256))}),
        ("with_another_content", FAILED, [ONE_FILE], {HELLO: b"hallo"}),
        ("with_a_longer_content", FAILED, [ONE_FILE], {HELLO: b"hello\n"}),
        ("with_an_empty_content", FAILED, [ONE_FILE], {HELLO: b""}),
        ("of_another_size_with_its_content", FAILED, [("file/1", None, {"size": 6})], {HELLO: b"hello"}),
        ("of_another_size_in_one_of_two_lines", FAILED, [ONE_FILE, ("file/1", None, {"size": 6})], {HELLO: b"hello"}),
        ("with_a_content_that_no_line_names", FAILED, [ONE_FILE], {"files/" + sha256(b"x"): b"x"}),
        ("with_a_content_of_a_name_that_is_no_hash", FAILED, [ONE_FILE], {"files/report.pdf": b"hello"}),
        ("with_a_content_of_a_name_in_capitals", FAILED, [ONE_FILE], {HELLO.upper().replace("FILES", "files"): b"hello"}),
        ("with_a_content_that_has_an_ending", FAILED, [ONE_FILE], {HELLO + ".der": b"hello"})):
    speaking("file_" + name_, verdict_, "file" if verdict_ == FAILED else "", *lines_, files=files_)
speaking("content_of_no_file", FAILED, "file", files={HELLO: b"hello"})
speaking("content_of_a_file_that_was_erased", FAILED, "file", ONE_FILE, files={HELLO: b"hello"},
         before=lambda room: room.erased.add(6))
speaking("content_of_a_file_of_a_newer_version", FAILED, "file", ("file/2", None, A_FILE), files={HELLO: b"hello"})
speaking("content_of_a_malformed_file", FAILED, "file", ("file/1", None, {"name": "a/b"}), files={HELLO: b"hello"})
speaking("content_of_a_file_before_the_part", FAILED, "file", ONE_FILE, ("message/2", None), first=7, files={HELLO: b"hello"})
speaking("edit_of_a_file", FAILED, "history", ("file/1", None), ("edit/1", 6))
speaking("edit_of_a_file_that_was_erased", VERIFIED, "", ("file/1", None), ("edit/1", 6), before=lambda room: room.erased.add(6))
speaking("file_of_a_newer_version", NEWER, "", ("file/2", None))
# ---------------------------------------------------------------- what is decided about a room

def deciding(name, verdict, code, *steps, first=1, room="lobby"):
    """Lines after a talk of alice, who owns the room, and bob, and carol has come and said nothing. A step is an event
    and what decide takes, an event of membership, or a kind of users and what speak takes."""
    def function(seed):
        world = talk(seed, room=room)
        world.room.enter("carol", world.pki.user("carol"))
        for what, *given_ in steps:
            more = dict(given_.pop()) if given_ and isinstance(given_[-1], dict) else {}
            world.room.pass_time()
            if "/" in what:
                speak(world, what, *given_, **more)
            elif what in ("left", "joined", "invited", "created"):
                world.room.event(what, *given_)
            else:
                world.room.decide(what, *given_, **more)
        return world.bundle(first=first)
    function.__name__ = name
    return case(verdict, code)(function)


LONG_AGO, NEVER = "2001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"
BOB_MODERATES = ("moderator", "bob", "alice")
SAID = ("message/2", None)

for name_, steps_ in (
        ("owner_handed_over", [("owner", "bob", "alice"), ("topic", None, "bob"), ("topic", None, "alice")]),
        ("owner_set_by_the_server", [("left", "alice", "alice"), ("owner", "bob"), ("removal/1", 3, BY_BOB)]),
        ("moderator_made", [BOB_MODERATES, ("removal/1", 3, BY_BOB), ("topic", None, "bob", {"value": "x"})]),
        ("moderator_gives_it_back", [BOB_MODERATES, ("member", "bob", "bob")]),
        ("moderator_dismissed", [BOB_MODERATES, ("member", "bob", "alice"), ("moderator", "bob", "alice")]),
        ("kicked", [BOB_MODERATES, ("left", "carol", "bob"), ("kicked", "carol", "bob", {"value": "spam"})]),
        ("kicked_by_the_server", [("left", "alice", "@server"), ("kicked", "alice")]),
        ("moderator_kicked_by_the_owner", [BOB_MODERATES, ("left", "bob", "alice")]),
        ("banned", [("banned", "carol", "alice"), ("left", "carol", "alice"), ("unbanned", "carol", "alice"),
                    ("joined", "carol", "carol")]),
        ("banned_until_then", [("banned", "dave", "alice", {"until": LONG_AGO}), ("invited", "dave", "bob")]),
        ("banned_who_is_in", [("banned", "bob", "alice"), ("message/2", None, BY_BOB)]),
        ("muted", [("muted", "bob", "alice", {"value": "too loud", "until": NEVER}), ("unmuted", "bob", "alice"),
                   ("message/2", None, BY_BOB)]),
        ("muted_until_then", [("muted", "bob", "alice", {"until": LONG_AGO}), ("message/2", None, BY_BOB)]),
        ("muted_takes_back_and_reads", [("muted", "bob", "alice"), ("retraction/1", 4, BY_BOB), ("read/1", None, BY_BOB)]),
        ("muted_by_a_moderator", [BOB_MODERATES, ("muted", "carol", "bob"), SAID]),
        ("topic", [("topic", None, "alice", {"value": "Friday \U0001f600"}), ("topic", None, "alice")]),
        ("topic_of_512", [("topic", None, "alice", {"value": "\U0001f600" * 256})]),
        ("rules", [("rules", None, "alice", {"value": "1. Be kind.\n2. \"Quote\"."})]),
        ("rules_of_4096", [("rules", None, "alice", {"value": "\n" + "\U0001f600" * 2047 + "\u00e4"})]),
        ("pinned", [("pinned", 4, "alice"), ("unpinned", 4, "alice")]),
        ("pinned_by_a_moderator", [BOB_MODERATES, ("pinned", 3, "bob")]),
        ("writers", [("writers", None, "alice", {"value": "moderators"}), SAID, ("reaction/1", 3, BY_BOB),
                     ("read/1", None, BY_BOB), ("retraction/1", 4, BY_BOB)]),
        ("writers_with_a_moderator", [BOB_MODERATES, ("writers", None, "bob", {"value": "moderators"}),
                                      ("message/2", None, BY_BOB)]),
        ("writers_opened", [("writers", None, "alice", {"value": "moderators"}),
                            ("writers", None, "alice", {"value": "members"}), ("message/2", None, BY_BOB)]),
        ("slow", [("slow", None, "alice", {"value": "86400"}), SAID, SAID, ("slow", None, "alice", {"value": "0"})])):
    deciding("decided_" + name_, VERIFIED, "", *steps_)

# By whom it may not be, or of whom, or said in spite of it.
for name_, steps_ in (
        ("owner_by_a_moderator", [BOB_MODERATES, ("owner", "carol", "bob")]),
        ("owner_who_is_no_member", [("owner", "dave", "alice")]),
        ("owner_who_is_one", [("owner", "alice", "alice")]),
        ("owner_by_one_who_was", [("owner", "bob", "alice"), ("moderator", "carol", "alice")]),
        ("owner_by_oneself", [("owner", "bob", "bob")]),
        ("owner_in_a_room_without", [("left", "alice", "alice"), ("owner", "bob", "bob")]),
        ("moderator_by_a_moderator", [BOB_MODERATES, ("moderator", "carol", "bob")]),
        ("moderator_by_oneself", [("moderator", "bob", "bob")]),
        ("moderator_twice", [BOB_MODERATES, BOB_MODERATES]),
        ("moderator_the_owner", [("moderator", "alice", "alice")]),
        ("moderator_who_has_left", [("left", "bob", "bob"), BOB_MODERATES]),
        ("member_who_is_one", [("member", "bob", "alice")]), ("member_the_owner", [("member", "alice", "alice")]),
        ("member_by_another_moderator", [BOB_MODERATES, ("moderator", "carol", "alice"), ("member", "carol", "bob")]),
        ("kick_by_a_member", [("left", "carol", "bob")]), ("kick_of_the_owner", [BOB_MODERATES, ("left", "alice", "bob")]),
        ("kick_of_a_moderator", [BOB_MODERATES, ("moderator", "carol", "alice"), ("left", "carol", "bob")]),
        ("kick_by_one_who_moderated", [BOB_MODERATES, ("left", "bob", "bob"), ("joined", "bob", "bob"),
                                       ("left", "carol", "bob")]),
        ("kicked_by_a_member", [("kicked", "carol", "bob")]), ("kicked_oneself", [BOB_MODERATES, ("kicked", "bob", "bob")]),
        ("ban_by_a_member", [("banned", "carol", "bob")]), ("ban_of_the_owner", [BOB_MODERATES, ("banned", "alice", "bob")]),
        ("ban_lifted_by_a_member", [("banned", "carol", "alice"), ("unbanned", "carol", "bob")]),
        ("joined_while_banned", [("banned", "carol", "alice"), ("left", "carol", "alice"), ("joined", "carol", "carol")]),
        ("invited_while_banned", [("banned", "dave", "alice", {"until": NEVER}), ("invited", "dave", "bob")]),
        ("mute_by_a_member", [("muted", "carol", "bob")]), ("mute_of_a_moderator", [
            BOB_MODERATES, ("moderator", "carol", "alice"), ("muted", "carol", "bob")]),
        ("mute_lifted_by_oneself", [BOB_MODERATES, ("muted", "bob", "alice"), ("unmuted", "bob", "bob")]),
        ("message_of_one_who_is_muted", [("muted", "bob", "alice"), ("message/2", None, BY_BOB)]),
        ("message_of_one_who_is_muted_for_a_time", [("muted", "bob", "alice", {"until": NEVER}), ("edit/1", 4, BY_BOB)]),
        ("reaction_of_one_who_is_muted", [("muted", "bob", "alice"), ("reaction/1", 3, BY_BOB)]),
        ("message_of_a_muted_moderator", [BOB_MODERATES, ("muted", "bob", "alice"), ("message/2", None, BY_BOB)]),
        ("removal_by_a_muted_moderator", [BOB_MODERATES, ("muted", "bob", "alice"), ("removal/1", 3, BY_BOB)]),
        ("message_in_a_read_only_room", [("writers", None, "alice", {"value": "moderators"}), ("reply/1", 3, BY_BOB)]),
        ("message_of_one_who_moderated", [BOB_MODERATES, ("writers", None, "alice", {"value": "moderators"}),
                                          ("member", "bob", "alice"), ("message/2", None, BY_BOB)]),
        ("removal_by_one_who_moderated", [BOB_MODERATES, ("member", "bob", "alice"), ("removal/1", 3, BY_BOB)]),
        ("topic_by_a_member", [("topic", None, "bob")]), ("rules_by_a_stranger", [("rules", None, "dave")]),
        ("pin_by_a_member", [("pinned", 3, "bob")]), ("writers_by_a_member", [("writers", None, "bob", {"value": "members"})]),
        ("slow_by_a_member", [("slow", None, "bob", {"value": "1"})]),
        ("pin_of_an_event", [("pinned", 2, "alice")]), ("pin_of_itself", [("pinned", 7, "alice", {"value": "0" * 64})]),
        ("pin_of_other_words", [("pinned", 3, "alice", {"value": "0" * 64})]),
        ("pin_of_a_reaction", [("reaction/1", 3, BY_BOB), ("unpinned", 7, "alice")]),
        ("pin_of_what_never_comes", [("pinned", 2**53 - 1, "alice", {"value": "0" * 64})])):
    deciding("undecidable_" + name_, FAILED, "history", *steps_)
deciding("undecidable_in_a_direct_room", FAILED, "history", ("topic", None, "alice"), room="dm:alice:bob")

# What is before the record is not known to it, and is not judged.
deciding("decided_in_a_part", VERIFIED, "", ("topic", None, "bob"), ("left", "carol", "bob"), ("muted", "bob", "carol"),
         ("message/2", None, BY_BOB), ("pinned", 1, "bob", {"value": "0" * 64}), first=2)

# Of its form.
for name_, what_ in (
        ("with_an_unknown_event", ("promoted", "bob", "alice")), ("with_an_event_of_the_first_form", ("erased", "3", "alice")),
        ("about_no_name", ("banned", "Bob", "alice")), ("about_the_server", ("muted", "@server", "alice")),
        ("about_another_room", ("topic", "lobby2", "alice")), ("about_a_name_for_the_room", ("slow", "alice", "alice")),
        ("about_position_zero", ("pinned", "0", "alice", {"value": "0" * 64})),
        ("about_a_position_with_a_zero", ("pinned", "03", "alice", {"value": "0" * 64})),
        ("about_positions", ("pinned", "3,5", "alice", {"value": "0" * 64})),
        ("about_a_position_too_great", ("pinned", str(2**53), "alice", {"value": "0" * 64})),
        ("by_nobody", ("topic", None, "")), ("by_a_name_in_capitals", ("topic", None, "Alice")),
        ("with_a_value_where_there_is_none", ("moderator", "bob", "alice", {"value": "x"})),
        ("with_a_reason_of_513", ("banned", "bob", "alice", {"value": "x" * 513})),
        ("with_a_reason_in_two_lines", ("kicked", "bob", "alice", {"value": "a\nb"})),
        ("with_a_topic_with_a_control", ("topic", None, "alice", {"value": "\u0085"})),
        ("with_rules_of_4097", ("rules", None, "alice", {"value": "\U0001f600" * 2048 + "x"})),
        ("with_a_pin_of_no_hash", ("pinned", 3, "alice", {"value": "A" * 64})),
        ("with_writers_unknown", ("writers", None, "alice", {"value": "owner"})),
        ("with_no_writers", ("writers", None, "alice")), ("with_slow_86401", ("slow", None, "alice", {"value": "86401"})),
        ("with_slow_with_a_zero", ("slow", None, "alice", {"value": "05"})),
        ("with_slow_not_a_number", ("slow", None, "alice", {"value": "1e1"})), ("with_no_slow", ("slow", None, "alice")),
        ("with_an_end_that_is_no_time", ("banned", "bob", "alice", {"until": "2026-02-30T00:00:00.000Z"})),
        ("with_an_end_where_there_is_none", ("topic", None, "alice", {"until": NEVER})),
        ("with_a_field_too_many", ("topic", None, "alice", {"x": 1}))):
    deciding("malformed_decision_" + name_, FAILED, "payload", what_)


@case(NEWER)
def decided_after_what_only_a_newer_verifier_knows(seed):
    world = talk(seed)
    world.room.server_line("event/3", event="assistant", subject="bob")
    world.room.decide("topic", None, "bob")
    return world.bundle()


@case(FAILED, "history")
def a_decision_before_what_only_a_newer_verifier_knows(seed):
    world = talk(seed)
    world.room.decide("topic", None, "bob")
    world.room.server_line("event/3", event="assistant", subject="bob")
    return world.bundle()


@case(FAILED, "history")
def a_room_that_begins_with_a_decision(seed):
    world = World(seed)
    world.room.decide("owner", "alice")
    return world.bundle()


@case(FAILED)
def a_decision_in_the_audit_log(seed):
    world = World(seed, room="@audit", room_id=make.AUDIT_ID)
    world.room.decide("topic")
    return world.bundle()


speaking("read", VERIFIED, "", ("read/1", None, {"by": "bob"}), ("read/1", None))
speaking("read_of_what_is_not_there", FAILED, "history", ("read/1", None, {"after": 6}))
ill_formed("about_a_line", "message/2", 3, lambda data: data)

# Who speaks about which line.
for kind_ in ("reply/1", "edit/1", "retraction/1", "reaction/1", "removal/1"):
    word = kind_.split("/")[0]
    for name_, lines_ in (
            ("about_itself", [(kind_, hash_of_another(6))]),
            ("about_a_later_line", [(kind_, hash_of_another(7)), ("message/2", None)]),
            ("about_a_line_that_never_comes", [(kind_, hash_of_another(2**53 - 1))]),
            ("about_a_line_that_was_not_seen", [(kind_, 5, {"after": 4})]),
            ("about_a_line_of_nothing_seen", [(kind_, 3, {"after": 0})]),
            ("about_another_payload", [(kind_, hash_of_another(3))]),
            ("about_the_payload_of_another_line", [(kind_, lambda room: {**room.about(3), "position": 5})]),
            ("about_an_event", [(kind_, 2)]), ("about_the_first_event", [(kind_, 1)]),
            ("about_an_edit", [("edit/1", 3), (kind_, 6)]),
            ("about_a_retraction", [("retraction/1", 3), (kind_, 6)]),
            ("about_a_reaction", [("reaction/1", 3), (kind_, 6)])):
        speaking(f"{word}_{name_}", FAILED, "history", *lines_)
    speaking(word + "_about_another_payload_of_what_was_erased", FAILED, "history", (kind_, hash_of_another(3)),
             before=lambda room: room.erase("3", [3]))
    speaking(word + "_about_what_was_erased", VERIFIED, "", (kind_, 3), before=lambda room: room.erase("3", [3]))
    speaking(word + "_about_what_was_erased_without_an_event", VERIFIED, "", (kind_, 3),
             before=lambda room: room.erased.add(3))
    # Of what was erased nobody can tell any more whether it was a message.
    speaking(word + "_about_a_reaction_that_was_erased", VERIFIED, "", ("reaction/1", 3), (kind_, 6),
             before=lambda room: room.erased.add(6))
    speaking(word + "_about_a_message_left_out", INCOMPLETE, "erased", (kind_, 3), files={"messages/3.json": None})
    speaking(word + "_about_a_reaction_left_out", INCOMPLETE, "erased", ("reaction/1", 3), (kind_, 6),
             files={"messages/6.json": None})
    speaking(word + "_about_a_line_before_the_part", VERIFIED, "", (kind_, 3), first=4)
    speaking(word + "_about_the_first_line_of_the_part", VERIFIED, "", (kind_, 3), first=3)
    speaking(word + "_about_any_line_before_the_part", VERIFIED, "", (kind_, hash_of_another(1)), first=5)
    speaking(word + "_about_another_payload_at_the_beginning_of_the_part", FAILED, "history",
             (kind_, hash_of_another(5)), first=5)
    speaking(word + "_about_a_line_before_the_part_that_was_not_seen", FAILED, "history", (kind_, 4, {"after": 3}), first=6)
    speaking(word + "_about_an_unknown_kind", NEWER, "", ("poll/1", None), (kind_, 6))
    speaking(word + "_about_a_newer_reply", NEWER, "", ("reply/2", 3), (kind_, 6))
    speaking(word + "_of_a_newer_version", NEWER, "", (
        word + "/2", {"position": 0, "payload": ""}, {"more": {"x": [1]}}))
    speaking(word + "_by_somebody_who_left", FAILED, "history", (kind_, 3), before=lambda room: room.event("left", "alice"))

    def again(seed, kind=kind_):
        """The same signed line twice."""
        world = talk(seed)
        speak(world, kind, 3)
        line = world.room.lines[-1]
        world.room.append("alice", world.alice, line.payload, line.signature)
        return world.bundle()
    again.__name__ = word + "_that_is_replayed"
    case(FAILED, "history")(again)

    def of_another_history(seed, kind=kind_):
        world = talk(seed)
        speak(world, kind, 3)
        fields = json.loads(world.room.lines.pop().payload)
        fields["after"]["chain"] = "0" * 64
        world.room.append("alice", world.alice, fields)
        return world.bundle()
    of_another_history.__name__ = word + "_under_another_history"
    case(FAILED, "history")(of_another_history)

for kind_ in ("edit/1", "retraction/1"):
    word = kind_.split("/")[0]
    speaking(word + "_of_what_another_said", FAILED, "history", (kind_, 4))
    speaking(word + "_of_what_another_said_that_was_erased", FAILED, "history", (kind_, 4),
             before=lambda room: room.erase("4", [4]))
    speaking(word + "_of_what_another_said_before_the_part", VERIFIED, "", (kind_, 4), first=5)
    speaking(word + "_of_what_another_said_in_a_newer_way", FAILED, "history", ("poll/1", None, BY_BOB), (kind_, 6))

    def by_another_certificate(seed, kind=kind_):
        """It is the name that counts: a person may have a new certificate since."""
        world = talk(seed)
        world.room.users["alice"] = world.pki.user("alice", "p384")
        world.room.speak("alice", kind, 3, session=1, own={"mentions": [], "text": "x"} if kind == "edit/1" else {})
        return world.bundle()
    by_another_certificate.__name__ = word + "_with_another_certificate"
    case(VERIFIED)(by_another_certificate)

for kind_ in ("edit/1", "retraction/1", "removal/1"):
    def by_a_similar_number(seed, kind=kind_):
        """10 and 1e1 are one number and two names."""
        world = World(seed)
        world.room.enter("10", world.pki.user("10"), "created")
        world.room.enter("1e1", world.pki.user("1e1"))
        world.room.say("10")
        speak(world, kind, 3, by="1e1")
        return world.bundle()
    by_a_similar_number.__name__ = kind_.split("/")[0] + "_by_a_name_that_is_the_same_number"
    case(FAILED, "history")(by_a_similar_number)


@case(VERIFIED)
def a_talk_of_every_kind(seed):
    world = talk(seed)
    for kind, about, by in (("message/2", None, "bob"), ("file/1", None, "alice"), ("reply/1", 6, "alice"), ("reply/1", 8, "bob"),
                            ("edit/1", 8, "alice"), ("reaction/1", 9, "alice"), ("retraction/1", 9, "bob"), ("reaction/1", 7, "bob")):
        speak(world, kind, about, by)
    return world.bundle(countersigners=[("bob", world.bob)])


@case(VERIFIED)
def a_reaction_and_an_edit_that_were_erased(seed):
    world = talk(seed)
    speak(world, "edit/1", 3)
    speak(world, "reaction/1", 3)
    world.room.erase("3,6-7", [3, 6, 7], "alice")
    return world.bundle()


# ---------------------------------------------------------------- sessions of the classic profile

def classic(name, verdict, code, change=lambda fields: fields, last=None, first=1, drop=(), who="client", revoked=None):
    """change: of the fields of each line; drop: lines whose payload is gone, and said to be; revoked:
    what the receipt says of a client who was revoked from the beginning on."""
    def function(seed):
        rng = random.Random(seed)
        world = World(seed, room="classic:0123456789abcdef:fedcba9876543210")
        client = world.pki.user(who, "rsa", ekus=() if who == "old" else (CLIENT_AUTH,),
                                key_usage=False if who == "old" else None)
        endpoint = world.pki.user("endpoint", "rsa", ekus=(SERVER_AUTH,))
        if who == "ec":
            client = world.pki.user(who, "p256")
        fingerprint = sha256(make.b64(client.der).encode())[:16]
        world.room.server_line("classic-opening/1", **change({
            "certificate": client.hash, "fingerprint": fingerprint, "user": who}))
        text = ""
        for seqno in (1, 2, 5):
            world.room.pass_time()
            ct = make.b64(rng.getrandbits(256).to_bytes(32, "big"))
            digest = hashlib.sha256(f"{seqno}{seqno * 9}{ct}".encode()).digest()
            signature = make.b64(sign(client.key, digest) if who == "ec" else client.key.sign(
                digest, padding.PKCS1v15(), hashes.SHA256()))
            fields = {"seqno": seqno, "ts": seqno * 9, "iv": make.b64(bytes(16)), "ct": ct, "sig": signature}
            if seqno != 2:
                fields["text"] = "hello \u00e4"
            world.room.server_line("classic-message/1", **change(fields))
            text += f"{seqno}|{seqno * 9}|{ct}|{signature}|{fingerprint}\n"
        world.room.server_line("classic-receipt/1", **change({
            "certificate": make.b64(endpoint.der), "transcript_sha256": sha256(text.encode()),
            "sig": make.b64(endpoint.key.sign(sha256(text.encode()).encode(), padding.PKCS1v15(), hashes.SHA256())),
            "first_seq": 1, "last_seq": 5}))
        world.room.erased.update(drop)
        if first == 1:
            world.room.other_certificates.append(client)
        if revoked is not None:
            return world.bundle(lists=[world.pki.crl([(client, START)])], revoked=revoked)
        return world.bundle(first=first, last=last)
    function.__name__ = "classic_" + name
    return case(verdict, code)(function)


def other(field, value, **only):
    """The field with another value, in the lines that have the fields of "only"."""
    return lambda fields: {**fields, field: value} if field in fields and all(
        fields.get(k) == v for k, v in only.items()) else fields


classic("session", VERIFIED, "")
classic("session_of_an_old_certificate", VERIFIED, "", who="old")
classic("session_without_its_end", VERIFIED, "", last=3)
classic("session_without_its_beginning", VERIFIED, "", first=2)
classic("session_with_an_erased_message", VERIFIED, "", drop=(3,))
classic("session_of_a_revoked_client", VERIFIED, "", revoked="1-5")
classic("session_of_a_revoked_client_that_is_not_said", FAILED, "revocation", revoked="")
classic("session_of_a_revoked_client_with_a_line_too_few", FAILED, "revocation", revoked="1-4")
classic("session_of_another_key", FAILED, "signature", who="ec")
classic("fingerprint_of_another", FAILED, "certificate", other("fingerprint", "0" * 16))
classic("ciphertext_of_another", FAILED, "signature", other("ct", "AAAA", seqno=2))
classic("time_of_another", FAILED, "signature", other("ts", 7, seqno=2))
classic("number_twice", FAILED, "history", other("seqno", 1, seqno=2))
classic("receipt_of_another", FAILED, "signature", other("transcript_sha256", "0" * 64))
classic("receipt_of_fewer", FAILED, "history", other("last_seq", 2))
classic("signature_with_more", FAILED, "signature", lambda fields: {
    **fields, "sig": make.b64(base64.b64decode(fields["sig"]) + b"\0")} if fields.get("seqno") == 2 else fields)
classic("receipt_with_more_behind_its_signature", FAILED, "signature", lambda fields: {
    **fields, "sig": make.b64(base64.b64decode(fields["sig"]) + b"\0")} if "first_seq" in fields else fields)
classic("receipt_by_nobody", FAILED, "signature", other("sig", "AAAA", first_seq=1))
classic("certificate_that_is_missing", FAILED, "file", other("certificate", "0" * 64, user="client"))
classic("vector_cut_short", FAILED, "payload", other("iv", "AAAA"))
classic("user_in_capitals", FAILED, "payload", other("user", "Client"))


@case(FAILED, "payload")
def a_classic_line_in_a_room(seed):
    world = talk(seed)
    world.room.server_line("classic-opening/1", certificate=world.alice.hash, fingerprint="0" * 16, user="")
    return world.bundle()


@case(FAILED)
def a_message_in_a_classic_session(seed):
    world = World(seed, room="classic:0123456789abcdef:fedcba9876543210")
    world.room.say("alice", holder=world.alice)
    return world.bundle()


# ---------------------------------------------------------------- signatures

def scalar(holder):
    seed = holder.key.private_bytes(
        make.serialization.Encoding.Raw, make.serialization.PrivateFormat.Raw,
        make.serialization.NoEncryption())
    data = hashlib.sha512(seed).digest()
    number = int.from_bytes(data[:32], "little") & (2**254 - 8) | 2**254
    return number, data[32:]


TORSION = extended(recover(int.from_bytes(bytes.fromhex(
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"), 0))


def ed25519_signature(holder, message, shift=(0, 1, 1, 0), more=0):
    number, prefix = scalar(holder)
    public = encoded(times(number, BASE))
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    point = encoded(add(times(r, BASE), shift))
    k = int.from_bytes(hashlib.sha512(point + public + message).digest(), "little")
    return point + ((r + k * number) % L + more).to_bytes(32, "little")


def with_signature(name, verdict, signature, kind="ed25519"):
    def function(seed):
        world = World(seed)
        world.alice = world.pki.user("alice", kind)
        world.talk()
        payload = canonical({**world.room.envelope("alice"), "text": "signed"})
        world.room.append("alice", world.alice, payload, signature(world.alice, payload))
        return world.bundle()
    function.__name__ = name
    return case(verdict, "signature" if verdict == FAILED else "")(function)


def longer_integer(signature):
    """ECDSA with a zero in front of r that DER does not have."""
    r, s = decode_dss_signature(signature)
    size = (r.bit_length() + 8) // 8
    return der(0x30, der(2, b"\0" + r.to_bytes(size, "big")), der(2, s.to_bytes((s.bit_length() + 8) // 8, "big")))


def longest(make_it):
    """The same until it is as long as it can be: openssl dgst reads no further than that."""
    while True:
        signature = make_it()
        if signature[1] in (70, 102):  # P-256, P-384
            return signature


def pss_of(salt, algorithm=hashes.SHA256()):
    return lambda holder, data: holder.key.sign(
        data, padding.PSS(padding.MGF1(algorithm), salt), algorithm)


with_signature("ed25519_made_here", VERIFIED, ed25519_signature)
with_signature("ed25519_with_torsion_in_r", FAILED, lambda h, m: ed25519_signature(h, m, TORSION))
with_signature("ed25519_with_s_too_large", FAILED, lambda h, m: ed25519_signature(h, m, more=L))
with_signature("ed25519_cut_short", FAILED, lambda h, m: h.key.sign(m)[:-1])
with_signature("ed25519_with_more", FAILED, lambda h, m: h.key.sign(m) + b"\0")
with_signature("ed25519_of_zeros", FAILED, lambda h, m: bytes(64))
with_signature("ed25519_with_r_of_small_order", FAILED, lambda h, m: bytes([1]) + bytes(63))
with_signature("ecdsa_with_a_zero_too_many", FAILED, lambda h, m: longer_integer(sign(h.key, m)), "p256")
with_signature("ecdsa_with_more", FAILED, lambda h, m: sign(h.key, m) + b"\0", "p256")
with_signature("ecdsa_of_the_longest_with_more", FAILED, lambda h, m: longest(lambda: sign(h.key, m)) + b"\0", "p256")
with_signature("ecdsa_p384_of_the_longest_with_more", FAILED, lambda h, m: longest(lambda: sign(h.key, m)) + b"\0", "p384")
with_signature("ecdsa_of_the_longest", VERIFIED, lambda h, m: longest(lambda: sign(h.key, m)), "p256")
with_signature("ecdsa_of_zeros", FAILED, lambda h, m: der(0x30, der(2, b"\0"), der(2, b"\0")), "p256")
with_signature("p256_with_sha384", FAILED, lambda h, m: h.key.sign(m, ec.ECDSA(hashes.SHA384())), "p256")
with_signature("p384_with_sha256", FAILED, lambda h, m: h.key.sign(m, ec.ECDSA(hashes.SHA256())), "p384")
with_signature("pss_with_a_short_salt", FAILED, pss_of(20), "rsa")
with_signature("pss_with_sha384", FAILED, pss_of(32, hashes.SHA384()), "rsa")
with_signature("pkcs1", FAILED, lambda h, m: h.key.sign(m, padding.PKCS1v15(), hashes.SHA256()), "rsa")
with_signature("pss_with_more", FAILED, lambda h, m: sign(h.key, m) + b"\0", "rsa")
with_signature("pss_with_a_zero_in_front", FAILED, lambda h, m: b"\0" + sign(h.key, m), "rsa")
with_signature("signed_by_another", FAILED, lambda h, m: sign(new_key("ed25519", "x"), m))


@case(VERIFIED)
def ed25519_with_r_of_small_order_that_openssl_takes(seed):
    world = talk(seed)
    payload = canonical({**world.room.envelope("alice"), "text": "signed"})
    number, _ = scalar(world.alice)
    point = encoded((0, 1, 1, 0))
    k = int.from_bytes(hashlib.sha512(point + encoded(times(number, BASE)) + payload).digest(), "little")
    world.room.append("alice", world.alice, payload, point + (k * number % L).to_bytes(32, "little"))
    return world.bundle()


class RawKey:
    """A public key that has no private one."""

    def __init__(self, info):
        self.info = info


def small_order_certificate(world, public):
    """alice's certificate again, with another key in it."""
    good = world.pki.user("alice")
    tbs = good.certificate.tbs_certificate_bytes
    old = good.key.public_key().public_bytes(make.serialization.Encoding.Raw, make.serialization.PublicFormat.Raw)
    body = tbs.replace(old, public)
    algorithm = bytes.fromhex("300a06082a8648ce3d040302")
    return make.Holder(der(0x30, body, algorithm, der(3, b"\0" + sign(world.pki.holder.key, body))), good.key,
                       world.pki.holder)


@case(FAILED, "certificate")
def ed25519_key_of_small_order(seed):
    world = World(seed)
    world.alice = small_order_certificate(world, bytes([1]) + bytes(31))
    world.room.enter("alice", world.alice, "created")
    payload = canonical({**world.room.envelope("alice"), "text": "signed by everybody"})
    s = 5
    world.room.append("alice", world.alice, payload, encoded(times(s, BASE)) + s.to_bytes(32, "little"))
    return world.bundle()


@case(FAILED, "certificate")
def ed25519_key_that_is_not_canonical(seed):
    world = World(seed)
    world.alice = small_order_certificate(world, (2**255 - 19 + 3).to_bytes(32, "little"))
    return world.talk().bundle()


@case(FAILED, "signature")
def the_signature_file_of_another_line(seed):
    bundle = talk(seed).bundle()
    bundle.files["messages/3.sig"], bundle.files["messages/5.sig"] = (
        bundle.files["messages/5.sig"], bundle.files["messages/3.sig"])
    return bundle


@case(FAILED, "signature")
def a_receipt_that_is_not_signed(seed):
    bundle = talk(seed).bundle()
    bundle.files["receipt.sig"] = bundle.files["messages/1.sig"]
    return bundle


@case(FAILED, "signature")
def a_receipt_with_more_behind_the_longest_signature(seed):
    world = talk(seed)
    bundle = world.bundle()
    bundle.files["receipt.sig"] = longest(lambda: sign(world.server.key, bundle.files["receipt.json"])) + b"x"
    return bundle


# ---------------------------------------------------------------- certificates and their names

def certificate_of_alice(name, verdict, code, make_it):
    def function(seed):
        world = World(seed)
        world.alice = make_it(world.pki)
        return world.talk().bundle()
    function.__name__ = name
    return case(verdict, code)(function)


def alternative(*names):
    """Alternative names as bytes, for what the library refuses to write."""
    return [(x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.17"), der(0x30, *names)), False)]


COMMAS = b"x,URI:securechat:user:alice,email:alice"
for name_, verdict_, code_, make_ in (
        ("name_is_of_another", FAILED, "name", lambda pki: pki.user("bob")),
        ("name_only_in_the_organisation", FAILED, "name", lambda pki: pki.user(
            "x", subject=name_of((NameOID.ORGANIZATION_NAME, "alice"), (NameOID.COMMON_NAME, "X")))),
        ("name_only_as_dns", FAILED, "name", lambda pki: pki.user("x", names=[x509.DNSName("alice")])),
        ("name_behind_commas_in_a_mailbox", FAILED, "name", lambda pki: pki.user(
            "x", extra=alternative(der(0x81, COMMAS)))),
        ("name_behind_a_line_end", FAILED, "name", lambda pki: pki.user(
            "x", extra=alternative(der(0x86, b"x\nURI:securechat:user:alice")))),
        ("name_behind_a_zero", FAILED, "name", lambda pki: pki.user(
            "x", extra=alternative(der(0x81, b"alice\0@example.org")))),
        ("name_with_a_space", FAILED, "name", lambda pki: pki.user("alice ")),
        ("common_name_with_a_line_end", FAILED, "name", lambda pki: pki.user("x\n    commonName = alice")),
        ("common_name_behind_a_comma", FAILED, "name", lambda pki: pki.user("x, CN = alice")),
        ("name_in_a_directory_name", FAILED, "name", lambda pki: pki.user(
            "x", names=[x509.DirectoryName(name_of((NameOID.COMMON_NAME, "alice")))])),
        ("name_in_another_kind_of_other_name", FAILED, "name", lambda pki: pki.user(
            "x", names=[x509.OtherName(x509.ObjectIdentifier("1.2.3"), der(0x0C, b"alice"))])),
        ("principal_name_of_another_type", FAILED, "name", lambda pki: pki.user(
            "x", names=[x509.OtherName(make.UPN, der(0x16, b"alice"))])),
        ("uri_of_another_scheme", FAILED, "name", lambda pki: pki.user(
            "x", names=[x509.UniformResourceIdentifier("securechat:server:alice")])),
        ("name_by_a_uri_in_capitals", VERIFIED, "", lambda pki: pki.user(
            "x", names=[x509.UniformResourceIdentifier("SecureChat:User:ALICE")])),
        ("name_in_capitals", VERIFIED, "", lambda pki: pki.user("ALICE")),
        ("name_in_one_of_two_common_names", VERIFIED, "", lambda pki: pki.user(
            "x", subject=name_of((NameOID.COMMON_NAME, "x"), (NameOID.COMMON_NAME, "alice")))),
        ("certificate_for_servers", FAILED, "certificate", lambda pki: pki.user("alice", ekus=(SERVER_AUTH,))),
        ("certificate_for_documents", FAILED, "certificate", lambda pki: pki.user("alice", ekus=(DOCUMENTS,))),
        ("certificate_for_any_purpose", FAILED, "certificate", lambda pki: pki.user(
            "alice", ekus=(x509.ObjectIdentifier("2.5.29.37.0"),))),
        ("certificate_without_purpose", FAILED, "certificate", lambda pki: pki.user("alice", ekus=())),
        ("certificate_without_key_usage", FAILED, "certificate", lambda pki: pki.user("alice", key_usage=False)),
        ("certificate_for_encryption", FAILED, "certificate", lambda pki: pki.user(
            "alice", key_usage=usage(key_encipherment=True))),
        ("certificate_of_an_authority", FAILED, "certificate", lambda pki: pki.user(
            "alice", ca=True, key_usage=usage(digital_signature=True, key_cert_sign=True))),
        ("certificate_with_a_critical_extension", FAILED, "certificate", lambda pki: pki.user(
            "alice", extra=[(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\5\0"), True)])),
        ("certificate_with_an_extension", VERIFIED, "", lambda pki: pki.user(
            "alice", extra=[(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\5\0"), False)])),
        ("certificate_that_has_expired", FAILED, "certificate", lambda pki: pki.user("alice", end=START - SECOND)),
        ("certificate_that_expires_in_between", FAILED, "certificate", lambda pki: pki.user(
            "alice", end=START + SECOND)),
        ("certificate_not_yet_valid", FAILED, "certificate", lambda pki: pki.user("alice", start=START + DAY)),
        ("certificate_with_a_weak_rsa_key", FAILED, "certificate", lambda pki: pki.user("alice", "rsa1024")),
        ("certificate_with_p521", FAILED, "certificate", lambda pki: pki.user("alice", "p521")),
        ("certificate_with_k256", FAILED, "certificate", lambda pki: pki.user("alice", "k256")),
        ("certificate_by_sha224", FAILED, "certificate", lambda pki: pki.user("alice", hash_of=hashes.SHA224())),
        ("certificate_by_sha512", VERIFIED, "", lambda pki: pki.user("alice", hash_of=hashes.SHA512())),
        ("certificate_of_a_rogue_authority_of_the_same_name", FAILED, "certificate",
         lambda pki: Pki(pki.rng).user("alice")),
        ("certificate_signed_by_a_stranger", FAILED, "certificate", lambda pki: pki.user(
            "alice", signing_key=new_key("p256", "stranger"))),
        ("certificate_with_a_serial_of_twenty_bytes", VERIFIED, "", lambda pki: pki.user(
            "alice", serial=2**158 + 5))):
    certificate_of_alice(name_, verdict_, code_, make_)


def below(name, verdict, code, make_authority, make_alice=lambda pki: pki.user("alice"),
          more=lambda world, staff: None):
    def function(seed):
        world = World(seed)
        staff = make_authority(world)
        world.alice = make_alice(staff)
        world.lists.append(staff.crl())
        more(world, staff)
        return world.talk().bundle()
    function.__name__ = name
    return case(verdict, code)(function)


def staff_of(**options):
    return lambda world: Pki(world.rng, "p256", "Staff", above=world.pki, **options)


below("issuer_that_has_expired", FAILED, "certificate", staff_of(end=START - DAY))
below("issuer_without_the_right_to_issue", FAILED, "certificate", staff_of(
    key_usage=usage(digital_signature=True)))
below("issuer_of_sha224", FAILED, "certificate", staff_of(hash_of=hashes.SHA224()))
below("issuer_with_a_critical_extension", FAILED, "certificate", staff_of(
    extra=[(x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\5\0"), True)]))
below("issuer_with_policies", VERIFIED, "", staff_of(extra=[(x509.CertificatePolicies(
    [x509.PolicyInformation(x509.ObjectIdentifier("2.5.29.32.0"), None)]), True)]))
below("issuer_that_is_too_deep", FAILED, "certificate", lambda world: Pki(
    world.rng, "p256", "Lower", above=staff_of(path_length=0)(world)))
below("issuer_with_a_weak_key", FAILED, "certificate", lambda world: Pki(
    world.rng, "rsa1024", "Staff", above=world.pki))


@case(FAILED, "certificate")
def issuer_that_is_a_user(seed):
    world = World(seed)
    staff = Pki(world.rng, "p256", "Staff", above=world.pki)
    staff.holder = world.pki.certify(staff.subject, staff.holder.key, ekus=[CLIENT_AUTH])
    world.alice = staff.user("alice")
    world.lists.append(staff.crl())
    return world.talk().bundle()


@case(FAILED, "revocation")
def issuer_without_a_list(seed):
    world = World(seed)
    world.alice = Pki(world.rng, "p256", "Staff", above=world.pki).user("alice")
    return world.talk().bundle()


@case(FAILED, "revocation")
def issuer_that_is_revoked(seed):
    world = World(seed)
    staff = Pki(world.rng, "p256", "Staff", above=world.pki)
    world.alice = staff.user("alice")
    world.lists = [world.pki.crl([(staff.holder, START - DAY)]), staff.crl()]
    return world.talk().bundle()


@case(FAILED)
def issuer_that_is_missing(seed):
    world = World(seed)
    staff = Pki(world.rng, "p256", "Staff", above=world.pki)
    world.alice = staff.user("alice")
    world.lists.append(staff.crl())
    return world.talk().bundle(files={f"certificates/{staff.holder.hash}.der": None})


# ---------------------------------------------------------------- who may sign for the server

def signer(name, verdict, make_it, code="certificate"):
    def function(seed):
        world = World(seed)
        world.server = world.room.signer = make_it(world.pki)
        return world.talk().bundle()
    function.__name__ = name
    return case(verdict, code)(function)


for name_, verdict_, make_ in (
        ("receipt_by_a_mail_certificate", FAILED, lambda pki: pki.user(
            "alice", "p256", [x509.RFC822Name("alice@example.org")], (MAIL,))),
        ("receipt_by_another_server", "name", lambda pki: pki.server("other.example.org")),
        ("receipt_by_a_server_of_a_similar_name", "name", lambda pki: pki.server(HOST.upper())),
        ("receipt_by_a_dns_name_in_capitals", VERIFIED, lambda pki: pki.server(
            HOST, names=[x509.DNSName(HOST.upper())])),
        ("receipt_by_a_wildcard", "name", lambda pki: pki.server(HOST, names=[x509.DNSName("*.example.org")])),
        ("receipt_without_a_server_name", "name", lambda pki: pki.server(HOST, names=[], common_name=HOST)),
        ("receipt_by_a_user", FAILED, lambda pki: pki.user("alice")),
        ("receipt_by_a_tls_certificate", FAILED, lambda pki: pki.server(HOST, ekus=(SERVER_AUTH,))),
        ("receipt_by_a_tls_and_document_certificate", FAILED, lambda pki: pki.server(
            HOST, ekus=(DOCUMENTS, SERVER_AUTH))),
        ("receipt_by_a_certificate_that_names_a_user", FAILED, lambda pki: pki.server(
            HOST, names=[make.server_uri(HOST), user_uri("alice")])),
        ("receipt_by_a_certificate_with_a_mailbox", FAILED, lambda pki: pki.server(
            HOST, names=[make.server_uri(HOST), x509.RFC822Name("a@example.org")])),
        ("receipt_by_a_certificate_with_a_principal", FAILED, lambda pki: pki.server(
            HOST, names=[make.server_uri(HOST), upn("alice")])),
        ("receipt_by_documents_and_mail", VERIFIED, lambda pki: pki.server(HOST, ekus=(DOCUMENTS, MAIL))),
        ("receipt_by_a_common_name_like_a_user", VERIFIED, lambda pki: pki.server(HOST, common_name="alice"))):
    signer(name_, VERIFIED if verdict_ == VERIFIED else FAILED, make_,
           {VERIFIED: "", FAILED: "certificate"}.get(verdict_, verdict_))


@case(FAILED, "name")
def an_event_by_another_server(seed):
    world = talk(seed)
    world.room.server_line("event/1", world.pki.server("other.example.org"), event="joined", subject="carol",
                           actor="@server")
    return world.bundle()


@case(FAILED, "certificate")
def an_event_by_a_user(seed):
    world = talk(seed)
    world.room.server_line("event/1", world.alice, event="joined", subject="carol", actor="@server")
    return world.bundle()


@case(FAILED, "certificate")
def a_message_by_the_server(seed):
    world = talk(seed)
    world.room.say("alice", holder=world.server)
    return world.bundle()


# ---------------------------------------------------------------- revocation

@case(FAILED, "revocation")
def revoked_before_its_use(seed):
    world = talk(seed)
    return world.bundle(lists=[world.pki.crl([(world.alice, START)])])


def said_by(world, holder, since=START):
    """What a receipt says of lines of a holder who was revoked then."""
    return make.ranges([line.position for line in world.room.lines
                        if line.holder is holder and line.time >= since])


@case(VERIFIED)
def revoked_before_its_use_as_the_receipt_says(seed):
    world = talk(seed)
    return world.bundle(lists=[world.pki.crl([(world.alice, START)])], revoked=said_by(world, world.alice))


@case(VERIFIED)
def revoked_between_two_uses_as_the_receipt_says(seed):
    world = talk(seed)
    world.room.now += 2 * SECOND
    since = world.room.now.replace(microsecond=0)
    world.room.say("alice")
    world.room.say("bob")
    return world.bundle(lists=[world.pki.crl([(world.alice, START + DAY, since)])],
                        revoked=said_by(world, world.alice, since))


@case(FAILED, "revocation")
def revoked_for_fewer_lines_than_the_receipt_says(seed):
    world = talk(seed)
    return world.bundle(lists=[world.pki.crl([(world.alice, START + DAY)])],
                        revoked=said_by(world, world.alice))


@case(FAILED, "revocation")
def revoked_for_more_lines_than_the_receipt_says(seed):
    world = talk(seed)
    world.room.say("alice")
    return world.bundle(lists=[world.pki.crl([(world.alice, START)])],
                        revoked=said_by(world, world.alice).rpartition(",")[0])


@case(FAILED, "revocation")
def a_line_of_the_servers_is_named_as_revoked(seed):
    world = talk(seed)
    return world.bundle(lists=[world.pki.crl([(world.alice, START)])],
                        revoked="1," + said_by(world, world.alice))


@case(FAILED, "revocation")
def lists_from_outside_revoke_the_last_lines_alone(seed):
    world = talk(seed)
    world.room.now += 2 * SECOND
    since = world.room.now.replace(microsecond=0)
    world.room.say("alice")
    bundle = world.bundle()
    bundle.outside = [world.pki.crl([(world.alice, START + DAY, since)], last=START + 2 * DAY, number=2)]
    return bundle


@case(VERIFIED)
def lists_from_outside_revoke_what_the_receipt_names_already(seed):
    world = talk(seed)
    bundle = world.bundle(lists=[world.pki.crl([(world.alice, START)])], revoked=said_by(world, world.alice))
    bundle.outside = [world.pki.crl([(world.alice, START - DAY)], last=START + DAY, number=2)]
    return bundle


@case(FAILED, "revocation")
def lists_from_outside_revoke_the_receipt_key_before_its_receipt(seed):
    world = talk(seed)
    world.room.now += 5 * SECOND
    bundle = world.bundle()
    bundle.outside = [world.pki.crl([(world.server, START + 4 * SECOND)], last=START + DAY, number=2)]
    return bundle


@case(FAILED, "revocation")
def the_receipt_names_what_only_a_list_from_outside_revokes(seed):
    world = talk(seed)
    bundle = world.bundle(revoked=said_by(world, world.bob))
    bundle.outside = [world.pki.crl([(world.bob, START - DAY)], last=START + DAY, number=2)]
    return bundle


@case(FAILED, "revocation")
def countersigned_with_a_certificate_that_the_receipt_calls_revoked(seed):
    world = talk(seed)
    return world.bundle(lists=[world.pki.crl([(world.alice, START)])], countersigners=[("alice", world.alice)],
                        revoked=said_by(world, world.alice))


@case(FAILED, "revocation")
def invalid_before_its_use_says_its_entry(seed):
    world = talk(seed)
    return world.bundle(lists=[world.pki.crl([(world.alice, START + DAY, START - DAY)])])


@case(FAILED, "revocation")
def revoked_says_a_list_from_outside(seed):
    world = talk(seed)
    bundle = world.bundle()
    bundle.outside = [world.pki.crl([(world.bob, START - DAY)], last=START + DAY, number=2)]
    return bundle


@case(FAILED, "revocation")
def the_receipt_key_was_revoked(seed):
    world = talk(seed)
    return world.bundle(lists=[world.pki.crl([(world.server, START + SECOND)])])


@case(FAILED, "revocation")
def a_list_that_ends_too_early(seed):
    world = talk(seed)
    return world.bundle(lists=[world.pki.crl(last=START - 9 * DAY, upcoming=START - SECOND)])


@case(FAILED, "revocation")
def no_list(seed):
    return talk(seed).bundle(lists=[])


@case(FAILED, "revocation")
def a_list_by_somebody_else(seed):
    world = talk(seed)
    return world.bundle(lists=[world.pki.crl(signing_key=new_key("p256", "stranger"))])


@case(FAILED, "revocation")
def a_delta_list(seed):
    world = talk(seed)
    return world.bundle(lists=[world.pki.crl(extra=[(x509.DeltaCRLIndicator(1), True)])])


@case(FAILED, "revocation")
def a_delta_list_beside_a_complete_one(seed):
    world = talk(seed)
    return world.bundle(lists=world.lists + [world.pki.crl(extra=[(x509.DeltaCRLIndicator(1), True)])])


@case(VERIFIED)
def a_list_for_users_only(seed):
    world = talk(seed)
    point = x509.IssuingDistributionPoint(None, None, True, False, None, False, False)
    return world.bundle(lists=[world.pki.crl(extra=[(point, True)])])


@case(FAILED, "revocation")
def an_indirect_list(seed):
    world = talk(seed)
    point = x509.IssuingDistributionPoint(None, None, False, False, None, True, False)
    return world.bundle(lists=[world.pki.crl(extra=[(point, True)])])


@case(FAILED, "revocation")
def an_entry_for_another_issuer(seed):
    world = talk(seed)
    other = x509.CertificateIssuer([x509.DirectoryName(name_of((NameOID.COMMON_NAME, "Other")))])
    return world.bundle(lists=[world.pki.crl([(77, START, other)])])


@case(FAILED, "revocation")
def a_list_with_a_critical_extension(seed):
    world = talk(seed)
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\5\0")
    return world.bundle(lists=[world.pki.crl(extra=[(odd, True)])])


@case(FAILED, "revocation")
def a_list_that_is_none(seed):
    return talk(seed).bundle(lists=[b"no list"] + talk(seed).lists)


@case(FAILED, "revocation")
def a_list_with_more_behind_it(seed):
    return talk(seed).bundle(lists=[talk(seed).lists[0] + b"\0"])


@case(FAILED, "file")
def a_list_that_the_receipt_does_not_name(seed):
    world = talk(seed)
    more = world.pki.crl(number=2)
    return world.bundle(files={f"revocation/{sha256(more)}.der": more})


@case(FAILED, "file")
def a_list_that_is_missing(seed):
    world = talk(seed)
    return world.bundle(files={f"revocation/{sha256(world.lists[0])}.der": None})


@case(FAILED)
def a_list_exchanged_for_an_older_one(seed):
    world = talk(seed)
    older = world.pki.crl(last=START - 9 * DAY)
    return world.bundle(files={f"revocation/{sha256(world.lists[0])}.der": older})


# ---------------------------------------------------------------- history

@case(FAILED, "history")
def a_first_line_that_is_not_created(seed):
    world = World(seed)
    world.room.enter("alice", world.alice)
    world.room.say("alice")
    return world.bundle()


@case(FAILED, "history")
def a_room_that_begins_with_a_message(seed):
    world = World(seed)
    world.room.say("alice", holder=world.alice)
    return world.bundle()


@case(FAILED, "history")
def a_room_that_is_made_twice(seed):
    world = talk(seed)
    world.room.enter("carol", world.pki.user("carol"), "created")
    return world.bundle()


@case(FAILED, "history")
def a_message_by_somebody_who_is_no_member(seed):
    world = talk(seed)
    world.room.say("carol", holder=world.pki.user("carol"))
    return world.bundle()


@case(FAILED, "history")
def a_message_by_somebody_who_was_only_invited(seed):
    world = talk(seed)
    world.room.event("invited", "carol", "alice")
    world.room.say("carol", holder=world.pki.user("carol"))
    return world.bundle()


@case(FAILED, "history")
def a_message_after_leaving(seed):
    world = talk(seed)
    world.room.event("left", "bob", "bob")
    world.room.say("bob")
    return world.bundle()


@case(FAILED, "history")
def a_message_before_joining(seed):
    world = World(seed)
    world.room.enter("alice", world.alice, "created")
    world.room.say("bob", holder=world.bob)
    world.room.enter("bob", world.bob)
    return world.bundle()


@case(FAILED, "history")
def genuine_messages_in_another_order(seed):
    world = talk(seed)
    old = world.room.lines
    world.room.lines = old[:2]
    for index in (4, 3, 2):
        world.room.append(old[index].sender, old[index].holder, old[index].payload, old[index].signature)
    return world.bundle()


@case(FAILED, "history")
def genuine_messages_with_one_left_out(seed):
    world = talk(seed)
    old = world.room.lines
    world.room.lines = old[:2]
    for index in (2, 4):
        world.room.append(old[index].sender, old[index].holder, old[index].payload, old[index].signature)
    return world.bundle()


@case(FAILED, "payload")
def genuine_messages_of_another_room_of_the_same_name(seed):
    world, other = talk(seed), talk(seed + "x")
    line = other.room.lines[2]
    world.room.append("alice", world.alice, line.payload)
    return world.bundle()


@case(FAILED, "payload")
def a_message_of_another_room(seed):
    world = talk(seed)
    fields = {**world.room.envelope("alice"), "text": "x", "room": "cellar"}
    world.room.append("alice", world.alice, fields)
    return world.bundle()


@case(FAILED, "payload")
def a_message_of_another_sender(seed):
    world = talk(seed)
    fields = {**world.room.envelope("alice"), "text": "x", "sender": "bob"}
    world.room.append("alice", world.alice, fields)
    return world.bundle()


@case(FAILED, "payload")
def an_event_of_another_room(seed):
    world = talk(seed)
    world.room.event("joined", "carol", room="cellar")
    return world.bundle()


@case(FAILED, "history")
def a_replayed_message(seed):
    world = talk(seed)
    world.room.append("alice", world.alice, world.room.lines[4].payload)
    return world.bundle()


@case(FAILED, "history")
def numbers_that_fall(seed):
    world = talk(seed)
    world.room.say("alice", seq=9)
    world.room.say("alice", seq=8)
    return world.bundle()


@case(FAILED, "history")
def a_session_of_two_people(seed):
    world = talk(seed)
    world.room.say("bob", session=world.room.session("alice"), seq=99)
    return world.bundle()


@case(FAILED, "history")
def a_session_of_two_certificates(seed):
    world = talk(seed)
    world.room.say("alice", holder=world.pki.user("alice"))
    return world.bundle()


@case(FAILED, "history")
def said_after_itself(seed):
    world = talk(seed)
    fields = {**world.room.envelope("alice"), "text": "x"}
    fields["after"]["position"] = len(world.room.lines) + 1
    world.room.append("alice", world.alice, fields)
    return world.bundle()


@case(FAILED, "history")
def said_after_another_beginning(seed):
    world = talk(seed)
    fields = {**world.room.envelope("alice", after=0), "text": "x"}
    fields["after"]["chain"] = world.room.chain(1)
    world.room.append("alice", world.alice, fields)
    return world.bundle()


@case(FAILED, "history")
def said_after_another_line_before_the_part(seed):
    world = talk(seed)
    fields = {**world.room.envelope("alice", after=2), "text": "x"}
    fields["after"]["chain"] = world.room.chain(1)
    world.room.append("alice", world.alice, fields)
    return world.bundle(first=3)


@case(VERIFIED)
def said_after_a_line_that_is_not_in_the_part(seed):
    world = talk(seed)
    world.room.say("alice", after=1)
    return world.bundle(first=5)


@case(FAILED, "time")
def a_receipt_older_than_its_last_line(seed):
    world = talk(seed)
    return world.bundle(issued=START + SECOND)


@case(FAILED, "time")
def times_that_fall(seed):
    world = talk(seed)
    world.room.now = START
    world.room.say("alice")
    return world.bundle(issued=START + DAY)


# ---------------------------------------------------------------- erased

@case(FAILED, "erased")
def an_event_left_out_as_erased(seed):
    world = talk(seed)
    world.room.erased.add(2)
    return world.bundle()


@case(FAILED, "erased")
def the_first_event_left_out(seed):
    return talk(seed).bundle(files={"messages/1.json": None})


@case(FAILED, "erased")
def an_audit_line_left_out_as_erased(seed):
    world = World(seed, room=AUDIT, room_id=AUDIT_ID)
    world.room.audit()
    world.room.audit()
    world.room.erased.add(2)
    return world.bundle()


@case(FAILED, "erased")
def an_audit_line_left_out(seed):
    world = World(seed, room=AUDIT, room_id=AUDIT_ID)
    world.room.audit()
    return world.bundle(files={"messages/1.json": None})


@case(INCOMPLETE, "erased")
def a_message_left_out(seed):
    return talk(seed).bundle(files={"messages/3.json": None})


@case(INCOMPLETE, "erased")
def a_message_left_out_that_an_event_names(seed):
    world = talk(seed)
    world.room.event("erased", "3")
    return world.bundle(files={"messages/3.json": None})


@case(FAILED, "file")
def an_erased_message_that_is_there(seed):
    world = talk(seed)
    payload = world.room.lines[2].payload
    world.room.erase("3", [3])
    return world.bundle(files={"messages/3.json": payload})


@case(FAILED, "file")
def the_note_of_the_first_form(seed):
    return talk(seed).bundle(files={"messages/3.json": None, "messages/3.erased.txt": b"erased"})


for name_, subject_ in (("an_event", "2"), ("a_range_with_an_event", "2-3"), ("itself", "6"),
                        ("what_comes_later", "3,7"), ("what_never_comes", "3-99")):
    def erasing(seed, subject=subject_):
        world = talk(seed)
        world.room.event("erased", subject)
        world.room.say("alice")
        return world.bundle()
    erasing.__name__ = "erasing_" + name_
    case(FAILED, "history")(erasing)


# ---------------------------------------------------------------- payloads

def payload(name, position, change, code="payload", verdict=FAILED):
    def function(seed):
        return rewritten(talk(seed), position, change)
    function.__name__ = "payload_" + name
    return case(verdict, code)(function)


for name_, position_, change_ in (
        ("with_a_zero_byte", 3, swap(b'"one"', b'"o\0ne"')),
        ("with_a_line_end", 3, lambda data: data + b"\n"),
        ("with_a_tabulator", 3, swap(b'"one"', b'"o\tne"')),
        ("with_white_space", 3, swap(b'":"', b'": "')),
        ("that_is_empty", 3, lambda data: b""),
        ("that_is_a_list", 3, lambda data: b"[" + data + b"]"),
        ("with_more_behind_it", 3, lambda data: data + b"{}"),
        ("with_a_byte_order_mark", 3, lambda data: b"\xef\xbb\xbf" + data),
        ("of_a_lone_continuation_byte", 3, swap(b'"one"', b'"\x80"')),
        ("of_an_overlong_form", 3, swap(b'"one"', b'"\xc0\xaf"')),
        ("of_an_overlong_form_of_three", 3, swap(b'"one"', b'"\xe0\x9f\xbf"')),
        ("of_a_surrogate", 3, swap(b'"one"', b'"\xed\xa0\x80"')),
        ("of_a_character_cut_short", 3, swap(b'"one"', b'"\xe4\xbd"')),
        ("of_a_character_too_large", 3, swap(b'"one"', b'"\xf4\x90\x80\x80"')),
        ("of_five_bytes", 3, swap(b'"one"', b'"\xf8\x88\x80\x80\x80"')),
        ("of_ff", 3, swap(b'"one"', b'"\xff"')),
        ("with_an_escaped_surrogate", 3, swap(b'"one"', b'"\\ud800"')),
        ("with_an_escaped_slash", 3, swap(b'"one"', b'"\\/"')),
        ("with_an_escaped_letter", 3, swap(b'"one"', b'"\\u006f"')),
        ("with_a_long_escape", 3, swap(b'"one"', b'"\\u000a"')),
        ("with_an_escape_in_capitals", 3, swap(b'"one"', b'"\\u001F"')),
        ("with_an_unknown_escape", 3, swap(b'"one"', b'"\\a"')),
        ("with_a_quote_in_the_text", 3, swap(b'"one"', b'"o"ne"')),
        ("without_text", 3, swap(b'"one"', b'""')),
        ("with_a_field_twice", 3, swap(b'"one"', b'"one","text":"one"')),
        ("with_a_field_more", 3, swap(b'"one"', b'"one","more":1')),
        ("with_a_field_twice_in_front", 3, swap(b'{"type"', b'{"type":"x","type"')),
        ("with_fields_in_another_order", 3, swap(b'"seq":1,"after"', b'"after"')),
        ("with_a_number_as_text", 3, swap(b'"seq":1', b'"seq":"1"')),
        ("with_a_zero_in_front", 3, swap(b'"seq":1', b'"seq":01')),
        ("with_the_number_zero", 3, swap(b'"seq":1', b'"seq":0')),
        ("with_a_number_too_large", 3, swap(b'"seq":1', b'"seq":9007199254740992')),
        ("with_a_number_of_many_digits", 3, swap(b'"seq":1', b'"seq":' + b"1" * 40)),
        ("with_an_exponent", 3, swap(b'"seq":1', b'"seq":1e0')),
        ("with_a_fraction", 3, swap(b'"seq":1', b'"seq":1.0')),
        ("with_a_date_that_does_not_exist", 3, swap(b'"sent_at":"2026-03-01', b'"sent_at":"2026-02-29')),
        ("with_an_hour_24", 3, swap(b'"sent_at":"2026-03-01T10', b'"sent_at":"2026-03-01T24')),
        ("with_a_year_1969", 3, swap(b'"sent_at":"2026', b'"sent_at":"1969')),
        ("with_month_13", 3, swap(b'"sent_at":"2026-03', b'"sent_at":"2026-13')),
        ("with_day_0", 3, swap(b'"sent_at":"2026-03-01', b'"sent_at":"2026-03-00')),
        ("with_salt_that_is_not_canonical", 3, lambda data: json_change(data, "salt", "AAAAAAAAAAAAAAAAAAAAAB==")),
        ("with_short_salt", 3, lambda data: json_change(data, "salt", "AAAA")),
        ("with_a_session_in_capitals", 3, lambda data: json_change(data, "session", "A" * 64)),
        ("with_a_room_id_in_capitals", 3, lambda data: json_change(data, "room_id", "A1234567-0000-7000-8000-000000000000")),
        ("with_after_of_one_field", 3, lambda data: json_change(data, "after", {"position": 0})),
        ("with_after_of_three_fields", 3, lambda data: json_change(
            data, "after", {**json.loads(data)["after"], "more": 1})),
        ("of_the_first_form", 3, lambda data: canonical({k: v for k, v in json.loads(data).items() if k not in (
            "room_id", "after")})),
        ("that_is_too_long", 3, lambda data: json_change(data, "text", "x" * 32768)),
        ("of_an_unknown_event", 2, swap(b'"joined"', b'"promoted"')),
        ("of_an_event_in_capitals", 2, swap(b'"joined"', b'"Joined"')),
        ("of_an_event_about_positions", 2, swap(b'"bob"', b'"3,4"')),
        ("of_an_event_without_actor", 2, swap(b',"actor":"@server"', b"")),
        ("of_an_event_by_nobody", 2, swap(b'"@server"', b'""')),
        ("of_an_event_about_the_server", 2, swap(b'"bob"', b'"@server"')),
        ("of_an_audit_line_in_a_room", 2, lambda data: data.replace(b"event/1", b"audit/1")),
        ("of_a_message_by_the_server", 2, lambda data: data.replace(b"event/1", b"message/1"))):
    payload(name_, position_, change_)


def positions_in_event(name, subject, verdict=FAILED, code="payload"):
    def function(seed):
        world = talk(seed)
        world.room.event("erased", subject)
        return world.bundle()
    function.__name__ = "positions_" + name
    return case(verdict, code)(function)


for name_, subject_ in (("empty", ""), ("falling", "5,3"), ("twice", "3,3"), ("touching", "3,4"),
                        ("of_one_as_range", "3-3"), ("turned", "4-3"), ("with_zero", "0"), ("with_leading_zero", "03"),
                        ("with_a_space", "3, 5"), ("with_comma_at_the_end", "3,"), ("with_three_ends", "3-4-5"),
                        ("too_large", "9007199254740992"), ("too_many", ",".join(map(str, range(10, 3000, 2))))):
    positions_in_event(name_, subject_)
positions_in_event("good", "3-5", VERIFIED, "")


def audit_line(name, **changes):
    def function(seed):
        world = World(seed, room=AUDIT, room_id=AUDIT_ID)
        world.room.audit(**changes)
        return world.bundle()
    function.__name__ = "audit_" + name
    return case(FAILED, "payload")(function)


for name_, changes_ in (
        ("of_one_word", {"action": "disable"}), ("with_a_long_action", {"action": "a." + "b" * 63}),
        ("of_another_outcome", {"outcome": "perhaps"}), ("without_actor", {"actor": ""}),
        ("with_a_long_actor", {"actor": "\U0001f600" * 131}), ("with_control_characters", {"subject": "a\nb"}),
        ("with_c1_control_characters", {"subject": "a\u0085b"}), ("with_delete", {"subject": "a\x7fb"}),
        ("with_many_details", {"details": {f"k{i:02d}": "" for i in range(17)}}),
        ("with_unsorted_details", {"details": {"b": "", "a": ""}}),
        ("with_a_long_detail", {"details": {"a": "x" * 513}}), ("with_a_number_as_detail", {"details": {"a": 1}}),
        ("with_a_long_source", {"source": "1" * 65}), ("with_count_zero", {"count": 0}),
        ("with_a_role_in_capitals", {"role": "Root"})):
    audit_line(name_, **changes_)


@case(FAILED)
def an_event_in_the_audit_log(seed):
    world = World(seed, room=AUDIT, room_id=AUDIT_ID)
    world.room.event("joined", "alice")
    return world.bundle()


@case(FAILED)
def a_message_in_the_audit_log(seed):
    world = World(seed, room=AUDIT, room_id=AUDIT_ID)
    world.room.say("alice", holder=world.alice)
    return world.bundle()


# ---------------------------------------------------------------- receipt and transcript

def receipt(name, code="receipt", **changes):
    def function(seed):
        world = talk(seed)
        made = world.bundle()
        given = {k: v(made) if callable(v) else v for k, v in changes.items()}
        return made.resign(world.server.key, **given)
    function.__name__ = "receipt_" + name
    return case(FAILED, code)(function)


for name_, code_, changes_ in (
        ("of_another_version", "receipt", {"type": "securechat/receipt/2"}),
        ("of_another_server", "name", {"server": "other.example.org"}),
        ("with_an_odd_server", "receipt", {"server": "a b"}),
        ("for_another_room", "payload", {"room": "cellar"}),
        ("for_another_room_id", "chain", {"room_id": "00000000-0000-7000-8000-000000000000"}),
        ("for_the_audit_log_by_name", "receipt", {"room": AUDIT}),
        ("for_the_audit_log_by_id", "receipt", {"room_id": AUDIT_ID}),
        ("for_an_odd_user", "receipt", {"user": "A"}),
        ("from_line_two", "transcript", {"first": 2}), ("to_one_line_more", "transcript", {"last": 6}),
        ("to_one_line_less", "transcript", {"last": 4}), ("from_zero", "receipt", {"first": 0}),
        ("that_ends_before_it_begins", "receipt", {"first": 4, "last": 2}),
        ("with_another_chain", "chain", {"chain": "0" * 64}),
        ("with_another_beginning", "chain", {"previous_chain": "0" * 64}),
        ("with_another_transcript", "transcript", {"transcript_sha256": "0" * 64}),
        ("with_other_members", "", {"members_sha256": "0" * 64}),
        ("with_erased_too_many", "file", {"erased": "3"}), ("with_erased_outside", "receipt", {"erased": "6"}),
        ("with_erased_that_touch", "receipt", {"erased": "3,4"}), ("with_erased_event", "erased", {"erased": "1"}),
        ("without_lists", "file", {"revocation": []}),
        ("with_lists_twice", "receipt", {"revocation": lambda made: json.loads(made.files["receipt.json"])["revocation"] * 2}),
        ("with_unsorted_lists", "receipt", {"revocation": ["f" * 64, "e" * 64]}),
        ("with_too_many_lists", "receipt", {"revocation": [f"{i:064x}" for i in range(257)]}),
        ("with_a_list_as_text", "receipt", {"revocation": ""}),
        ("of_another_certificate", "signature", {"certificate": lambda made: [
            line.split("|")[3] for line in made.files["transcript.txt"].decode().split("\n") if "|alice|" in line][0]}),
        ("of_a_certificate_that_is_missing", "file", {"certificate": "0" * 64}),
        ("at_a_time_that_does_not_exist", "receipt", {"issued_at": "2026-02-30T00:00:00.000Z"}),
        ("with_a_field_more", "receipt", {"more": 1})):
    receipt(name_, code_, **changes_)


def receipt_bytes(name, change, code="receipt"):
    def function(seed):
        world = talk(seed)
        made = world.bundle()
        return made.with_receipt(world.server.key, change(made.files["receipt.json"]))
    function.__name__ = "receipt_" + name
    return case(FAILED, code)(function)


for name_, change_ in (
        ("with_a_line_end", lambda data: data + b"\n"), ("with_white_space", swap(b'":"', b'": "')),
        ("with_a_field_twice", swap(b'"issued_at"', b'"issued_at":"2026-03-01T10:00:00.000Z","issued_at"')),
        ("with_a_field_less", swap(b'"erased":"",', b"")), ("with_an_escape", swap(b"lobby", b"l\\u006fbby")),
        ("with_a_zero_byte", swap(b"lobby", b"lob\0by")), ("that_is_empty", lambda data: b""),
        ("that_is_long", swap(b'"erased":""', b'"erased":"' + b"1" * 41000 + b'"'))):
    receipt_bytes(name_, change_)


def transcript(name, change, code="transcript"):
    """A server that signs a transcript of its own making."""
    def function(seed):
        world = talk(seed)
        made = world.bundle()
        data = change(made.files["transcript.txt"])
        value = world.room.genesis()
        for line in data.decode("latin-1").split("\n")[:-1]:
            value = sha256(f"{value}\n{line}\n".encode("latin-1"))
        made = made.resign(world.server.key, transcript_sha256=sha256(data), chain=value)
        made.files["transcript.txt"] = data
        return made
    function.__name__ = "transcript_" + name
    return case(FAILED, code)(function)


for name_, change_ in (
        ("with_carriage_returns", lambda data: data.replace(b"\n", b"\r\n")),
        ("without_the_last_line_end", lambda data: data[:-1]), ("with_an_empty_line", lambda data: data + b"\n"),
        ("with_a_zero_byte", swap(b"alice", b"al\0ice")), ("with_a_position_twice", swap(b"\n4|", b"\n3|")),
        ("with_a_zero_in_front", swap(b"\n4|", b"\n04|")), ("with_a_field_more", swap(b"|@server|", b"|@server||")),
        ("with_a_name_in_capitals", swap(b"|alice|", b"|Alice|")), ("with_an_odd_name", swap(b"|alice|", b"|al ice|")),
        ("with_a_date_that_does_not_exist", swap(b"1|2026-03-01", b"1|2026-02-30")),
        ("with_a_byte_above_127", swap(b"|alice|", b"|al\xefce|")),
        ("with_signature_that_is_not_base64", swap(b"=\n", b"!\n")),
        ("with_signature_without_padding", swap(b"=\n", b"\n")),
        ("with_hash_in_capitals", lambda data: data.replace(data.split(b"|")[4], b"A" * 64))):
    transcript(name_, change_)


def members(name, text, code="history", first=3, verdict=FAILED):
    def function(seed):
        world = talk(seed)
        made = world.bundle(first=first).resign(world.server.key, members_sha256=sha256(text))
        made.files["members.txt"] = text
        return made
    function.__name__ = "members_" + name
    return case(verdict, code)(function)


members("unsorted", b"bob\nalice\n")
members("twice", b"alice\nalice\nbob\n")
members("without_line_end", b"alice\nbob")
members("with_an_empty_line", b"alice\n\nbob\n")
members("with_an_odd_name", b"Alice\nalice\nbob\n")
members("with_a_zero_byte", b"alice\nbo\0b\n")
members("at_line_one", b"alice\nbob\n", "", first=1)
members("without_a_speaker", b"alice\n", "history")
members("with_more", b"alice\nbob\ncarol\n", "", verdict=VERIFIED)


# ---------------------------------------------------------------- countersignatures

def countersignature(name, code, *more, who="bob", by="bob", files=None):
    def function(seed):
        world = talk(seed)
        holder = {"bob": world.bob, "alice": world.alice, "server": world.server}[by]
        return world.bundle(countersigners=[(who, holder, *more)], files=files)
    function.__name__ = "countersignature_" + name
    return case(FAILED, code)(function)


for name_, code_, more_ in (
        ("of_another_receipt", "countersignature", {"receipt_sha256": "0" * 64}),
        ("of_another_user", "countersignature", {"user": "alice"}),
        ("of_another_type", "countersignature", {"type": "securechat/countersignature/2"}),
        ("with_a_field_more", "countersignature", {"more": 1}),
        ("at_a_time_that_does_not_exist", "countersignature", {"at": "2026-03-01T10:00:60.000Z"}),
        ("by_a_certificate_that_is_missing", "file", {"certificate": "0" * 64}),
        ("after_its_certificate", "certificate", {"at": "2050-01-01T00:00:00.000Z"})):
    countersignature(name_, code_, more_)
countersignature("by_another", "name", by="alice")
countersignature("by_the_server", "certificate", by="server")
countersignature("without_signature", "file", files={"countersignatures/bob.sig": None})
countersignature("without_statement", "file", files={"countersignatures/bob.json": None})
countersignature("that_is_not_signed", "countersignature", files={"countersignatures/bob.sig": b"x"})
countersignature("in_a_file_of_another_name", "countersignature", files={"countersignatures/x.json": b"{}"})


# ---------------------------------------------------------------- files

def files(name, code="file", verdict=FAILED, **changes):
    def function(seed):
        bundle = talk(seed).bundle()
        for path, content in changes.get("files", {}).items():
            old = bundle.files.get(path)
            bundle.files[path] = content(old) if callable(content) and old is not None and (
                content.__name__ == "<lambda>") else content
        bundle.files = {k: v for k, v in bundle.files.items() if v is not None}
        return bundle
    function.__name__ = "files_" + name
    return case(verdict, code)(function)


def link_to(target):
    def make_link(file):
        os.symlink(target, file)
    return make_link


def fifo(file):
    os.mkfifo(file)


def folder(file):
    file.mkdir()


def certificate_file(bundle, name="alice"):
    for line in bundle.files["transcript.txt"].decode().split("\n"):
        if f"|{name}|" in line:
            return f"certificates/{line.split('|')[3]}.der"
    return None


for path_ in ("receipt.json", "receipt.sig", "transcript.txt", "members.txt", "authority.der", "README.txt",
              "verify.sh", "messages/3.sig", "messages/5.sig"):
    files("without_" + path_.replace("/", "_").replace(".", "_"), files={path_: None})
for path_ in ("surprise", "messages/6.json", "messages/03.json", "messages/3.txt", "messages/x", "SHA256SUMS",
              "ca.pem", "crl.pem", "receipt.json.p7s", "-rf", "messages/-", "certificates/x.der", "revocation/x.der",
              "certificates/" + "0" * 64 + ".pem", "countersignatures/", "other/file", "messages/sub/1.json",
              "countersignatures/bob.txt", "messages/3.json ", "messages/3 .json", "name with spaces",
              "line\nend", "messages/1.json\n", "back\\slash", "quote'", "dollar$(id)", "*", "caf\u00e9", ".hidden",
              "report.html/x", "messages/\u202e"):
    if path_.endswith("/"):
        continue
    files("with_" + path_.encode().hex(), files={path_: b"x"})
files("with_a_link", files={"members.txt": link_to("/dev/null")})
files("with_a_link_inside", files={"messages/3.json": link_to("5.json")})
files("with_a_broken_link", files={"messages/9.json": link_to("nowhere")})
files("with_a_link_as_report", files={"report.html": link_to("README.txt")})
files("with_a_folder_as_report", files={"report.html": folder})
files("with_a_pipe", files={"messages/9.json": fifo})
files("with_a_folder_of_another_name", files={"other": folder})
files("with_a_folder_as_file", files={"messages/9.json": folder})
files("with_another_script", files={"verify.sh": lambda old: old + b"\n"})
files("with_another_readme", files={"README.txt": lambda old: old.replace(b"OpenSSL", b"OpenTLS", 1)})
files("with_a_signature_cut_short", "signature", files={"messages/3.sig": lambda old: old[:-1]})
files("with_an_empty_signature", "signature", files={"messages/3.sig": lambda old: b""})
files("with_a_message_exchanged", "payload", files={"messages/3.json": lambda old: old.replace(b"one", b"two")})
files("with_an_authority_that_is_none", files={"authority.der": lambda old: b"x"})
files("with_an_authority_in_pem", files={"authority.der": lambda old: b"-----BEGIN CERTIFICATE-----\n"})
files("with_two_authorities", files={"authority.der": lambda old: old + old})


def in_certificate(name, change, code="file"):
    def function(seed):
        world = talk(seed)
        bundle = world.bundle()
        change(world, bundle)
        return bundle
    function.__name__ = "certificate_" + name
    return case(FAILED, code)(function)


def renamed(world, bundle, data):
    """The line names what is in the file, whatever that is."""
    old = bundle.files.pop(certificate_file(bundle))
    text = bundle.files["transcript.txt"].decode().replace(sha256(old), sha256(data))
    value = world.room.genesis()
    for line in text.split("\n")[:-1]:
        value = make.link(value, line)
    bundle.files["transcript.txt"] = text.encode()
    bundle.files[f"certificates/{sha256(data)}.der"] = data
    changed = bundle.resign(world.server.key, transcript_sha256=sha256(text.encode()), chain=value)
    bundle.files = changed.files


in_certificate("missing", lambda world, bundle: bundle.files.pop(certificate_file(bundle)))
in_certificate("of_another", lambda world, bundle: bundle.files.update(
    {certificate_file(bundle): world.bob.der}))
in_certificate("too_many", lambda world, bundle: bundle.files.update(
    {f"certificates/{h.hash}.der": h.der for h in [world.pki.user("carol")]}))
in_certificate("of_the_authority_beside_it", lambda world, bundle: bundle.files.update(
    {f"certificates/{world.pki.holder.hash}.der": world.pki.holder.der}))
in_certificate("two_in_one_file", lambda world, bundle: renamed(
    world, bundle, world.alice.der + world.bob.der), "certificate")
in_certificate("with_more_behind_it", lambda world, bundle: renamed(world, bundle, world.alice.der + b"\0"), "certificate")
in_certificate("in_pem", lambda world, bundle: renamed(
    world, bundle, b"-----BEGIN CERTIFICATE-----\n" + make.b64(world.alice.der).encode() + b"\n-----END CERTIFICATE-----\n"),
    "certificate")
in_certificate("behind_text", lambda world, bundle: renamed(world, bundle, b"x" * 254 + world.alice.der), "certificate")
in_certificate("that_is_none", lambda world, bundle: renamed(world, bundle, b"0\x00"), "certificate")
in_certificate("of_indefinite_length", lambda world, bundle: renamed(
    world, bundle, b"\x30\x80" + world.alice.der[4:] + b"\0\0"), "certificate")
in_certificate("with_a_longer_length", lambda world, bundle: renamed(
    world, bundle, b"\x30\x83\0" + world.alice.der[2:]), "certificate")


@case(FAILED, "name")
def a_certificate_in_the_text_of_another(seed):
    """What PEM readers take for a certificate stands in the subject of the real one."""
    world = World(seed)
    inner = world.pki.user("alice").certificate.public_bytes(make.serialization.Encoding.PEM).decode()
    world.alice = world.pki.user("x", subject=name_of(
        (NameOID.COMMON_NAME, "mallory"), (x509.ObjectIdentifier("2.5.4.13"), "x\n" + inner)))
    return world.talk().bundle()


@case(FAILED, "certificate")
def a_rogue_authority_of_the_same_name(seed):
    bundle = talk(seed).bundle()
    bundle.authorities = [Pki(random.Random(seed + "rogue")).holder.der]
    return bundle


@case(FAILED, "certificate")
def another_authority(seed):
    bundle = talk(seed).bundle()
    bundle.authorities = [Pki(random.Random(seed), "rsa", "Stranger").holder.der]
    return bundle


securechat_chains.register(case, World)


# ---------------------------------------------------------------- random histories, and changes to them

def random_world(rng):
    """A record by grammar: who is there, comes, speaks, leaves, is erased, and is asked for."""
    kinds = list(make.KINDS)
    pki = Pki(rng, rng.choice(kinds))
    world = World(rng.random(), pki=pki, room=rng.choice(["lobby", "a", "dm:p0:p1", "r.1-x_y"]))
    world.rng = world.room.rng = rng
    issuers, world.lists = [pki], []
    if rng.random() < 0.4:
        issuers.append(Pki(rng, rng.choice(kinds), "Staff", above=pki))
    world.server = world.room.signer = rng.choice(issuers).server(
        HOST, rng.choice(kinds), names=rng.choice([None, [x509.DNSName(HOST)]]), ekus=rng.choice([(MAIL,), (DOCUMENTS,)]))
    people = {}
    for number in range(rng.randrange(2, 5)):
        name = rng.choice([f"p{number}", f"p{number}@example.org"]) if number > 1 else f"p{number}"
        how = rng.randrange(4)
        names = [[], [user_uri(name)], [x509.RFC822Name(name)], [upn(name)]][how] if "@" in name or how < 2 else []
        people[name] = rng.choice(issuers).user(
            f"Person {number}" if names else name.upper() if rng.random() < 0.3 else name, rng.choice(kinds), names)
    room, inside = world.room, set()
    first = next(iter(people))
    room.enter(first, people[first], "created")
    inside.add(first)
    judged = rng.random() < 0.4
    for _ in range(rng.randrange(3, 14)):
        room.pass_time()
        outside = sorted(set(people) - inside)
        what = rng.choices(["say", "enter", "leave", "erase", "other", "newer", "decide"], [10, 4, 1, 1, 1, 0.3, judged * 5])[0]
        if what == "enter" and outside:
            name = rng.choice(outside)
            room.enter(name, people[name])
            inside.add(name)
        elif what == "leave" and inside:
            name = rng.choice(sorted(inside))
            room.event("left", name, rng.choice(sorted(people)) if judged else name)
            inside.discard(name)
        elif what == "erase":
            said = [line.position for line in room.lines if line.sender != "@server"
                    and line.position not in room.erased]
            if said:
                chosen = sorted(rng.sample(said, rng.randrange(1, min(3, len(said)) + 1)))
                room.erase(make.ranges(chosen), chosen)
        elif what == "other" and rng.random() < 0.4:
            room.server_line("webhook/1", name=rng.choice(["build", '"\u00e4'])[:64], text=random_text(rng))
        elif what == "decide":
            random_decision(rng, room, people)
        elif what == "other":
            room.event(*rng.choice([("invited", "nobody"), ("archived", None), ("reopened", None)]))
        elif inside:
            name = rng.choice(sorted(inside))
            if what == "newer":
                room.append(name, people[name], {**room.envelope(name, "poll/1"), "x": rng.randrange(99)})
            else:
                random_speech(rng, room, name, people[name], people)
    since = {holder.hash: rng.choice([START + DAY, room.lines[rng.randrange(len(room.lines))].time])
             .replace(microsecond=0) for holder in people.values() if rng.random() < 0.2}
    for issuer in issuers:
        world.lists.append(issuer.crl([(holder, since[holder.hash]) for holder in people.values()
                                       if holder.hash in since]))
    last = rng.choice([len(room.lines)] * 3 + [rng.randrange(1, len(room.lines) + 1)])
    start = rng.choice([1] * 3 + [rng.randrange(1, last + 1)])
    signers = [(name, holder) for name, holder in people.items() if rng.random() < 0.3
               and since.get(holder.hash, START + DAY) == START + DAY]
    doubtful = make.ranges([line.position for line in room.lines[start - 1:last]
                            if since.get(line.certificate, START + DAY) <= line.time])
    world.made = world.bundle(first=start, last=last, countersigners=signers, revoked=doubtful)
    there = [line for line in room.lines[start - 1:last] if line.position not in room.erased]
    world.known = VERIFIED
    if any(kind_of(line) == "poll/1" for line in there):
        world.known = NEWER
    if start == 1 and any(kind_of(line) in ("removal/1", "event/2") for line in there) or judged:
        world.known = None  # who may do that, the verifiers have to agree on
    if not all(is_about_what_it_can(room, line, start) for line in there):
        world.known = FAILED
    return world


def random_decision(rng, room, people):
    """Something decided about the room, by one who has the right or has not; sometimes by the server."""
    event = rng.choice(["owner", "moderator", "moderator", "moderator", "member", "kicked", "banned", "unbanned", "muted",
                        "unmuted", "topic", "rules", "pinned", "unpinned", "writers", "slow"])
    first = json.loads(room.lines[0].payload)["subject"]
    actor = rng.choice([first] * 3 + ["@server", *people])
    subject = rng.choice([*people, "nobody"])
    value, until = "", ""
    if event in ("topic", "rules", "writers", "slow"):
        subject = None
    elif event in ("pinned", "unpinned"):
        subject = rng.randrange(len(room.lines)) + 1
    if event in ("kicked", "banned", "muted", "topic"):
        value = random_text(rng).replace("\n", "")
    elif event == "rules":
        value = random_text(rng)
    elif event == "writers":
        value = rng.choice(["members", "moderators"])
    elif event == "slow":
        value = str(rng.randrange(100))
    if event in ("banned", "muted"):
        until = rng.choice(["", "", LONG_AGO, NEVER, make.timestamp(room.lines[-1].time)])
    room.decide(event, subject, actor, value, until)


MESSAGES = ("message/1", "message/2", "reply/1", "file/1")


def kind_of(line):
    """Of a program, that of people."""
    return json.loads(line.payload)["type"][len("securechat/"):].removeprefix("bot-")


def random_text(rng, most=20):
    return "".join(rng.choice("ab \u00e4\u4f60\U0001f600\"\\\n") for _ in range(rng.randrange(1, most)))


def random_speech(rng, room, name, holder, people):
    """A line of a kind of users; one in a few is about what it cannot be about."""
    after = rng.choice([len(room.lines)] * 2 + [rng.randrange(len(room.lines) + 1)])
    kind = rng.choices(["message/1", "message/2", "reply/1", "edit/1", "retraction/1", "reaction/1", "removal/1", "read/1",
                        "file/1"], [8, 3, 4, 3, 2, 4, 2, 1, 3])[0]
    author = kind in ("edit/1", "retraction/1")
    fit = [line.position for line in room.lines[:after] if line.sender != "@server"
           and (line.sender == name or not author) and kind_of(line) in (*MESSAGES, "poll/1")]
    own = {}
    if kind == "removal/1" and name != json.loads(room.lines[0].payload).get("subject") and rng.random() < 0.8:
        kind = "message/1"
    if kind not in ("read/1", "file/1") and not kind.startswith("message"):
        if rng.random() < 0.15:
            wrong = room.about(rng.randrange(len(room.lines)) + 1)
            own["about"] = {**wrong, **rng.choice([{}, {}, {"payload": sha256(b"")}, {
                "position": rng.choice([len(room.lines) + 1, wrong["position"] + 1, 2**53 - 1])}])}
        elif fit:
            own["about"] = room.about(rng.choice(fit))
        else:
            kind = "message/1"
    if kind == "file/1":
        own.update(name=rng.choice(["a.txt", "\u00e4 \U0001f600", "..a"]), size=rng.randrange(2**20), media_type="text/plain",
                   sha256=sha256(rng.randbytes(4)))
    if kind in ("message/2", "reply/1", "edit/1", "file/1"):
        names = sorted({*people, "nobody", "10", "1e1", "x@example.org"})
        own["mentions"] = sorted(rng.sample(names, rng.randrange(kind == "message/2", len(names))))
    if kind == "reaction/1":
        own["symbol"] = rng.choice(["+", "\U0001f44d", "\u2764\ufe0f", '"', "\U0001f600" * 16, "\u00a0\u00e4"])
        own["action"] = rng.choice(["given", "given", "withdrawn"])
    elif kind == "removal/1":
        own["reason"] = rng.choice(["", "spam", '"\u00e4', "\U0001f600" * 20])
    elif kind not in ("retraction/1", "read/1"):
        own["text"] = random_text(rng)
    by = rng.choice(["", "", "", "bot-"])
    room.speak(name, by + kind, holder=holder, own=own, session=rng.randrange(2), after=after)


def is_about_what_it_can(room, line, first):
    """As a bundle of the lines from one on shows it."""
    fields = json.loads(line.payload)
    if "about" not in fields or fields["type"] == "securechat/poll/1":
        return True
    position = fields["about"]["position"]
    if position > fields["after"]["position"]:
        return False
    if position < first:
        return True
    other = room.lines[position - 1]
    return (other.sender != "@server" and other.payload_hash == fields["about"]["payload"]
            and (kind_of(line) not in ("edit/1", "retraction/1") or other.sender == line.sender)
            and (position in room.erased or kind_of(other) in (*MESSAGES, "poll/1")
                 and (kind_of(line), kind_of(other)) != ("edit/1", "file/1")))


def mutate(rng, world, bundle):
    """One change; returns the verdict if it is known."""
    made = bundle.files
    paths = sorted(made)
    path = rng.choice(paths)
    what = rng.randrange(9)
    signed = [p for p in paths if p not in ("authority.der",) and made[p]]
    if what == 0:  # a bit
        path = rng.choice(signed)
        at = rng.randrange(len(made[path]))
        made[path] = made[path][:at] + bytes([made[path][at] ^ 1 << rng.randrange(8)]) + made[path][at + 1:]
        return FAILED
    if what == 1:
        del made[path]
        return INCOMPLETE if path.endswith(".json") and path.startswith("messages") and (
            b'"sender"' in bundle_payload(world, path)) else None if path.startswith("countersig") else FAILED
    if what == 2:  # two files change places
        other = rng.choice([p for p in paths if made[p] != made[path]])
        made[path], made[other] = made[other], made[path]
        return None
    if what == 3:
        path = rng.choice(signed)
        made[path] = made[path][:rng.randrange(len(made[path]))]
        return FAILED
    if what == 4:
        made[path] += bytes([rng.randrange(256)])
        return FAILED if path != "report.html" else None
    if what == 5:
        made[rng.choice(["messages/", "certificates/", "", "revocation/"]) + rng.choice(
            ["a", "1", "99.json", "0.sig", "00.der"])] = b"{}"
        return FAILED
    try:
        fields = json.loads(made["receipt.json"])
        fields["previous_chain"], made["receipt.sig"], made["transcript.txt"].decode()
    except (KeyError, TypeError, ValueError):
        return None  # The change before this one has taken away what this one changes.
    name = rng.choice(sorted(fields))
    value = fields[name]
    if what == 6:  # another receipt, well signed
        new = rng.choice([value + 1, value - 1, 0]) if isinstance(value, int) else rng.choice(
            [value[:-1], value + value[-1:], value[::-1], sha256(rng.random().hex().encode())])
        changed = bundle.resign(world.server.key, **{name: new})
        bundle.files = changed.files
        return FAILED if new != value and name not in ("session", "user", "erased", "issued_at") else None
    if what == 7:  # another line, well chained
        lines = made["transcript.txt"].decode("latin-1").split("\n")[:-1]
        if not lines:
            return None
        at = rng.randrange(len(lines))
        kind = rng.randrange(3)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(at, lines[rng.randrange(len(lines))])
        else:
            parts = lines[at].split("|")
            field = rng.randrange(6)
            parts[field] = rng.choice([parts[field][:-1], parts[field] + "0", "p1", "@server", lines[0].split("|")[field]])
            lines[at] = "|".join(parts)
        text = "".join(line + "\n" for line in lines)
        chain = fields["previous_chain"]
        for line in lines:
            chain = make.link(chain, line)
        changed = bundle.resign(world.server.key, transcript_sha256=sha256(text.encode()), chain=chain)
        bundle.files = {**changed.files, "transcript.txt": text.encode()}
        return None
    position = rng.choice([p for p in paths if p.startswith("messages/") and p.endswith(".json")] or [None])
    if position is None:
        return None
    try:
        payload_ = json.loads(made[position])
        payload_["type"]
    except (ValueError, TypeError, KeyError):
        return None
    # another payload, well signed, hashed and chained
    how, settled = rng.random(), rng.random() < 0.5
    if "about" in payload_ and how < 0.5:
        room = world.room
        payload_["about"] = {**room.about(rng.randrange(len(room.lines)) + 1), **rng.choice([
            {}, {}, {"payload": sha256(b"")}, {"position": rng.randrange(len(room.lines) + 2)}])}
        data, settled = canonical(payload_), True
    elif rng.random() < 0.5:
        key = rng.choice(sorted(payload_))
        old = payload_[key]
        payload_[key] = rng.choice([1, "", "p1", "\u0085", {}, None, old if isinstance(old, dict) else [old]])
        data = canonical(payload_)
    else:
        data = made[position]
        at = rng.randrange(len(data))
        data = data[:at] + rng.choice([b"", b"\0", b"\\", b'"', b" ", b"0", b"\xc3", b",", b"{", b"\x7f"]) + data[
            at + rng.randrange(2):]
    say_instead(world, bundle, position, data, settled)
    return None


def say_instead(world, bundle, position, data, settled):
    """Another payload for a line; settled: what is said later knows of it, by chain values and hashes."""
    files, lines, moved = dict(bundle.files), [], {}
    old_chain = chain = json.loads(files["receipt.json"])["previous_chain"]
    holders = {str(line.position): line.holder for line in world.room.lines}
    for line in files["transcript.txt"].decode().split("\n")[:-1]:
        parts = line.split("|")
        path = f"messages/{parts[0]}.json"
        payload_ = data if path == position else files.get(path)
        if payload_ and path != position and settled:
            for old, new in moved.items():
                payload_ = payload_.replace(old.encode(), new.encode())
        if parts[0] in holders and payload_ is not None and payload_ != files.get(path):
            signature = sign(holders[parts[0]].key, payload_)
            files.update({path: payload_, path[:-4] + "sig": signature})
            moved[parts[4]] = sha256(payload_)
            parts[4:] = [sha256(payload_), make.b64(signature)]
        lines.append("|".join(parts))
        old_chain, chain = make.link(old_chain, line), make.link(chain, lines[-1])
        if old_chain != chain:
            moved[old_chain] = chain
    text = "".join(line + "\n" for line in lines)
    files["transcript.txt"] = text.encode()
    bundle.files = files
    bundle.files = bundle.resign(world.server.key, transcript_sha256=sha256(text.encode()), chain=chain).files


def bundle_payload(world, path):
    return next(line.payload for line in world.room.lines if str(line.position) == path[9:-5])


def random_case(seed):
    rng = random.Random(seed)
    world = random_world(rng)
    bundle, verdict = world.made.copy(), world.known
    changes = rng.choice([0, 1, 1, 1, 1, 2])
    for _ in range(changes):
        one = mutate(rng, world, bundle)
        verdict = one if changes == 1 and (one == FAILED or world.known == VERIFIED) else None
    return bundle, verdict or "", ""


# ---------------------------------------------------------------- every byte of a small bundle

def flips(seed, step):
    """One of so many bytes; of the explanations, whose every byte is compared, one of 64 times so many."""
    world = World(seed)
    world.room.enter("alice", world.alice, "created")
    world.room.say("alice", "hi")
    bundle = world.bundle(countersigners=[("alice", world.alice)])
    for path in sorted(bundle.files):
        content = bundle.files[path]
        for at in range(0, len(content), step * 64 if path in ("README.txt", "verify.sh") else step):
            changed = bundle.copy()
            changed.files[path] = content[:at] + bytes([content[at] ^ 1 << (at % 8)]) + content[at + 1:]
            yield f"{path.replace('/', '_')}-{at}", changed, FAILED if path != "authority.der" else ""


def write(folder, name, bundle, verdict, code):
    target = pathlib.Path(folder, name)
    bundle.write(target)
    (target / "expected.txt").write_text(f"{verdict}\n{code}\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", default="1")
    parser.add_argument("--named", action="store_true")
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--flips", type=int, default=0, metavar="STEP")
    parser.add_argument("--from", type=int, default=0, dest="first", metavar="N")
    parser.add_argument("--count", type=int, metavar="N")
    parser.add_argument("--only")
    parser.add_argument("folder")
    given = parser.parse_args()
    pathlib.Path(given.folder).mkdir(parents=True, exist_ok=True)
    for name, (function, verdict, code) in CASES.items():
        if given.named and given.only in (None, name):
            write(given.folder, name, function(f"{given.seed} {name}"), verdict, code)
    for number in range(given.random):
        write(given.folder, f"random-{given.seed}-{number}", *random_case(f"{given.seed} {number}"))
    if given.flips:
        end = None if given.count is None else given.first + given.count
        for name, bundle, verdict in itertools.islice(flips(given.seed, given.flips), given.first, end):
            write(given.folder, "flip-" + name, bundle, verdict, "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
