"""How the counts of all printed tables hang together: sums over options, groups, blocks and nets, parts and wholes."""

from itertools import chain

from pipeline.privacy.printed import ANY, facts, means


class Web:
    """Every relation between counts that a reader can write down, found from one count outwards.

    ``values``: cell → printed number, NaN hidden. A relation is ({cell: coefficient}, low, high) for
    low ≤ Σ coefficient × count ≤ high.
    """

    def __init__(self, tables, known, *, weighted=False):
        self.facts, self.spell = facts(tables, known)
        self.known, self.options = known, _options(self.facts, known)
        self.values = _values(self.facts) | ({frozenset(): known.people} if known.people == known.people else {})
        self.finer = self._finer()
        self.means = means(tables, known)
        self.sums = {} if weighted else self._score_sums()

    def _score_sums(self):
        """Family → the bounds of its printed means: Σ score × n lies between them times Σ n."""
        found = {}
        for cell, question, mean, half in self.means[["cell", "question", "mean", "half"]].itertuples(index=False):
            first = next(iter(self.known.scores[question].items()))[0]
            named = self.spell(cell | {(question, first)})
            if named is not None:
                found.setdefault((named - {(question, first)}, question), []).append((mean - half, mean + half))
        return found

    def _finer(self):
        """Cell → the (cell without a question, question) families whose sum it is."""
        found = {}
        for cell in chain(self.facts["cell"].unique(), self.facts["people"].dropna().unique()):
            for question, value in sorted(cell):
                rest = cell - {(question, value)}
                wholes = [self.around(rest, question)]
                wholes += [] if value == ANY else [self.whole(rest, question), *self._blocks(rest, question)]
                for whole in wholes:
                    found.setdefault(whole, {})[rest, question] = None
        return found

    def whole(self, rest, question):
        """People of ``rest`` who answered the question."""
        return self.spell(rest | {(question, ANY)})

    def around(self, rest, question):
        """People of ``rest`` who were asked the question, as far as the questionnaire tells."""
        source = self.known.filters.get(question)
        return self.spell(rest | {source}) if source else rest

    def _blocks(self, rest, question):
        """Members of the question's family by block: whole of the block → cells in it."""
        outer, inside = self.known.nests.get(question, ("", {}))
        found = {}
        for label in self.options.get(question, ()):
            if label in inside:
                whole = self.spell(rest | {(question, ANY), (outer, inside[label])})
                found.setdefault(whole, []).append(self.spell(rest | {(question, label)}))
        found.pop(None, None)
        return found

    def families(self, cell):
        """The families a cell is a member, the whole or the surrounding of: (cell without the question, question)."""
        return {(cell - {pair}, pair[0]): None for pair in sorted(cell)} | self.finer.get(cell, {})

    def relations(self, rest, question):
        """Every relation of one family: parts and whole, blocks, nets, and who left the question blank."""
        whole, around = self.whole(rest, question), self.around(rest, question)
        if whole is None:
            return
        if whole != around and around is not None:
            yield {around: 1, whole: -1}, 0, self._silent(rest, question)
        members = [self.spell(rest | {(question, label)}) for label in self.options.get(question, ())]
        members = [m for m in members if m is not None and m != whole]
        if members:
            yield from self._sum(members, whole, several=question in self.known.several)
        for block, inside in self._blocks(rest, question).items():
            yield from self._sum([m for m in inside if m is not None and m != block], block, several=False)
        yield from self._nets(rest, question, whole)
        yield from self._scored(rest, question)

    @staticmethod
    def _sum(members, whole, *, several):
        total = dict.fromkeys(members, 1) | {whole: -1}
        if not several:
            yield total, 0, 0
            return
        yield total, 0, float("inf")
        yield from (({whole: 1, member: -1}, 0, float("inf")) for member in members)

    def _nets(self, rest, question, whole):
        for net, labels in self.known.nets.get(question, {}).items():
            cell, parts = self.spell(rest | {(question, net)}), [self.spell(rest | {(question, o)}) for o in labels]
            parts = [part for part in parts if part is not None]
            if cell is None or cell not in self.values:
                continue
            several = question in self.known.several
            yield dict.fromkeys(parts, 1) | {cell: -1}, 0, float("inf") if several else 0
            if several:
                yield {whole: 1, cell: -1}, 0, float("inf")
                yield from (({cell: 1, part: -1}, 0, float("inf")) for part in parts)

    def _scored(self, rest, question):
        for low, high in self.sums.get((rest, question), ()):
            points = {self.spell(rest | {(question, o)}): score for o, score in self.known.scores[question].items()}
            points.pop(None, None)
            yield {cell: score - low for cell, score in points.items()}, 0, float("inf")
            yield {cell: score - high for cell, score in points.items()}, -float("inf"), 0

    def _silent(self, rest, question):
        """How many of ``rest`` at most left the question blank: no more than did in all."""
        most = self.values.get(self.around(frozenset(), question), float("nan")) - self._answered(question)
        return most if most >= 0 else float("inf")

    def _answered(self, question):
        """How many answered the question: printed, or else the sum of its groups, where their sizes are."""
        whole = self.whole(frozenset(), question)
        if whole in self.values or question in self.known.several:
            return self.values.get(whole, float("nan"))
        groups = [self.spell(frozenset({(question, label)})) for label in self.options.get(question, ())]
        return sum(self.values.get(group, float("nan")) for group in groups)


def _options(facts, known):
    """Question → its labels: from the questionnaire, else those seen in any table."""
    seen = {}
    for question, value in chain.from_iterable(facts["cell"]):
        if value != ANY and value not in known.nets.get(question, {}):
            seen.setdefault(question, {})[value] = None
    return {question: list(labels) for question, labels in seen.items()} | known.options


def _values(facts):
    """Cell → number wherever one table prints it; ValueError when two tables print different numbers."""
    values = {}
    for cell, number in [
        *zip(facts["cell"], facts["n"], strict=True),
        *zip(facts["people"], facts["base"], strict=True),
    ]:
        if cell is None:  # a base in which nobody can be
            continue
        before = values.get(cell, float("nan"))
        if number == number and before == before and number != before:
            raise ValueError(f"Hai bảng nêu hai số khác nhau cho cùng một ô {sorted(cell)}: cần cùng một tập phiếu.")
        if before != before:
            values[cell] = float(number)
    return values
