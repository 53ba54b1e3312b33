"""The named elements of the portal's pages, by topic; all are built into every template."""

from django import template

register = template.Library()
