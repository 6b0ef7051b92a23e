"""Let `python -m app` be the same as `strata`."""

import sys

from app.cli import main

sys.exit(main())
