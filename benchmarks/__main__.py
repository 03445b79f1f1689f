"""What `make benchmark` runs: the splitter on the annotated reports that the project ships."""

import sys
from pathlib import Path

from benchmarks import claims

if __name__ == "__main__":
    sys.argv[1:] = sys.argv[1:] or [str(Path(__file__).with_name("data") / "agency_dev.jsonl")]
    claims.main()
