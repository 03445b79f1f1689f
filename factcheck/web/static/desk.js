// What every page does: form tokens for htmx, times in the reader's own zone, toasts, live signals, where the focus goes.

const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

document.addEventListener("htmx:config:request", (event) => {
  const { request } = event.detail.ctx;
  if (request.method !== "GET") request.headers["X-CSRFToken"] = meta("csrf-token");
});

// --- Times -------------------------------------------------------------------------------------

// In the browser's own zone, unless the person has chosen one: then the server has told them in that.
const { lang, dataset: { ownZone } } = document.documentElement;
const format = (options) => new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, options); // day before month, as the server
const DAY = { day: "numeric", month: "short", year: "numeric" };
const TIME = { hour: "2-digit", minute: "2-digit" };
const FORMATS = { time: format(TIME), seconds: format({ ...TIME, second: "2-digit" }), date: format(DAY), both: format({ ...DAY, ...TIME }) };

function tellTimes(root) {
  if (ownZone === undefined) return;
  for (const time of root.querySelectorAll("time[data-when]")) {
    const moment = new Date(time.dateTime);
    if (time.title) time.title = FORMATS.both.format(moment);
    if (time.dataset.when in FORMATS) time.textContent = FORMATS[time.dataset.when].format(moment);
  }
}

// --- Toasts: ten seconds, longer while the pointer or the focus is on them -------------------------

const TOAST_STAYS = 10_000;

function settle(toast) {
  let timer = 0;
  const wait = () => { clearTimeout(timer); timer = setTimeout(() => toast.remove(), TOAST_STAYS); };
  for (const event of ["mouseenter", "focusin"]) toast.addEventListener(event, () => clearTimeout(timer));
  for (const event of ["mouseleave", "focusout"]) toast.addEventListener(event, wait);
  toast.dataset.toast = "settled";
  wait();
}

function settleToasts() {
  for (const toast of document.querySelectorAll('[data-toast=""]')) settle(toast);
}

// --- Live signals: the server says what changed, the page fetches it with its own permissions -------

const POLL_EVERY = 15_000;
const live = document.getElementById("live");

function say(state) {
  if (!live) return;
  live.hidden = false;
  live.dataset.state = state;
  live.textContent = live.dataset[state];
}

function announce(topic) {
  document.body.dispatchEvent(new CustomEvent(`signal:${topic.split(":")[0]}`, { detail: { topic } }));
}

function listen(address, topics) {
  let polling = 0;
  const poll = () => { if (!document.hidden) topics.forEach(announce); };
  const rest = () => { clearInterval(polling); polling = 0; };
  const stream = new EventSource(address);
  stream.addEventListener("signal", (event) => announce(event.data));
  stream.addEventListener("open", () => {
    if (polling) poll();
    rest();
    say("live");
  });
  stream.addEventListener("error", () => {
    say("slow");
    polling ||= setInterval(poll, POLL_EVERY);
    // A browser gives up for good on an error status; we try again after a minute.
    if (stream.readyState === EventSource.CLOSED) setTimeout(() => { rest(); listen(address, topics); }, 4 * POLL_EVERY);
  });
  addEventListener("pagehide", () => stream.close());
}

const { signals, topics } = document.body.dataset;
if (signals) listen(signals, topics.split(" "));

// --- What is selected in a list: counted where the page says how many --------------------------------

function countSelected() {
  for (const place of document.querySelectorAll("[data-counts]")) {
    place.textContent = place.dataset.pattern.replace("{}", document.querySelectorAll(`input[name="${place.dataset.counts}"]:checked`).length);
  }
}

document.addEventListener("change", countSelected);
document.addEventListener("reset", () => setTimeout(countSelected));

// --- Who signs out leaves nothing typed behind in this browser ----------------------------------------

document.querySelector("[data-forgets]")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("draft ")) localStorage.removeItem(key);
});

// --- The focus: after a form at the content of the page that comes; after a swap that took it away, at what came ------

function goOnAt(place, preventScroll = false) {
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll });
}

const leaves = () => sessionStorage.setItem("sent", "yes");

function land() {
  const sent = sessionStorage.getItem("sent");
  sessionStorage.removeItem("sent");
  if (!sent || document.querySelector("[autofocus]") || document.activeElement !== document.body) return;
  goOnAt(document.getElementById(location.hash.slice(1)) ?? document.getElementById("main"), true);
}

let around = [];
document.addEventListener("htmx:before:swap", () => {
  around = [];
  for (let at = document.activeElement; at && at !== document.body; at = at.parentElement) if (at.id) around.push(at.id);
});
document.addEventListener("htmx:after:swap", () => queueMicrotask(() => {
  const place = around.map((id) => document.getElementById(id)).find(Boolean);
  around = [];
  if (place && document.activeElement === document.body) goOnAt(place.matches("details") ? place.querySelector("summary") : place);
}));

// --- Forms that say so when they cannot be sent: the page stays, and with it what was typed ------------

const GIVE_UP_AFTER = 15_000;

async function send(form, submitter) {
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  const signal = AbortSignal.timeout(form.enctype.startsWith("multipart") ? 20 * GIVE_UP_AFTER : GIVE_UP_AFTER); // a file takes a while
  try {
    const answer = await fetch(address, { method: "POST", body: new FormData(form, submitter), headers: { "Desk-Sent-By-Page": "yes" }, signal });
    const onward = answer.headers.get("Desk-Onward");
    if (onward) {
      form.dispatchEvent(new Event("sent"));
      return goTo(onward);
    }
    form.dataset.refused = "yes"; // nothing was done: sent once more, the page that says why is shown
    form.requestSubmit(submitter);
  } catch {
    notSent(form, submitter);
  } finally {
    delete form.dataset.sending;
  }
}

function goTo(address) {
  const to = new URL(address, location);
  leaves();
  const same = to.pathname === location.pathname && to.search === location.search;
  location.assign(to);
  if (same && to.hash) location.reload();
}

function notSent(form, submitter) {
  const place = document.getElementById("messages");
  place.replaceChildren(document.getElementById("form-not-sent").content.cloneNode(true));
  const retry = place.querySelector("[data-retry]");
  retry.addEventListener("click", () => { place.replaceChildren(); form.requestSubmit(submitter); });
  place.scrollIntoView({ block: "nearest" });
  retry.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-says-when-not-sent]") || form.dataset.refused || event.defaultPrevented) return;
  event.preventDefault();
  send(form, event.submitter);
});
document.addEventListener("submit", (event) => { if (!event.defaultPrevented) leaves(); });

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx?.sourceElement?.matches("form[method=post]")) notSent(ctx.sourceElement, ctx.request.submitter);
});

// --- Small things ----------------------------------------------------------------------------------

for (const button of document.querySelectorAll("[data-opens]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.closest("details")?.removeAttribute("open");
    document.getElementById(button.dataset.opens).showModal();
  });
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.more[open]")) if (!menu.contains(event.target)) menu.open = false;
  const copy = event.target.closest("[data-copies]");
  if (copy) navigator.clipboard.writeText(copy.dataset.copies).then(() => { copy.lastChild.textContent = live.dataset.copied; });
});

// Who opens a form with the mouse goes on typing. Opened here: the browser tells of it after the first letters.
document.addEventListener("click", (event) => {
  const details = event.target.closest?.("details[data-focuses]:not([open]) > summary")?.parentElement;
  if (!details) return;
  event.preventDefault();
  details.open = true;
  details.querySelector("input:not([type=hidden])")?.focus();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("form[data-sends-itself] :is(select, input[type=checkbox])")) event.target.form.requestSubmit();
});

function arrive(root) {
  tellTimes(root);
  settleToasts();
  root.querySelector("[data-scroll-here]")?.scrollIntoView({ block: "center" });
}

arrive(document);
land();
countSelected();
document.addEventListener("htmx:after:swap", () => { tellTimes(document); settleToasts(); });
