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

// --- Sentence mode: a list of checkboxes is a listbox for arrows and screen readers; the checkboxes stay its state ---

function listbox(list) {
  const options = [...list.children];
  const boxOf = (option) => option.querySelector("input");
  const says = document.querySelector("[data-tells]");
  const across = list.dataset.listbox === "across";
  let active = options.find((option) => `#${option.id}` === location.hash) ?? options[0];

  function choose(option, on) {
    boxOf(option).checked = on;
    option.ariaSelected = String(on);
  }
  function go(option) {
    active.classList.remove("active");
    active = option;
    active.classList.add("active");
    list.setAttribute("aria-activedescendant", active.id);
    active.scrollIntoView({ block: "nearest" });
  }
  function tell() {
    says.textContent = says.dataset.chosen.replace("#", options.filter((option) => boxOf(option).checked).length);
  }
  /** Shift takes the next one along, or lets go of the one it comes back from. */
  function step(to, shift) {
    const next = options[Math.min(Math.max(to, 0), options.length - 1)];
    if (shift && next !== active) {
      const back = boxOf(active).checked && boxOf(next).checked;
      choose(active, !back);
      choose(next, true);
      tell();
    }
    go(next);
  }

  list.role = "listbox";
  list.tabIndex = 0;
  list.ariaMultiSelectable = "true";
  if (across) list.ariaOrientation = "horizontal";
  options.forEach((option, index) => {
    option.role = "option";
    option.id ||= `word-${index}`;
    boxOf(option).hidden = true;
    choose(option, boxOf(option).checked);
  });
  go(active);

  list.addEventListener("keydown", (event) => {
    const here = options.indexOf(active);
    const onward = getComputedStyle(list).direction === "rtl" ? -1 : 1;
    const to = {
      ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: options.length - 1,
      ArrowRight: across ? here + onward : here, ArrowLeft: across ? here - onward : here,
    }[event.key];
    if (event.key === "Enter") document.querySelector("[data-enter]")?.click();
    else if (event.key === " ") choose(active, !boxOf(active).checked);
    else if (event.key === "Escape") options.forEach((option) => choose(option, false));
    else if (event.key === "a" && event.ctrlKey) options.forEach((option) => choose(option, true));
    else if (to !== undefined) step(to, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (to === undefined) tell();
  });
  list.addEventListener("change", ({ target }) => {
    choose(target.closest("[role=option]"), target.checked);
    go(target.closest("[role=option]"));
    list.focus({ preventScroll: true });
    tell();
  });
  // A move with nothing chosen is about the one that the arrows are at.
  list.closest("form").addEventListener("submit", () => {
    if (!options.some((option) => boxOf(option).checked)) choose(active, true);
  });
  // Going to the place that the address names takes the focus away: that is done when the page has come.
  const settle = () => { if (!document.querySelector(".article-claim-open, .error-summary")) list.focus({ preventScroll: true }); };
  if (document.readyState === "complete") settle();
  else addEventListener("load", () => setTimeout(settle));
  // What was done just now is said again where a screen reader listens: it was on the page before that began to.
  const done = document.querySelector(".toast > span")?.textContent;
  if (done) setTimeout(() => { says.textContent = done; }, 400);
}

document.querySelectorAll("[data-listbox]").forEach(listbox);
