"""`SqlInstallations`: where the bot is installed, its tokens encrypted with the keys of SECRET_KEYS.

The encryption is Fernet (cryptography.io/en/latest/fernet): AES-128-CBC with HMAC-SHA256. The first key encrypts, each
of them decrypts, so that a new key is put in front, `rotate` is called, and the old one is dropped.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Row, Table, and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import SettingsError, StorageError
from bot.ports.installations import Installation
from bot.ports.platforms import Platform
from storage.engine import Database
from storage.failures import translated
from storage.tables import install_states, installations, organization_workspaces
from storage.types import database_now

STATE_LIFETIME = timedelta(minutes=10)
MOST_NAME = 100
HERE = installations.c.platform == str(Platform.SLACK)
THERE = organization_workspaces.c.platform == str(Platform.SLACK)
WORKSPACES = organization_workspaces.c


class SqlInstallations:
    """Those of Slack. Raises `SettingsError` for keys that are none, and `StorageError` as the port says."""

    def __init__(self, database: Database, keys: Sequence[str]) -> None:
        self.database = database
        self._url = database.url.render_as_string(hide_password=False)
        self._cipher = _cipher(keys)

    async def save(self, installation: Installation) -> None:
        row = self._row(installation)
        with translated(self._url):
            async with self.database.writing() as connection:
                await _put(connection, installations, row, "platform", "holder")

    async def find(self, enterprise_id: str, team_id: str) -> Installation | None:
        known = select(WORKSPACES.enterprise_id).where(THERE, WORKSPACES.team_id == team_id)
        wide, holder = installations.c.enterprise_wide, installations.c.holder
        organization = holder == enterprise_id if enterprise_id else holder.in_(known)
        fitting = or_(and_(~wide, holder == team_id), and_(wide, organization))
        query = select(installations).where(HERE, fitting).order_by(wide).limit(1)
        with translated(self._url):
            async with self.database.reader.begin() as connection:
                row = (await connection.execute(query)).first()
        return None if row is None else self._whole(row)

    async def all(self) -> Sequence[Installation]:
        query = select(installations).where(HERE).order_by(installations.c.installed_at, installations.c.holder)
        with translated(self._url):
            async with self.database.reader.begin() as connection:
                rows = (await connection.execute(query)).all()
        return [self._whole(row) for row in rows]

    async def remove(self, enterprise_id: str, team_id: str) -> Sequence[str]:
        which = WORKSPACES.team_id == team_id if team_id else WORKSPACES.enterprise_id == enterprise_id
        covered = delete(organization_workspaces).where(THERE, which).returning(WORKSPACES.team_id)
        gone = delete(installations).where(HERE, installations.c.holder == (team_id or enterprise_id))
        with translated(self._url):
            async with self.database.writing() as connection:
                without = set(await connection.scalars(covered))
                removed = (await connection.execute(gone.returning(installations.c.team_id))).scalar()
        return sorted({*without, *([removed] if removed else [])})

    async def workspaces(self, enterprise_id: str) -> Sequence[str]:
        query = select(WORKSPACES.team_id).where(THERE, WORKSPACES.enterprise_id == enterprise_id).order_by("team_id")
        with translated(self._url):
            async with self.database.reader.begin() as connection:
                return (await connection.scalars(query)).all()

    async def add_workspace(self, enterprise_id: str, team_id: str) -> None:
        row = {"platform": str(Platform.SLACK), "team_id": team_id, "enterprise_id": enterprise_id}
        with translated(self._url):
            async with self.database.writing() as connection:
                await _put(connection, organization_workspaces, row, "platform", "team_id")

    async def issue_state(self) -> str:
        state = secrets.token_urlsafe(32)
        lasting = {"state_hash": _hash(state), "expires_at": database_now(STATE_LIFETIME)}
        with translated(self._url):
            async with self.database.writing() as connection:
                await connection.execute(delete(install_states).where(install_states.c.expires_at <= database_now()))
                await connection.execute(insert(install_states).values(lasting))
        return state

    async def use_state(self, state: str) -> bool:
        good = (install_states.c.state_hash == _hash(state), install_states.c.expires_at > database_now())
        with translated(self._url):
            async with self.database.writing() as connection:
                return (await connection.execute(delete(install_states).where(*good))).rowcount > 0

    async def rotate(self) -> int:
        """Encrypts every token anew with the first key, all or none. How many there are."""
        query = select(installations.c.platform, installations.c.holder, installations.c.encrypted_token)
        with translated(self._url):
            async with self.database.writing() as connection:
                rows = (await connection.execute(query.with_for_update())).all()
                for row in rows:
                    again = self._encrypted(self._decrypted(row))
                    where = (installations.c.platform == row.platform, installations.c.holder == row.holder)
                    await connection.execute(update(installations).where(*where).values(encrypted_token=again))
        return len(rows)

    def _row(self, installation: Installation) -> dict[str, Any]:
        known = {name: value for name, value in vars(installation).items() if name != "bot_token"}
        return {
            **known,
            "platform": str(installation.platform),
            "holder": installation.holder,
            "team_name": installation.team_name[:MOST_NAME],
            "encrypted_token": self._encrypted(installation.bot_token),
        }

    def _whole(self, row: Row[Any]) -> Installation:
        known = {name: value for name, value in row._mapping.items() if name not in ("holder", "encrypted_token")}
        return Installation(**{**known, "platform": Platform(row.platform), "bot_token": self._decrypted(row)})

    def _encrypted(self, token: str) -> str:
        return self._cipher.encrypt(token.encode()).decode("ascii")

    def _decrypted(self, row: Any) -> str:
        try:
            return self._cipher.decrypt(row.encrypted_token.encode()).decode()
        except InvalidToken:
            raise StorageError(
                f"The token of {row.holder} can't be read with SECRET_KEYS: none of its keys is the one that the token "
                "was saved with. Put the former key back, behind the new one, or add the app to Slack there again."
            ) from None


def _cipher(keys: Sequence[str]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        raise SettingsError("SECRET_KEYS needs at least one key. Make one with: mentorbot slack key") from None


async def _put(connection: AsyncConnection, table: Table, row: Mapping[str, Any], *keys: str) -> None:
    """Adds the row, or replaces the one with the same keys."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        new: Any = sqlite.insert(table)
    else:
        from sqlalchemy.dialects import postgresql

        new = postgresql.insert(table)
    changed = {name: new.excluded[name] for name in row if name not in keys}
    await connection.execute(new.values(row).on_conflict_do_update(index_elements=list(keys), set_=changed))


def _hash(state: str) -> str:
    return hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()
