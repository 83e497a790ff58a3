// Comfort only: every page works the same without this script. It keeps what is typed on the page through a reload, a
// crash or a lost network; shows the questions an answer opens at once; and notices a lost network before sending.
"use strict";

const OWN = document.currentScript.src;
const PATIENCE = 20_000; // milliseconds until a button may be pressed again: the answer may never come
const form = document.querySelector("form[data-offline]");
if (form) arrive(form.getAttribute("action"));

/* With this script a page comes at once, as the reply to the one before: one way to the server and back instead of two.
   It takes its own address here, so that back, forward and reload ask for it and never send the page before again. */

function arrive(own) {
  history.replaceState(history.state, "", location.pathname === own ? location.href : own);
  form.elements.ngay.value = "1";
  if (form.dataset.here) location.replace(`#${form.dataset.here}`);
}

/* What is typed, kept in this tab. sessionStorage and not localStorage, because office computers are shared: what one
   person typed must not wait there for the next. It never leaves the device and is erased once the answers are sent. */

const PREFIX = `phieu:${document.body.dataset.form}:`;
const PAGE = PREFIX + location.pathname;
const SENT = PREFIX + "sent"; // the page sent last; to arrive on another page proves that the server has it
const storage = attempt(() => window.sessionStorage);
const typed = attempt(() => JSON.parse(storage.getItem(PAGE))) || {};

function attempt(action) {
  try {
    return action();
  } catch {
    return null; // storage is switched off or full: the page goes on without
  }
}

function controls(root = document) {
  return [...root.querySelectorAll("[name^='q.']")];
}

function save() {
  const now = new FormData(form);
  for (const control of controls()) typed[control.name] = now.getAll(control.name);
  attempt(() => storage.setItem(PAGE, JSON.stringify(typed)));
}

// Puts back what was typed; returns the names of changed controls that other questions depend on.
function restore(root) {
  return controls(root).filter(put).filter((control) => control.closest("[data-watched]")).map((control) => control.name);
}

function put(control) {
  const values = typed[control.name];
  if (!values) return false;
  const isTick = control.type === "radio" || control.type === "checkbox";
  const before = isTick ? control.checked : control.value;
  if (isTick) control.checked = values.includes(control.value);
  else control.value = values[0] ?? "";
  if (control.tagName === "SELECT" && control.selectedIndex < 0) control.value = ""; // no longer among the choices
  return before !== (isTick ? control.checked : control.value);
}

// Whether somebody came by the link – by way of the form's first address, from no page of ours – to what was typed here.
function isSomebodyElses() {
  const [came] = performance.getEntriesByType("navigation");
  const isByLink = came?.type === "navigate" && came.redirectCount > 0 && !document.referrer.startsWith(location.origin);
  return isByLink && Object.keys(typed).length > 0;
}

function forgetSent() {
  const sent = attempt(() => storage.getItem(SENT));
  if (sent && sent !== PAGE) attempt(() => storage.removeItem(sent));
}

function forgetAll() {
  const kept = attempt(() => Object.keys(storage)) || [];
  for (const key of kept) if (key.startsWith(PREFIX)) storage.removeItem(key);
}

/* How long a text is, said from nine tenths of what is taken on: nothing is cut, the server says what is too long. */

function measure(control) {
  const limit = Number(control.dataset.limit);
  const length = [...control.value.normalize("NFC").trim()].length;
  const place = control.parentNode.querySelector(".count") || control.parentNode.appendChild(document.createElement("p"));
  place.className = length > limit ? "count error" : "count hint";
  const [shown, most] = [length, limit].map((n) => n.toLocaleString(document.documentElement.lang));
  place.textContent = length < 0.9 * limit ? "" : form.dataset.count.replace("{length}", shown).replace("{limit}", most);
}

function measureAll() {
  for (const control of form.querySelectorAll("[data-limit]")) measure(control);
}

/* The questions an answer opens or closes: the server says what the page looks like now; nothing is kept there. */

let asking = null;
let isSending = false;

async function refresh() {
  if (isSending) return;
  if (asking) asking.abort();
  const { signal } = (asking = new AbortController());
  const now = new FormData(form);
  now.set("di", "cap_nhat");
  try {
    const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(now), signal });
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.getElementById("cau-hoi");
    while (lift) await pressing;
    if (fresh && !signal.aborted) swap(fresh, page.querySelector(".buttons"));
  } catch (error) {
    if (error.name !== "AbortError") console.warn(error); // without network: the page goes on as it is
  }
}

/* A click is a press and a release on one and the same element, and to press one box is to leave another: were its
   questions renewed in between, the click would be lost. So they wait until button, finger or space bar is up. */

let pressing = null;
let lift = null;

function press(event) {
  if (event.button > 0 || isOtherKey(event)) return;
  const before = lift;
  pressing = new Promise((done) => { lift = done; });
  if (before) before(); // who waited for that one waits for this one now
}

function release(event) {
  const here = lift;
  if (!here || isOtherKey(event)) return;
  setTimeout(() => { // what is up clicks first
    if (lift === here) lift = null;
    here();
  });
}

function isOtherKey(event) {
  return event.type.startsWith("key") && event.key !== " ";
}

function swap(fresh, buttons) {
  const known = new Set(controls().map((control) => control.name));
  const place = window.scrollY;
  const wasSeen = document.activeElement.matches(".question *, .buttons *") && isSeen(document.activeElement);
  for (const element of fresh.querySelectorAll("[autofocus]")) element.removeAttribute("autofocus");
  const opened = restore(fresh).filter((name) => !known.has(name));
  const isMore = controls(fresh).some((control) => !known.has(control.name));
  renew(document.getElementById("cau-hoi"), fresh);
  renewButtons(document.querySelector(".buttons"), buttons);
  measureAll();
  window.scrollTo({ top: place, behavior: "instant" });
  if (wasSeen) document.activeElement.scrollIntoView({ block: "nearest" }); // new questions may have pushed it away
  if (isMore) document.getElementById("them").textContent = form.dataset.more;
  if (opened.length) refresh(); // text put back into a question just opened may open more
}

function isSeen(element) {
  const box = element.getBoundingClientRect();
  return box.top < window.innerHeight && box.bottom > 0;
}

// The question being typed in stays untouched, so that neither the caret nor a half-typed Vietnamese letter is lost.
function renew(old, fresh) {
  const focused = document.activeElement;
  const isTyping = focused.matches(".question :is(textarea, input:not([type=radio], [type=checkbox]))");
  const here = isTyping ? focused.closest(".question") : null;
  const nodes = [...fresh.childNodes];
  const at = here ? nodes.findIndex((node) => node.id === here.id) : -1;
  if (at < 0) {
    const ids = controls(old).map((control) => control.id);
    const upToHere = ids.slice(0, ids.indexOf(focused.id) + 1); // none when the focus is elsewhere on the page
    old.replaceChildren(...nodes);
    const nearest = upToHere.reverse().find((id) => document.getElementById(id)); // its own question may be closed now
    if (nearest) document.getElementById(nearest).focus({ preventScroll: true });
    return;
  }
  for (const node of [...old.childNodes]) if (node !== here) node.remove();
  here.before(...nodes.slice(0, at));
  here.after(...nodes.slice(at + 1));
}

function renewButtons(old, fresh) {
  if (old.innerHTML === fresh.innerHTML) return;
  const hadFocus = old.contains(document.activeElement);
  old.replaceWith(fresh);
  if (hadFocus) fresh.querySelector("button").focus({ preventScroll: true });
}

/* Sending is the browser's own, so that history, reload and every answer of the server work as always. Only first the
   server is asked for a few bytes: when no answer comes, the person hears it here instead of on an error page. */

let isSure = false;

async function send(event) {
  if (isSure) return void (isSure = false); // this is the browser's own sending, begun below
  event.preventDefault();
  if (isSending) return; // a double click
  save();
  setSending(true);
  if (asking) asking.abort(); // the pressed button must stay where it is
  const isOnline = await reaches();
  say(isOnline ? "" : form.dataset.offline);
  if (!isOnline) return setSending(false);
  attempt(() => storage.setItem(SENT, PAGE));
  setTimeout(setSending, PATIENCE, false);
  isSure = true;
  form.requestSubmit(event.submitter);
}

async function reaches() {
  try {
    await fetch(OWN, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout?.(PATIENCE / 2) });
    return true; // whatever the answer is
  } catch (error) {
    return error.name === "TimeoutError"; // slow is not lost: the browser shall try
  }
}

function setSending(value) {
  isSending = value;
  for (const button of form.querySelectorAll("button")) {
    if (value) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

function say(text) {
  document.getElementById("tin").textContent = text;
}

if (document.querySelector("[data-ended]")) forgetAll();
if (form && isSomebodyElses()) location.replace(form.dataset.whose);
else if (form) {
  forgetSent();
  if (restore().length) refresh();
  measureAll();
  form.addEventListener("input", (event) => {
    save();
    if (event.target.dataset.limit) measure(event.target);
  });
  form.addEventListener("change", (event) => {
    save();
    document.getElementById("them").textContent = "";
    if (event.target.closest("[data-watched]")) refresh();
  });
  form.addEventListener("submit", send);
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, press);
  for (const kind of ["pointerup", "pointercancel", "keyup", "contextmenu", "blur"]) window.addEventListener(kind, release);
  window.addEventListener("pageshow", () => setSending(false));
}
