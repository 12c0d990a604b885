"""The console script, and at the end the most memory that it and its processes took, in MB, on the standard error."""

import resource
import sys

from tracker.cli import main

code = main(sys.argv[1:])
peaks = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print("peaks", *peaks, file=sys.stderr)
sys.exit(code)
