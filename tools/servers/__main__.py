#!/usr/bin/env python3
"""Starts real servers on loopback, on free ports and in a folder that is removed after.

Usage: tools/servers NAME ... [-- COMMAND ...]

Names: postgres mariadb kafka apicurio toxiproxy. With a command: runs it with the servers'
addresses in its environment (JANGTEO_TEST_POSTGRES and so on), stops them, and ends with its
status. Without one: prints the addresses and waits for Ctrl-C. What is missing is installed by
tools/install.
"""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import servers


def main() -> int:
    words = sys.argv[1:]
    command = words[words.index("--") + 1:] if "--" in words else []
    names = words[:words.index("--")] if "--" in words else words
    unknown = [name for name in names if name not in servers.SERVERS]
    if not names or unknown:
        problem = f"unknown: {', '.join(unknown)}; " if unknown else ""
        print(f"servers: {problem}give one or more of: {' '.join(servers.SERVERS)}"
              " [-- COMMAND ...]", file=sys.stderr)
        return 2
    try:
        in_memory = "JANGTEO_SERVERS_IN_MEMORY" in os.environ
        with servers.started(names, in_memory) as addresses:
            if command:
                return subprocess.run(command, env=os.environ | addresses, check=False).returncode
            for name, address in addresses.items():
                print(f"{name}={address}")
            print("Ctrl-C stops them", flush=True)
            servers.wait_for_signal()
            return 0
    except servers.CannotStart as problem:
        print(f"servers: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
