// Selected text: where it stands, in code points of the stored text.

/** Count code points, as the server does: an emoji is one. */
const codePoints = (text) => Array.from(text).length;

function offsetOf(node, place) {
  const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-at]");
  if (!piece) return null;
  const range = new Range();
  range.setStart(piece, 0);
  range.setEnd(node, place);
  return Number(piece.dataset.at) + codePoints(range.toString());
}

/** The selection as [start, end] in the article text, or null when it is empty or elsewhere. */
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const text = range.startContainer.parentElement?.closest("[data-text]");
  if (!text) return null;
  const ends = [offsetOf(range.startContainer, range.startOffset), offsetOf(range.endContainer, range.endOffset)];
  return ends.includes(null) || ends[0] >= ends[1] ? null : ends;
}

// Forms that want a selection have inputs named start and end and a [data-selected] place for its words.
document.addEventListener("selectionchange", () => {
  const ends = selected();
  if (!ends) return;
  for (const form of document.querySelectorAll("form[data-takes-selection]")) {
    [form.elements.start.value, form.elements.end.value] = ends;
    if (form.elements.at) form.elements.at.value = ends[0];
    const words = form.querySelector("[data-selected]");
    if (words) words.textContent = getSelection().toString();
    for (const part of form.querySelectorAll("[data-needs-selection]")) part.disabled = false;
  }
});
