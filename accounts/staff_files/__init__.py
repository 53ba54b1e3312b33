"""Reading a director's list of institutions and leaders. Nothing here knows the database."""
