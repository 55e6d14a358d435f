"""Shapes of operations that papers plan, drawn from seeds: their structure and sizes, not their data.

Papers give demand in people, driving times per trip and no tiers, so everybody here counts alike, times are whole
minutes, and loading takes as long for few people as for many. Households accept every site, nearest first, which stands
for a planner who may send anybody anywhere. That makes each of them small enough to be solved exactly when it is drawn
small (`reference`).
"""

from benchmarks.published.city import city, city_of_busloads
from benchmarks.published.island import island
from benchmarks.published.wildfire import wildfire

__all__ = ["city", "city_of_busloads", "island", "wildfire"]
