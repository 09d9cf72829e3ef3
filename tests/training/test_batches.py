import random

import numpy as np
import pytest

pytest.importorskip("torch", reason="only those who train need torch")

from batches import PIECES, ROOM, joined_trees, pack, steps
from prepare import Story, Trees


def story_of(length: int) -> Story:
    mentions = np.array([[0, 1, 0, 0]])
    return Story(f"of {length}", np.full(length, 7), np.zeros(length, int), mentions, {}, [])


def trees_of(length: int) -> Trees:
    """Two sentences, whose words are single pieces that hang from the first of each."""
    half = length // 2
    sentences = np.repeat([0, 1], [half, length - half])
    heads = np.where(sentences == 0, 0, half)
    return Trees(
        np.full(length, 7), np.zeros(length, int), np.arange(length), sentences, heads, {"upos": ["X"] * length}
    )


def test_packing_keeps_every_story_and_fills_windows_of_all_lengths() -> None:
    stories = [story_of(length) for length in range(20, 120)] * 4
    windows = pack(stories, random.Random(0))
    lengths = [len(window.ids) - 2 for window in windows]
    assert sum(len(window.mentions) for window in windows) == len(stories)
    assert sum(lengths) == sum(len(story.ids) for story in stories)
    assert max(lengths) <= ROOM
    assert min(lengths) < 200 < 340 < max(lengths)


def test_steps_hold_every_window_once_and_about_as_many_pieces_each() -> None:
    windows = pack([story_of(length) for length in range(20, 380)], random.Random(0))
    made = steps(windows)
    assert sorted(id(w) for step in made for w in step) == sorted(id(w) for w in windows)
    assert all(len(step) * max(len(w.ids) for w in step) <= PIECES for step in made)


def test_joined_trees_keep_words_heads_and_sentences_together() -> None:
    one, two, three = trees_of(100), trees_of(150), trees_of(300)
    joined, alone = joined_trees([one, two, three], ROOM)
    assert len(joined.ids) == len(joined.words) == len(joined.rows["upos"]) == 250
    assert joined.words.tolist() == list(range(250))
    assert sorted(set(joined.sentences.tolist())) == [0, 1, 2, 3]
    assert (joined.sentences[joined.heads] == joined.sentences).all()
    assert alone.heads.tolist() == three.heads.tolist()
    assert len(joined_trees([one, two, three], 0)) == 3
