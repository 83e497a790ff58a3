// Comfort only: when an answer that other questions depend on changes, ask the server what the page looks like now.
// Without this script the same happens when the page is sent.
"use strict";

const form = document.querySelector("form");
let asking = null;

async function refresh(changed) {
  if (asking) asking.abort();
  asking = new AbortController();
  const typed = new FormData(form);
  typed.set("di", "cap_nhat");
  try {
    const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(typed), signal: asking.signal });
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.getElementById("cau-hoi");
    if (fresh) swap(fresh, page.querySelector(".buttons"), changed);
  } catch (error) {
    if (error.name !== "AbortError") console.warn(error); // offline: the page goes on without
  }
}

// What was typed or ticked while the server was answering stays as it is now.
function keep(fresh) {
  for (const now of document.querySelectorAll("#cau-hoi [name^='q.']")) {
    const isTick = now.type === "radio" || now.type === "checkbox";
    const twins = [...fresh.querySelectorAll(`[name="${CSS.escape(now.name)}"]`)];
    const twin = twins.find((other) => !isTick || other.value === now.value);
    if (!twin) continue;
    if (isTick) twin.checked = now.checked;
    else twin.value = now.value;
    if (twin.tagName === "SELECT" && twin.selectedIndex < 0) twin.value = ""; // the choice is no longer offered
  }
}

function swap(fresh, buttons, changed) {
  for (const element of fresh.querySelectorAll("[autofocus]")) element.removeAttribute("autofocus");
  const focused = document.activeElement ? document.activeElement.id : changed;
  const place = window.scrollY;
  keep(fresh);
  document.getElementById("cau-hoi").replaceWith(fresh);
  if (buttons) document.querySelector(".buttons").replaceWith(buttons);
  const target = document.getElementById(focused);
  if (target) target.focus({ preventScroll: true });
  window.scrollTo(0, place);
}

if (form) {
  form.addEventListener("change", (event) => {
    if (event.target.closest("[data-watched]")) refresh(event.target.id);
  });
}
