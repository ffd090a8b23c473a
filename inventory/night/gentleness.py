"""Letting other programs of the machine go first: less of the processor, and of the disks where systems know that.

Workers take over what their parent has (Linux, macOS: both; Windows: the processor, so they call this too).
"""

from __future__ import annotations

import os
import platform
import sys
from contextlib import suppress

NICENESS = 15
_IOPRIO_SET = {"x86_64": 251, "aarch64": 30, "arm64": 30, "riscv64": 30, "i686": 289, "armv7l": 314}
_WHO_PROCESS, _CLASS_IDLE, _CLASS_SHIFT = 1, 3, 13  # of ioprio_set(2)
_IOPOL_TYPE_DISK, _IOPOL_SCOPE_PROCESS, _IOPOL_THROTTLE = 0, 0, 3  # of setiopolicy_np(3)
_IDLE_CLASS, _IO_PRIORITY, _VERY_LOW = 0x40, 0x21, 0


def be_gentle() -> None:
    """Lower this process for good; what a system refuses is left as it is."""
    if sys.platform == "win32":
        _on_windows()
        return
    with suppress(OSError):
        os.nice(max(0, NICENESS - os.getpriority(os.PRIO_PROCESS, 0)))
    import ctypes

    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        if sys.platform == "darwin":
            library.setiopolicy_np(_IOPOL_TYPE_DISK, _IOPOL_SCOPE_PROCESS, _IOPOL_THROTTLE)
        elif platform.machine() in _IOPRIO_SET and sys.maxsize > 1 << 32:
            library.syscall(_IOPRIO_SET[platform.machine()], _WHO_PROCESS, 0, _CLASS_IDLE << _CLASS_SHIFT)


def follow_parent() -> None:
    """In a worker: be as gentle as the parent is, where the system hands over only half of it."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        if kernel.GetPriorityClass(ctypes.c_void_p(kernel.GetCurrentProcess())) == _IDLE_CLASS:
            _on_windows()


if sys.platform == "win32":

    def _on_windows() -> None:
        """The idle class; not the background mode, which also presses memory to 32 MB."""
        import ctypes

        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        itself = ctypes.c_void_p(kernel.GetCurrentProcess())
        kernel.SetPriorityClass(itself, _IDLE_CLASS)
        priority = ctypes.c_ulong(_VERY_LOW)
        with suppress(OSError, AttributeError):
            native = ctypes.WinDLL("ntdll")
            native.NtSetInformationProcess(itself, _IO_PRIORITY, ctypes.byref(priority), ctypes.sizeof(priority))
