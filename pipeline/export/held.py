"""What every table of the outputs holds, in Vietnamese."""

import pandas as pd

from pipeline.infer.classical.planned import TITLES

HELD = {
    "frequencies": "Từng câu đóng: số người, tỷ lệ, cơ sở",
    "distributions": "Câu ghi số: bao nhiêu người ghi mỗi giá trị; giá trị quá ít người được gộp với giá trị kề",
    "crosstabs": "Từng câu theo nhóm: tỷ lệ trong nhóm, cơ sở; ô ít người được ẩn",
    "banners": "Mọi câu theo mọi nhóm: % cột, % hàng, cơ sở hiệu dụng, trung bình, chữ cái so sánh; ô ít người được ẩn",
    "three_way": "Phân tích đa chiều: câu hỏi theo nhóm, trong từng mức của biến thứ ba",
    "compared": "Các phép so sánh đã khai báo theo biến không phải biến nhóm: % cột, trung bình; ô ít người được ẩn",
    "tests": "Mọi phép so sánh: kiểm định, độ mạnh, p hiệu chỉnh",
    "claims": "Mọi nhận định của báo cáo: câu chữ, từng con số trong câu và ô của bảng mà nó lấy ra",
    "families": "Mỗi phép so sánh thuộc họ nào",
    "pairs": "Từng cặp nhóm sau phép so sánh nhiều nhóm",
    "batteries": "Các mục, phương án do cùng người trả lời: kiểm định chung và từng cặp; không và có gia quyền",
    "correlations": "Tương quan của các thang đo, không và có gia quyền",
    "open_answers": "Câu mở: mã và nhóm lớn, số người, tỷ lệ, mã hóa bằng cách nào",
    "open_shares": "Câu mở: tỷ lệ mỗi ý ước lượng trên mọi người có ghi, khoảng tin cậy 95%, số câu rút ngẫu nhiên",
    "open_phrases": "Câu mở: cụm từ khóa của mã đã duyệt đúng đến đâu, đo trên câu rút ngẫu nhiên",
    "open_coding": "Câu mở: bao nhiêu câu do người, quy tắc, máy mã hóa; bao nhiêu chưa mã hóa",
    "open_notes": "Câu mở: trích dẫn, câu tóm tắt, quyết định mã hóa đã có mà không thuộc dữ liệu này",
    "open_crosstabs": "Câu mở: tỷ lệ nêu từng ý theo nhóm của câu đã mã hóa, không để so sánh nhóm; ô ít người ẩn",
    "open_tones": "Câu mở: mỗi ý được nói với sắc thái nào, % của những người nêu ý ấy; ô ít người được ẩn",
    "open_tests": "Câu mở: so sánh tỷ lệ nêu từng ý giữa các nhóm, trên câu rút ngẫu nhiên do người mã hóa",
    "open_pairs": "Câu mở: hai nhóm nào nêu một ý nhiều ít khác nhau",
    "agreement": "Câu mở: mức thống nhất giữa những người mã hóa (κ, α)",
    "quotes": "Câu mở: trích nguyên văn theo nhóm ý kiến",
    "open_summaries": "Câu mở: câu tóm tắt từng nhóm ý kiến, bằng lời người trả lời, đã duyệt",
    "means": "Trung bình, NPS của mọi người và từng nhóm: sai số chuẩn, khoảng tin cậy 95%",
    "ratios": "Tỷ số của hai câu ghi số, của mọi người và từng nhóm, với khoảng tin cậy 95%",
    "differences": "Tỷ lệ trong nhóm trừ tỷ lệ ở phần còn lại của biến nhóm, với khoảng tin cậy 95%",
    "contrasts": "Tỷ lệ một phương án trừ tỷ lệ một phương án khác, với khoảng tin cậy 95%",
    "numbers": "Câu ghi số: trung bình, trung vị, tứ phân vị, khoảng tin cậy 95%",
    "ranks": "Câu xếp hạng: thứ hạng trung bình, hạng đầu, điểm Borda, giá trị Plackett–Luce",
    "on_scale": "Câu thang đo có phương án ngoài thang: tỷ lệ từng mức trong người chọn một mức",
    "scales": "Bảng thang đo: điểm trung bình, hai mức cao nhất",
    "reliability": "Bảng thang đo: độ tin cậy (Cronbach α, McDonald ω), từng mục",
    "factor_adequacy": "Bảng thang đo: KMO và kiểm định Bartlett",
    "factor_eigenvalues": "Bảng thang đo: giá trị riêng và mức của số liệu ngẫu nhiên (phân tích song song)",
    "factor_loadings": "Bảng thang đo: hệ số tải nhân tố",
    "factor_correlations": "Bảng thang đo: tương quan giữa các nhân tố",
    "polychoric": "Bảng thang đo: tương quan Pearson và đa chuỗi (polychoric) giữa các mục",
    **TITLES,
    "nonresponse": "Mỗi câu bao nhiêu người được hỏi, trả lời, bỏ trống",
    "reading": "Khi đọc tệp đã quyết định những gì: sheet, bảng mã, dòng bỏ qua, câu không có cột",
    "columns": "Cột của tệp gốc khớp với câu hỏi nào",
    "decisions": "Đính chính bằng tay (dinh-chinh.csv), phiếu trùng ở hai tệp, bước nhảy bỏ nhiều câu trả lời",
    "collection": "Ngày có phiếu đầu tiên, phiếu cuối cùng",
    "case_flow": "Từ phiếu nhận được đến phiếu phân tích",
    "quality": "Cờ chất lượng phiếu",
    "sensitivity": "Kết quả khi giữ và khi loại phiếu không đạt kiểm tra chất lượng",
    "units": "Số phiếu theo đơn vị, so với số người trong danh sách",
    "weights": "Cơ cấu theo danh sách, theo phiếu và sau gia quyền",
    "response": "Tỷ lệ trả lời so với danh sách (AAPOR RR1, RR2)",
    "response_by": "Tỷ lệ trả lời theo từng biến của danh sách",
    "nonresponse_bias": "Người trả lời so với danh sách: chênh lệch, độ chệch tương đối",
    "early_late": "Phiếu sớm so với phiếu muộn: mọi câu đóng, một họ kiểm định",
    "convergence": "Gia quyền: số vòng, độ lệch còn lại của từng biên",
    "weighting_notes": "Gia quyền: nhóm gộp hoặc bỏ, phiếu bỏ trống, tổ hợp không có phiếu",
    "design_effect": "Gia quyền: số phiếu hiệu dụng, hiệu ứng thiết kế (Kish)",
    "sampling": "Thiết kế mẫu: số tầng, số cụm, bậc tự do",
    "weight_effect": "Kết quả các câu chính trước và sau gia quyền",
    "estimates": "Từng câu đóng: tỷ lệ, sai số chuẩn, khoảng tin cậy 95%, hiệu ứng thiết kế",
    "sums": "Nhóm gộp, hai mức cao nhất, thấp nhất của thang: tỷ lệ, sai số chuẩn, khoảng tin cậy 95%",
    "cleaning_log": "Nhật ký làm sạch: quy tắc nào đổi bao nhiêu ô",
    "codebook": "Sổ mã: câu hỏi, lựa chọn, mã",
}


OF_A_QUESTION = {  # tables of which there is one an open question, by the first words of their names
    "de-xuat-ma-": "Câu mở: mã máy đề xuất thêm từ những câu chưa có mã",
    "thay-doi-ma-hoa-": "Câu mở: câu được mã hóa khác lần chạy trước",
}


def told(name):
    """What a table holds; "" for one that nobody knows."""
    of_a_question = (what for start, what in OF_A_QUESTION.items() if name.startswith(start))
    return HELD.get(name) or next(of_a_question, "")


def inventory(tables):
    """The tables there are: name, what it holds, rows – under Vietnamese headings, for a reader."""
    rows = [(name, told(name), len(frame)) for name, frame in tables.items()]
    return pd.DataFrame(rows, columns=["Bảng", "Nội dung", "Số dòng"])
