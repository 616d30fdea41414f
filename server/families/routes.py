"""Every page of this room."""

from importlib import import_module
from importlib.util import find_spec

from fastapi import APIRouter

families = APIRouter()
for name in ("table", "joining", "inviting", "around", "hiding", "mine"):
    if find_spec(f"server.families.{name}"):
        families.include_router(getattr(import_module(f"server.families.{name}"), name))
