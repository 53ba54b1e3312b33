"""The settings of production, and what only measuring needs: a floor page and a counter."""

from klk_portal.settings import *  # noqa: F403
from klk_portal.settings import MIDDLEWARE as OF_PRODUCTION

ROOT_URLCONF = "klk_portal.bench.urls"
MIDDLEWARE = ["klk_portal.bench.counting.CountQueries", *OF_PRODUCTION]
