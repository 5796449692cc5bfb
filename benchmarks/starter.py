"""Runs a command without its output; prints the seconds it took, its peak memory in MiB and its exit code.

A script of its own because Linux counts the memory of the process that starts another as that other's: this one has
imported nearly nothing.

usage: python -I -S starter.py COMMAND ...
"""

import os
import sys
import time

UNITS = 2**20 if sys.platform == "darwin" else 2**10
"""Units of ru_maxrss in a MiB: bytes on a Mac, KiB elsewhere."""

silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
_, status, used = os.wait4(child, 0)
print(time.perf_counter() - start, used.ru_maxrss / UNITS, os.waitstatus_to_exitcode(status))
