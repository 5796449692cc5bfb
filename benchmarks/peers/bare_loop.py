"""The least that a check of many manifests can do: read, decode, and ask the compiled schema of a version.

usage: python bare_loop.py VERSION MANIFEST...
"""

import sys
from pathlib import Path

from msgspec.json import decode

from teamshelf.schema.manifest import manifest_validator

is_valid = manifest_validator(sys.argv[1]).is_valid
sys.exit(not all(is_valid(decode(Path(path).read_bytes())) for path in sys.argv[2:]))
