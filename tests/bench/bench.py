"""Runs the benchmarks and prints a table; with --write, puts it into docs/PERFORMANCE.md (run.sh calls it)."""
import argparse
import datetime
import pathlib
import platform
import subprocess
import sys
import tempfile
import time

import stages
from processes import Programs

TOP = pathlib.Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- results: written by tests/bench/run.sh -->", "<!-- end of results -->"


def output_of(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=TOP).stdout.strip()


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")), platform.machine())
    cores = output_of("nproc")
    memory = int(next(line.split()[1] for line in open("/proc/meminfo", encoding="utf-8"))) / 2**20
    system = next((line.split("=")[1].strip().strip('"') for line in open("/etc/os-release", encoding="utf-8")
                   if line.startswith("PRETTY_NAME=")), platform.system())
    return f"{model}, {cores} cores, {memory:.0f} GiB, {system}, Linux {platform.release()}"


def table(rows):
    lines = ["| | dsz-sync | target | | plain PHP | plain Python |", "|---|---|---|---|---|---|"]
    for row in rows:
        holds = {True: "holds", False: "**fails**", None: ""}[row.holds]
        lines.append(f"| {row.what} | {row.ours} | {row.target} | {holds} | {row.php} | {row.python} |")
    return "\n".join(lines)


def head(load, seconds):
    commit = output_of("git", "rev-parse", "--short", "HEAD")
    dirty = " with changes that are not committed" if output_of("git", "status", "--porcelain", "--untracked-files=no") else ""
    versions = "; ".join(output_of(*each).splitlines()[0] for each in (("g++", "--version"), ("php", "--version"),
                                                                         ("python3", "--version")))
    when = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    return (f"Commit {commit}{dirty}, {when}, {seconds:.0f} s. {machine()}. {versions}.\n"
            f"Load of the machine when it began: {load:.1f} (a quiet one is below 0.5).")


def write(text):
    path = TOP / "docs" / "PERFORMANCE.md"
    document = path.read_text(encoding="utf-8")
    before, rest = document.split(BEGIN)
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", help="folder of the release build with DSZ_BENCH")
    parser.add_argument("stage", nargs="*", help="only these functions of stages.py")
    parser.add_argument("--write", action="store_true", help="put the table into docs/PERFORMANCE.md")
    options = parser.parse_args()
    began = time.monotonic()
    with open("/proc/loadavg", encoding="utf-8") as file:
        load = float(file.read().split()[0])
    parts = []
    with tempfile.TemporaryDirectory(prefix="dsz-bench-") as folder:
        programs = Programs(options.build, folder)
        for title, functions in stages.STAGES.items():
            rows = []
            for function in functions:
                if options.stage and function.__name__ not in options.stage:
                    continue
                print(f"{time.monotonic() - began:4.0f} s  {function.__name__}", file=sys.stderr, flush=True)
                rows += function(programs)
            if rows:
                parts.append(f"### {title}\n\n{table(rows)}")
    text = "\n\n".join([head(load, time.monotonic() - began), *parts])
    print(text)
    if options.write:
        write(text)


main()
