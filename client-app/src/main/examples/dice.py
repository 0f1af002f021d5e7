#!/usr/bin/env python3
"""Rolls dice: whoever writes "!roll 2d6" in the room is answered.

    securechat bot --as dice --room lobby --positions dice.at --command ./dice.py

Lines come in as JSON objects, one a line, and so does what is to be said go out. The account has to be
marked as a bot. "done" says that a line is dealt with; what is not done comes again after a restart.
"""

import json
import random
import re
import sys

ROLL = re.compile(r"!roll(?:\s+([0-9]{1,2})?d([0-9]{1,3}))?")


def answer(text):
    """What is to be said about a text; None for nothing."""
    found = ROLL.fullmatch(text.strip())
    if not found:
        return None
    count, sides = int(found[1] or 1), int(found[2] or 6)
    if count < 1 or sides < 2:
        return "There is no such die."
    rolled = [random.SystemRandom().randint(1, sides) for _ in range(count)]
    return " + ".join(map(str, rolled)) + (f" = {sum(rolled)}" if count > 1 else "")


def say(**request):
    print(json.dumps(request), flush=True)


def main():
    for line in sys.stdin:
        told = json.loads(line)
        if told["type"] == "error":
            print("not said:", told["message"], file=sys.stderr)
        if told["type"] != "message":
            continue
        # Programs that answer programs never end.
        if told["kind"] in ("text", "reply") and not told.get("bot"):
            said = answer(told["text"])
            if said is not None:
                say(room=told["room"], text=said, reply_to=told["position"])
        say(room=told["room"], done=told["position"])


if __name__ == "__main__":
    main()
