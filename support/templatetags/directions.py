"""{{ name|apart }}: somebody's name or words inside a sentence of ours."""

from django import template

from support.web import directions

register = template.Library()
register.filter("apart", directions.apart)
