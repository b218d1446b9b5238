"""What a second of call costs the media process: ours against a C relay and its other peers.

    python -m tests.benchmarks.bench_bridge [--calls 40] [--seconds 2] [--rounds 3] [--only ours]

Everything runs on loopback. N calls send 50 frames a second each; an echo agent, which speaks the
vendor's wire format, returns every frame, so each second of call is 100 messages in and 100 out.
CPU is that of the server process alone (schedstat of its threads). Rows are interleaved over the
rounds; read the ratios, not the milliseconds: the machine is shared. CPU per call falls as calls
grow, so compare only rows of one run. The C relay only passes sound through; transcoding is
compared with that too.
"""

import argparse
import asyncio
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import uvloop

from tests.benchmarks import load
from tests.benchmarks.servers import ROOT, compiled_floor, fresh_database

PASS, TRANSCODE = "ulaw_8000", "pcm_16000"
PATHS = {PASS: "pass-through", TRANSCODE: "transcoding"}
WARM_UP_SECONDS = 0.4  # of sound, before what is measured
GOALS = """goals (same machine class, same run):
  CPU against the C relay at 100 calls: pass-through <= 1.7 x, transcoding <= 2.1 x
  added latency at 100 calls per core: p50 < 0.5 ms, p99 < 10 ms
  sound while a 50 ms ORM call runs in the process: p99 added <= 2 ms
  memory per call <= 0.3 MB"""


@dataclass(frozen=True)
class Stack:
    """One way to build the server."""

    name: str
    app: str  # floor | relay | ours | stock
    formats: tuple[str, ...] = (PASS, TRANSCODE)
    loop: str = "uvloop"
    ws: str = "websockets-sansio"
    slow_query: bool = False
    extra: bool = False  # only with --all


STACKS = (
    Stack("C relay (floor)", "floor", (PASS,)),
    Stack("bare uvicorn relay", "relay"),
    Stack("ours", "ours"),
    Stack("stock Channels dispatch", "stock"),
    Stack("ours + 50 ms queries", "ours", (PASS,), slow_query=True),
    Stack("stock + 50 ms queries", "stock", (PASS,), slow_query=True),
    Stack("ours, asyncio loop", "ours", loop="asyncio", extra=True),
    Stack("ours, ws=wsproto", "ours", ws="wsproto", extra=True),
)


@dataclass
class Result:
    cpu_ms: list[float] = field(default_factory=list)  # per second of call
    p50_ms: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)
    mb_per_call: list[float] = field(default_factory=list)
    lost: int = 0


Results = dict[tuple[str, str], Result]


class Server:
    """A stack that runs, and the calls that may still be made to it."""

    def __init__(self, stack: Stack, agent_port: int, calls: int, folder: str) -> None:
        self.stack = stack
        port = free_port()
        self.url = f"ws://127.0.0.1:{port}/twilio/stream/"
        self.port = port
        self.tokens = [[f"t{number}", f"CA{number}"] for number in range(calls)]
        if stack.app == "floor":
            command = [f"{folder}/floor", str(port), str(agent_port)]
        else:
            data = tempfile.mkdtemp(dir=folder)
            shutil.copytree(f"{folder}/fresh", data, dirs_exist_ok=True)
            job = {
                "app": stack.app,
                "loop": stack.loop,
                "ws": stack.ws,
                "slow_query": stack.slow_query,
                "calls": calls,
                "port": port,
                "data": data,
                "agent_url": f"http://127.0.0.1:{agent_port}",
                "stream_url": f"ws://127.0.0.1:{port}",
            }
            command = [sys.executable, "-m", "tests.benchmarks.servers", json.dumps(job)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)

    async def ready(self) -> None:
        assert self.process.stdout is not None
        if self.stack.app != "floor":
            line = await asyncio.to_thread(self.process.stdout.readline)
            self.tokens = json.loads(line) or self.tokens
        for _ in range(200):
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                pin(self.process.pid, 0)
                return
        raise SystemExit(f"{self.stack.name}: the server did not start.")

    async def measure(self, calls: int, seconds: float) -> Result:
        """One window with so many calls; each call is used once."""
        pid = self.process.pid
        idle_mb = rss_mb(pid)
        urls = [(self.url + token, call_id) for token, call_id in self.tokens[:calls]]
        del self.tokens[:calls]
        phones = await load.dial(urls)
        load.forget(phones)
        speaking = asyncio.create_task(
            asyncio.to_thread(load.speak_for, phones, WARM_UP_SECONDS + seconds)
        )
        await asyncio.sleep(WARM_UP_SECONDS)
        load_before = sum(os.times()[:2])
        before, began = cpu_ns(pid), load.clock()
        await asyncio.sleep(seconds)
        used_ms, took = (cpu_ns(pid) - before) / 1e6, load.clock() - began
        busy = (sum(os.times()[:2]) - load_before) / took
        busy_mb = rss_mb(pid)
        await speaking
        await asyncio.sleep(0.3)
        away = [phone.latencies_ms() for phone in phones]
        for phone in phones:
            phone.transport.close()
        latencies = sorted(one for each, _ in away for one in each)
        if busy > 0.9:
            print("      (the load itself was at its limit: latencies are not the server's)")
        return Result(
            cpu_ms=[used_ms / calls / took],
            p50_ms=[latencies[len(latencies) // 2]],
            p99_ms=[latencies[int(len(latencies) * 0.99)]],
            mb_per_call=[(busy_mb - idle_mb) / calls],
            lost=sum(lost for _, lost in away),
        )


def pin(pid: int, core: int) -> None:
    """The server has a core to itself, where there are two."""
    if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(pid, {sorted(os.sched_getaffinity(0))[core]})


def cpu_ns(pid: int) -> int:
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks)


def rss_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def add(results: Results, stack: Stack, sound_format: str, once: Result) -> None:
    total = results.setdefault((stack.name, sound_format), Result())
    total.cpu_ms += once.cpu_ms
    total.p50_ms += once.p50_ms
    total.p99_ms += once.p99_ms
    total.mb_per_call += once.mb_per_call
    total.lost += once.lost
    print(f"    {PATHS[sound_format]:13} {row(stack.name, once)}", flush=True)


def row(name: str, result: Result, against: str = "") -> str:
    cpu, p50, p99 = (
        statistics.median(numbers) for numbers in (result.cpu_ms, result.p50_ms, result.p99_ms)
    )
    return (
        f"{name:24} CPU {cpu:6.2f}{against}  p50 {p50:6.2f} ms  p99 {p99:7.2f} ms"
        f"  lost {result.lost}"
    )


def report(results: Results, calls: int, rounds: int) -> None:
    print(f"\n{calls} calls, medians of {rounds} rounds; CPU is ms per second of call")
    cpu = {key: statistics.median(result.cpu_ms) for key, result in results.items()}
    floor, bare = STACKS[0].name, STACKS[1].name
    for sound_format, path in PATHS.items():
        print(f"\n{path} ({sound_format})")
        for (name, of), result in results.items():
            if of != sound_format:
                continue
            against = ""
            if (floor, PASS) in cpu:
                against += f"  x floor {cpu[name, of] / cpu[floor, PASS]:4.2f}"
            if (bare, of) in cpu:
                against += f"  x bare {cpu[name, of] / cpu[bare, of]:4.2f}"
            memory = max(result.mb_per_call)  # the first window's: later ones find memory freed
            print(f"  {row(name, result, against)}  MB/call {memory:4.2f}")
    print(f"\n{GOALS}")


async def run(chosen: argparse.Namespace) -> None:
    stacks = [
        stack
        for stack in STACKS
        if (chosen.all or not stack.extra)
        and (chosen.only in stack.name or stack.app in ("floor", "relay"))
    ]
    results: Results = {}
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(load.Agent, "127.0.0.1", 0)
    agent_port = listening.sockets[0].getsockname()[1]
    servers: list[Server] = []
    with tempfile.TemporaryDirectory() as folder:
        if compiled_floor(folder) is None:
            print("There is no C compiler here, so the row of the C relay is left out.")
            stacks = [stack for stack in stacks if stack.app != "floor"]
        fresh_database(f"{folder}/fresh")
        try:
            for stack in stacks:
                calls = 1 + chosen.calls * chosen.rounds * len(stack.formats)
                servers.append(Server(stack, agent_port, calls, folder))
            for server in servers:
                await server.ready()
                await server.measure(1, 0.1)  # what the first call brings up is no call's own
            pin(os.getpid(), 1)
            await _rounds(servers, chosen, results)
        finally:
            for server in servers:
                server.process.kill()
                server.process.wait()
    listening.close()
    report(results, chosen.calls, chosen.rounds)


async def _rounds(servers: list[Server], chosen: argparse.Namespace, results: Results) -> None:
    for number in range(chosen.rounds):
        print(f"  round {number + 1} of {chosen.rounds}", flush=True)
        for sound_format in PATHS:
            load.Agent.sound_format = sound_format
            for server in servers:
                if sound_format in server.stack.formats:
                    once = await server.measure(chosen.calls, chosen.seconds)
                    add(results, server.stack, sound_format, once)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=40, help="at once; the goals are for 100")
    parser.add_argument("--seconds", type=float, default=2.0, help="of each window")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="rows whose name contains this, and the peers")
    parser.add_argument("--all", action="store_true", help="other loops and protocols too")
    return parser.parse_args()


def main() -> None:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run(arguments()))


if __name__ == "__main__":
    main()
