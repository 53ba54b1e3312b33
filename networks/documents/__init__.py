"""Files from outside: what they are by what is in them, and a name that does no harm."""
