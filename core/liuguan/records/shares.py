"""Whether a path lies on a network share: there, file locks do not hold, and a SQLite file is soon damaged."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "webdav", "davfs", "fuse.sshfs", "ncpfs"})
_REMOTE_DRIVE = 4
_MOUNTS = Path("/proc/self/mountinfo")


def on_network_share(path: Path) -> bool:
    """Whether a file would lie on a share, as far as the system tells."""
    if str(path).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        return bool(ctypes.windll.kernel32.GetDriveTypeW(f"{path.absolute().drive}\\") == _REMOTE_DRIVE)
    mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace") if _MOUNTS.exists() else ""
    return file_system(path.resolve(), mounts) in _FILE_SYSTEMS


def file_system(path: Path, mounts: str) -> str:
    """The kind of file system that holds a path, by Linux's list of mounts (proc(5), mountinfo); empty if unknown."""
    found = ("", "")
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = fields[4].replace("\\040", " ")
        if path.is_relative_to(point) and len(point) >= len(found[0]):
            found = (point, after.split()[0])
    return found[1]
