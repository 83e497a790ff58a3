"""What is read off coded answers: counts, quotes, and the same after a person has merged and renamed codes."""

import pandas as pd

from pipeline.cluster.coding import NON_ANSWER
from pipeline.cluster.normal import bare

FEWEST_WORDS, MOST_WORDS = 4, 30  # a quote of moderate length, in syllables
SURE = 0.9  # above this, answers that several people gave come first
CODEFRAME = ["code", "new_code", "new_name"]


def counts(coded):
    """Count people by code, largest first and "no opinion" last.

    Returns ``code``, ``name``, ``n`` (people), ``percent`` (0-100) and ``base`` (all who wrote anything, those without
    an opinion included).
    """
    table = coded.groupby(["code", "name"], sort=False).size().reset_index(name="n")
    table = table.assign(percent=100 * table["n"] / max(len(coded), 1), base=len(coded))
    order = table.assign(last=table["code"] == NON_ANSWER, length=table["code"].str.len())
    order = order.sort_values(["last", "n", "length", "code"], ascending=[True, False, True, True])
    return table.loc[order.index].reset_index(drop=True)


def quotes(coded, texts, *, each=3, minimum=1):
    """Pick typical answers of each group, word for word as in ``texts`` (which should have been scrubbed).

    Returns ``code``, ``name``, ``quote``: up to ``each`` different answers a group, in the order of :func:`counts`,
    sure answers of moderate length with their marks first. "No opinion" and groups under ``minimum`` people give none.
    """
    table = counts(coded)
    shown = table.loc[(table["code"] != NON_ANSWER) & (table["n"] >= minimum), "code"]
    rows = _typical_first(coded, texts)
    picked = [rows[rows["code"] == one].head(each) for one in shown]
    return pd.concat([rows.head(0), *picked], ignore_index=True)[["code", "name", "quote"]]


def apply_codeframe(coded, codeframe):
    """Put a person's codes and names in place of the proposed ones.

    ``codeframe`` has a row a code to change: ``code``, ``new_code``, ``new_name``; codes given the same ``new_code``
    are merged. Codes without a row stay. Returns ``coded`` with new ``code`` and ``name``. Raises ValueError for
    missing columns or cells, unknown or repeated codes, and a code that would bear two names.
    """
    frame = _checked(coded, codeframe)
    code = coded["code"].map(dict(zip(frame["code"], frame["new_code"], strict=True))).fillna(coded["code"])
    name = code.map(dict(zip(frame["new_code"], frame["new_name"], strict=True))).fillna(coded["name"])
    return coded.assign(code=code.astype("str"), name=name.astype("str"))


def _typical_first(coded, texts):
    """Order answers by how well they show their group; equal answers, typed with or without marks, once."""
    length = coded["normal"].str.split().str.len()
    rows = coded.assign(
        quote=texts.loc[coded.index],
        moderate=length.between(FEWEST_WORDS, MOST_WORDS),
        sure=coded["sureness"] >= SURE,
        marked=~coded["normal"].map(str.isascii).astype(bool),
        same=coded.groupby(["code", "normal"])["code"].transform("size"),
        letters=coded["normal"].map(bare),
    )
    rows = rows.sort_values(["moderate", "sure", "marked", "same", "sureness"], ascending=False, kind="stable")
    return rows.drop_duplicates(["code", "letters"])


def _checked(coded, codeframe):
    absent = [column for column in CODEFRAME if column not in codeframe.columns]
    if absent:
        raise ValueError(f"Bảng mã thiếu cột {absent}; cần đủ các cột {CODEFRAME}.")
    frame = codeframe[CODEFRAME].astype("str").apply(lambda column: column.str.strip())
    empty = frame.isna().any(axis=1) | frame.eq("").any(axis=1)
    if empty.any():
        raise ValueError(f"Bảng mã có {empty.sum()} dòng còn ô trống. Điền đủ {CODEFRAME}, hoặc bỏ dòng đó.")
    known = set(coded["code"])
    _refuse(frame.loc[~frame["code"].isin(known), "code"], f"không có trong kết quả; kết quả có {_listed(known)}")
    _refuse(frame.loc[frame["code"].duplicated(), "code"], "xuất hiện hơn một lần ở cột code; chỉ để một dòng mỗi mã")
    several = frame.groupby("new_code")["new_name"].nunique().loc[lambda names: names > 1]
    _refuse(several.index, "ở cột new_code mang nhiều tên khác nhau; ghi cùng một new_name cho mỗi new_code")
    return frame


def _refuse(codes, why):
    if len(codes):
        raise ValueError(f"Bảng mã: mã {_listed(set(codes))} {why}.")


def _listed(codes):
    return sorted(codes, key=lambda code: (len(code), code))
