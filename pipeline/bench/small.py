"""A small survey with every kind of thing that a run reads, to edit at random."""

FORM = """
| survey |
| | type | name | label | relevant | constraint |
| | select_one gioi | gioi | Giới tính | | |
| | select_one co_khong | dung | Có dùng mạng xã hội không? | | |
| | select_multiple mang | mang | Dùng mạng nào? | ${dung} = 'co' | |
| | integer | tuoi | Tuổi | | . >= 18 and . <= 99 |
| | select_one dong_y | y1 | Mạng giúp công việc | | |
| | select_one dong_y | y2 | Mạng giúp học tập | | |
| | select_one dong_y | y3 | Mạng gắn kết đồng nghiệp | | |
| | text | gop_y | Góp ý | | |

| choices |
| | list_name | name | label |
| | gioi | nam | Nam |
| | gioi | nu | Nữ |
| | co_khong | co | Có |
| | co_khong | khong | Không |
| | mang | zalo | Zalo |
| | mang | fb | Facebook |
| | dong_y | 1 | Không đồng ý |
| | dong_y | 2 | Phân vân |
| | dong_y | 3 | Đồng ý |

| settings |
| | form_title | form_id |
| | Phiếu thử | thu |
"""
SURVEY = """title: Cuộc hỏi thử
raw: phieu.csv
scales: {dong_y: {}}
quality: {min_seconds: 60, straight_line_items: 9, drop: [too_fast]}
comparisons: [{name: Dùng mạng, questions: [dung, y1, y2], by: [gioi]}]
open_questions: [gop_y]
banners: [gioi]
"""
SAID = (
    "cần tập huấn kỹ năng dùng mạng", "mạng ở cơ quan chậm quá", "tin giả nhiều, khó kiểm chứng", "không có ý kiến",
    "đề nghị trang bị máy tính mới", "nên có hướng dẫn xử lý tin giả", "mất nhiều thời gian", "quy định chưa rõ",
)  # fmt: skip


def rows(count=96):
    """The answers as a CSV text."""
    lines = ["gioi,dung,mang,tuoi,y1,y2,y3,gop_y,_seconds"]
    for at in range(count):
        uses = at % 5 != 0
        scale = [str(1 + (at * step // 7 + (at % 2)) % 3) for step in (1, 2, 3)]
        said = f"{SAID[at % len(SAID)]} {'' if at % 3 else 'ạ'}".strip()
        cells = ["nam" if at % 2 else "nu", "co" if uses else "khong", ("zalo", "zalo fb", "fb")[at % 3] * uses]
        lines.append(",".join([*cells, str(20 + at % 40), *scale, f'"{said}"', str(90 + at)]))
    return "\n".join(lines) + "\n"
