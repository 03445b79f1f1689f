// The keyboard: the person's keys as they stand in data-key at buttons and fields, the way through lists, and the help.

const help = document.getElementById("keys-help");
const CHORD = "Ctrl+Enter";
const isOn = () => document.documentElement.dataset.keys !== "off";
const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled;
// A button inside a closed menu can be reached: its key opens the menu.
const reachable = (element) => !element.disabled && (seen(element) || Boolean(element.closest("details:not([open])")));

const typing = (target) => target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit])");

/**
 * What a stroke may mean, the likeliest first: what it types; the digit that is printed on it, which needs Shift on
 * a French keyboard; and on a keyboard of other letters the Latin one that stands there for those who have both.
 */
function named(event) {
  const typed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if ((event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph")) return [`Ctrl+${typed}`];
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
  const letter = /^\p{L}$/u.test(typed) && !/^\p{Script=Latin}$/u.test(typed) && /^Key([A-Z])$/.exec(event.code);
  return [typed, digit && !event.shiftKey && digit[1], letter && letter[1].toLowerCase()].filter(Boolean);
}

/** The element for a key: nearest to the focus first (a focused report before the rest of the page). */
function bound(key) {
  const near = document.activeElement?.closest("[data-row]");
  const all = (root) => [...(root?.querySelectorAll(`[data-key~="${CSS.escape(key)}"]`) ?? [])].filter(reachable);
  return all(near)[0] ?? all(document).find((found) => !found.closest("[data-row]"));
}

function use(element) {
  if (element.matches("input:not([type=radio], [type=checkbox]), textarea, select")) {
    element.focus();
    // one goes on where one left off; a browser would put the caret before the first letter
    if (element.matches("textarea") && element.selectionEnd === 0) element.setSelectionRange(element.value.length, element.value.length);
    return;
  }
  const menu = element.closest("details:not([open])");
  if (menu && element.tagName !== "SUMMARY") menu.open = true;
  if (element.matches("summary")) element.focus();
  element.click();
  const opened = element.matches("summary") && element.parentElement.open && element.parentElement;
  if (opened) opened.querySelector("textarea, select, input:not([type=hidden])")?.focus();
}

/** Move the focus by one row in the list that holds it, or into the first list of the page. */
function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter(seen);
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
  if (!row) return;
  (row.matches("[tabindex]") ? row : row.querySelector("a, button")).focus();
  row.scrollIntoView({ block: "nearest" });
}

const ACTS = { "next-row": () => walk(1), "previous-row": () => walk(-1), help: () => help.showModal() };

/** What the page does at this key, if anything. */
function act(key) {
  const move = help.querySelector(`[data-move-key="${CSS.escape(key)}"]`);
  const element = !move && bound(key);
  return move ? ACTS[move.dataset.move] : element && (() => use(element));
}

const may = (key, inField) => key === CHORD || (isOn() && !inField && !key.startsWith("Ctrl+"));

function pressed(event) {
  const bare = !event.altKey || event.getModifierState("AltGraph"); // AltGr types signs, Alt is the browser's
  if (event.isComposing || !bare || event.defaultPrevented) return;
  if (event.key === "Escape") return leave(event.target);
  if (document.querySelector("dialog[open]")) return;
  const inField = typing(event.target);
  const does = named(event).filter((key) => may(key, inField)).map(act).find(Boolean);
  if (!does) return;
  event.preventDefault();
  does();
}

function leave(target) {
  const menu = target.closest("details.more[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  else if (typing(target)) (target.closest("[data-row][tabindex], .pane[tabindex], main") ?? document.body).focus();
}

// --- The help lists what this page answers to now --------------------------------------------------

function line(key, says) {
  const [term, words] = [document.createElement("dt"), document.createElement("dd")];
  for (const each of key.split(" ")) {
    const kbd = document.createElement("kbd");
    [kbd.className, kbd.textContent] = ["kbd", each.replace(CHORD, "Ctrl ⏎")];
    term.append(kbd, " ");
  }
  words.textContent = says;
  for (const part of [term, words]) part.dataset.ofPage = "";
  return [term, words];
}

function fill(list) {
  for (const old of list.querySelectorAll("[data-of-page]")) old.remove();
  const lines = new Map();
  for (const element of document.querySelectorAll("[data-key][data-says]")) if (seen(element) || element.closest("details, [data-row]")) lines.set(element.dataset.key, element.dataset.says);
  list.append(...[...lines].flatMap(([key, says]) => line(key, says)));
}

/** Switched here, the page obeys at once; the form tells the desk, so that other pages and browsers do too. */
function obey(on) {
  document.documentElement.dataset.keys = on ? "on" : "off";
  for (const element of document.querySelectorAll("[data-key]")) {
    if (on || element.dataset.key === CHORD) element.setAttribute("aria-keyshortcuts", element.dataset.key.replace("Ctrl+", "Control+"));
    else element.removeAttribute("aria-keyshortcuts");
  }
}

if (help) {
  document.addEventListener("keydown", pressed);
  help.querySelector("[data-keys-switch]").addEventListener("change", (event) => obey(event.target.checked));
  new MutationObserver(() => help.open && fill(help.querySelector("[data-keys-list]"))).observe(help, { attributeFilter: ["open"] });
}
