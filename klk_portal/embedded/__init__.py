"""What `make run`, `make test` and `make bench` start by themselves: servers and their keeper.

Nothing in here is used by an installation that brings its own servers: those come in through
DATABASE_URL, REDIS_URL and EMAIL_URL alone.
"""
