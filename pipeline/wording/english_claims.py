"""The sentences of claims in English: Vietnamese text → English text with the same places.

What people did is a verb in the plural ("use Zalo", "chose “Yes”"), so that it follows "the share who" and "60% of
women"; a topic is a noun, told before a colon where a verb would have to agree with it.
"""

NAMES = {
    "Câu {number}": "Question {number}",
    "nhóm “{label}”": "those in “{label}”",
    " (theo {topic})": " (by {topic})",
    "chọn {options}": "chose {options}",
    "trả lời {options}": "answered {options}",
    "nêu {options}": "named {options}",
    "xếp {options}": "ranked {options}",
    " hoặc ": " or ",
    "về {topic}, ": "on {topic}, ",
    "hỏi người trả lời “{label}” ở {place}": "asked of those who answered “{label}” to {place}",
    "hỏi tùy câu trả lời ở {places}": "asked depending on the answers to {places}",
    "không hỏi mọi người": "not asked of everybody",
    "câu “{label}”": "the question “{label}”",
    " và ": " and ",
    "người": "people",
    "phiếu": "answers",
    "điểm": "points",
    "điểm %": "percentage points",
}
SCALE = {
    "tuyệt đại đa số": "almost all",
    "đại đa số": "a large majority",
    "đa số": "a majority",
    "nhiều người": "many",
    "một số người": "some",
    "một số ít": "a few",
    "khoảng một nửa": "about half",
    "tất cả người trả lời": "all who answered",
    "không ai": "nobody",
    "trên {at}%": "over {at}%",
    "từ {at}%": "{at}% and over",
    "thấp hơn": "below that",
    "khoảng tin cậy chứa 50%": "the confidence interval holds 50%",
}
ANSWERS = {
    " ({people} trả lời)": " ({people} answered)",
    " ({people} trả lời; {whom})": " ({people} answered; {whom})",
    "trong các phương án nêu được số liệu, ": "of the options whose figures are printed, ",
    "; tính gộp: ": "; together: ",
    "{start}về {topic}: “{option}” {figure}{end}": "{start}{topic}: “{option}” {figure}{end}",
    "{start}{word} ({figure}) {did}{end}": "{start}{word} ({figure}) {did}{end}",
    "{start}{word} ({figure}) {did} về {topic}{end}": "{start}{word} ({figure}) {did} when asked about {topic}{end}",
    "{start}về {topic}, {word} ({figure}) {did}{end}": "{start}on {topic}, {word} ({figure}) {did}{end}",
    "{did} về {topic}": "{did} ({topic})",
    ", tiếp theo là {listed}": ", followed by {listed}",
    "{start}“{option}” được chọn nhiều nhất về {topic} ({figure}){more}{end}": "{start}{topic}: “{option}” was chosen most often ({figure}){more}{end}",
    "{start}về {topic}, nhiều nhất là “{option}”: {figure}{more}{end}": "{start}{topic}: most often “{option}”: {figure}{more}{end}",
    "{start}về {topic}, nhiều nhất là “{option}” ({figure}){more}{end}": "{start}{topic}: most often “{option}” ({figure}){more}{end}",
    "{start}được chọn nhiều nhất về {topic}: {listed}.": "{start}{topic}, chosen most often: {listed}.",
    "chọn “{option}” về {topic}": "chose “{option}” ({topic})",
    "; “{option}”: {figure} số người trả lời": "; “{option}”: {figure} of those who answered",
    " ({people} chọn một mức của thang{beside})": " ({people} chose a point of the scale{beside})",
    "{lead}{word} ({a}) {one}, còn {b} {other}{nets}{end}.": "{lead}{word} ({a}) {one}, while {b} {other}{nets}{end}.",
    "{lead}{a} {one} ({word}), {b} {other}{nets}{end}.": "{lead}{a} {one} ({word}), {b} {other}{nets}{end}.",
    "{lead}{word} ({a}) {one}.": "{lead}{word} ({a}) {one}.",
    "{start}về {topic}: {listed}{end}": "{start}{topic}: {listed}{end}",
    "về {topic}: {listed}.": "{topic}: {listed}.",
    "{topic}: trung bình {mean}{interval}{more}": "{topic}: mean {mean}{interval}{more}",
    "; một nửa số người ở giữa nằm trong khoảng từ {low} đến {high}": "; the middle half lie between {low} and {high}",
    "trung bình của {topic}": "the mean for {topic}",
    " (khoảng tin cậy 95%: {low} đến {high})": " (95% confidence interval: {low} to {high})",
    "{topic}: tỷ lệ ủng hộ (9–10) trừ tỷ lệ không ủng hộ (0–6), tức NPS, là {nps}{interval}.": "{topic}: the share of promoters (9–10) less that of detractors (0–6), the NPS, is {nps}{interval}.",
    "về {topic}, xếp cao nhất theo thứ hạng trung bình (1 là đầu): {listed}": "on {topic}, ranked highest by mean rank (1 is first): {listed}",
    "được xếp thứ nhất nhiều nhất: {listed}{end}": "put first most often: {listed}{end}",
    "về {topic}, được xếp thứ nhất nhiều nhất: {listed}{end}": "on {topic}, put first most often: {listed}{end}",
    "xếp thứ nhất: {listed}{end}": "put first: {listed}{end}",
    "về {topic}, xếp thứ nhất: {listed}{end}": "on {topic}, put first: {listed}{end}",
    "về {topic}, chưa đủ căn cứ nói phương án nào có thứ hạng trung bình (1 là đầu) cao nhất: {listed}": "on {topic}, there is not enough evidence of which option has the highest mean rank (1 is first): {listed}",
    "thứ hạng trung bình của “{option}” về {topic}": "mean rank of “{option}” on {topic}",
    "{start}về {topic}, chưa đủ căn cứ nói phương án nào được chọn nhiều nhất: từ {low} (“{last}”) đến {high} (“{first}”){end}": "{start}on {topic}, there is not enough evidence of which option was chosen most often: from {low} (“{last}”) to {high} (“{first}”){end}",
    "{start}chưa đủ căn cứ nói phương án nào được chọn nhiều nhất về {topic}: từ {low} (“{last}”) đến {high} (“{first}”){end}": "{start}there is not enough evidence of which option was chosen most often on {topic}: from {low} (“{last}”) to {high} (“{first}”){end}",
    "{start}về {topic}, nhiều nhất là {listed}{more}{end}": "{start}{topic}: most often {listed}{more}{end}",
    "“{option}” có thứ hạng trung bình cao nhất về {topic} ({mean}).": "“{option}” has the highest mean rank on {topic} ({mean}).",
    "thứ hạng trung bình của “{option}”, cao nhất về {topic}": "mean rank of “{option}”, the highest on {topic}",
    "Tiếp theo là {listed}.": "Next: {listed}.",
    " Các phương án khác không nêu được số liệu.": " Figures of the other options are not printed.",
    "Các mức khác: {listed}.": "The other levels: {listed}.",
    "Nhóm gộp khác: {listed}.": "Taken together otherwise: {listed}.",
    "{start}về {topic}, chưa đủ căn cứ nói phương án nào nhiều nhất.": "{start}on {topic}, there is not enough evidence of which option was chosen most often.",
    "Các tỷ lệ từ {low} (“{last}”) đến {high} (“{first}”).": "The shares go from {low} (“{last}”) to {high} (“{first}”).",
    "về {topic}, chưa đủ căn cứ nói phương án nào được xếp cao nhất.": "on {topic}, there is not enough evidence of which option is ranked highest.",
    "Thứ hạng trung bình (1 là đầu): {listed}.": "Mean rank (1 is first): {listed}.",
    "Tỷ lệ tính trên {people} có ghi ý kiến.": "Shares are of {people} who wrote an opinion.",
    "Tỷ lệ này là của {people} trả lời.": "This share is of {people} who answered.",
    "{lead}{word} ({figure}) {did}.": "{lead}{word} ({figure}) {did}.",
    "{lead}{figure} {did}.": "{lead}{figure} {did}.",
}
ANSWERS |= {
    ", trong {people} trả lời": ", of {people} who answered",
    ", trong {people} trả lời ({whom})": ", of {people} who answered ({whom})",
    "{start}về {topic}, nhiều nhất là {listed}.": "{start}{topic}: most often {listed}.",
    "{start}{listed} được chọn nhiều nhất về {topic}.": "{start}{listed} chosen most often ({topic}).",
    "{topic}, theo ước lượng: {listed}{end}": "{topic}, by estimate: {listed}{end}",
    "“{theme}” {tone} ({share})": "“{theme}” {tone} ({share})",
    "“{theme}” {tone} ({share}, khoảng {low}–{high})": "“{theme}” {tone} ({share}, interval {low}–{high})",
    " (ước lượng; khoảng tin cậy 95%).": " (estimates; 95% confidence intervals).",
    "Sắc thái hay gặp nhất khi nêu từng ý về {topic}: {listed}{end}": "The most frequent sentiment with each theme on {topic}: {listed}{end}",
    "Tích cực": "Positive",
    "Tiêu cực": "Negative",
    "Trung tính": "Neutral",
    "Hỗn hợp": "Mixed",
    ", trên {people} có ghi ý kiến; khoảng tin cậy 95%.": ", of {people} who wrote an opinion; 95% confidence intervals.",
    "“{theme}” ({share}, khoảng {low}–{high})": "“{theme}” ({share}, interval {low}–{high})",
    "trong {people} có ghi ý kiến về {topic}, nêu nhiều nhất, theo ước lượng: {listed}.": "of {people} who wrote on {topic}, most often, by estimate: {listed}.",
    "trong {people} có ghi ý kiến về {topic}, nêu {most}: {listed}.": "of {people} who wrote on {topic}, named {most}: {listed}.",
    "Về {topic}, ước lượng nhiều nhất là {listed}{end}": "{topic}: most often, by estimate, {listed}{end}",
    "{topic} được nêu nhiều nhất, theo ước lượng: {listed}{end}": "{topic}, named most often by estimate: {listed}{end}",
    "nêu “{theme}” (ước lượng)": "named “{theme}” (estimate)",
    "nêu “{theme}”": "named “{theme}”",
    "nêu “{theme}” (ít nhất)": "named “{theme}” (at least)",
    "ít nhất ": "at least ",
    ", trong {people} có ghi ý kiến.": ", of {people} who wrote an opinion.",
    "{topic} được nêu {most}: {listed}{end}": "{topic}, named {most}: {listed}{end}",
    "Về {topic}, {most} là {listed}{end}": "{topic}: {most} {listed}{end}",
    "nhiều nhất": "most often",
    "nhiều nhất trong các nhóm do máy gợi ý": "most often of the groups that a machine proposed",
}
ITEMS = {
    "thứ hạng trung bình (1 là đầu)": "mean rank (1 is first)",
    "tỷ lệ chọn": "the share who chose it",
    "điểm trung bình": "the mean score",
    "về {topic}": "on {topic}",
    "của {battery}": "of {battery}",
    "phương án": "options",
    "phương án nêu được số liệu": "options whose figures are printed",
    " (không kể “{other}”)": " (without “{other}”)",
    "mục": "items",
    "mục nêu được số liệu (của {all} mục)": "items whose figures are printed (of {all})",
    " điểm": " points",
    "trong {n} {several} {where}, {said} cao nhất ở {best} ({high}{unit}), thấp nhất ở {worst} ({low}{unit}), cách nhau"
    " {gap}.": "among the {n} {several} {where}, {said} is highest for {best} ({high}{unit}) and lowest for {worst}"
    " ({low}{unit}), {gap} apart.",
    "{best} có {said} cao nhất ({high}{unit}), {worst} thấp nhất ({low}{unit}; cách nhau {gap}; {n} {several}"
    " {where}).": "{said} is highest for {best} ({high}{unit}) and lowest for {worst} ({low}{unit}; {gap} apart; {n}"
    " {several} {where}).",
    "{high} {done}, cao nhất trong {n} {several}.": "{high} {done}, the highest of {n} {several}.",
    "mục {item}": "{item}",
    "{said} cao nhất ở {best} ({high}{unit}).": "{said} is highest for {best} ({high}{unit}).",
    "Thấp nhất trong {n} {several} {where} là {worst} ({low}{unit}).": "Lowest of the {n} {several} {where}: {worst} ({low}{unit}).",
    "chọn": "chose it",
    "Chưa đủ căn cứ nói {said} khác nhau giữa {n} {several} {where}.": "there is not enough evidence of differences in {said} between the {n} {several} {where}.",
}
GROUPS = {
    "tỷ lệ {did}": "the share who {did}",
    "{measured} khác nhau theo {groups}": "differences in {measured} by {groups}",
    "{b}{unit} ở {other}": "{b}{unit} among {other}",
    "từ {low}{unit} đến {high}{unit} ở các nhóm khác": "{low}{unit} to {high}{unit} in the other groups",
    "{a} {one} {did}{about}, so với {rest}{left}": "{a} of {one} {did}{about}, against {rest}{left}",
    "trung bình của {topic}{where}: {a}{unit} ở {one}, so với {rest}{left}": "the mean of {topic}{where} is {a}{unit} among {one}, against {rest}{left}",
    "{start}{differs}": "{start}there are {differs}",
    "{start}theo {groups}, {measured} khác nhau": "{start}by {groups}, there are differences in {measured}",
    "; mức khác nhau nhỏ, sát ngưỡng đáng kể": "; the difference is small, close to the threshold of what matters",
    "; mức khác nhau không đáng kể": "; the difference is negligible",
    " hẳn": "much ",
    "{start}chưa đủ căn cứ nói {what}{after}.": "{start}there is not enough evidence of {what}{after}.",
    "{start}số liệu chưa đủ căn cứ để nói {what}{after}.": "{start}the data give too little evidence of {what}{after}.",
    "; nếu có thì cũng không đáng kể": "; if there are any, they are negligible",
    "trung bình của {topic} ({scale})": "the mean for {topic} ({scale})",
    "thang 1–{points}": "scale of 1–{points}",
    "{lead}{one} {did} nhiều hơn{much}: {a} so với {b} ở {other}{tail}":
        "{lead}a {much}larger share of {one} than of {other} {did}: {a} against {b}{tail}",
    "{lead}tỷ lệ {did} ở {one} là {a}, cao hơn{much} {other} ({b}{inside})":
        "{lead}{a} of {one} {did}, {much}more than of {other} ({b}{inside})",
    "{lead}tỷ lệ {did} theo {groups}: cao nhất ở {one} ({a}), thấp nhất ở {other} ({b}{without})":
        "{lead}the share who {did} by {groups}: highest among {one} ({a}), lowest among {other} ({b}{without})",
    "{lead}tỷ lệ {did} ở {one} cao hơn{much}: {a} so với {b} ở {other}{tail}": "{lead}a {much}larger share of {one} than of {other} {did}: {a} against {b}{tail}",
    "{topic} ở {one} cao hơn{much}: trung bình {a}{point} so với {b}{point} ở {other}{tail}":
        "{topic}: {much}higher among {one}, with a mean of {a}{point} against {b}{point} among {other}{tail}",
    "trung bình của {topic} là {a}{point} ở {one}, {b}{point} ở {other}{tail}":
        "the mean for {topic} is {a}{point} among {one}, {b}{point} among {other}{tail}",
    "{topic} theo {groups}: cao nhất ở {one} (trung bình {a}{point}), thấp nhất ở {other} ({b}{point}{inside})":
        "{topic} by {groups}: highest among {one} (mean {a}{point}), lowest among {other} ({b}{point}{inside})",
    "{topic} ở {one} cao hơn{much} {other}{tail}": "{topic}: {much}higher among {one} than among {other}{tail}",
    "so với {other}, {topic} ở {one} cao hơn{much}{tail}":
        "compared with {other}, {topic} is {much}higher among {one}{tail}",
    "{topic} càng cao thì {groups} càng cao": "the higher {topic}, the higher {groups}",
    "{topic} càng cao thì {groups} càng thấp": "the higher {topic}, the lower {groups}",
    "{topic} và {groups} đi cùng chiều với nhau": "{topic} and {groups} go up and down together",
    "{topic} và {groups} đi ngược chiều với nhau": "{topic} and {groups} go in opposite directions",
    "{topic} liên quan đến {groups}": "a link between {topic} and {groups}",
    "về {topic}, “{option}” được xếp càng cao thì {groups} càng cao":
        "on {topic}, the higher “{option}” is ranked, the higher {groups}",
    "về {topic}, “{option}” được xếp càng cao thì {groups} càng thấp":
        "on {topic}, the higher “{option}” is ranked, the lower {groups}",
    "thứ hạng của “{option}” về {topic} liên quan đến {groups}":
        "a link between the rank of “{option}” on {topic} and {groups}",
    "thứ hạng của “{option}” về {topic} khác nhau theo {groups}":
        "differences in the rank of “{option}” on {topic} by {groups}",
    "về {topic}, {one} xếp “{option}” cao hơn{much} {other}":
        "on {topic}, “{option}” is ranked {much}higher by {one} than by {other}",
    "{start}: thứ hạng trung bình {a} so với {b} (1 là đầu){tail}": "{start}: mean rank {a} against {b} (1 is first){tail}",
    "thứ hạng trung bình của “{option}” (1 là đầu)": "mean rank of “{option}” (1 is first)",
    " (không xét nhóm không nêu số liệu: {listed})": " (groups without printed figures are left out: {listed})",
    "tăng": "rises",
    "giảm": "falls",
    "lên": "to",
    "xuống": "to",
    " dần": " steadily",
    "{lead}{measured} {go}{evenly} theo {groups}: từ {a}{unit} ở {one} {to} {b}{unit} ở {other}{left}":
        "{lead}{measured} {go}{evenly} with {groups}: from {a}{unit} among {one} {to} {b}{unit} among {other}{left}",
    "{lead}ở {one}, {measured} là {a}{unit}, {go}{evenly} {to} {b}{unit} ở {other}{tail}":
        "{lead}among {one}, {measured} is {a}{unit}; it {go}{evenly} {to} {b}{unit} among {other}{tail}",
    "{lead}{measured} ở {one} là {a}{unit}, ở các nhóm khác theo {groups} từ {low}{unit} đến {high}{unit}{left}":
        "{lead}{measured} is {a}{unit} among {one}, and between {low}{unit} and {high}{unit} in the other groups by"
        " {groups}{left}",
    "{lead}theo {groups}, {measured} là {a}{unit} ở {one}, từ {low}{unit} đến {high}{unit} ở các nhóm khác{left}":
        "{lead}by {groups}, {measured} is {a}{unit} among {one} and between {low}{unit} and {high}{unit} in the other"
        " groups{left}",
    "{measured} có xu hướng tăng từ {one} đến {other}": "{measured}: a tendency to rise from {one} to {other}",
    "{measured} có xu hướng giảm từ {one} đến {other}": "{measured}: a tendency to fall from {one} to {other}",
    "theo {groups}, {measured} có xu hướng tăng": "by {groups}, {measured} tends to rise",
    "theo {groups}, {measured} có xu hướng giảm": "by {groups}, {measured} tends to fall",
}  # fmt: skip
FACTORS = {
    "khi các yếu tố khác như nhau, ": "other factors being equal, ",
    "xét cùng các yếu tố khác, ": "considered together with the other factors, ",
    "rất ít": "very little",
    "một phần nhỏ": "a small part",
    "một phần": "part",
    "phần lớn": "most",
    ".": ".",
    "; mức khác nhau nhỏ, sát ngưỡng đáng kể.": "; the difference is small, close to the threshold of what matters.",
    "liên hệ của {one} với {topic} khác nhau theo {other}": "the link of {one} with {topic} differs by {other}",
    "cao hơn ": "higher by ",
    "thấp hơn ": "lower by ",
    "cao hơn": "higher",
    "so với {reference}, {measured}{at} ": "compared with {reference}, {measured}{at} is ",
    "; chưa đủ căn cứ nói khác ở {rest}": "; not enough evidence of a difference among {rest}",
    "ở {group}": "among {group}",
    "{start}{topic} càng cao thì {measured}{at} càng cao": "{start}the higher {topic}, the higher {measured}{at}",
    "{start}{topic} càng cao thì {measured}{at} càng thấp": "{start}the higher {topic}, the lower {measured}{at}",
    " (mỗi đơn vị: {figure})": " (by {figure} a unit)",
    "tỷ lệ {did}{of}": "the share who {did}{of}",
    " về {topic}": " on {topic}",
    "tỷ lệ chọn {net} về {topic}": "the share who chose {net} on {topic}",
    " (xét riêng {where})": " (looking only at {where})",
    "{topic} bằng 0": "{topic} at 0",
    "các yếu tố đã xét giải thích {much} khác biệt giữa mọi người về {topic}.":
        "the factors that were considered explain {much} of the differences between people on {topic}.",
}  # fmt: skip
SCOPE = {
    "{kept} đưa vào phân tích{rate}.": "{kept} are in the analysis{rate}.",
    ", bằng {rate} số người trong danh sách": ", {rate} of the people on the list",
    "mỗi tỷ lệ là một ước lượng: tỷ lệ thật có thể thấp hoặc cao hơn, trong một khoảng (khoảng tin cậy 95%, chưa kể sai"
    " lệch do người không trả lời); ở các câu chính, khoảng rộng nhất là từ {low} đến {high}{around}.":
        "every share is an estimate: the true one may be lower or higher, within a range (the 95% confidence interval, which leaves"
        " out what nonresponse may hide);"
        " of the main questions, the widest runs from {low} to {high}{around}.",
    ", quanh tỷ lệ {figure} {did}{of}": ", around the {figure} who {did}{of}",
}  # fmt: skip

WORDS = NAMES | SCALE | ANSWERS | ITEMS | GROUPS | FACTORS | SCOPE
