// One claim at work: drafts saved as typed, the lease kept by activity, reports attached, the history drawer.

const $ = (selector, root = document) => root.querySelector(selector);
const say = (html) => { $("#messages").innerHTML = html; };

async function post(address, data, again = true) {
  const headers = { "HX-Request": "true" };
  const signal = AbortSignal.timeout(GIVE_UP_AFTER);
  const answer = await fetch(address, { method: "POST", body: data, headers, redirect: "error", signal });
  const token = answer.status === 400 && again && (await newToken());
  if (token) {
    data.set("csrf_token", token);
    return post(address, data, false);
  }
  return { ok: answer.ok, html: await answer.text() };
}

/** Who signed in again in another tab goes on here: the forms take the token of the new session. */
async function newToken() {
  const fetched = await fetch(location.href);
  const now = $("meta[name=csrf-token]", new DOMParser().parseFromString(await fetched.text(), "text/html"));
  const then = $("meta[name=csrf-token]");
  if (!now || now.dataset.person !== then.dataset.person) return "";
  then.content = now.content;
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = now.content;
  return now.content;
}

// --- The draft -----------------------------------------------------------------------------------

const SAVE_AFTER = 700;
const TRY_AGAIN_AFTER = 5_000;

const GIVE_UP_AFTER = 15_000;
const KEPT = ["verdict", "rationale", "tried", "override", "grounds"];

/** What was typed and has not reached the desk: it outlives a crash of the browser. Signing out forgets it. */
function shelf(form) {
  const key = `draft ${$("meta[name=csrf-token]").dataset.person} ${new URL(form.dataset.draft, location).pathname}`;
  return {
    keep: () => { try { localStorage.setItem(key, JSON.stringify(typed(form))); } catch { /* full, or not allowed */ } },
    clear: () => localStorage.removeItem(key),
    kept: () => JSON.parse(localStorage.getItem(key) ?? "null"),
  };
}

const typed = (form) => Object.fromEntries(KEPT.map((name) => [name, form.elements[name]?.value ?? ""]));

function fill(form, words) {
  for (const radio of form.elements.verdict) radio.checked = radio.value === words.verdict;
  for (const name of KEPT.slice(1)) if (form.elements[name]) form.elements[name].value = words[name] ?? "";
  form.elements.verdict[0].dispatchEvent(new Event("change", { bubbles: true }));
}

function keepDraft(form) {
  const place = $("#saved");
  const local = shelf(form);
  let timer = 0;
  let running = Promise.resolve();
  let dirty = false;
  let saving = false;
  let passes = false;

  /** One save after the other; says whether the desk has what is in the form now. */
  function save() { clearTimeout(timer); running = running.then(saveNow); return running; }

  async function saveNow() {
    dirty = false;
    saving = true;
    place.textContent = place.dataset.saving;
    try {
      const { ok, html } = await post(form.dataset.draft, new FormData(form));
      if (ok) saved(html);
      else { place.textContent = place.dataset.refused; say(html); }
      return ok;
    } catch {
      place.textContent = place.dataset.silent;
      dirty = true;
      later(TRY_AGAIN_AFTER);
      return false;
    } finally {
      saving = false;
    }
  }

  function saved(html) {
    if ($("#messages [data-about-draft]") || $("#messages [data-signed-out]")) say("");
    place.innerHTML = html;
    form.elements.revision.value = $("[data-revision]", place).dataset.revision;
    if (!dirty) local.clear();
    document.dispatchEvent(new Event("htmx:after:swap")); // its time is told as those of other pieces
  }

  function later(milliseconds) { clearTimeout(timer); timer = setTimeout(save, milliseconds); }

  function changed() { dirty = true; local.keep(); later(SAVE_AFTER); }

  /** desk.js sends the answer. A draft that is on its way, that does not go along or that a refusal would lose goes first. */
  function first(event) {
    if (passes) { passes = false; return; }
    const goesAlong = "carriesDraft" in form.dataset && !form.dataset.refused;
    const waits = goesAlong ? saving && running : save();
    if (!waits) return;
    event.preventDefault();
    waits.then((ok) => {
      passes = ok || dirty; // without a network it goes on too: desk.js says so
      if (!ok) delete form.dataset.refused;
      if (passes) form.requestSubmit(event.submitter);
    });
  }

  /** Two windows wrote: the person chooses, and the other version is on the screen until then. */
  function decide(button) {
    const theirs = JSON.parse(button.closest("[data-theirs]").dataset.theirs);
    form.elements.revision.value = theirs.revision;
    if (button.dataset.keeps === "theirs") fill(form, theirs);
    save();
    $("#field-rationale").focus();
  }

  for (const event of ["input", "change"]) form.ownerDocument.addEventListener(event, ({ target }) => {
    if (target.form === form) changed();
  });
  $("#messages").addEventListener("click", ({ target }) => { if (target.matches("[data-keeps]")) decide(target); });
  // What was typed in the last moment still leaves with the page; the answer is not waited for.
  addEventListener("pagehide", () => { if (dirty) navigator.sendBeacon(form.dataset.draft, new FormData(form)); });
  form.addEventListener("submit", first);
  form.addEventListener("sent", () => { dirty = false; clearTimeout(timer); local.clear(); });
  const kept = local.kept();
  if (kept && KEPT.some((name) => (kept[name] ?? "") !== typed(form)[name])) {
    fill(form, kept);
    say($("#put-back").innerHTML);
  }
}

// --- The lease: only what a person does keeps it ---------------------------------------------------

const RENEW_EVERY = 60_000;
const WARN_BEFORE = 120_000;

function keepLease(form) {
  let renewed = Date.now();
  let lost = false;
  const warning = $("#lease-warning");
  const title = document.title;
  const chip = () => $("#lease");
  const left = () => new Date(chip().dataset.until) - Date.now();

  async function renew() {
    renewed = Date.now();
    try {
      const { ok, html } = await post(form.action, new FormData(form));
      if (ok) { chip().outerHTML = html; lost = false; tell(); } else { lost = true; say(html); }
    } catch { renewed = 0; }
  }

  function tell() {
    const minutes = Math.floor(left() / 60_000);
    const { gone, last, runs } = chip().dataset;
    const words = left() <= 0 ? gone : minutes ? runs.replace("{}", minutes) : last;
    const ending = left() > 0 && left() <= WARN_BEFORE;
    chip().dataset.tone = left() <= WARN_BEFORE ? "warn" : "info";
    $("span", chip()).textContent = words;
    if (warning.hidden === ending) warning.hidden = !ending;
    document.title = ending ? `(${words}) ${title}` : title;
  }

  const active = () => { if (!lost && Date.now() - renewed > RENEW_EVERY) renew(); };
  for (const event of ["keydown", "pointerdown", "wheel", "touchmove"]) addEventListener(event, active, { passive: true });
  form.addEventListener("submit", (event) => { event.preventDefault(); renew(); });
  setInterval(tell, 10_000);
}

// --- Versions, reports, the drawer -----------------------------------------------------------------

/** After sources changed, every form of the page speaks of the new version. */
function follow() {
  const version = $("[data-version]")?.dataset.version;
  if (version) for (const field of document.querySelectorAll("input[name=seen]")) field.value = version;
}

const FOLLOWS = { confirmed: "supports", disputed: "refutes", unverified: "context" };

/** One key attaches the focused report with the stance that the chosen verdict asks for. */
function aim() {
  const stance = FOLLOWS[$("input[name=verdict]:checked")?.value] ?? "context";
  for (const button of document.querySelectorAll("[data-attach-key] button")) {
    const own = button.dataset.ownKey ??= button.dataset.key ?? "";
    const also = button.value === stance ? button.closest("[data-attach-key]").dataset.attachKey : "";
    button.dataset.key = `${also} ${own}`.trim();
  }
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-drawer]");
  if (opener) document.getElementById(opener.dataset.drawer).showModal();
});
document.addEventListener("htmx:after:swap", () => { follow(); aim(); });
document.addEventListener("change", (event) => { if (event.target.name === "verdict") aim(); });

const draft = $("form[data-draft]");
const lease = $("form[data-lease]");
if (draft) keepDraft(draft);
if (lease) keepLease(lease);
aim();

// A refused form answers at its own address; reloading should show the claim, not send the form again.
if (location.pathname !== `${$("main").dataset.address}`.split("?")[0]) history.replaceState(null, "", $("main").dataset.address);

// The claim's own words come into view inside their pane, without moving the page.
const pane = $(".pane");
const mark = $(".pane .mark-this");
if (pane && mark && getComputedStyle(pane).overflowY !== "visible") {
  pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
}
