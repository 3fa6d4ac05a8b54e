"""The programs that are measured, and the sandbox that they are measured against."""
import dataclasses
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time


@dataclasses.dataclass
class Cost:
    code: int
    wall: float  # s
    cpu: float  # s, user and system
    peak_kib: int
    out: str
    err: str

    @property
    def peak_mib(self):
        return self.peak_kib / 1024


class Programs:
    """What was built, and where it may write."""

    def __init__(self, build, folder):
        self.build = pathlib.Path(build).resolve()
        self.folder = pathlib.Path(folder)
        self.sync = self.build / "src" / "cli" / "dsz-sync"
        self.sandbox = self.build / "tests" / "sandbox" / "dsz-sandbox"
        self.micro = self.build / "tests" / "bench" / "dsz-micro"
        self.schedule = self.build / "tests" / "bench" / "dsz-schedule"
        self.index = self.build / "tests" / "bench" / "dsz-index"
        self.here = pathlib.Path(__file__).resolve().parent

    def run(self, *command, allowed=(0,)):
        """Runs a program to its end, measured. Any exit code but those allowed ends the benchmark."""
        figures = self.folder / "cost.json"
        result = subprocess.run([self.build / "tests" / "bench" / "dsz-measure", figures, *map(str, command)],
                                capture_output=True, text=True, check=False)
        cost = Cost(**json.loads(figures.read_text()), out=result.stdout, err=result.stderr)
        if cost.code not in allowed:
            raise RuntimeError(f"{command} ended with {cost.code}\n{cost.out[-2000:]}\n{cost.err[-2000:]}")
        return cost

    def php(self, *arguments):
        return self.run("php", "-d", "memory_limit=-1", self.here / "plain.php", *arguments)

    def python(self, *arguments):
        return self.run("python3", self.here / "plain.py", *arguments)


class Sandbox:
    """Both services on loopback, with a folder for dsz-sync that holds its configuration."""

    def __init__(self, programs, *options, world=None):
        self.programs = programs
        self.folder = programs.folder / "shop"
        shutil.rmtree(self.folder, ignore_errors=True)
        world_options = ["--world", world] if world else []
        ready = programs.folder / "ready"
        ready.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            list(map(str, [programs.sandbox, "--config-dir", self.folder, "--ready-file", ready, *world_options,
                           *options])), stdout=subprocess.DEVNULL)
        while not ready.exists():
            if self.process.poll() is not None:
                raise RuntimeError("the sandbox ended")
            time.sleep(0.05)
        self.urls = json.loads(ready.read_text())
        self.configure({"logging": {"level": "warning"}})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def configure(self, changes):
        path = self.folder / "config.json"
        config = json.loads(path.read_text())
        for room, keys in changes.items():
            config.setdefault(room, {}).update(keys)
        path.write_text(json.dumps(config))
        os.chmod(path, 0o600)

    def sync(self, *command, allowed=(0,)):
        return self.programs.run(self.programs.sync, "--config", self.folder / "config.json", "-q", *command,
                                 allowed=allowed)

    def supplier(self):
        return self.urls["supplier"]

    def store(self):
        return self.urls["store"], self.urls["ca_file"]
