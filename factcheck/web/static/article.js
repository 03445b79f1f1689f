// One article: a claim in the list and its words in the text point to each other.

const wide = matchMedia("(min-width: 64rem)");
const list = document.querySelector(".article-claims");

const marksOf = (claim) => [...document.querySelectorAll(`.text-numbered [data-claims~="${CSS.escape(claim)}"]`)];

let lit = [];
function light(claim) {
  for (const mark of lit) mark.classList.remove("mark-lit");
  lit = claim ? marksOf(claim) : [];
  for (const mark of lit) mark.classList.add("mark-lit");
}

/** Bring the claim's words into view beside the list; on a narrow screen they stand elsewhere on the page. */
function show(claim) {
  light(claim);
  if (wide.matches) lit[0]?.scrollIntoView({ block: "nearest" });
}

const rowOf = (event) => event.target.closest?.("[data-row][data-claim]");

document.addEventListener("focusin", (event) => { if (rowOf(event)) show(rowOf(event).dataset.claim); });
document.addEventListener("mouseover", (event) => {
  if (getSelection().isCollapsed) light(rowOf(event)?.dataset.claim ?? event.target.closest?.("[data-claims]")?.dataset.claims.split(" ")[0]);
});

// A click on marked words leads to the claim in the list; dragging over them selects.
document.addEventListener("click", (event) => {
  const mark = event.target.closest("a.mark[data-claims]");
  if (mark && !getSelection().isCollapsed) event.preventDefault();
});
document.addEventListener("dragstart", (event) => { if (event.target.closest?.("a.mark")) event.preventDefault(); });

// The claim that is open for changes: its words in view, the caret in its statement after the pencil was used.
document.addEventListener("htmx:after:swap", () => {
  const statement = list?.querySelector(".article-claim-open textarea");
  if (statement && document.activeElement === document.body) statement.focus();
});
const opened = document.querySelector(".article-claim-open");
if (opened) show(opened.dataset.claim);

// A link to a part that is folded away unfolds it.
function unfold() {
  const part = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (part?.matches?.("details")) part.open = true;
}
addEventListener("hashchange", unfold);
unfold();
