"""Installing a Debian package, where this machine is Debian's and we may."""

import os
import shutil
import subprocess

_APT = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"]
_QUIET = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}


def may_install() -> bool:
    """Whether we are root on a machine with apt."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> bool:
    """Install the packages; False when Debian refuses, after showing its reasons."""
    _apt("update")
    return _apt("install", "--yes", "--no-install-recommends", *packages)


def _apt(*words: str) -> bool:
    done = subprocess.run([*_APT, *words], env=_QUIET, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr.strip()[-2000:], flush=True)
    return done.returncode == 0
