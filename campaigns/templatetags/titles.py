"""What a request is called on pages."""

from django import template

from campaigns.pages.titles import title

register = template.Library()
register.filter("title_of", title)
