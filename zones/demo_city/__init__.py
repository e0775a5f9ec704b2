"""A made-up city, the same for the same size and seed: to try the system on, to test with, to measure with."""

from zones.demo_city.city import CityPlan, Feature, plan
from zones.demo_city.frame import CENTRE, SIZES, SizeName
from zones.demo_city.osm_file import counts, write_city

__all__ = ["CENTRE", "SIZES", "CityPlan", "Feature", "SizeName", "counts", "plan", "write_city"]
