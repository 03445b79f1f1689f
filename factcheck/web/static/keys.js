// The keyboard: keys named by data-key on the page's own buttons and fields, j and k through lists, ? for help.

const OFF = "desk-keys-off";
const help = document.getElementById("keys-help");
const isOn = () => localStorage.getItem(OFF) !== "yes";
const seen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled;
// A button inside a closed menu can be reached: its key opens the menu.
const reachable = (element) => !element.disabled && (seen(element) || Boolean(element.closest("details:not([open])")));

const typing = (target) => target.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit])");

/** The key as data-key spells it: letters by what they type, digits by where they are (keypad too). */
function named(event) {
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
  const key = digit && !event.shiftKey ? digit[1] : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `Ctrl+${key}` : key;
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

const MOVES = { j: () => walk(1), k: () => walk(-1), "?": () => help?.showModal() };

function pressed(event) {
  if (event.isComposing || event.altKey || event.defaultPrevented) return;
  const key = named(event);
  if (key === "Escape") return leave(event.target);
  const inField = typing(event.target);
  if (document.querySelector("dialog[open]") || (inField && !key.startsWith("Ctrl+"))) return;
  if (!isOn() && !key.startsWith("Ctrl+")) return;
  const act = MOVES[key] ?? (bound(key) && (() => use(bound(key))));
  if (!act) return;
  event.preventDefault();
  act();
}

function leave(target) {
  const menu = target.closest("details.more[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  else if (typing(target)) (target.closest("[data-row][tabindex], .pane[tabindex], main") ?? document.body).focus();
}

/** The help lists what this page answers to now. */
function fill(list) {
  const lines = new Map([["j / k", "Next and previous in a list"], ["?", "This help"]]);
  for (const element of document.querySelectorAll("[data-key][data-says]")) if (seen(element) || element.closest("details, [data-row]")) lines.set(element.dataset.key, element.dataset.says);
  list.replaceChildren(...[...lines].flatMap(([key, says]) => {
    const term = document.createElement("dt");
    const kbd = document.createElement("kbd");
    const text = document.createElement("dd");
    [kbd.className, kbd.textContent, text.textContent] = ["kbd", key, says];
    term.append(kbd);
    return [term, text];
  }));
}

if (help) {
  document.addEventListener("keydown", pressed);
  const box = help.querySelector("[data-keys-switch]");
  box.checked = isOn();
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "no" : "yes"));
  new MutationObserver(() => help.open && fill(help.querySelector("[data-keys-list]"))).observe(help, { attributeFilter: ["open"] });
}
