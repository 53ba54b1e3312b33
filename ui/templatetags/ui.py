"""Named elements."""

from django import template

register = template.Library()
