"""The console script, and at the end the most memory that it and its processes took, in MB, on the standard error."""

import resource
import sys
from pathlib import Path

from tracker.cli import main

code = main(sys.argv[1:])
# What `getrusage` says of this process begins with the memory of the one that started it.
mine = Path("/proc/self/status").read_text(encoding="utf-8").partition("VmHWM:")[2].split()[0]
print("peaks", int(mine) // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)
sys.exit(code)
