"""One-time codes: making, reading as typed, and using up without a trace of which code brought which answer."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from random import SystemRandom

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from pipeline.form.database import CODES, STATE, StoreError, reading

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # 31 signs, a prime, without 0 O 1 I L
SIGNS = 12  # eleven at random (54 bits) and one that checks them
NONCE = 12


@dataclass(frozen=True)
class Code:
    """A code as the store knows it: its keyed hash, and the form's secret that opens the list of used ones."""

    digest: str
    secret: str


def fresh(count):
    """That many new codes, as printed: ``K7PM-X2QD-9WTA``."""
    made = set()
    while len(made) < count:
        body = "".join(secrets.choice(ALPHABET) for _ in range(SIGNS - 1))
        made.add(body + _check(body))
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in made]


def typed(text, secret):
    """The Code of what a person typed – any case, with or without blanks and dashes – or None when it is mistyped.

    The last sign is a weighted sum of the others modulo 31: one wrong sign or two exchanged ones never pass,
    since all weights (1 … 11, and −1 of the check itself) differ.
    """
    signs = "".join(c for c in text.upper() if c.isalnum())
    is_whole = len(signs) == SIGNS and set(signs) <= set(ALPHABET)
    return Code(digest(signs, secret), secret) if is_whole and _check(signs[:-1]) == signs[-1] else None


def digest(code, secret):
    """Keyed hash of a code, all that is stored of it."""
    return hmac.new(secret.encode(), f"code:{code.replace('-', '')}".encode(), hashlib.sha256).hexdigest()


def add(engine, made, secret):
    """Stores new codes (as keyed hashes, in random places), all unused."""
    digests = [digest(code, secret) for code in made]
    SystemRandom().shuffle(digests)
    with engine.begin() as connection:
        sealed = connection.execute(sa.select(STATE.c.used).with_for_update()).scalar_one()  # no answer meanwhile
        bits = _opened(sealed, secret)
        start = connection.execute(sa.select(sa.func.count()).select_from(CODES)).scalar_one()
        rows = [{"digest": d, "place": place} for place, d in enumerate(digests, start=start)]
        connection.execute(CODES.insert(), rows)
        bits = bits.ljust((start + len(rows) + 7) // 8, b"\0")
        connection.execute(STATE.update().values(used=_sealed(bits, secret)))
    _settle(engine)


def status(engine, code):
    """ "free", "used" or "unknown". Raises StoreError when the secret is not the one the codes were made with."""
    with reading(engine) as connection:
        place = _place(connection, code)
        if place is None:
            return "unknown"
        bits = _opened(connection.execute(sa.select(STATE.c.used)).scalar_one(), code.secret)
        return "used" if _is_used(bits, place) else "free"


def use(connection, sealed, code):
    """Uses up a code in the transaction that stores its answer: the new list of used codes, and "used" or "unknown".

    No code at all (None) is an unknown one.

    The list is enciphered afresh as one field of constant length, in the row that every answer rewrites anyway:
    before and after look alike whichever code it was.
    """
    place = _place(connection, code) if code else None
    if place is None:
        return sealed, "unknown"
    bits = bytearray(_opened(sealed, code.secret))
    if _is_used(bits, place):
        return sealed, "used"
    bits[place // 8] |= 1 << place % 8
    return _sealed(bytes(bits), code.secret), ""


def _settle(engine):
    """On PostgreSQL the first look at a row marks it as committed, in the table's file: which code was just typed in.

    So every row is marked now, before any code is handed out.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (FREEZE) codes")


def _place(connection, code):
    return connection.execute(sa.select(CODES.c.place).where(CODES.c.digest == code.digest)).scalar()


def _is_used(bits, place):
    return bool(bits[place // 8] & 1 << place % 8)


def _opened(sealed, secret):
    """One bit a code, 1 = used, in the order of places."""
    if not sealed:
        return b""
    try:
        return ChaCha20Poly1305(_key(secret)).decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except InvalidTag:
        raise StoreError(
            "Khóa bí mật không phải khóa đã tạo các mã trong kho; đặt lại FORM_SECRET_KEY hoặc tệp khóa cũ."
        ) from None


def _sealed(bits, secret):
    nonce = os.urandom(NONCE)
    return nonce + ChaCha20Poly1305(_key(secret)).encrypt(nonce, bits, None)


def _key(secret):
    return hashlib.sha256(f"used:{secret}".encode()).digest()


def _check(body):
    return ALPHABET[sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=1)) % len(ALPHABET)]
