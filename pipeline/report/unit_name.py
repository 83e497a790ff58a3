"""The name of a unit in the head of a document: on lines of like length, none of which parts what belongs together."""

from itertools import combinations

MOST = 4  # lines
PLACES = {"tỉnh", "huyện", "quận", "phường", "xã", "phố"}  # before the name of a place, of two syllables or more
SMALL = "các những và của thuộc cho về với tại ở số of the and for in at"
LEADS = {*PLACES, *SMALL.split()}  # after these a line does not end: what follows belongs to them
SEATS = {"tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy"}  # "Tỉnh ủy Thái Nguyên"
COMPOUNDS = """
đảng ủy, đảng bộ, chi bộ, đảng đoàn, tỉnh ủy, thành ủy, huyện ủy, quận ủy, thị ủy, cơ quan, đơn vị, doanh nghiệp,
trung ương, ủy ban, nhân dân, mặt trận, tổ quốc, việt nam, hội đồng, văn phòng, thành phố, thị xã, thị trấn,
tuyên giáo, dân vận, tổ chức, kiểm tra, nội chính, chính trị, cộng sản, hồ chí, chí minh, ban chấp, chấp hành,
thường vụ, thường trực, đại học, cao đẳng, trung học, phổ thông, mầm non, tiểu học, học viện, viện khoa, khoa học,
xã hội, công nghệ, giáo dục, đào tạo, y tế, nội vụ, tài chính, kế hoạch, đầu tư, công thương, nông nghiệp,
môi trường, tài nguyên, phát triển, nông thôn, xây dựng, giao thông, vận tải, tư pháp, thông tin, truyền thông,
văn hóa, thể thao, du lịch, lao động, thương binh, ngoại vụ, thanh tra, công an, quân sự, biên phòng, tòa án,
viện kiểm, kiểm sát, kiểm soát, thuế vụ, hải quan, ngân hàng, nhà nước, chính sách, kho bạc, bảo hiểm, liên đoàn,
liên hiệp, liên minh, hợp tác, tác xã, phụ nữ, nông dân, thanh niên, cựu chiến, chiến binh, chữ thập, thập đỏ,
hội nông, công đoàn, công ty, cổ phần, trách nhiệm, hữu hạn, tập đoàn, trung tâm, chi cục, tổng cục, bệnh viện,
đa khoa, nghiên cứu, dư luận, bí thư, chính phủ, quốc hội, dân tộc, tôn giáo, khu vực, hành chính, bộ phận,
một thành, thành viên, xổ số, kiến thiết, điện lực, dầu khí, hà nội, đà nẵng, hải phòng, cần thơ, thái nguyên,
bắc kạn, dịch vụ, công cộng, phát thanh, truyền hình
"""
TOGETHER = {pair.strip() for pair in COMPOUNDS.split(",")}


def lines(text, longest=24):
    """The name on as few lines as it fits on, of like length; where every way parts something, at any blank."""
    words = text.split()
    blanks = range(1, len(words))
    for places in ([at for at in blanks if not _belong(words, at)], blanks):
        for count in range(1, MOST + 1):
            if found := _ways(words, places, count, longest):
                return found
    return [" ".join(words)] if words else []


def _ways(words, places, count, longest):
    """The most even of the ways to make so many lines, none longer than that; [] where there is none."""
    made = [
        [" ".join(words[start:end]) for start, end in zip((0, *cuts), (*cuts, len(words)), strict=True)]
        for cuts in combinations(places, count - 1)
    ]
    fitting = [way for way in made if words and max(map(len, way)) <= longest]
    return min(fitting, key=lambda way: max(map(len, way)), default=[])


def _belong(words, at):
    """Whether the word at a place stands on one line with the one before it: a compound, a name, a number."""
    small = [word.lower().strip(",") for word in words]
    before, after = small[at - 1], small[at]
    is_name = at > 1 and (small[at - 2] in PLACES or " ".join(small[max(at - 3, 0) : at - 1]) in SEATS)
    is_written = any(word[0].islower() for word in words) and words[at - 1][0].isupper() and words[at][0].isupper()
    is_counted = not after.isalpha() or len(after) == 1 or before == "-"
    return f"{before} {after}" in TOGETHER or before in LEADS or is_name or is_written or is_counted
