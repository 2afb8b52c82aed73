"""`python -m fortell` is the same as the command `fortell`."""

import sys

from fortell.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
