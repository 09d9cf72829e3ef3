"""Trains the network on the arrays that `prepare.py` made.

    python training/train.py --weights model.safetensors --run training/runs/first
    torchrun --nproc-per-node 2 -- training/train.py ...

Steps on stories and on treebank windows alternate at random; all randomness comes from `--seed`. A checkpoint and the
scores on the dev part are written after every epoch; a run that was stopped goes on from its last checkpoint. Under
`torchrun` each process reads its share of every step, and the gradients are averaged.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from batches import ROOM, Packed, joined_trees, load, pack, steps, vocabularies_of
from finished import CHECKPOINT, VOCABULARIES, Finished
from losses import story_loss, tree_loss
from network import Network, Sizes
from prepare import Story, Trees
from team import Team
from validation import evaluate

TREE_WINDOWS = 8
"""Treebank windows of a step: about as many word pieces as a step on stories has."""
TREE_ROOMS = (0, ROOM)
"""Pieces up to which treebank windows are joined: in half of the steps none are."""
WARM_UP = 0.05
"""Share of the steps in which the rate rises."""
SPARE = 2
"""Steps that an epoch may have more than another."""
CALM_EPOCHS = 2
"""Epochs before the tagger is good enough that what it wrongly sees is worth learning from."""

Step = list[Packed] | list[Trees]


@dataclass(frozen=True)
class Options:
    """The command line."""

    weights: Path
    data: Path
    run: Path
    start: Path | None
    epochs: int
    tree_epochs: float
    rate: float
    head_rate: float
    all: bool
    round: bool
    brief: bool
    share: dict[str, float]
    stop: int | None
    seed: int


def options_of_command_line() -> Options:
    """The parsed command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="model.safetensors of the MiniLM encoder")
    parser.add_argument("--data", type=Path, default=Path(__file__).parent / "data")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a finished run whose weights to go on from")
    parser.add_argument("--epochs", type=int, default=12, help="passes over the stories")
    parser.add_argument("--tree-epochs", type=float, default=3.0, help="passes over the treebanks")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--all", action="store_true", help="train on the dev part too")
    parser.add_argument("--round", action="store_true", help="learn for int8: round inputs and matrices on the way")
    parser.add_argument("--brief", action="store_true", help="compute large products in bfloat16")
    about_share = "how much of a partly annotated source an epoch sees, such as coreference=0.3"
    parser.add_argument("--share", type=share, action="append", default=[], metavar="SOURCE=PART", help=about_share)
    parser.add_argument("--stop", type=int, help="end after this many epochs of the planned ones")
    parser.add_argument("--seed", type=int, default=1)
    found = vars(parser.parse_args())
    return Options(**{**found, "share": dict(found["share"])})


def share(text: str) -> tuple[str, float]:
    """A source and how much of it an epoch sees."""
    source, _, part = text.partition("=")
    return source, float(part)


@dataclass(frozen=True)
class Data:
    """What is trained on, what is scored on, and the values of the treebanks' columns."""

    stories: list[list[Story]]
    """Each story of the corpus in its versions, which differ in names; an epoch sees one of them."""
    partial: list[tuple[list[Story], float]]
    """Sources that are annotated in part, and how much of each an epoch sees."""
    windows: list[Trees]
    dev: dict[str, list[Any]]
    vocabularies: dict[str, list[str]]


def read_data(options: Options) -> Data:
    """The arrays of the train and dev parts; every fourth treebank window of dev is scored."""
    train, dev = (load(options.data / f"{part}.pickle") for part in ("train", "dev"))
    stories = [list(versions) for versions in zip(train["stories"], *train["swapped"], strict=True)]
    stories += [[story] for story in dev["stories"] if options.all]
    scored = {"stories": dev["stories"], "trees": dev["trees"][::4]}
    partial = [(train["partial"][source], part) for source, part in options.share.items()]
    return Data(stories, partial, train["trees"], scored, vocabularies_of(train["trees"]))


def epoch_windows(data: Data, rng: random.Random) -> list[Packed]:
    """The packed stories of an epoch: all of the corpus, a sample of each source that is annotated in part."""
    samples = [rng.sample(stories, int(part * len(stories))) for stories, part in data.partial]
    told = [rng.choice(versions) for versions in data.stories]
    return pack(told + [story for sample in samples for story in sample], rng)


@dataclass(frozen=True)
class Plan:
    """How many steps there are."""

    tree_steps: int
    """Treebank steps of an epoch."""
    total: int
    """Steps of the whole run."""


def plan_of(options: Options, data: Data) -> Plan:
    """The steps that give the stories and the treebanks the passes that were asked for."""
    per_epoch = len(steps(epoch_windows(data, random.Random(0)))) + SPARE
    tree_steps = int(options.tree_epochs * len(data.windows) / TREE_WINDOWS)
    return Plan(tree_steps // options.epochs, options.epochs * per_epoch + tree_steps)


@dataclass(frozen=True)
class State:
    """All that changes during a run, and that a checkpoint keeps."""

    net: Network
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LambdaLR

    def save(self, folder: Path, epoch: int) -> None:
        """Writes `last.pt`, whole or not at all."""
        writing = folder / "writing.pt"
        parts = {name: getattr(self, name).state_dict() for name in ("net", "optimizer", "schedule")}
        torch.save({**parts, "epoch": epoch}, writing)
        writing.rename(folder / CHECKPOINT)

    def restore(self, folder: Path) -> int:
        """The first epoch that is left to do: 0 where the folder has no checkpoint."""
        checkpoint = folder / CHECKPOINT
        if not checkpoint.exists():
            return 0
        saved = torch.load(checkpoint, weights_only=False)
        for name in ("net", "optimizer", "schedule"):
            getattr(self, name).load_state_dict(saved[name])
        return saved["epoch"] + 1


def state_of(options: Options, data: Data, plan: Plan) -> State:
    """A fresh state; the network has the weights of `--start`, if given."""
    net = Network(options.weights, Sizes.of(data.vocabularies))
    net.round(options.round)
    net.shorten(options.brief)
    optimizer = optimizer_of(net, options.rate, options.head_rate)
    schedule = schedule_of(optimizer, plan.total)
    if options.start:
        net.load_state_dict(Finished.read(options.start).tensors)
    return State(net, optimizer, schedule)


def optimizer_of(net: Network, rate: float, head_rate: float) -> torch.optim.Optimizer:
    """AdamW with one rate for the transformer layers and one for the heads; norms and biases do not decay."""
    slow = [*net.encoder.named_parameters(), *net.reader.named_parameters()]
    fast = [p for module in (net.trees, net.mentions, net.pairs) for p in module.named_parameters()]
    groups = []
    for parameters, lr in ((slow, rate), (fast, head_rate)):
        for decay in (0.01, 0.0):
            chosen = [p for n, p in parameters if p.requires_grad and (("norm" in n or "bias" in n) == (decay == 0.0))]
            groups.append({"params": chosen, "lr": lr, "weight_decay": decay})
    return torch.optim.AdamW(groups, fused=True)


def schedule_of(optimizer: torch.optim.Optimizer, total: int) -> torch.optim.lr_scheduler.LambdaLR:
    """The rate rises linearly, then falls linearly to nothing."""

    def factor(step: int) -> float:
        return min((step + 1) / (WARM_UP * total), max(0.0, (total - step) / ((1 - WARM_UP) * total)))

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)


def steps_of(data: Data, plan: Plan, rng: random.Random) -> list[Step]:
    """The steps of an epoch, of both sorts, in random order."""
    stories: list[Step] = [*steps(epoch_windows(data, rng))]
    trees: list[Step] = [
        joined_trees(rng.sample(data.windows, TREE_WINDOWS), rng.choice(TREE_ROOMS)) for _ in range(plan.tree_steps)
    ]
    return rng.sample(stories + trees, len(stories) + len(trees))


class Means:
    """Running means of named losses."""

    def __init__(self) -> None:
        self.sums: dict[str, float] = collections.defaultdict(float)
        self.counts: dict[str, int] = collections.defaultdict(int)

    def add(self, losses: dict[str, Tensor]) -> None:
        for name, value in losses.items():
            self.sums[name] += float(value.detach())
            self.counts[name] += 1

    def __str__(self) -> str:
        return " ".join(f"{name} {self.sums[name] / self.counts[name]:.3f}" for name in sorted(self.sums))


def learn(state: State, losses: dict[str, Tensor], team: Team) -> None:
    """One step of the optimizer down the sum of the losses."""
    state.optimizer.zero_grad()
    sum(losses.values()).backward()
    team.average(state.net)
    torch.nn.utils.clip_grad_norm_(state.net.parameters(), 1.0)
    state.optimizer.step()
    state.schedule.step()


@dataclass(frozen=True)
class Epoch:
    """One pass over the data."""

    number: int
    steps: list[Step]
    rng: random.Random
    """Of what each process leaves out by itself."""
    strays: bool
    """Whether the tagger is good enough to learn from what it wrongly sees."""


def epoch_of(number: int, options: Options, data: Data, plan: Plan, team: Team) -> Epoch:
    """The epoch of that number: the same steps for every process of the team."""
    shared = random.Random(f"{options.seed} {number}")
    own = random.Random(f"{options.seed} {number} {team.rank}")
    return Epoch(number, steps_of(data, plan, shared), own, number >= CALM_EPOCHS or options.start is not None)


def train_epoch(state: State, data: Data, epoch: Epoch, team: Team) -> None:
    """Does all steps of an epoch and prints the mean losses every 25 of them."""
    means, started = Means(), time.time()
    for number, step in enumerate(map(team.part, epoch.steps)):
        if isinstance(step[0], Packed):
            losses = story_loss(state.net, step, epoch.rng, epoch.strays)
        else:
            losses = tree_loss(state.net, step, data.vocabularies)
        learn(state, losses, team)
        means.add(losses)
        if number % 25 == 0 and team.rank == 0:
            place = f"epoch {epoch.number} step {number}/{len(epoch.steps)}"
            print(place, f"{time.time() - started:.0f}s {means}", flush=True)


def report(state: State, data: Data, epoch: int, run: Path, started: float) -> None:
    """Writes the checkpoint of an epoch, and its scores on the dev part."""
    state.save(run, epoch)
    scores = evaluate(state.net, data.dev, data.vocabularies)
    print("dev", {name: round(score, 4) for name, score in scores.items()}, flush=True)
    with (run / "log.jsonl").open("a") as log:
        log.write(json.dumps({"epoch": epoch, "seconds": time.time() - started, **scores}) + "\n")


def main() -> None:
    options = options_of_command_line()
    team = Team.joined()
    torch.manual_seed(options.seed)
    data = read_data(options)
    plan = plan_of(options, data)
    state = state_of(options, data, plan)
    torch.manual_seed(options.seed + team.rank)
    options.run.mkdir(parents=True, exist_ok=True)
    (options.run / VOCABULARIES).write_text(json.dumps(data.vocabularies))
    first = state.restore(options.run)
    state.net.train()
    for number in range(first, min(options.epochs, options.stop or options.epochs)):
        started = time.time()
        train_epoch(state, data, epoch_of(number, options, data, plan, team), team)
        if team.rank == 0:
            report(state, data, number, options.run, started)


if __name__ == "__main__":
    main()
