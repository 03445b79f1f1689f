// One claim at work: drafts saved as typed, the lease kept by activity, reports attached, the history drawer.

const $ = (selector, root = document) => root.querySelector(selector);
const say = (html) => { $("#messages").innerHTML = html; };

async function post(address, data, again = true) {
  const headers = { "HX-Request": "true" };
  const answer = await fetch(address, { method: "POST", body: data, headers, redirect: "error" });
  const token = answer.status === 400 && again && (await newToken());
  if (token) {
    data.set("csrf_token", token);
    return post(address, data, false);
  }
  return { ok: answer.ok, signedOut: answer.status === 401, html: await answer.text() };
}

/** Whoever signed in again in another tab goes on here: the forms take the token of the new session, if it is theirs. */
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

function keepDraft(form) {
  const place = $("#saved");
  let timer = 0;
  let saving = false;
  let dirty = false;
  let signedOut = false;

  async function save() {
    if (saving) return;
    [saving, dirty] = [true, false];
    place.textContent = "Saving…";
    try {
      const { ok, html, signedOut: out } = await post(form.dataset.draft, new FormData(form));
      if (ok && signedOut) say("");
      signedOut = out;
      if (ok) saved(html);
      else { place.textContent = "Not saved"; say(html); }
    } catch {
      place.textContent = "Not saved: the desk does not answer. Trying again.";
      dirty = true;
      later(TRY_AGAIN_AFTER);
    }
    saving = false;
    if (dirty) later(SAVE_AFTER);
  }

  function saved(html) {
    place.innerHTML = html;
    form.elements.revision.value = $("[data-revision]", place).dataset.revision;
    for (const time of place.querySelectorAll("time")) time.textContent = new Date(time.dateTime).toLocaleTimeString("en-GB");
  }

  function later(milliseconds) { clearTimeout(timer); timer = setTimeout(save, milliseconds); }

  for (const event of ["input", "change"]) form.ownerDocument.addEventListener(event, ({ target }) => {
    if (target.form !== form) return;
    dirty = true;
    later(SAVE_AFTER);
  });
  // What was typed in the last moment still leaves with the page; the answer is not waited for.
  addEventListener("pagehide", () => { if (dirty && !form.dataset.sent) navigator.sendBeacon(form.dataset.draft, new FormData(form)); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!signedOut) { form.dataset.sent = "yes"; return; }
    // The way to the sign-in would lose what was typed since the session ended.
    event.preventDefault();
    save().then(() => { if (!signedOut) form.requestSubmit(event.submitter); });
  });
  for (const time of place.querySelectorAll("time[data-when=seconds]")) time.textContent = new Date(time.dateTime).toLocaleTimeString("en-GB");
}

// --- The lease: only what a person does keeps it ---------------------------------------------------

const RENEW_EVERY = 60_000;
const WARN_BEFORE = 120_000;

function keepLease(form) {
  let renewed = Date.now();
  let lost = false;
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
    const words = left() <= 0 ? "your time has run out" : minutes ? `yours for ${minutes} min` : "under a minute left";
    chip().dataset.tone = left() < WARN_BEFORE ? "warn" : "info";
    $("span", chip()).textContent = left() > 0 && left() < WARN_BEFORE ? `${words}: any key keeps it` : words;
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

/** "a" attaches the focused report with the stance that the chosen verdict asks for. */
function aim() {
  const stance = FOLLOWS[$("input[name=verdict]:checked")?.value] ?? "context";
  for (const button of document.querySelectorAll("button[data-stance]")) {
    const key = button.dataset.key.replace("a ", "");
    button.dataset.key = button.dataset.stance === stance ? `a ${key}` : key;
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
