# The tables and tests of R survey for `python -m pipeline bench stats`:
#   Rscript stats.R ANSWERS.csv PAIRS.csv CELLS.csv TESTS.csv
# ANSWERS: one column a variable (whole numbers; blank = missing), `score:…` without opinions apart, `weight`, and of a
# clustered sample `stratum` and `cluster`; PAIRS: answer, group, kind.
# Prints the seconds for tables and for tests, without the start of R and the reading of files.
suppressPackageStartupMessages(library(survey))
files <- commandArgs(TRUE)
answers <- read.csv(files[1], check.names = FALSE)
pairs <- read.csv(files[2])

design_of <- function(pair, column = pair$answer) {
  used <- data.frame(a = factor(answers[[column]]), g = factor(answers[[pair$group]]), score = answers[[column]])
  used <- cbind(used, answers[intersect(c("weight", "stratum", "cluster"), names(answers))])
  if (!"cluster" %in% names(answers)) return(svydesign(ids = ~1, weights = ~weight, data = used))
  svydesign(ids = ~cluster, strata = ~stratum, weights = ~weight, nest = TRUE, data = used)
}

answering <- function(design) subset(design, !is.na(a) & !is.na(g))

cells <- function(pair) {
  design <- answering(design_of(pair))
  shares <- svyby(~a, ~g, design, svymean, na.rm = TRUE, drop.empty.groups = TRUE)
  levels <- levels(design$variables$a)
  data.frame(
    answer = pair$answer, group = pair$group, option = rep(levels, each = nrow(shares)), column = shares$g,
    percent = 100 * unlist(shares[paste0("a", levels)]), se = 100 * unlist(shares[paste0("se.a", levels)])
  )
}

# svyranktest gives tied people the plain mean of their cumulative weights, which follows the order of the rows
mid_ranks <- function(design) {
  mass <- tapply(weights(design), design$variables$score, sum)
  ((cumsum(mass) - mass / 2) / sum(mass))[as.character(design$variables$score)]
}

rank_test <- function(design) {
  design$variables$rank <- as.vector(mid_ranks(design))
  list(p.value = regTermTest(svyglm(rank ~ g, design), ~g)$p)
}

test <- function(pair) {
  # svychisq leaves the blanks out itself, and counts everybody of the design in its degrees of freedom
  found <- tryCatch(
    if (pair$kind == "rank") {
      rank_test(answering(design_of(pair, paste0("score:", pair$answer))))
    } else {
      svychisq(~ a + g, design_of(pair), statistic = "F")
    },
    error = function(e) list(p.value = NA)
  )
  data.frame(answer = pair$answer, group = pair$group, p = as.vector(found$p.value)[1])
}

rows <- split(pairs, seq_len(nrow(pairs)))
for_tables <- system.time(made <- do.call(rbind, lapply(rows, cells)))[["elapsed"]]
for_tests <- system.time(tested <- do.call(rbind, lapply(rows, test)))[["elapsed"]]
write.csv(made, files[3], row.names = FALSE)
write.csv(tested, files[4], row.names = FALSE)
cat(for_tables, for_tests, "\n")
