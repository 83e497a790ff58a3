"""What a person typed so far, kept in signed cookies of the browser; nothing is stored before the last page."""

import hashlib
import hmac
import json
import secrets
import time
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile

from flask import current_app, g, request
from itsdangerous import BadSignature, Signer

NAME = "phieu"  # and, before cookies were named by their store, the whole name of one, with its number
PIECE = 3800  # a browser refuses cookies above 4,096 bytes
PIECES = 8
LONG = 3000  # bytes from which on a draft is packed: packing every small one would cost more than drawing a page


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


def new(language, answers, code=""):
    """A fresh draft."""
    return Draft(secrets.token_urlsafe(12), time.time(), language, dict(answers), code)


def read():
    """The draft that this request carries, or None when there is none or its signature is not ours."""
    if "draft" not in g:
        g.draft = _carried(cookie) or _carried(_older_cookie)
    return g.draft


def is_of_another():
    """Whether this browser carries a draft that is not ours: another form's, or of a store that was here before."""
    return read() is None and any(name.startswith(NAME) for name in request.cookies)


def cookie(number):
    """Name of a cookie with a piece of the draft; the other forms on this host have other names."""
    return f"{NAME}_{store_name()}_{number}"


def store_name():
    """What tells the cookies of this store from those of every other on the same host."""
    return hashlib.sha256(current_app.config["STORE"].encode()).hexdigest()[:12]


def is_posted():
    """Whether the page that is sent is one of this browser's draft."""
    draft = read()
    return draft is not None and posted_nonce() == draft.nonce


def posted_nonce():
    """The nonce of the draft whose page is sent – as its token says, even when the draft itself is gone –, or ""."""
    given, draft = request.form.get("csrf_token", ""), read()
    if draft and "." not in given:  # a page that version 0.1.0 drew
        given = f"{draft.nonce}.{given}"
    nonce, _, sign = given.partition(".")
    is_ours = hmac.compare_digest(sign.encode("utf-8", "replace"), _sign(nonce).encode())
    return nonce if is_ours else ""


def token(draft):
    """What a page of this draft must send back to be believed: nobody who cannot read the page can know it."""
    return f"{draft.nonce}.{_sign(draft.nonce)}"


def _sign(nonce):
    text = f"token:{nonce}".encode("utf-8", "replace")
    return hmac.digest(current_app.secret_key.encode(), text, "sha256").hex()


def write(response, draft):
    """Puts the draft in the response's cookies; DraftTooLong when it does not fit."""
    parts = [draft.nonce, draft.started, draft.language, draft.answers, draft.code]
    plain = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()
    packed = b"z" + zlib.compress(plain) if len(plain) > LONG else plain
    signed = _signer(current_app.config["STORE"]).sign(urlsafe_b64encode(packed)).decode()
    if len(signed) > PIECE * PIECES:
        raise DraftTooLong(f"{len(signed)} bytes")
    pieces = [signed[start : start + PIECE] for start in range(0, len(signed), PIECE)]
    for number, piece in enumerate(pieces):
        response.set_cookie(cookie(number), piece, **current_app.config["COOKIES"])
    return clear(response, first=len(pieces))


def clear(response, *, first=0):
    """Removes the draft's cookies from the browser, from number ``first`` on."""
    names = [cookie(number) for number in range(first, PIECES)]
    if _carried(_older_cookie):
        names += [_older_cookie(number) for number in range(PIECES)]
    for name in filter(request.cookies.__contains__, names):
        response.delete_cookie(name, **current_app.config["COOKIES"])
    return response


def sent_mark():
    """Name of the cookie that says an answer was sent from this browser: another survey on this host, or the trial of
    this one, has another.
    """
    return f"da_gui_{store_name()}"


def _carried(name):
    """The draft in the cookies that ``name`` gives the names of, or None."""
    pieces = takewhile(bool, (request.cookies.get(name(number)) for number in range(PIECES)))
    return _opened("".join(pieces))


def _older_cookie(number):
    return f"{NAME}{number}"


def _opened(signed):
    for signer in filter(bool, (_signer(current_app.config["STORE"]), _older_signer())):
        try:
            packed = urlsafe_b64decode(signer.unsign(signed))
            return Draft(*json.loads(zlib.decompress(packed[1:]) if packed[:1] == b"z" else packed))
        except (BadSignature, ValueError, TypeError, zlib.error):  # forged, another survey's, or of another version
            continue
    return None


def _signer(store):
    return _signer_of(current_app.secret_key, f"draft:{store}")


def _older_signer():
    """Version 0.1.0 named no store: what was being filled in while it was replaced goes on."""
    is_live = current_app.extensions["survey"].kind == "live"
    return _signer_of(current_app.secret_key, "draft") if is_live else None


@lru_cache(maxsize=8)
def _signer_of(secret, purpose):
    """One for each store: what was begun in another survey, or in a trial with a trial's code, is no draft here."""
    key = hmac.digest(secret.encode(), purpose.encode(), "sha256")
    return Signer(key, key_derivation="none", digest_method=hashlib.sha256)
