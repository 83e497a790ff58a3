// Keys for those who code hundreds of answers; the page does everything without this file as well.
"use strict";
const form = document.getElementById("cau"), filter = document.getElementById("loc"), used = document.getElementById("phim");
const isTyping = (element) => element.matches("input[type=text], textarea");
const bare = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "");

function press(act) {
  form.querySelector(`button[value=${act}]`).click();
}

function key(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !used.checked) return;
  if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
  if (event.key === "Enter" && event.target === filter && filter.value) return pick(event);
  if (isTyping(event.target)) return;
  const box = form.querySelector(`.option:not([hidden]) [data-key="${CSS.escape(event.key)}"]`);
  if (box) box.click();
  else if (event.key === "s") press("bo-qua");
  else if (event.key === "u") press("hoan-tac");
  else if (event.key === "n") document.getElementById("moi").focus();
  else if (event.key === "/") filter.focus();
  else if (event.key === "Enter" && !event.target.matches("button, a")) press("luu");
  else return;
  event.preventDefault();
}

function pick(event) {
  const first = form.querySelector(".options .option:not([hidden]) input:not(:checked)");
  event.preventDefault();
  if (!first) return;
  first.checked = true;
  filter.value = "";
  narrow();
  filter.blur();
}

function narrow() {
  const wanted = bare(filter.value);
  for (const option of form.querySelectorAll(".options .option")) {
    option.hidden = !bare(option.innerText).includes(wanted) && !option.querySelector("input").checked;
  }
}

if (form.matches("form")) {
  document.querySelectorAll(".find[hidden], .keys[hidden]").forEach((part) => { part.hidden = false; });
  used.checked = localStorage.getItem("phim") !== "khong";
  used.addEventListener("change", () => localStorage.setItem("phim", used.checked ? "co" : "khong"));
  filter.addEventListener("input", narrow);
  document.addEventListener("keydown", key);
}
