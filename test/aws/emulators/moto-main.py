"""Runs moto's server until whoever started it goes away: an emulator must never outlive its tests."""

import os
import sys
import threading

from moto.server import main


def follow_parent() -> None:
    # The pipe closes when the parent ends, however it ends.
    sys.stdin.buffer.read()
    os._exit(0)


threading.Thread(target=follow_parent, daemon=True).start()
main(["--host", "127.0.0.1", "--port", "0"])
