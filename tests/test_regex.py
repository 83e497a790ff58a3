"""regex() in Java's dialect: https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html"""

import random
import re

import pytest

from pipeline import rules
from pipeline.rules import regex


@pytest.mark.parametrize(
    ("pattern", "matching", "not_matching"),
    [
        (r"[\w-\.]+@([\w-]+\.)+[\w-]{2,}", "a.b@co-quan.gov.vn", "a.b@vn"),
        (r"0\d{9}", "0912345678", "٠912345678"),  # digits are 0-9 only
        (r"\w+", "ten_1", "Hoà"),  # letters are a-z only
        (r"\p{L}+", "Hoà", "Hoà1"),
        (r"\p{Lu}\p{Ll}+", "Đỗ", "đỗ"),
        (r"\pL+", "Đỗ", "1"),
        (r"\P{L}+", "12", "1a"),
        (r"\p{Alpha}+", "ab", "à"),
        (r"\p{IsAlphabetic}+", "à", "1"),
        (r"\p{IsLatin}+", "Đỗ", "漢"),
        (r"\p{Punct}", "!", "a"),
        (r"[\p{L}\h]+", "Nguyễn\u00a0Văn", "a\nb"),
        (r"\v", "\u2028", " "),  # any line break, not \x0b alone
        (r"\R", "\r\n", "\n\n"),
        (r"[a-z&&[^aeiou]]+", "xyz", "xaz"),
        (r"[a-d[m-p]]+", "amp", "e"),
        (r"[^a[b]]", "c", "b"),
        (r"[]a]+", "]a", "b"),
        (r"a*+b", "aab", "aac"),
        (r"a*+a", "", "aaa"),
        (r"(?>a|ab)c", "ac", "abc"),
        (r"a(?i)b|c", "aB", "AB"),
        (r"(?i:d)e", "De", "DE"),
        (r"(?i)đ", "đ", "Đ"),
        (r"(?iu)đ", "Đ", "d"),
        (r"(?U)\w+", "Hoà", "-"),
        (r"(?<ten>a)b", "ab", "a"),
        (r"(?=.*\d)(?=.*[a-z]).{3,}", "a1b", "abc"),
        (r"(?<!a)b|ab(?<=b)", "ab", "aa"),
        (r"\Qa.b\E+", "a.bb", "aab"),
        (r"\x41\u0042\x{1F600}\t\cA", "AB\U0001f600\t\x01", "AB"),
        (r"^a$", "a", "a\n"),  # the whole text, as matches() does
        (r".", "à", "\u0085"),
        (r"(?s).", "\n", ""),
        (r"(?m)a$\n^b", "a\nb", "ab"),
        (r"a{2}|b{2,}|c{1,2}", "cc", "ccc"),
        (r"\ba\b", "a", "ab"),
        (r"\/\-\}", "/-}", "/-"),
    ],
)
def test_patterns_are_read_as_java_reads_them(pattern, matching, not_matching):
    program = regex.read(pattern)
    assert (regex.matches(program, matching) or not matching) and not regex.matches(program, not_matching)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", "thiếu dấu «.»"), ("a)", "dấu «.» thừa"), ("[a", "dừng giữa chừng"), ("a**", r"dấu «\*»"),
        ("x{,3}", r"dấu «\{»"), ("[b-a]", "khoảng ký tự"), ("a{2,1}", "số lần lặp"), ("a{99999}", "quá lớn"),
        (r"(a)\1", "tham chiếu ngược"), (r"\k<a>", "tham chiếu ngược"), (r"\p{Foo}", r"lớp ký tự «\\p\{Foo\}»"),
        (r"\p{InGreek}", "lớp ký tự"), (r"\y", "không có ký hiệu"), (r"[\b]", "không có ký hiệu"),
        ("(?x)a", "cờ i, m, s"), ("(?<=a*)b", "độ dài có hạn"), ("\\", "dừng giữa chừng"), ("(" * 99, "quá sâu"),
        ("[" * 99, "quá sâu"), (r"\x{110000}", "không có ký tự mã"),
    ],
)  # fmt: skip
def test_what_java_refuses_or_nobody_can_serve_is_refused_with_the_place(pattern, said):
    with pytest.raises(regex.PatternError, match=said):
        regex.read(pattern)


def pattern(chance, depth):
    """Some pattern that Java and Python read alike."""
    kind = chance.random() if depth else 0
    if kind < 0.4:
        return chance.choice(["a", "b", ".", "[ab]", "[^a]", r"\d", "(?=b)", "(?!a)", r"\b", "^", "$", "(?<=a)"])
    if kind < 0.65:
        return pattern(chance, depth - 1) + pattern(chance, depth - 1)
    if kind < 0.8:
        return f"(?:{pattern(chance, depth - 1)}|{pattern(chance, depth - 1)})"
    times = chance.choice(["*", "+", "?", "{2}", "{1,2}", "*?", "+?"])
    return f"(?:{pattern(chance, depth - 1)}){times}"


def test_where_python_reads_a_pattern_alike_the_results_are_alike():
    chance, compared = random.Random(7), 0
    for _ in range(1500):
        source = pattern(chance, 3)
        text = "".join(chance.choice("ab1 ") for _ in range(chance.randint(0, 6)))
        assert regex.matches(regex.read(source), text) == bool(re.fullmatch(source, text, re.ASCII)), (source, text)
        compared += bool(re.fullmatch(source, text, re.ASCII))
    assert compared > 100


@pytest.mark.parametrize("source", ["(a+)+b", "(.*a){8}b", "(a|a)*b", "(a|aa)+b", "(?=(a+)+b)a*"])
def test_no_text_keeps_a_thread_busy(source):
    assert not regex.matches(regex.read(source), "a" * 1000)  # where backtracking would take longer than a life


def test_a_pattern_made_of_answers_that_is_none_matches_nothing_and_is_not_kept(tmp_path):
    from tests.test_rules import calculated

    before = regex.read.cache_info().currsize
    assert calculated(tmp_path, "regex('a', ${a})", {"a": "("}) == "false"
    assert calculated(tmp_path, "regex('a', ${a})", {"a": "[a-c]"}) == "true"
    assert regex.read.cache_info().currsize == before
    with pytest.raises(rules.RuleError, match="mẫu regex «.»: thiếu dấu"):
        rules.parse("regex(., '(')")
