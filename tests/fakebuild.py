"""The command line with a reader that needs no model and takes a while: python fakebuild.py SECONDS ARGUMENTS..."""

from __future__ import annotations

import signal
import sys

import diplograph.running.corpus
import diplograph.running.settings
from diplograph.cli import run
from fakereaders import SETTINGS, slow


def main() -> None:
    # Whoever runs the tests in the background may have told everything below to ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    seconds, *arguments = sys.argv[1:]
    vars(diplograph.running.settings).update(settings_for=lambda model, typer: SETTINGS)
    vars(diplograph.running.corpus).update(reader_for=lambda settings: slow(float(seconds)))
    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
