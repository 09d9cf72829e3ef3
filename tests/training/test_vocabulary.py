import json
from collections import Counter
from typing import Any

import pytest

pytest.importorskip("torch", reason="only those who train need torch")

import torch
from tokenizers import Tokenizer

from vocabulary import Rows, is_letter, kept, with_pieces


@pytest.fixture
def tokenizer() -> dict[str, Any]:
    """BERT's word pieces, of seven words and letters, at the ids that BERT has some of them at."""
    pieces = {"[PAD]": 0, "[UNK]": 100, "[CLS]": 101, "[SEP]": 102, "a": 1037, "r": 1054, "##c": 2278, "##h": 2232}
    return {
        "version": "1.0",
        "added_tokens": [],
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "model": {
            "type": "WordPiece",
            "unk_token": "[UNK]",
            "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100,
            "vocab": pieces | {"arch": 7905, "##r": 2099, "##ch": 2818, "年": 1840},
        },
    }


def test_what_is_met_twice_is_kept_and_all_letters_are(tokenizer: dict[str, Any]) -> None:
    numbers = kept(tokenizer["model"]["vocab"], Counter({7905: 1, 2818: 2}))
    assert numbers == [0, 100, 101, 102, 1037, 1054, 2099, 2232, 2278, 2818]


def test_letters_are_those_of_the_alphabets_that_names_are_written_in() -> None:
    assert [piece for piece in ("đ", "ß", "ω", "ж", "7", "&", "年", "ة", "ab") if is_letter(piece)] == list("đßωж7&")


def test_a_word_without_its_piece_is_cut_into_smaller_ones_at_their_old_ids(tokenizer: dict[str, Any]) -> None:
    numbers = kept(tokenizer["model"]["vocab"], Counter({2818: 2}))
    smaller = Tokenizer.from_str(json.dumps(with_pieces(tokenizer, numbers)))
    assert smaller.encode("arch").ids == [1037, 2099, 2818]


def test_rows_are_found_by_the_ids_of_before() -> None:
    whole = torch.nn.Embedding(200, 4)
    rows = Rows(whole, [0, 100, 150])
    assert torch.equal(rows(torch.tensor([150, 0])), whole(torch.tensor([150, 0])))
    assert torch.equal(rows(torch.tensor([151])), whole(torch.tensor([100])))
    assert rows.words.num_embeddings == 3
