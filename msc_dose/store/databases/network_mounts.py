"""Whether a path lies on a network's file system, where SQLite's locks cannot be trusted."""

from __future__ import annotations

import os
import re
import sys

# Source: SQLite, "How To Corrupt An SQLite Database File", section 2.1 (broken locks of network systems).
# What a virtual machine shares with its host is one too: the locks of the two do not meet.
NETWORK = re.compile(
    r"(nfs[0-9]*|cifs|smb[0-9]*|smbfs|afs|afpfs|ncpfs|ceph|lustre|gfs2?|ocfs2?|9p|davfs2?|webdav"
    r"|beegfs|gpfs|orangefs|pvfs2|coda|vboxsf|prl_fs|virtiofs|drvfs|vmhgfs|macfuse|osxfuse"
    r"|fuse\.(sshfs|glusterfs|cephfs|smbnetfs|davfs2?|rclone|s3fs|curlftpfs|gvfsd-fuse|kio-fuse|vmhgfs-fuse"
    r"|gcsfuse|juicefs|blobfuse2?|goofys|portal|grpcfuse))",
    re.IGNORECASE,
)


def network_mount_of(path: str) -> str | None:
    """The kind of network file system that the path lies on, or None for a local disk."""
    full = os.path.realpath(path)
    if sys.platform == "win32":
        return _windows(full)
    if sys.platform == "darwin":
        return _macos(full)
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


def mounted_kind_on_macos(path: str, mounts: str) -> tuple[str, bool] | None:
    """The same in the words of /sbin/mount, and whether the file system is of this machine."""
    best: tuple[str, str, bool] = ("", "", True)
    for line in mounts.splitlines():
        said = re.fullmatch(r".* on (/.*) \(([^)]*)\)", line)
        if said is None:
            continue
        point, (kind, *options) = said[1], said[2].split(", ")
        above = path == point or path.startswith(point.rstrip("/") + "/")
        if above and len(point) >= len(best[0]):
            best = (point, kind, "local" in options)
    return best[1:] if best[0] else None


def _macos(path: str) -> str | None:
    import subprocess

    try:
        told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None  # a system without this program is not asked
    found = mounted_kind_on_macos(path, told.stdout)
    return found[0] if found and (not found[1] or NETWORK.fullmatch(found[0])) else None


def _windows(path: str) -> str | None:
    if path.startswith("\\\\"):
        return "a network share"
    import ctypes

    remote = 4  # DRIVE_REMOTE
    drive = os.path.splitdrive(path)[0] + "\\"
    windll = getattr(ctypes, "windll")  # noqa: B009  # there on Windows only
    return "a network drive" if windll.kernel32.GetDriveTypeW(drive) == remote else None
