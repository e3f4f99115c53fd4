"""A server's process: `python -m flows.server_process DAYS [PORT]`, started by `prefect_server`.

It says which port it took, serves until its standard input ends, deletes what is older than so many days, and
ends. With a port it is there to stay: it has pages and schedules, and deletes once a day too. Prefect's
settings stand in the environment it is given.
"""

import asyncio
import signal
import socket
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn

AN_HOUR = 3600.0
A_DAY = 86_400.0


def main() -> None:
    """Serve, tidy up, end."""
    # Ctrl-C in a terminal reaches every process there; the one that started us says when we end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    age, port = timedelta(days=int(sys.argv[1])), int(*sys.argv[2:3] or "0")
    with socket.create_server(("127.0.0.1", port)) as listening:
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        _serve(listening, age, stays=bool(port))
    from flows.history import delete_kept_errors, delete_older_than, shrink  # noqa: PLC0415 - after Prefect

    asyncio.run(delete_older_than(age, datetime.now(UTC)))
    delete_kept_errors(Path.cwd(), datetime.now(UTC) - age)
    shrink(Path.cwd() / "prefect.db")


def _serve(listening: socket.socket, age: timedelta, *, stays: bool) -> None:
    from prefect.server.api.server import create_app  # noqa: PLC0415 - the port is told before this is imported

    app = create_app(ephemeral=not stays, final=True)
    server = uvicorn.Server(
        uvicorn.Config(app, log_config=None, access_log=False, lifespan="on", timeout_graceful_shutdown=5)
    )
    threading.Thread(target=_ends_with_its_input, args=(server,), daemon=True).start()
    ended = threading.Event()
    if stays:
        threading.Thread(target=_tidy_daily, args=(age, ended), daemon=True).start()
    # In a thread of its own, where uvicorn leaves the signals as they are.
    serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    serving.start()
    serving.join()
    ended.set()


def _ends_with_its_input(server: uvicorn.Server) -> None:
    while sys.stdin.buffer.read(1):
        pass
    server.should_exit = True


def _tidy_daily(age: timedelta, ended: threading.Event) -> None:
    wait = AN_HOUR
    while not ended.wait(wait):
        wait = A_DAY if _tidied(age) else AN_HOUR


def _tidied(age: timedelta) -> bool:
    """Whether what is old was deleted; not while the database is busy or its disk is full."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - as Prefect, which imports it

    from flows.history import delete_kept_errors, delete_older_than  # noqa: PLC0415 - after Prefect

    try:
        asyncio.run(delete_older_than(age, datetime.now(UTC)))
    except SQLAlchemyError:
        return False
    delete_kept_errors(Path.cwd(), datetime.now(UTC) - age)
    return True


if __name__ == "__main__":
    main()
