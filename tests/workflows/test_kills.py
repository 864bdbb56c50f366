"""Workers that are killed while they send: nothing is lost, and nothing is sent twice by us.

A short run; ``benchmarks/kills.py`` kills five hundred times over two thousand messages.
"""

from benchmarks.kills import run


def test_workers_killed_at_random_lose_nothing_and_send_nothing_twice(database_url: str) -> None:
    report = run(database_url, messages=40, kills=8, workers=3, longest=100)

    assert report.lost == 0, report
    assert report.twice == 0, report
    assert report.unsure <= report.kills, report
