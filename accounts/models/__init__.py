"""The rows of accounts."""

from accounts.models.invitations import Invitation
from accounts.models.users import RoleAssignment, User

__all__ = ["Invitation", "RoleAssignment", "User"]
