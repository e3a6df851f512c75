"""Whether a path lies on a network's file system, where SQLite's locks cannot be trusted."""

from __future__ import annotations

import os
import re
import sys

# Source: SQLite, "How To Corrupt An SQLite Database File", section 2.1 (broken locks of network systems).
NETWORK = re.compile(
    r"(nfs[0-9]*|cifs|smb[0-9]*|smbfs|afs|afpfs|ncpfs|ceph|lustre|gfs2?|ocfs2?|9p|davfs2?|webdav"
    r"|beegfs|gpfs|orangefs|pvfs2|coda|vboxsf|prl_fs"
    r"|fuse\.(sshfs|glusterfs|cephfs|smbnetfs|davfs2?|rclone|s3fs|curlftpfs))",
    re.IGNORECASE,
)


def network_mount_of(path: str) -> str | None:
    """The kind of network file system that the path lies on, or None for a local disk."""
    full = os.path.realpath(path)
    if sys.platform == "win32":
        return _windows(full)
    try:
        with open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as mounts:
            kind = mounted_kind(full, mounts.read())
    except OSError:
        return None  # a system without this list is not asked
    return kind if kind and NETWORK.fullmatch(kind) else None


def mounted_kind(path: str, mounts: str) -> str | None:
    """The file system of the longest mount point above the path, in the words of /proc/self/mounts."""
    best, kind = "", None
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), parts[1])
        above = path == point or path.startswith(point.rstrip("/") + "/")
        if above and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind


def _windows(path: str) -> str | None:
    if path.startswith("\\\\"):
        return "a network share"
    import ctypes

    remote = 4  # DRIVE_REMOTE
    drive = os.path.splitdrive(path)[0] + "\\"
    windll = getattr(ctypes, "windll")  # noqa: B009  # there on Windows only
    return "a network drive" if windll.kernel32.GetDriveTypeW(drive) == remote else None
