# The tables and tests of R survey for `python -m pipeline bench stats`:
#   Rscript stats.R ANSWERS.csv PAIRS.csv CELLS.csv TESTS.csv
# ANSWERS: one column a variable (whole numbers; blank = missing) and `weight`; PAIRS: answer, group, kind.
# Prints the seconds for tables and for tests, without the start of R and the reading of files.
suppressPackageStartupMessages(library(survey))
files <- commandArgs(TRUE)
answers <- read.csv(files[1], check.names = FALSE)
pairs <- read.csv(files[2])

design_of <- function(pair) {
  used <- data.frame(a = answers[[pair$answer]], g = answers[[pair$group]], weight = answers$weight)
  whole <- svydesign(ids = ~1, weights = ~weight, data = transform(used, a = factor(a), g = factor(g), score = a))
  subset(whole, !is.na(a) & !is.na(g))
}

cells <- function(pair) {
  design <- design_of(pair)
  shares <- svyby(~a, ~g, design, svymean, na.rm = TRUE, drop.empty.groups = TRUE)
  levels <- levels(design$variables$a)
  data.frame(
    answer = pair$answer, group = pair$group, option = rep(levels, each = nrow(shares)), column = shares$g,
    percent = 100 * unlist(shares[paste0("a", levels)]), se = 100 * unlist(shares[paste0("se.a", levels)])
  )
}

test <- function(pair) {
  design <- design_of(pair)
  found <- tryCatch(
    if (pair$kind == "rank") svyranktest(score ~ g, design) else svychisq(~ a + g, design, statistic = "F"),
    error = function(e) list(statistic = NA, p.value = NA)
  )
  data.frame(answer = pair$answer, group = pair$group, statistic = unname(found$statistic)[1], p = as.vector(found$p.value)[1])
}

rows <- split(pairs, seq_len(nrow(pairs)))
for_tables <- system.time(made <- do.call(rbind, lapply(rows, cells)))[["elapsed"]]
for_tests <- system.time(tested <- do.call(rbind, lapply(rows, test)))[["elapsed"]]
write.csv(made, files[3], row.names = FALSE)
write.csv(tested, files[4], row.names = FALSE)
cat(for_tables, for_tests, "\n")
