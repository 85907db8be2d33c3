"""A connection to Ray that says nothing on its own and asks nothing of the network."""

import logging
import os
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from policy_extract.errors import InputError, UsageError
from policy_extract.text.extra import needs_extra

_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_PROMPT_ENABLED": "0",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",  # else a lost node is told of on standard output
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_worker_niceness": "0",  # else 15, with which they hardly run where a machine has other work
}
_REACH = 10.0
"""Seconds to wait for a first sign of an address."""


@contextmanager
def session(address: str | None, workers: int) -> Iterator[Any]:
    """Ray, connected; a connection that was there before stays when the block ends.

    Args:
        address: ``HOST:PORT`` of a cluster, ``auto`` for the one on this machine, or null for
            ``RAY_ADDRESS`` and, without that, a cluster of this machine alone.
        workers: Processors of a cluster of this machine alone.

    Yields:
        The module ``ray``.

    Raises:
        UsageError: Ray is not installed, or the address is of a kind that cannot be used.
        InputError: No cluster answers at the address.
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    with needs_extra("--engine ray", "ray"):
        import ray
    logging.getLogger("ray").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"ray\b")
        if ray.is_initialized():
            yield ray
            return
        with _connected(ray, address, workers):
            yield ray


@contextmanager
def _connected(ray: Any, address: str | None, workers: int) -> Iterator[None]:
    address = address or os.environ.get("RAY_ADDRESS") or "local"
    _reach(address)
    given: dict[str, Any] = {"num_cpus": workers, "include_dashboard": False}
    try:
        ray.init(
            address=address,
            log_to_driver=False,
            logging_level=logging.CRITICAL,
            **(given if address == "local" else {}),
        )
    except Exception as error:  # Ray has no class of its own for a start that takes too long
        ray.shutdown()
        raise InputError(
            f"--address {address}: Ray does not start or answer: {' '.join(str(error).split())}",
            hint="See that the machine is not overloaded, or start one with: ray start --head",
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


def _reach(address: str) -> None:
    """See that something listens, since Ray itself would wait long and end the process."""
    if address in ("local", "auto"):
        return
    if "://" in address:
        raise UsageError(
            f"--address {address}: Ray Client is not used here",
            hint="Run the command on a node of the cluster with --address auto",
        )
    host, separator, port = address.rpartition(":")
    if not separator or not port.isdigit():
        raise UsageError(f"--address {address}: is no HOST:PORT", hint="Or say auto")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_REACH).close()
    except OSError as error:
        raise InputError(
            f"--address {address}: cannot be reached: {error.strerror or error}",
            hint="Start a cluster with: ray start --head",
        ) from error
