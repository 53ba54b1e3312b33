"""Measures the production server on a throw-away database: `make bench`. See docs/bench.md."""
