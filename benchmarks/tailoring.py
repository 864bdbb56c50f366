"""How long it takes to tailor a list from the whole bank. The page that shows it waits for this.

Run: python benchmarks/tailoring.py, with the project's root on the path.
"""

import random
import statistics
import sys
from time import perf_counter

from outreach.accounts.kinds import Situation
from outreach.contacts.kinds import Level
from outreach.interviews.kinds import Purpose
from outreach.questions.bank import Bank
from outreach.questions.tailoring import Wanted, tailor

TARGET = 5.0
"""Milliseconds, for the median."""

TITLES = [
    "Registered nurse",
    "Project manager",
    "Utility engineer, Hydro",
    "Sofware Enginer",
    "Wrangler of clouds",
]


def wishes(count: int) -> list[Wanted]:
    lot = random.Random(1)
    return [
        Wanted(
            minutes=lot.choice([10, 15, 20, 30, 45, 60]),
            purpose=lot.choice(list(Purpose)),
            level=lot.choice(list(Level)),
            situation=lot.choice(list(Situation)),
            occupation=lot.choice(TITLES),
            seed=str(n),
        )
        for n in range(count)
    ]


def milliseconds(wanted: Wanted, bank: Bank) -> float:
    before = perf_counter()
    tailor(wanted, bank)
    return (perf_counter() - before) * 1000


def main() -> int:
    before = perf_counter()
    bank = Bank.load()
    print(f"reading {len(bank.questions)} questions, once: {(perf_counter() - before) * 1000:.1f} ms")
    times = sorted(milliseconds(wanted, bank) for wanted in wishes(1000))
    median = statistics.median(times)
    print(f"tailoring: median {median:.2f} ms, p95 {times[949]:.2f} ms, worst {times[-1]:.2f} ms")
    print(f"target: median at most {TARGET:.0f} ms: {'met' if median <= TARGET else 'missed'}")
    return int(median > TARGET)


if __name__ == "__main__":
    sys.exit(main())
