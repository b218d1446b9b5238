"""People and their keys in the admin: who may come in, and which programs act for them."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from callpilot.models import ApiToken, Profile, User


class ProfileInline(admin.StackedInline[Profile, User]):
    model = Profile
    can_delete = False


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    """Django's own, with what the person told us once."""

    def get_inlines(
        self, request: HttpRequest, obj: User | None
    ) -> tuple[type[ProfileInline], ...]:
        return (ProfileInline,) if obj else ()  # saving a new person makes the profile


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin[ApiToken]):
    """Deleting one locks its program out; making one is the person's own affair."""

    list_display = ["name", "user", "created_at", "last_used_at", "expires_at"]
    search_fields = ["name", "user__username"]
    list_select_related = ["user"]
    fields = ["name", "user", "created_at", "last_used_at", "expires_at"]
    readonly_fields = ["name", "user", "created_at", "last_used_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
