#!/usr/bin/env python3
"""Writes chains.json: chains and revocation lists, right and wrong, from docs/PROTOCOL.md alone.

They are those of the bundle cases in integration-tests/src/test/python/securechat_chains.py, taken
out of their bundles.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[4] / "integration-tests/src/test/python"))

import securechat_cases as cases  # noqa: E402
import securechat_chains as chains  # noqa: E402
from securechat_bundles import timestamp, START  # noqa: E402

MADE = []


class Seen(cases.World):
    def __init__(self, seed):
        super().__init__(seed)
        MADE.append(self)


def main():
    found, lists, scopes = [], [], []

    def case(verdict, code):
        def register(function):
            name = function.__name__.replace("_", "-")
            function(name)
            world = MADE.pop()
            refused = verdict == "FAILED"
            if name.startswith("list-"):
                lists.append({"name": name, "issuer": world.pki.holder.der.hex(),
                              "list": world.lists[0].hex(), "accepted": not refused})
            elif name.startswith("scope-"):
                if not world.alice.issuers():
                    scopes.append({"name": name, "issuer": world.pki.holder.der.hex(), "lists": [
                        each.hex() for each in world.lists], "certificate": world.alice.der.hex(),
                        "covered": not refused})
            elif world.alice.issuer and "renewed" not in name:
                found.append({"name": name, "authority": world.pki.holder.der.hex(), "chain": [
                    each.der.hex() for each in (world.alice, *world.alice.issuers())],
                    "accepted": not refused or code in ("name", "revocation")})
        return register

    chains.register(case, Seen)
    document = {"description": "Chains of a client, judged at the time, and revocation lists: whether PROTOCOL.md "
                               "6.1 to 6.3 accept them. Names, purposes and revocation are right or play no part. "
                               "Scopes: whether all the lists are acceptable and one is for the certificate.",
                "time": timestamp(START), "chains": found, "lists": lists, "scopes": scopes}
    (HERE / "chains.json").write_text(json.dumps(document, indent=1) + "\n")


main()
