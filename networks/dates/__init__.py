"""When a network meets: rules that repeat, and days that stand in the way. No database here."""
