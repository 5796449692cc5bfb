"""`python -m teamshelf`, the same as `teamshelf`."""

import sys

from teamshelf.cli import main

if __name__ == "__main__":
    sys.exit(main())
