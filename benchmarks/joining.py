"""How well names are joined: over pairs of names alone, and over the things of an archive of invented documents.

python benchmarks/joining.py [--errors]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "samples"))

from joining_gold import cluster_rates, pair_rates, read_documents, read_pairs


def main() -> None:
    things = [thing[0] for one in read_documents() for thing in one["things"]]
    pairs, (b_cubed, pairwise) = pair_rates(), cluster_rates()
    print(f"pairs     {pairs}   ({len(read_pairs())} pairs of names)")
    print(f"B-cubed   {b_cubed}   ({len(things)} mentions of {len(set(things))} things)")
    print(f"pairwise  {pairwise}")
    if "--errors" in sys.argv:
        for kind, rates in (("pairs", pairs), ("clusters", pairwise)):
            print("\n".join(f"{kind}  wrong   {one}" for one in rates.wrong))
            print("\n".join(f"{kind}  missed  {one}" for one in rates.missed))


if __name__ == "__main__":
    main()
