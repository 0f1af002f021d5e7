#!/usr/bin/env python3
"""What it costs to verify a bundle, for a line: by verify.sh, and by the product if it is built.

    benchmarks/verification.py [--shell SHELL] [--product COMMAND] [LINES]...

Makes a room of LINES lines (1000 and 10000), verifies it, and prints processor time and time by the
clock. A process of openssl that verifies one signature is timed as well: verify.sh starts one for
each line, so that the ratio says more of another machine than the milliseconds do. COMMAND is what
runs the product, such as "./securechat". Needs Python with the package cryptography.
"""

import argparse
import os
import pathlib
import resource
import shlex
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "protocol-module/src/main/resources/org/securechat/protocol/evidence/verify.sh"
sys.path.insert(0, str(ROOT / "integration-tests/src/test/python"))

import securechat_cases  # noqa: E402


def make(folder, lines):
    world = securechat_cases.World("benchmark")
    room = world.room
    room.enter("alice", world.alice, "created")
    room.enter("bob", world.bob)
    for number in range(lines - 2):
        room.say("alice" if number % 2 else "bob", f"line {number} of a long conversation")
    world.bundle().write(str(folder))
    return folder / "bundle", folder / "authority-1.der"


def cost(command, **options):
    """Seconds of processor time, with all processes that it starts, and by the clock."""
    def used():
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime
    processor, clock = used(), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **options)
    return used() - processor, time.monotonic() - clock


def show(what, lines, processor, clock, unit):
    print(f"{what:14} {lines:6} lines: {1000 * processor / lines:7.2f} ms processor time and "
          f"{1000 * clock / lines:7.2f} ms a line, {lines / clock:7.0f} lines a second, "
          f"{processor / lines / unit:5.2f} openssl processes a line", flush=True)


def one_signature(folder, bundle):
    """Processor time of one process that does what verify.sh does for one message."""
    lines = [line.split("|") for line in (bundle / "transcript.txt").read_text().splitlines()]
    number, leaf = next((line[0], line[3]) for line in lines if line[2] == "bob")  # a key on P-256
    key = folder / "key.pem"
    key.write_bytes(subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-in", bundle / f"certificates/{leaf}.der", "-noout", "-pubkey"],
        check=True, capture_output=True).stdout)
    loop = (f"i=0; while [ $i -lt 200 ]; do i=$((i + 1)); openssl dgst -sha256 -verify {shlex.quote(str(key))} "
            f"-signature messages/{number}.sig messages/{number}.json || exit 1; done")
    return cost(["sh", "-c", loop], cwd=bundle)[0] / 200


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shell", default="sh")
    parser.add_argument("--product")
    parser.add_argument("lines", type=int, nargs="*", metavar="LINES")
    given = parser.parse_args()
    for lines in given.lines or (1000, 10000):
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary)
            bundle, authority = make(folder, lines)
            unit = one_signature(folder, bundle)
            print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors, "
                  f"one process of openssl: {1000 * unit:.2f} ms processor time", flush=True)
            show("verify.sh", lines, *cost(
                [*shlex.split(given.shell), SCRIPT, "--bundle", bundle, authority]), unit)
            if given.product:
                show("the product", lines, *cost(
                    [*shlex.split(given.product), "verify", bundle, "--ca", authority]), unit)


if __name__ == "__main__":
    main()
