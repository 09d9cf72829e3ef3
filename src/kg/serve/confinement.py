"""Confinement: what the kernel keeps a worker process from doing, whatever a query makes the engine try.

The guard reads a query and refuses what would leave the process; this is the second lock. Where the platform has none
of it (no Linux, another processor), a worker runs without.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import platform
import resource
import signal
import sys
from pathlib import Path

_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""What Linux calls the architecture (AUDIT_ARCH_*), and its number of the call `socket`."""
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_ARENA_MAX = -8
"""What glibc calls the option of `mallopt`."""
_DEATH_SIGNAL, _SECCOMP, _NO_NEW_PRIVILEGES, _FILTER = 1, 22, 38, 2


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def die_with_parent() -> None:
    """The process ends when the one that started it does, even in the middle of a query."""
    if sys.platform == "linux":
        _control(_DEATH_SIGNAL, signal.SIGKILL)


def limit_memory(megabytes: int) -> None:
    """Lets the process take this much beyond what it has; past it, the engine aborts and the process ends.

    The kernel counts addresses, and the allocator of glibc sets aside up to 128 MB of them for each thread that asks it
    for the first time: a few threads that start at once would have used up the limit with nothing in it. So all share
    one arena.
    """
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def forbid_network() -> bool:
    """No new socket in this process from here on; False where the platform cannot promise that."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _SOCKET:
        return False
    architecture, call = _SOCKET[machine]
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 0, 3, architecture),
        (_LOAD, 0, 0, 0),
        (_EQUAL, 1, 0, call),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    program = _Program(len(steps), (_Step * len(steps))(*(_Step(*step) for step in steps)))
    return not _control(_NO_NEW_PRIVILEGES, 1) and not _control(_SECCOMP, _FILTER, ctypes.byref(program))


def _control(*arguments: object) -> int:
    padded = [*arguments, 0, 0, 0, 0][:5]
    return int(ctypes.CDLL(None).prctl(*padded))
