"""The admin's site is ours wherever Django asks for it."""

from django.contrib import admin

from callpilot.accounts.staff import StaffSite


def test_the_admin_is_served_by_our_site() -> None:
    assert isinstance(admin.site, StaffSite)
