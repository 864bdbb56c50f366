"""Whether any mutation of a message stops the reader, or takes it long.

Run: python -m benchmarks.fuzzing [--mutations 100000] [--seed 1815]

Samples are cut, spliced and littered with octets that mean something in mail.
Exits with 1 if anything is raised, or if one message takes two seconds of the
processor. Prints how long they took.
"""

import argparse
import sys
import time
from pathlib import Path
from random import Random

from outreach.mail.reading import read

SAMPLES = Path(__file__).parent.parent / "tests" / "samples"
LIMIT = 2.0
SPICE = [
    b"\r\n", b"\n\n", b"\x00", b"\xff", b"--", b"--=_b\r\n", b"=?utf-8?b?", b"?=", b"<", b">", b"> ", b":", b";",
    b'"', b"=", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n",
    b"Content-Type: message/rfc822\r\n\r\n", b"charset=utf-9", b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n",
    b"METHOD:REPLY\r\n", b"Content-Transfer-Encoding: base64\r\n", b"\x1b$B", b"550 5.1.1 ",
    b"On 1 Jan 2026, a@b wrote:\n", b"until 31.02.", b"<div><blockquote>", b"&#x110000;", b"a@b.c", b"From: ",
    b"\xe2\x80\xa8", b"Message-ID: <x@y>\r\n",
]  # fmt: skip


def mutated(chance: Random, originals: list[bytes]) -> bytes:
    """One sample, spoiled in a few places."""
    raw = bytearray(chance.choice(originals))
    for _ in range(chance.randrange(1, 20)):
        at = chance.randrange(len(raw) + 1)
        match chance.randrange(6):
            case 0:
                raw[at : at + chance.randrange(1, 80)] = b""
            case 1:
                raw[at:at] = chance.choice(SPICE) * chance.choice([1, 1, 1, 2, 50, 2000])
            case 2:
                raw[at:at] = chance.randbytes(chance.randrange(1, 40))
            case 3:
                other = chance.choice(originals)
                begin = chance.randrange(len(other))
                raw[at:at] = other[begin : begin + chance.randrange(1, 2000)]
            case 4:
                raw[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                begin = chance.randrange(len(raw) + 1)
                raw[at:at] = raw[begin : begin + chance.randrange(1, 400)] * chance.choice([1, 2, 20])
    return bytes(raw)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--mutations", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1815)
    wanted = parser.parse_args()
    chance = Random(wanted.seed)
    originals = [path.read_bytes() for path in sorted(SAMPLES.rglob("*.eml"))]
    raised, longest, kinds, begin = 0, 0.0, dict[str, int](), time.process_time()
    for number in range(wanted.mutations):
        raw = mutated(chance, originals)
        at = time.process_time()
        try:
            kind = read(raw).kind
            kinds[kind] = kinds.get(kind, 0) + 1
        except Exception as error:
            raised += 1
            print(f"{number}: {type(error).__name__}: {error}")
        longest = max(longest, time.process_time() - at)
    each = (time.process_time() - begin) / max(1, wanted.mutations) * 1000
    print(f"{wanted.mutations} mutations: {raised} raised, longest {longest:.3f} s, {each:.2f} ms each")
    print(", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    return 1 if raised or longest > LIMIT else 0


if __name__ == "__main__":
    sys.exit(main())
