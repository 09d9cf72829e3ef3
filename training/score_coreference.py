"""Scores the shipped reader's chains, given plain text: GUM by the CoNLL F1, GAP by its F1.

    python training/score_coreference.py --gum DIR --gap DIR [--part dev|test] [--weights DIR] [--limit N]

GUM. Texts are put together as they were printed, and read a document at a time. Key and response are clusters of two
mentions or more; all noun phrases count, as `Analyzer.noun_phrases` gives them: names, pronouns and descriptions. The
reader's spans are shorter than GUM's (`Commission` for `the Commission, which ...`): under `head` a mention is found
where the response covers its head word and does not leave its phrase; under `exact` the spans must be equal. Rows:
`all` are GUM's clusters as they are; `identity` are those without appositions and predicates, as in OntoGUM (Zhu et
al. 2021); `kinds` are the latter of the types whose things may be entities here (persons, organizations, places,
events, objects, animals), without what the response has on phrases of other types.

GAP. A name counts as meant where the chain of the pronoun has a name that overlaps it (Webster et al. 2018). Only the
test part is unseen: the validation part is trained on.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import networkx as nx

from coreference import GROUPS, Question, questions
from gold import plain_document
from gum import Article, Phrase, articles
from kg import nlp, ontology
from kg.model import Analysis, Document, Mention, MentionKind, Span
from kg.nlp import Analyzer
from kg.settings import Settings

Key = Phrase | Mention
"""What stands for a mention in a cluster: a phrase of the key, or what the reader found where the key has none."""
Clusters = list[frozenset[Key]]
FEMININE = frozenset({"she", "her", "hers", "herself"})


# metrics -----------------------------------------------------------------


@dataclass
class Ratio:
    """Sums over documents: right and all of the response (precision), right and all of the key (recall)."""

    response: tuple[float, float] = (0, 0)
    key: tuple[float, float] = (0, 0)

    def add(self, response: tuple[float, float], key: tuple[float, float]) -> None:
        """Counts one document."""
        self.response = (self.response[0] + response[0], self.response[1] + response[1])
        self.key = (self.key[0] + key[0], self.key[1] + key[1])

    def prf(self) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        p, r = (right / total if total else 0.0 for right, total in (self.response, self.key))
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


def muc(clusters: Sequence[frozenset[Key]], others: Sequence[frozenset[Key]]) -> tuple[float, float]:
    """Links of `clusters` that `others` have, and all of them (Vilain et al. 1995)."""
    owner = {key: number for number, cluster in enumerate(others) for key in cluster}
    right = 0
    for cluster in clusters:
        parts = {owner.get(key, key) for key in cluster}
        right += len(cluster) - len(parts)
    return right, sum(len(cluster) - 1 for cluster in clusters)


def b_cubed(clusters: Sequence[frozenset[Key]], others: Sequence[frozenset[Key]]) -> tuple[float, float]:
    """Sum over mentions of the share of their cluster that is with them in `others` too (Bagga & Baldwin 1998)."""
    owner = {key: number for number, cluster in enumerate(others) for key in cluster}
    right = 0.0
    for cluster in clusters:
        shares = Counter(owner[key] for key in cluster if key in owner)
        right += sum(count * count for count in shares.values()) / len(cluster)
    return right, sum(len(cluster) for cluster in clusters)


def ceaf(clusters: Sequence[frozenset[Key]], others: Sequence[frozenset[Key]]) -> float:
    """The summed likeness (phi 4) of the best one-to-one assignment of clusters (Luo 2005)."""
    graph = nx.Graph()
    for i, one in enumerate(clusters):
        for j, other in enumerate(others):
            if shared := len(one & other):
                graph.add_edge(("one", i), ("other", j), weight=2 * shared / (len(one) + len(other)))
    return float(sum(graph.edges[pair]["weight"] for pair in nx.max_weight_matching(graph)))


@dataclass
class Scores:
    """The three metrics and the mentions found, summed over documents."""

    metrics: dict[str, Ratio] = field(default_factory=lambda: defaultdict(Ratio))
    forms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """By form of the key's mention: how many there are, are in a cluster, are in one with another of their thing."""

    def add(self, key: Clusters, response: Clusters) -> None:
        """Counts the clusters of one document."""
        for name, measure in (("MUC", muc), ("B3", b_cubed)):
            self.metrics[name].add(measure(response, key), measure(key, response))
        shared = ceaf(key, response)
        self.metrics["CEAF"].add((shared, len(response)), (shared, len(key)))
        wanted, found = (frozenset().union(*clusters) for clusters in (key, response))
        both = len(wanted & found)
        self.metrics["mentions"].add((both, len(found)), (both, len(wanted)))
        self._count_forms(key, response)

    def _count_forms(self, key: Clusters, response: Clusters) -> None:
        owner = {mention: cluster for cluster in response for mention in cluster}
        for cluster in key:
            for phrase in cluster:
                together = owner.get(phrase, frozenset())
                hits = {"all": 1, "found": phrase in owner, "joined": len(cluster & together) > 1}
                self.forms[phrase.form].update(hits)  # type: ignore[union-attr]

    def conll(self) -> float:
        """The mean F1 of MUC, B3 and CEAF."""
        return sum(self.metrics[name].prf()[2] for name in ("MUC", "B3", "CEAF")) / 3


# GUM ---------------------------------------------------------------------


def by_head(phrase: Phrase, span: Span) -> bool:
    """Whether a response at `span` finds the phrase: it covers its head and stays inside."""
    return phrase.span.covers(span) and span.covers(phrase.head)


def by_span(phrase: Phrase, span: Span) -> bool:
    """Whether a response at `span` is the phrase exactly."""
    return phrase.span == span


def is_identity(phrase: Phrase) -> bool:
    """Whether a phrase refers by itself, and is no apposition or predicate."""
    return phrase.link not in ("appos", "pred")


def is_of_kind(phrase: Phrase) -> bool:
    """Whether a phrase is of a type whose things may be entities, and refers by itself."""
    return phrase.etype in GROUPS and is_identity(phrase)


Rule = Callable[[Phrase, Span], bool]
RULES: dict[str, Rule] = {"head": by_head, "exact": by_span}
SCOPES: dict[str, Callable[[Phrase], bool]] = {
    "all": lambda _: True, "identity": is_identity, "kinds": is_of_kind,
}  # fmt: skip


def several(groups: Iterable[Iterable[Key]]) -> Clusters:
    """The groups that have two members or more."""
    sets = (frozenset(group) for group in groups)
    return [group for group in sets if len(group) > 1]


def smallest(phrases: Iterable[Phrase]) -> Phrase | None:
    """The shortest of the phrases, the first of several; None of none."""
    return min(phrases, key=lambda phrase: phrase.span.end - phrase.span.start, default=None)


def aligned(mentions: Iterable[Mention], phrases: Sequence[Phrase], rule: Rule) -> dict[Mention, Key]:
    """For each mention the smallest phrase that it finds, or itself; a phrase is found by one chain only."""
    found: dict[Mention, Key] = {}
    taken: dict[Phrase, int] = {}
    for mention in sorted(mentions, key=lambda m: (m.span.start - m.span.end, m.span.start)):
        fit = [p for p in phrases if rule(p, mention.span) and taken.get(p, mention.chain) == mention.chain]
        best = smallest(fit)
        found[mention] = best or mention
        if best:
            taken[best] = mention.chain
    return found


def compared(
    article: Article, mentions: Iterable[Mention], rule: Rule, scope: Callable[[Phrase], bool]
) -> tuple[Clusters, Clusters]:
    """Clusters of the key and of the response."""
    keys = aligned(mentions, article.phrases, rule)
    chains: dict[int, list[Key]] = defaultdict(list)
    for mention, key in keys.items():
        if isinstance(key, Mention) or scope(key):
            chains[mention.chain].append(key)
    wanted = ((p for p in group if scope(p)) for group in article.clusters().values())
    return several(wanted), several(chains.values())


def joined(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions that are not alone in their chain."""
    sizes = Counter(mention.chain for mention in mentions)
    return [mention for mention in mentions if sizes[mention.chain] > 1]


def read_article(article: Article, analyzer: Analyzer) -> Analysis:
    """What the reader finds in an article, whose paragraphs are the blocks of its body."""
    return next(analyzer.analyze([Document(article.id, article.text, body=tuple(article.blocks))]))


def score_gum(path: Path, analyzer: Analyzer) -> dict[tuple[str, str], Scores]:
    """The scores on the documents of one CoNLL-U file, by rule of matching and scope."""
    scores: dict[tuple[str, str], Scores] = defaultdict(Scores)
    for article in articles(path):
        mentions = joined(analyzer.noun_phrases(read_article(article, analyzer)))
        for rule in RULES:
            for scope in SCOPES:
                scores[rule, scope].add(*compared(article, mentions, RULES[rule], SCOPES[scope]))
    return scores


# GAP ---------------------------------------------------------------------


def meant(question: Question, analysis: Analysis) -> tuple[bool, bool]:
    """Whether the pronoun is in one chain with each of the two names."""
    chains = {m.chain for m in analysis.mentions if m.span == question.pronoun}
    names = [m.span for m in analysis.mentions if m.chain in chains and m.kind is MentionKind.NAME]
    first, second = (any(span.overlaps(name) for span in names) for name in question.names)
    return first, second


@dataclass
class GapScores:
    """Counts of both names of all passages, by gender of the pronoun."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: {"M": Counter(), "F": Counter()})

    def add(self, question: Question, found: tuple[bool, bool]) -> None:
        """Counts one passage."""
        pronoun = question.text[question.pronoun.start : question.pronoun.end].lower()
        for right, got in zip(question.right, found, strict=True):
            verdict = ("tp" if got else "fn") if right else ("fp" if got else "tn")
            self.counts["F" if pronoun in FEMININE else "M"][verdict] += 1

    def f1(self, genders: str = "MF") -> float:
        """F1 over the pronouns of these genders."""
        hits = sum((self.counts[gender] for gender in genders), Counter())
        return 2 * hits["tp"] / max(2 * hits["tp"] + hits["fp"] + hits["fn"], 1)


def score_gap(asked: Iterable[Question], analyzer: Analyzer) -> GapScores:
    """The scores on the passages `asked`."""
    scores = GapScores()
    for question in asked:
        analysis = next(analyzer.analyze([plain_document(question.id, question.text)]))
        scores.add(question, meant(question, analysis))
    return scores


# report ------------------------------------------------------------------


def gum_lines(scores: dict[tuple[str, str], Scores]) -> Iterator[str]:
    """The scores as a table, and what became of the mentions of each form."""
    for (rule, scope), one in scores.items():
        parts = (f"{name} " + "/".join(f"{100 * x:.1f}" for x in r.prf()) for name, r in one.metrics.items())
        yield f"GUM {rule:5s} {scope:8s} CoNLL F1 {100 * one.conll():.1f}   P/R/F1: {'  '.join(parts)}"
    for form, hits in sorted(scores["head", "all"].forms.items()):
        yield f"GUM {form:11s} {hits['all']} mentions, {hits['found']} in a chain, {hits['joined']} in a right one"


def gap_line(scores: GapScores) -> str:
    """F1 overall, of masculine and of feminine pronouns, and the ratio of the two."""
    overall, masculine, feminine = scores.f1(), scores.f1("M"), scores.f1("F")
    bias = feminine / masculine if masculine else 0.0
    return f"GAP F1 {100 * overall:.1f}   M {100 * masculine:.1f}  F {100 * feminine:.1f}  bias {bias:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gum", type=Path)
    parser.add_argument("--gap", type=Path)
    parser.add_argument("--part", choices=["dev", "test"], default="dev")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--limit", type=int, help="passages of GAP to read")
    options = parser.parse_args()
    analyzer = nlp.load(Settings(threads=options.threads), ontology.load(), options.weights)
    if options.gum:
        print(*gum_lines(score_gum(next(options.gum.glob(f"*{options.part}.conllu")), analyzer)), sep="\n", flush=True)
    if options.gap:
        part = {"dev": "validation", "test": "test"}[options.part]
        asked = islice(questions(options.gap / f"gap-{part}.tsv"), options.limit)
        print(gap_line(score_gap(asked, analyzer)))


if __name__ == "__main__":
    main()
