"""What a person typed so far, kept in signed cookies of the browser; nothing is stored before the last page."""

import json
import secrets
import time
from dataclasses import dataclass, field, replace
from functools import lru_cache

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

NAME = "phieu"
PIECE = 3800  # a browser refuses cookies above 4,096 bytes
PIECES = 8


class DraftTooLong(ValueError):
    """More text than cookies can carry."""


@dataclass(frozen=True)
class Draft:
    """``nonce`` names this filling-in, ``started`` is its first moment (seconds), ``language`` its language, ``code``
    the keyed hash of a one-time code ("" in an open survey).
    """

    nonce: str
    started: float
    language: str
    answers: dict[str, str] = field(default_factory=dict)
    code: str = ""

    def having(self, **changes):
        """A copy with some parts changed."""
        return replace(self, **changes)


class _Json:
    dumps = staticmethod(lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    loads = staticmethod(json.loads)


def new(language, answers, code=""):
    """A fresh draft."""
    return Draft(secrets.token_urlsafe(12), time.time(), language, dict(answers), code)


def read():
    """The draft that this request carries, or None when there is none or its signature is not ours."""
    cookies = request.cookies
    pieces = [cookies.get(f"{NAME}{n}", "") for n in range(PIECES)]
    try:
        parts = _serializer(current_app.secret_key).loads("".join(pieces))
    except (BadSignature, ValueError):
        return None
    return Draft(*parts)


def write(response, draft):
    """Puts the draft in the response's cookies; DraftTooLong when it does not fit."""
    parts = [draft.nonce, draft.started, draft.language, draft.answers, draft.code]
    signed = _serializer(current_app.secret_key).dumps(parts)
    if len(signed) > PIECE * PIECES:
        raise DraftTooLong(f"{len(signed)} bytes")
    pieces = [signed[start : start + PIECE] for start in range(0, len(signed), PIECE)]
    for number, piece in enumerate(pieces):
        response.set_cookie(f"{NAME}{number}", piece, **current_app.config["COOKIES"])
    return clear(response, first=len(pieces))


def clear(response, *, first=0):
    """Removes the draft's cookies from the browser, from number ``first`` on."""
    cookies = request.cookies
    for number in range(first, PIECES):
        if f"{NAME}{number}" in cookies:
            response.delete_cookie(f"{NAME}{number}", **current_app.config["COOKIES"])
    return response


@lru_cache(maxsize=2)
def _serializer(key):
    return URLSafeSerializer(key, salt="draft", serializer=_Json)
