"""Cases for the chapter on certificates of docs/PROTOCOL.md (6.1 to 6.3): what chains, their
signatures and revocation lists may look like. securechat_cases.py registers them.

Many are certificates that no library writes: one is made as it should be, changed as bytes, and
signed again.
"""

import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID

from securechat_bundles import (
    DAY, SECOND, START, Holder, Pki, der, name_of, new_key, ranges, usage)
from securechat_evidence import BASE, L, Der, add, encoded, extended, recover, times

VERIFIED, FAILED = "VERIFIED", "FAILED"
HOST = "chat.example.org"
TORSION = extended(recover(int.from_bytes(bytes.fromhex(
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"), 0))
PKCS1 = bytes.fromhex("300d06092a864886f70d01010b0500")


# ---------------------------------------------------------------- signing again

def ecdsa(key, data):
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


def ecdsa_padded(key, data):
    """With a zero in front of r that DER does not have."""
    parts = []
    for extra, number in zip((1, 0), decode_dss_signature(ecdsa(key, data))):
        parts.append(der(2, bytes(extra) + number.to_bytes(number.bit_length() // 8 + 1, "big")))
    return der(0x30, *parts)


def ecdsa_longest_with_more(key, data):
    """As long as it can be, and a byte: openssl dgst does not read that byte."""
    while True:
        signature = ecdsa(key, data)
        if signature[1] == 70:
            return signature + b"\0"


def ed25519_shifted(key, data):
    """By an Ed25519 key, with a point of order 8 added to R."""
    seed = key.private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption())
    secret = hashlib.sha512(seed).digest()
    number = int.from_bytes(secret[:32], "little") & (2**254 - 8) | 2**254
    public = encoded(times(number, BASE))
    r = int.from_bytes(hashlib.sha512(secret[32:] + data).digest(), "little") % L
    point = encoded(add(times(r, BASE), TORSION))
    k = int.from_bytes(hashlib.sha512(point + public + data).digest(), "little")
    return point + ((r + k * number) % L).to_bytes(32, "little")


def pkcs1_without_null(key, data):
    """The DigestInfo without the parameters of the hash."""
    numbers = key.private_numbers()
    modulus = numbers.public_numbers.n
    info = der(0x30, bytes.fromhex("300b0609608648016503040201"), der(4, hashlib.sha256(data).digest()))
    length = (modulus.bit_length() + 7) // 8
    block = b"\0\1" + b"\xff" * (length - 3 - len(info)) + b"\0" + info
    return pow(int.from_bytes(block, "big"), numbers.d, modulus).to_bytes(length, "big")


def pss(salt):
    return lambda key, data: key.sign(data, padding.PSS(padding.MGF1(hashes.SHA256()), salt), hashes.SHA256())


def pss_without_its_zero(key, data):
    """The same number in a byte less than the modulus has: OpenSSL alone takes it."""
    while True:
        signature = pss(32)(key, data)
        if signature[0] == 0:
            return signature[1:]


def pss_algorithm(salt, null=b"\5\0"):
    digest = der(0x30, bytes.fromhex("0609608648016503040201"), null)
    mask = der(0x30, bytes.fromhex("06092a864886f70d010108"), digest)
    return der(0x30, bytes.fromhex("06092a864886f70d01010a"), der(0x30, der(0xA0, digest), der(
        0xA1, mask), der(0xA2, der(2, bytes([salt])))))


def again(data, key, change=lambda tbs: tbs, algorithm=None, signer=ecdsa):
    """A certificate or list with changed contents, signed again."""
    tbs, old, _ = Der(data).children()
    inner = change(tbs.whole)
    if algorithm is not None:
        assert old.whole in inner
        inner = resized(inner, old.whole, algorithm)
    algorithm = algorithm or old.whole
    return der(0x30, inner, algorithm, der(3, b"\0" + signer(key, inner)))


def resized(tbs, old, new):
    """With one part exchanged, of whatever length; only parts of the first level."""
    parts = [each.whole for each in Der(tbs).children()]
    place = parts.index(old)
    return der(0x30, *parts[:place], new, *parts[place + 1:])


def part(number, make):
    """Exchanges a part: 0 version, 1 serial number, 3 issuer, 4 validity, 5 subject, 6 key, 7 extensions."""
    def change(tbs):
        parts = [each.whole for each in Der(tbs).children()]
        parts[number] = make(parts[number])
        return der(0x30, *parts)
    return change


def extensions(make):
    """Changes the list of extensions, each as bytes."""
    def change(whole):
        inner = Der(Der(whole).body)
        return der(0xA3, der(0x30, *make([each.whole for each in inner.children()])))
    return part(7, change)


def times_of(begin, end):
    return part(4, lambda _: der(0x30, begin, end))


def utc(text):
    return der(0x17, text)


def general(text):
    return der(0x18, text)


def remade(holder, pki, change=lambda tbs: tbs, **options):
    return Holder(again(holder.der, pki.holder.key, change, **options), holder.key, holder.issuer)


def critical(number, content):
    return (x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29." + number), content), True)


def harmless(number, content):
    return (critical(number, content)[0], False)


CONSTRAINING = {
    "name_constraints": ("30", der(0x30, der(0xA0, der(0x30, der(0x82, b"example.org"))))),
    "policy_mappings": ("33", der(0x30, der(0x30, bytes.fromhex("06022a03"), bytes.fromhex("06022a04")))),
    "policy_constraints": ("36", der(0x30, der(0x80, b"\5"))),
    "inhibit_any_policy": ("54", der(2, b"\5")),
}


def register(case, World):
    """Tells securechat_cases.py of all cases."""

    def named(name, verdict, code, make):
        def function(seed):
            return make(World(seed))
        function.__name__ = name
        case(verdict, code if verdict == FAILED else "")(function)

    def alice(name, verdict, change=lambda tbs: tbs, kind=None, code="certificate", **options):
        def make(world):
            if kind:
                world.pki = Pki(world.rng, kind)
                world.server = world.room.signer = world.pki.server(HOST)
                world.bob = world.pki.user("bob", "p256")
                world.lists = [world.pki.crl()]
            world.alice = remade(world.pki.user("alice"), world.pki, change, **options)
            return world.talk().bundle()
        named(name, verdict, code, make)

    def staff(name, verdict, code="certificate", change=None, lists=None, more=None, **options):
        def make(world):
            below = Pki(world.rng, "p256", "Staff", above=world.pki, **options)
            if change:
                below.holder = remade(below.holder, world.pki, change)
            world.alice = below.user("alice")
            world.lists.append(lists(below) if lists else below.crl())
            if more:
                more(world, below)
            return world.talk().bundle()
        named(name, verdict, code, make)

    form_of_a_certificate(alice)
    signature_of_a_certificate(alice)
    right_to_issue(staff)
    several_issuers(named)
    lists_of_issuers(named, staff)
    lists_for_some(named)
    given_authorities(named)


# ---------------------------------------------------------------- the form

def form_of_a_certificate(alice):
    alice("profile_certificate_signed_again", VERIFIED)
    alice("profile_version_two", FAILED, part(0, lambda _: der(0xA0, der(2, b"\1"))))
    alice("profile_serial_of_zero", FAILED, part(1, lambda _: der(2, b"\0")))
    alice("profile_serial_that_is_negative", FAILED, part(1, lambda _: der(2, b"\x85")))
    alice("profile_serial_of_twenty_one_bytes", FAILED, part(1, lambda _: der(2, b"\1" * 21)))
    alice("profile_serial_with_a_zero_too_many", FAILED, part(1, lambda _: der(2, b"\0\1")))
    alice("profile_time_with_a_fraction", FAILED, times_of(
        general(b"20260101000000.5Z"), utc(b"270101000000Z")))
    alice("profile_time_without_seconds", FAILED, times_of(utc(b"2601010000Z"), utc(b"270101000000Z")))
    alice("profile_time_of_another_zone", FAILED, times_of(
        utc(b"260101000000+0000"), utc(b"270101000000Z")))
    alice("profile_day_that_does_not_exist", FAILED, times_of(utc(b"260230000000Z"), utc(b"270101000000Z")))
    alice("profile_leap_second", FAILED, times_of(utc(b"260101235960Z"), utc(b"270101000000Z")))
    alice("profile_generalized_times", VERIFIED, times_of(general(b"20260101000000Z"), general(b"20270101000000Z")))
    alice("profile_without_an_end", VERIFIED, times_of(utc(b"260101000000Z"), general(b"99991231235959Z")))
    alice("profile_extension_twice", FAILED, extensions(lambda all_: [*all_, all_[0]]))
    alice("profile_unique_identifier", FAILED, lambda tbs: der(0x30, *(
        each.whole for each in Der(tbs).children()[:-1]), der(0x82, b"\0\1"), Der(tbs).children()[-1].whole))
    alice("profile_false_spelled_out", VERIFIED, extensions(lambda all_: [
        der(0x30, bytes.fromhex("0603551d13"), der(4, der(0x30, der(1, b"\0")))), *all_[1:]]))
    alice("profile_without_basic_constraints", VERIFIED, extensions(lambda all_: all_[1:]))
    alice("profile_path_length_of_a_user", FAILED, extensions(lambda all_: [
        der(0x30, bytes.fromhex("0603551d13"), der(4, der(0x30, der(2, b"\0")))), *all_[1:]]))
    alice("profile_empty_subject", FAILED, part(5, lambda _: der(0x30)), code="name")
    alice("profile_compressed_point", FAILED, part(6, lambda _: der(
        0x30, bytes.fromhex("301306072a8648ce3d020106082a8648ce3d030107"), der(
            3, b"\0" + compressed(new_key("p256", "x"))))))
    for name, (number, content) in CONSTRAINING.items():
        alice("profile_user_with_" + name, FAILED, extensions(lambda all_, n=number, c=content: [
            *all_, der(0x30, bytes.fromhex("0603551d") + bytes([int(n)]), der(4, c))]))


def compressed(key):
    point = key.public_key().public_numbers()
    return bytes([2 + point.y % 2]) + point.x.to_bytes(32, "big")


# ---------------------------------------------------------------- the signature

def signature_of_a_certificate(alice):
    alice("issuer_signature_with_torsion_in_r", FAILED, kind="ed25519", signer=ed25519_shifted)
    alice("issuer_signature_by_ed25519", VERIFIED, kind="ed25519", signer=lambda key, data: key.sign(data))
    alice("issuer_signature_with_a_zero_too_many", FAILED, signer=ecdsa_padded)
    alice("issuer_signature_with_more_behind", FAILED, signer=lambda key, data: ecdsa(key, data) + b"\0")
    alice("issuer_signature_with_more_behind_the_longest", FAILED, signer=ecdsa_longest_with_more)
    alice("issuer_signature_by_pkcs1_with_more", FAILED, kind="rsa",
          signer=lambda key, data: key.sign(data, padding.PKCS1v15(), hashes.SHA256()) + b"\0")
    alice("issuer_signature_by_pss_with_more", FAILED, kind="rsa", algorithm=pss_algorithm(32),
          signer=lambda key, data: pss(32)(key, data) + b"\0")
    alice("issuer_signature_by_sha1", FAILED, algorithm=bytes.fromhex("300906072a8648ce3d0401"),
          signer=lambda key, data: key.sign(data, ec.ECDSA(hashes.SHA1())))
    alice("issuer_signature_with_parameters", FAILED, algorithm=bytes.fromhex("300c06082a8648ce3d0403020500"))
    alice("issuer_signature_by_pkcs1", VERIFIED, kind="rsa", signer=lambda key, data: key.sign(
        data, padding.PKCS1v15(), hashes.SHA256()))
    alice("issuer_signature_by_pkcs1_without_null", FAILED, kind="rsa", signer=pkcs1_without_null)
    alice("issuer_signature_by_pkcs1_with_a_zero_in_front", FAILED, kind="rsa",
          signer=lambda key, data: b"\0" + key.sign(data, padding.PKCS1v15(), hashes.SHA256()))
    alice("issuer_signature_by_rsa_without_parameters", FAILED, kind="rsa", algorithm=PKCS1[:1] + b"\x0b" + PKCS1[2:-2],
          signer=lambda key, data: key.sign(data, padding.PKCS1v15(), hashes.SHA256()))
    alice("issuer_signature_by_pss", VERIFIED, kind="rsa", algorithm=pss_algorithm(32), signer=pss(32))
    alice("issuer_signature_by_pss_without_null", VERIFIED, kind="rsa", algorithm=pss_algorithm(32, b""), signer=pss(32))
    alice("issuer_signature_by_pss_without_its_zero", FAILED, kind="rsa", algorithm=pss_algorithm(32),
          signer=pss_without_its_zero)
    alice("issuer_signature_by_pss_with_a_short_salt", FAILED, kind="rsa", algorithm=pss_algorithm(20), signer=pss(20))
    alice("issuer_signature_by_pss_with_another_salt", FAILED, kind="rsa", algorithm=pss_algorithm(32), signer=pss(20))
    alice("issuer_signature_of_another_kind", FAILED, algorithm=PKCS1)


# ---------------------------------------------------------------- issuers

def right_to_issue(staff):
    for name, (number, content) in CONSTRAINING.items():
        staff("issuer_with_" + name, FAILED, extra=[critical(number, content)])
        staff("issuer_with_harmless_" + name, FAILED, extra=[harmless(number, content)])
    staff("issuer_without_basic_constraints", FAILED, change=extensions(lambda all_: all_[1:]))
    staff("issuer_without_key_usage", VERIFIED, change=extensions(lambda all_: all_[:1]))
    staff("issuer_whose_name_is_in_other_case", FAILED, more=lambda world, below: setattr(
        world, "alice", below.user("alice", issuer_name=name_of(
            (NameOID.ORGANIZATION_NAME, "Example, Inc."), (NameOID.COMMON_NAME, "STAFF")))))
    staff("issuer_whose_name_is_of_another_type", FAILED, more=lambda world, below: setattr(
        world, "alice", remade(world.alice, below, part(3, lambda name: name.replace(b"\x0c\5Staff", b"\x13\5Staff")))))
    staff("issuer_with_the_serial_of_zero", FAILED, change=part(1, lambda _: der(2, b"\0")))


def several_issuers(named):
    def two_of_one_name(world):
        one, other = (Pki(world.rng, "p256", "Staff", above=world.pki) for _ in range(2))
        world.alice, world.bob = one.user("alice"), other.user("bob")
        world.lists += [one.crl(), other.crl()]
        return world.talk().bundle()

    def renewed(world, first_end, second_start, revoked=False):
        below = Pki(world.rng, "p256", "Staff", above=world.pki, end=first_end)
        old = below.holder
        new = world.pki.certify(below.subject, old.key, ca=True, start=second_start)
        world.alice = below.user("alice")
        world.room.other_certificates.append(new)
        world.lists = [world.pki.crl([(old, START - DAY)] if revoked else []), below.crl()]
        return world.talk().bundle()

    def crossed(world, revoked, named=(), ends=None):
        """An issuer that was certified twice, and four lines ten seconds apart. revoked: from which
        second on each of the two certificates is; named: the lines that the receipt calls doubtful,
        by their seconds; ends: when the second certificate ends."""
        below = Pki(world.rng, "p256", "Staff", above=world.pki)
        begin, positions = START + 3600 * SECOND, []
        other = world.pki.certify(below.subject, below.holder.key, ca=True,
                                  end=START + 30 * DAY if ends is None else begin + ends * SECOND)
        world.alice = below.user("alice")
        world.room.other_certificates.append(other)
        world.talk()
        for second in (0, 10, 20, 30):
            world.room.now = begin + second * SECOND
            world.room.say("alice")
            if second in named:
                positions.append(world.room.lines[-1].position)
        entries = [(holder, begin + 60 * SECOND, begin + second * SECOND)
                   for holder, second in zip((below.holder, other), revoked) if second is not None]
        world.lists = [world.pki.crl(entries), below.crl()]
        return world.bundle(revoked=ranges(positions))

    def loop(world):
        one = Pki(world.rng, "p256", "One", above=world.pki)
        two = Pki(world.rng, "p256", "Two", above=one)
        back = two.certify(one.subject, one.holder.key, ca=True)
        back.issuer = None
        two.holder.issuer = None
        world.alice = two.user("alice")
        world.alice.issuer = None
        world.room.other_certificates += [back, two.holder]
        world.lists += [one.crl(), two.crl()]
        return world.talk().bundle()

    def self_issued(world):
        # The authority's own name once more, with another key: a change of keys by RFC 4210.
        key = new_key("p256", "rolled")
        rolled = world.pki.certify(world.pki.subject, key, ca=True)
        world.alice = world.pki.user("alice", signing_key=key)
        world.alice.issuer = rolled
        return world.talk().bundle()

    def receipt_key_below(world):
        below = Pki(world.rng, "p384", "Staff", above=world.pki)
        world.server = world.room.signer = below.server(HOST)
        world.lists.append(below.crl())
        return world.talk().bundle()

    named("issuers_two_of_one_name", VERIFIED, "", two_of_one_name)
    named("issuer_renewed_in_between", VERIFIED, "", lambda world: renewed(
        world, START + 30 * SECOND, START + SECOND))
    named("issuer_revoked_and_renewed", VERIFIED, "", lambda world: renewed(
        world, START + 30 * DAY, START - DAY, True))
    named("issuer_renewed_too_late", FAILED, "certificate", lambda world: renewed(
        world, START - 20 * DAY, START + 10 * DAY))
    for name, revoked in (("first", (15, None)), ("second", (None, 15))):
        named(f"crossed_issuer_whose_{name}_certificate_is_revoked", VERIFIED, "",
              lambda world, r=revoked: crossed(world, r))
        named(f"crossed_issuer_whose_{name}_certificate_is_revoked_says_the_receipt", FAILED, "revocation",
              lambda world, r=revoked: crossed(world, r, (20, 30)))
    for name, revoked in (("rising", (5, 25)), ("falling", (25, 5))):
        named(f"crossed_issuer_revoked_twice_{name}", VERIFIED, "",
              lambda world, r=revoked: crossed(world, r, (30,)))
        named(f"crossed_issuer_revoked_twice_{name}_unnamed", FAILED, "revocation",
              lambda world, r=revoked: crossed(world, r))
        named(f"crossed_issuer_revoked_twice_{name}_named_too_early", FAILED, "revocation",
              lambda world, r=revoked: crossed(world, r, (10, 20, 30)))
    named("crossed_issuer_revoked_while_the_other_lasts", VERIFIED, "",
          lambda world: crossed(world, (5, None), (20, 30), ends=15))
    named("crossed_issuer_revoked_while_the_other_lasts_named_too_early", FAILED, "revocation",
          lambda world: crossed(world, (5, None), (10, 20, 30), ends=15))
    named("issuers_in_a_loop", FAILED, "certificate", loop)
    named("issuer_that_names_itself", FAILED, "certificate", self_issued)
    named("receipt_key_below_an_issuer", VERIFIED, "", receipt_key_below)


# ---------------------------------------------------------------- lists

def lists_of_issuers(named, staff):
    def with_list(make_list, kind="p256"):
        def make(world):
            world.pki = Pki(world.rng, kind)
            world.server = world.room.signer = world.pki.server(HOST)
            world.alice, world.bob = world.pki.user("alice"), world.pki.user("bob")
            world.lists = [make_list(world)]
            return world.talk().bundle()
        return make

    def twice(world):
        """Two entries of one serial number, of which the second is later."""
        data = world.pki.crl([(77, START - DAY)])
        def double(tbs):
            parts = [each.whole for each in Der(tbs).children()]
            place = 5
            parts[place] = der(0x30, Der(parts[place]).body * 2)
            return der(0x30, *parts)
        return again(data, world.pki.holder.key, double)

    staff("issuer_that_may_not_sign_lists", FAILED, "revocation", key_usage=usage(key_cert_sign=True))
    staff("issuer_revoked_after_its_last_use", VERIFIED, more=lambda world, below: setattr(
        world, "lists", [world.pki.crl([(below.holder, START + DAY)]), below.crl()]))
    staff("issuer_whose_own_list_is_delta", FAILED, "revocation", lists=lambda below: below.crl(
        extra=[(x509.DeltaCRLIndicator(1), True)]))
    named("list_with_torsion_in_r", FAILED, "revocation", with_list(lambda world: again(
        world.pki.crl(), world.pki.holder.key, signer=ed25519_shifted), "ed25519"))
    named("list_with_a_zero_too_many", FAILED, "revocation", with_list(lambda world: again(
        world.pki.crl(), world.pki.holder.key, signer=ecdsa_padded)))
    named("list_with_more_behind_the_longest_signature", FAILED, "revocation", with_list(lambda world: again(
        world.pki.crl(), world.pki.holder.key, signer=ecdsa_longest_with_more)))
    named("list_with_a_serial_twice", FAILED, "revocation", with_list(twice))
    named("list_with_a_harmless_delta_indicator", FAILED, "revocation", with_list(lambda world: world.pki.crl(
        extra=[harmless("27", der(2, b"\1"))])))
    named("list_with_a_harmless_distribution_point", FAILED, "revocation", with_list(lambda world: world.pki.crl(
        extra=[harmless("28", der(0x30))])))


# ---------------------------------------------------------------- what lists are for

HERE, THERE, SHARD = (f"http://ca.example.org/{name}.crl" for name in ("all", "other", "shard-2"))
OLD = START - DAY


def uri(text):
    return x509.UniformResourceIdentifier(text)


def at_points(*points, reasons=None, issuer=None, critical=False):
    """The extension of a certificate: each point with its names."""
    return (x509.CRLDistributionPoints([x509.DistributionPoint(
        [uri(name) for name in names], None, reasons, issuer) for names in points]), critical)


def idp(*names, critical=True, users=False, issuers=False, reasons=None, indirect=False, attributes=False):
    return (x509.IssuingDistributionPoint(
        [uri(name) for name in names] or None, None, users, issuers, reasons, indirect, attributes), critical)


def raw_idp(content):
    return harmless("28", content)


def lists_for_some(named):
    def made(world, lists, alice=(), server=(), staff=None, staff_lists=()):
        """lists: what extends each of the authority's lists; alice, staff, server: certificates."""
        below = Pki(world.rng, "p256", "Staff", above=world.pki, extra=staff) if staff is not None else world.pki
        world.server = world.room.signer = world.pki.server(HOST, extra=server)
        world.alice = below.user("alice", extra=alice)
        world.bob = world.pki.user("bob", extra=server)
        world.lists = [world.pki.crl(extra=[each] if each else [], number=10 + i) for i, each in enumerate(lists)]
        world.lists += [below.crl(extra=[each] if each else [], number=30 + i) for i, each in enumerate(staff_lists)]
        return world.talk().bundle()

    def scope(name, verdict, *args, **options):
        named("scope_" + name, verdict, "revocation", lambda world: made(world, *args, **options))

    here, there = [at_points([HERE])], [at_points([THERE])]
    # As step-ca has it: critical, with an address that certificates name.
    scope("at_a_point_of_all", VERIFIED, [idp(HERE)], here, here)
    scope("at_a_point_not_critical", VERIFIED, [idp(HERE, critical=False)], here, here)
    scope("at_a_point_that_no_certificate_names", FAILED, [idp(HERE)])
    scope("at_a_point_that_one_does_not_name", FAILED, [idp(HERE)], there, here)
    scope("at_a_point_in_other_case", FAILED, [idp(HERE)], [at_points([HERE.upper()])], here)
    scope("at_one_of_several_names", VERIFIED, [idp(HERE, SHARD)], here, [at_points([THERE, SHARD])])
    scope("at_one_of_several_points", VERIFIED, [idp(HERE)], [at_points([THERE], [HERE])], here)
    scope("at_a_point_for_some_reasons", FAILED, [idp(HERE)],
          [at_points([HERE], reasons=frozenset([x509.ReasonFlags.key_compromise]))], here)
    scope("at_a_point_of_another_issuer", FAILED, [idp(HERE)],
          [at_points([HERE], issuer=[x509.DirectoryName(name_of((NameOID.COMMON_NAME, "Other")))])], here)
    scope("by_parts", VERIFIED, [idp(HERE), idp(SHARD)], [at_points([SHARD])], here)
    scope("by_parts_of_which_one_is_missing", FAILED, [idp(HERE)], [at_points([SHARD])], here)
    # As many as a receipt names, and one more; the last part is the one that everybody but alice needs.
    parts = [f"http://ca.example.org/part-{i}.crl" for i in range(255)]
    scope("by_as_many_parts_as_a_receipt_names", VERIFIED, [idp(each) for each in parts] + [idp(HERE)],
          [at_points([parts[200]])], here)
    named("scope_by_one_part_more_than_a_receipt_names", FAILED, "receipt", lambda world: made(
        world, [idp(each) for each in parts] + [idp(SHARD), idp(HERE)], [at_points([parts[200]])], here))
    scope("at_a_point_beside_one_for_all", VERIFIED, [idp(THERE), None], here, here)
    scope("for_users_at_a_point", VERIFIED, [idp(HERE, users=True)], here, here)
    scope("for_issuers_alone", FAILED, [idp(issuers=True)])
    scope("for_users_of_an_issuer_alone", FAILED, [idp(users=True)], staff=[], staff_lists=[None])
    scope("for_users_and_for_issuers", VERIFIED, [idp(users=True), idp(issuers=True)], staff=[],
          staff_lists=[idp(users=True)])
    scope("at_points_of_two_levels", VERIFIED, [idp(HERE)], [at_points([SHARD])], here, staff=here,
          staff_lists=[idp(SHARD, users=True)])
    scope("for_some_reasons", FAILED, [idp(reasons=frozenset([x509.ReasonFlags.key_compromise])), None])
    scope("indirect_beside_a_complete_one", FAILED, [idp(indirect=True), None])
    scope("of_attribute_certificates", FAILED, [idp(attributes=True), None])
    # What no library writes.
    scope("with_false_written_out", FAILED, [raw_idp(der(0x30, der(0x81, b"\0"))), None])
    scope("with_another_byte_for_true", FAILED, [raw_idp(der(0x30, der(0x81, b"\1"))), None])
    scope("for_users_and_issuers_at_once", FAILED, [raw_idp(der(0x30, der(0x81, b"\xff"), der(0x82, b"\xff"))), None])
    scope("at_a_point_without_a_name", FAILED, [raw_idp(der(0x30, der(0xA0, der(0xA0)))), None])
    scope("at_a_point_relative_to_its_issuer", FAILED, [raw_idp(der(0x30, der(0xA0, der(0xA1, der(
        0x30, bytes.fromhex("0603550403"), der(0x0C, b"x")))))), None])
    scope("at_a_point_with_a_long_length", FAILED, [raw_idp(bytes.fromhex("3081028101ff")), None])
    point = der(0x30, der(0xA0, der(0xA0, der(0x86, HERE.encode()))))
    scope("at_a_point_of_a_malformed_extension", FAILED, [idp(HERE)],
          [harmless("31", der(0x30, point, b"\x30"))], here)
    scope("at_a_point_of_a_point_with_more_behind", FAILED, [idp(HERE)],
          [harmless("31", der(0x30, der(0x30, Der(point).body, b"\x81\1")))], here)
    scope("for_all_beside_a_malformed_extension", VERIFIED, [None], [harmless("31", b"\x30\5")])

    def revoked_at_another_point(world):
        world.server = world.room.signer = world.pki.server(HOST, extra=here)
        world.alice, world.bob = world.pki.user("alice", extra=here), world.pki.user("bob", extra=here)
        world.lists = [world.pki.crl(extra=[idp(HERE)]), world.pki.crl([(world.alice, OLD)], extra=[idp(SHARD)], number=2)]
        return world.talk().bundle()

    def root_without_list(world, excused=True, root_list=None, users=False):
        """As step-ca has it: the root is in a safe, and the issuing authority has the one list."""
        below = Pki(world.rng, "p256", "Staff", above=world.pki)
        world.server = world.room.signer = below.server(HOST, extra=here)
        world.alice, world.bob = below.user("alice", extra=here), (world.pki if users else below).user("bob", extra=here)
        world.lists = [below.crl(extra=[idp(HERE)])] + (root_list(world, below) if root_list else [])
        made = world.talk().bundle()
        made.roots_without_list = excused
        return made

    named("root_without_list_excused", VERIFIED, "", root_without_list)
    named("root_without_list_not_excused", FAILED, "revocation", lambda world: root_without_list(world, False))
    named("root_without_list_that_issues_to_users", FAILED, "revocation", lambda world: root_without_list(
        world, users=True))
    named("root_with_an_old_list_excused", VERIFIED, "", lambda world: root_without_list(
        world, root_list=lambda world, below: [world.pki.crl(last=OLD - DAY, upcoming=OLD)]))
    named("root_excused_whose_list_revokes", FAILED, "revocation", lambda world: root_without_list(
        world, root_list=lambda world, below: [world.pki.crl([(below.holder, OLD)])]))

    # A list that names a certificate counts, whatever it is for.
    named("scoped_list_at_another_point_revokes", FAILED, "revocation", revoked_at_another_point)


# ---------------------------------------------------------------- authorities that are given

def given_authorities(named):
    def with_authority(**options):
        def make(world):
            world.pki = Pki(world.rng, "p256", **options)
            world.server = world.room.signer = world.pki.server(HOST)
            world.alice, world.bob = world.pki.user("alice"), world.pki.user("bob")
            world.lists = [world.pki.crl()]
            return world.talk().bundle()
        return make

    number, content = CONSTRAINING["name_constraints"]
    named("authority_with_name_constraints", FAILED, "certificate", with_authority(extra=[critical(number, content)]))
    named("authority_without_the_right_to_issue", FAILED, "certificate", with_authority(
        key_usage=usage(crl_sign=True, digital_signature=True)))
    named("authority_that_has_expired", FAILED, "certificate", with_authority(end=START - DAY))
    named("authority_of_sha1", VERIFIED, "", lambda world: sha1_root(world))


def sha1_root(world):
    """What an authority's own certificate is signed by proves nothing and does not matter."""
    holder = world.pki.holder
    world.pki.holder = Holder(again(
        holder.der, holder.key, algorithm=bytes.fromhex("300906072a8648ce3d0401"),
        signer=lambda key, data: key.sign(data, ec.ECDSA(hashes.SHA1()))), holder.key)
    return world.talk().bundle()
