"""Imported by the process of which workers are copies (Linux): it loads what all of them need, once, and waits.

It runs no thread and holds no session of a model, which a copy could not go on with. It ends with the scan.
"""

from __future__ import annotations

import signal
from contextlib import suppress

from inventory.confinement import end_with_starter

signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the scan sees to its workers
end_with_starter()  # and so do its copies then, even one that hangs: they keep open what it would end by
with suppress(Exception):  # a worker that cannot load this either says so
    from inventory import engines, examining, worker  # noqa: F401 - loaded for the copies

    engines.prepare()
