"""Django's admin as an app, on a site of ours."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "callpilot.accounts.staff.StaffSite"
