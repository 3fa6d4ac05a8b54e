"""What is measured, one function a stage. Each returns rows for the table."""
import dataclasses
import json
import statistics
import urllib.request

import worlds
from processes import Sandbox

FAST = {"dropshipzone": {"requests_per_minute": 60000, "requests_per_hour": 600000}}


@dataclasses.dataclass
class Row:
    what: str
    ours: str
    target: str = ""
    holds: bool | None = None
    php: str = ""
    python: str = ""


def times(theirs, ours):
    return f"{theirs / ours:.1f}×"


def own_seconds(cost):
    return json.loads(cost.out)["seconds"]


def start_up(programs):
    programs.run(programs.sync, "--version")
    costs = [programs.run(programs.sync, "--version") for _ in range(21)]
    wall = statistics.median(cost.wall for cost in costs) * 1000
    cpu = statistics.median(cost.cpu for cost in costs) * 1000
    return [Row("`--version`, median of 21", f"{wall:.1f} ms ({cpu:.1f} ms CPU)", "< 10 ms", wall < 10)]


def fetch_memory(programs):
    rows, peaks = [], []
    for listed in (1_000, 20_000, 165_000):
        world = programs.folder / "world.json"
        worlds.write_world(world, listed)
        with Sandbox(programs, world=world) as shop:
            shop.configure(FAST)
            cost = shop.sync("fetch")
        peaks.append(cost.peak_mib)
        rows.append(Row(f"fetch of {listed:,} products: peak memory, CPU", f"{cost.peak_mib:.1f} MiB, {cost.cpu:.2f} s",
                        "≤ 16 MiB", cost.peak_mib <= 16))
    growth = peaks[-1] - peaks[0]
    rows.append(Row("from 1,000 to 165,000 products", f"{growth:+.2f} MiB", "within 1 MiB", abs(growth) <= 1))
    return rows + [fetch_memory_over_tls(programs)]


def fetch_memory_over_tls(programs):
    """As a real supplier is read: over TLS, at a pace at which an answer is there before the next request leaves."""
    listed = 165_000
    world = programs.folder / "world.json"
    worlds.write_world(world, listed)
    with Sandbox(programs, "--supplier-https", world=world) as shop:
        shop.configure({"dropshipzone": {"requests_per_minute": 1200, "requests_per_hour": 600000}})
        cost = shop.sync("fetch")
    return Row(f"fetch of {listed:,} products over TLS, 20 requests a second: peak memory, CPU",
               f"{cost.peak_mib:.1f} MiB, {cost.cpu:.2f} s", "≤ 16 MiB", cost.peak_mib <= 16)


def match_memory(programs):
    rows = []
    sold = 100_000
    world, inventory = programs.folder / "world.json", programs.folder / "inventory.json"
    worlds.write_world(world, sold, sold)
    with Sandbox(programs, world=world) as shop:
        for listed, most_memory, most_cpu in ((165_000, 64, 1), (1_000_000, 160, 4)):
            worlds.write_inventory(inventory, listed)
            cost = shop.sync("match", "--dry-run", "--inventory", inventory)
            rows.append(Row(f"match of {listed:,} lines, store of {sold:,}: peak memory, CPU",
                            f"{cost.peak_mib:.1f} MiB, {cost.cpu:.2f} s", f"≤ {most_memory} MiB, ≤ {most_cpu} s",
                            cost.peak_mib <= most_memory and cost.cpu <= most_cpu))
    return rows


def save_pages(shop, folder):
    """The supplier's pages as files; returns their bytes."""
    def ask(path, headers, body=None):
        request = urllib.request.Request(shop.supplier() + path, data=body, headers=headers)
        with urllib.request.urlopen(request) as answer:
            return answer.read()
    credentials = json.dumps({"email": "owner@example.com", "password": "sandbox-password"}).encode()
    token = json.loads(ask("/auth", {"Content-Type": "application/json"}, credentials))["token"]
    size, page, pages = 0, 1, 1
    while page <= pages:
        text = ask(f"/v2/products?page_no={page}&limit=200", {"Authorization": f"jwt {token}"})
        pages = json.loads(text)["total_pages"] if page == 1 else pages
        (folder / f"{page:04}.json").write_bytes(text)
        size += len(text)
        page += 1
    return size


def index(programs):
    listed = 50_000
    world, pages = programs.folder / "world.json", programs.folder / "pages"
    pages.mkdir(exist_ok=True)
    worlds.write_world(world, listed)
    with Sandbox(programs, world=world) as shop:
        size = save_pages(shop, pages)
    rows = []
    for kept, words in (("lean", "SKU → stock kept"), ("rows", "there whole rows kept")):
        turns = [(programs.run(programs.index, pages), programs.php("index", pages, kept),
                  programs.python("index", pages, kept)) for _ in range(5)]
        ours, php, python = (min(costs, key=lambda cost: cost.cpu) for costs in zip(*turns))
        faster, leaner = php.cpu / ours.cpu, php.peak_kib / ours.peak_kib
        rows.append(Row(f"parsing and index, {listed:,} products, {size / 1e6:.0f} MB, {words}: CPU",
                        f"{ours.cpu:.2f} s ({size / 1e6 / ours.cpu:.0f} MB/s)", "≥ 5×", faster >= 5,
                        f"{php.cpu:.2f} s ({faster:.1f}×)", f"{python.cpu:.2f} s ({times(python.cpu, ours.cpu)})"))
        rows.append(Row("the same: peak memory", f"{ours.peak_mib:.1f} MiB", "≥ 5×", leaner >= 5,
                        f"{php.peak_mib:.1f} MiB ({leaner:.1f}×)",
                        f"{python.peak_mib:.1f} MiB ({times(python.peak_kib, ours.peak_kib)})"))
    return rows


def store_reading(programs):
    """The plain way pauses after each answer: a tenth of a second here. What it takes without that stands beside it."""
    pause = 0.1
    world = programs.folder / "world.json"
    rows = []
    for variations, words in ((0, "10,000 products"), (1_000, "9,000 products and 100 with 10 variations each")):
        worlds.write_world(world, 10_000, 10_000, variations=variations)
        with Sandbox(programs, "--slow-store", world=world) as shop:
            shop.configure(FAST)
            shop.sync("fetch")
            ours = shop.sync("match")
            php, hasty_php = (programs.php("read", *shop.store(), seconds) for seconds in (pause, 0))
            hasty_python = programs.python("read", *shop.store())
        ratio = php.wall / ours.wall
        what = f"a run that finds nothing to do, store of {words}: wall (it reads the whole store)"
        rows.append(Row(what, f"{ours.wall:.2f} s", "≥ 5×", ratio >= 5, f"{php.wall:.1f} s ({ratio:.1f}×)"))
        rows.append(Row("the same, where the plain way does not pause", f"{ours.wall:.2f} s", "", None,
                        f"{hasty_php.wall:.1f} s ({times(hasty_php.wall, ours.wall)})",
                        f"{hasty_python.wall:.1f} s ({times(hasty_python.wall, ours.wall)})"))
    return rows


def store_writing(programs):
    changes = 2_000
    world = programs.folder / "world.json"
    worlds.write_world(world, changes, changes, changes)
    with Sandbox(programs, "--slow-store", world=world) as shop:
        shop.configure(FAST)
        shop.sync("fetch")
        writing = shop.sync("match")
        idle = shop.sync("match")
        php, python = (own_seconds(plain("write", *shop.store(), changes)) for plain in (programs.php, programs.python))
    ours = writing.wall - idle.wall
    return [Row(f"writing {changes:,} changes, with reading them again before: wall", f"{ours:.1f} s", "≥ 2×",
                php / ours >= 2, f"{php:.1f} s ({times(php, ours)})", f"{python:.1f} s ({times(python, ours)})")]


def virtual_schedules(programs):
    lines = programs.run(programs.schedule).out.splitlines()
    return [json.loads(line) for line in lines]


def daily_sync(programs):
    world = programs.folder / "world.json"
    worlds.write_world(world, 165_000, 2_000, 200)
    with Sandbox(programs, "--slow-store", "--supplier-request-ms", 1000, world=world) as shop:
        shop.configure({"dropshipzone": {"requests_per_minute": 60, "requests_per_hour": 600}})
        ours = shop.sync("sync")
    plain = next(each["plain_ms"] / 1000 for each in virtual_schedules(programs)
                 if each["latency_ms"] == 1000 and each["requests"] == 827)
    return [Row("`sync` of a store of 2,000 with 200 changes: wall (plain: a full fetch of 827 requests, computed)",
                f"{ours.wall:.0f} s", "≥ 20×", plain / ours.wall >= 20, f"{plain:.0f} s ({times(plain, ours.wall)})")]


def schedule(programs):
    rows = []
    for each in virtual_schedules(programs):
        requests, wall = each["requests"], each["wall_ms"] / 1000
        answer = each["longest_answer_ms"] / 1000
        forced = (requests - 1) * 1.05 + answer if requests <= 600 else (3601 + (requests - 601)) * 1.02 + answer
        rows.append(Row(f"fetch of {requests} requests{each['beginning']}, answers after {each['latency_ms'] / 1000:g} s, virtual time",
                        f"{wall:.0f} s, {each['refused']} refused", f"≤ {forced:.0f} s, 0 refused",
                        wall <= forced and each["refused"] == 0,
                        f"{each['plain_ms'] / 1000:.0f} s ({times(each['plain_ms'] / 1000, wall)}), computed"))
    return rows


def scaled_fetch(programs):
    listed = 20_000
    world = programs.folder / "world.json"
    worlds.write_world(world, listed)
    with Sandbox(programs, "--supplier-request-ms", 100, world=world) as shop:
        shop.configure({"dropshipzone": {"requests_per_minute": 600, "requests_per_hour": 600000}})
        ours = shop.sync("fetch")
        php, python = (plain("fetch", shop.supplier(), listed // 200, 0.1) for plain in (programs.php, programs.python))
    return [Row("fetch of 100 pages, time scaled 1 : 10 (answers after 0.1 s, 10 requests a second): wall",
                f"{ours.wall:.1f} s", "", None, f"{php.wall:.1f} s ({times(php.wall, ours.wall)})",
                f"{python.wall:.1f} s ({times(python.wall, ours.wall)})")]


def micro(programs):
    report = json.loads(programs.run(programs.micro, "--benchmark_format=json", "--benchmark_min_time=0.3").out)
    by_name = {each["name"]: each for each in report["benchmarks"]}
    bytes_per_second = {name: by_name[name]["bytes_per_second"] / 1e6 for name in ("page_parsing", "page_parsing_simdjson")}
    rows = [Row("page parsing, in pieces of 16 KiB, every check",
                f"{bytes_per_second['page_parsing']:.0f} MB/s; simdjson {bytes_per_second['page_parsing_simdjson']:.0f} "
                f"MB/s ({times(bytes_per_second['page_parsing_simdjson'], bytes_per_second['page_parsing'])})")]
    words = {"index_building": "index of 165,000 SKUs, building", "index_lookup": "index of 165,000 SKUs, one look-up",
             "diff": "diff of 100,000 products, 1,000 changes",
             "inventory_writing": "inventory of 165,000 lines, written, synced and renamed",
             "inventory_reading": "inventory of 165,000 lines, read into an index"}
    for name, what in words.items():
        each = by_name[name]
        rows.append(Row(what, f"{each['cpu_time']:.0f} {each['time_unit']} CPU"))
    return rows


STAGES = {
    "Start and memory": (start_up, fetch_memory, match_memory),
    "Against the plain ways": (index, store_reading, store_writing, scaled_fetch, daily_sync),
    "The supplier's schedule": (schedule,),
    "Parts": (micro,),
}
