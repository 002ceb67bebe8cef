"""Mounts that nobody else sees and that end with this program. It wants root."""
import os
import sys

IN_NAMESPACE = "JANGTEO_MOUNT_NAMESPACE"


def are_our_own() -> bool:
    return IN_NAMESPACE in os.environ


def start_over_with_our_own() -> None:
    """This program anew, in a mount namespace of its own."""
    os.environ[IN_NAMESPACE] = "1"
    os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", sys.executable,
                          *sys.argv])
