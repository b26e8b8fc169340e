"""The table says pass and short as it should, and of nothing that was not measured."""

from tests.bench import report

ENTRY = {"size": 300, "commit": "abc", "at": "2026-01-01"}


def lines(**measured):
    return report.table(ENTRY | measured).splitlines()[2:]


def test_a_ratio_within_its_goal_passes_and_one_beyond_falls_short():
    good = lines(conditional={"unchanged": {"cpu_ms": 1.0}, "full": {"cpu_ms": 2.0}})
    bad = lines(conditional={"unchanged": {"cpu_ms": 1.9}, "full": {"cpu_ms": 2.0}})

    assert len(good) == len(bad) == 1
    assert "0.50x" in good[0] and "pass" in good[0]
    assert "0.95x" in bad[0] and "short" in bad[0]


def test_a_rate_must_be_at_least_its_goal():
    found = lines(write={"ours": {"rate": 30.0}, "bare": {"rate": 100.0}, "kept": {"rate": 200.0}})

    assert ["pass" in line for line in found] == [True, False]


def test_search_is_held_against_the_better_plan():
    ways = {"rare_unfenced": 9.0, "rare_fenced": 2.0, "rare_ours": 4.0}
    found = lines(search={name: {"cpu_ms": cpu, "p95_ms": 1.0, "p50_ms": 1.0} for name, cpu in ways.items()})

    assert "2.00x" in found[0] and "short" in found[0] and "fenced" in found[0]
    assert "pass" in found[1]


def test_of_the_pages_for_people_the_slowest_is_told():
    found = lines(screens={"home": {"p95_ms": 20.0}, "rivals": {"p95_ms": 90.0}})
    broken = lines(screens={"home": {"p95_ms": 20.0}, "rivals": {"failed": "500"}})

    assert "90.00" in found[0] and "pass" in found[0] and "rivals, of 2" in found[0]
    assert "short" in broken[0]
