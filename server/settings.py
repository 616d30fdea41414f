"""Every setting in one place. Nonsense refuses to start, in a plain sentence."""

import os
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "OUR_TABLE_"


class SettingsAreWrong(Exception):
    """One or more settings make no sense; the text says which, and what would."""


class Settings(BaseSettings):
    """From the environment (`OUR_TABLE_ORIGIN=…`) or a file named in `OUR_TABLE_SETTINGS`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore")

    data: Path = Field(Path("data"), description="the folder that holds the database and the master key")
    origin: str = Field(
        "http://localhost:8000", description="the address people type, for example https://table.example"
    )
    database: str = Field("", description="empty for SQLite in the data folder, or postgresql+psycopg://…")
    master_key: Path | None = Field(
        None, description="the master key's file; default: master.key in the data folder"
    )
    leave_to: str = Field(
        "/quiet", description="where Leave goes: a page of ours, or a full https:// address"
    )
    push_hosts: str = Field(
        "fcm.googleapis.com,.push.services.mozilla.com,web.push.apple.com,.push.apple.com,.notify.windows.com",
        description="hosts reminders may be sent to; a leading dot means any name under it",
    )
    push_ca: Path | None = Field(
        None,
        description="the certificate of a push service of your own (a host with its port in push_hosts)",
    )
    push_contact: str = Field(
        "", description="an https:// address push services may contact; default: the origin"
    )
    worker: bool = Field(True, description="whether serve also sends the reminders")
    pseudo_languages: bool = Field(False, description="offer the two made-up languages that testers use")
    log: Literal["quiet", "requests"] = Field("quiet", description="whether to print a line for each request")

    @field_validator("origin")
    @classmethod
    def origin_is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"https", "http"} or not parts.hostname or parts.path not in {"", "/"}:
            raise ValueError("must be an address such as https://table.example, with nothing after the name")
        if parts.scheme == "http" and parts.hostname != "localhost":
            raise ValueError("must begin with https:// (plain http:// works only on localhost)")
        return value.rstrip("/")

    @field_validator("database")
    @classmethod
    def database_is_known(cls, value: str) -> str:
        if value and not value.startswith(("postgresql+psycopg://", "sqlite://")):
            raise ValueError("must be empty (SQLite) or begin with postgresql+psycopg://")
        return value

    @field_validator("leave_to")
    @classmethod
    def leave_to_is_safe(cls, value: str) -> str:
        if value != "/quiet" and not value.startswith("https://"):
            raise ValueError("must be /quiet or a full https:// address")
        return value

    @property
    def host(self) -> str:
        """Name and port as browsers send them, for example `localhost:8000`."""
        return urlsplit(self.origin).netloc

    @property
    def name(self) -> str:
        """The bare host name; passkeys belong to it."""
        return urlsplit(self.origin).hostname or "localhost"

    @property
    def database_address(self) -> str:
        return self.database or f"sqlite:///{self.data.absolute() / 'table.db'}"

    @property
    def master_key_file(self) -> Path:
        return self.master_key or self.data / "master.key"


def load(**chosen: object) -> Settings:
    """Settings from the environment and the file it names; `chosen` beats both. Raises SettingsAreWrong."""
    file = os.environ.get(f"{PREFIX}SETTINGS")
    if file and not Path(file).is_file():
        raise SettingsAreWrong(f"The settings file {file} does not exist.")
    try:
        return Settings(_env_file=file, **chosen)  # type: ignore[call-arg,arg-type]
    except ValidationError as wrong:
        raise SettingsAreWrong("\n".join(_sentence(error) for error in wrong.errors())) from wrong


def _sentence(error: object) -> str:
    assert isinstance(error, dict)
    name = PREFIX + "_".join(str(part) for part in error["loc"]).upper()
    return f"{name} {str(error['msg']).removeprefix('Value error, ')}. It is now: {error['input']!r}."
