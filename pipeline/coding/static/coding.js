// Keys for those who code hundreds of answers, lists ticked by the row, counts while phrases are typed.
// The pages do everything without this file as well.
"use strict";
const form = document.getElementById("cau"), filter = document.getElementById("loc");
const used = document.getElementById("phim"), atOnce = document.getElementById("ngay"), list = document.getElementById("danh-sach");
const isTyping = (element) => element.matches("input[type=text], textarea, select");
const bare = (text) => text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
let isSent = false;

document.addEventListener("submit", (event) => { if (isSent) event.preventDefault(); isSent = true; });
window.addEventListener("pageshow", () => { isSent = false; });

function press(act) {
  const button = document.querySelector(`button[form=cau][value=${act}]`);
  if (button && !isSent) button.click();
}

function key(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !used.checked) return;
  if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
  if (event.key === "Enter" && event.target === filter && filter.value) return pick(event);
  if (isTyping(event.target)) return;
  const tone = form.querySelector(`[name=sac_thai][data-key="${CSS.escape(event.key)}"]`);
  if (tone) return void (event.preventDefault(), tone.click());
  const shifted = !event.shiftKey ? "" : /^Digit\d$/.test(event.code) ? event.code.slice(5) : event.key.toLowerCase();
  const pressed = shifted || (event.key.length === 1 ? event.key.toLowerCase() : event.key);  // also with caps lock
  const box = form.querySelector(`.option:not([hidden]) [data-key="${CSS.escape(pressed)}"]`);
  if (box) choose(box, shifted);
  else if (pressed === "s") press("bo-qua");
  else if (pressed === "u") press("hoan-tac");
  else if (pressed === "n") document.getElementById("moi").focus();
  else if (pressed === "/") filter.focus();
  else if (event.key === "Enter" && !event.target.matches("button, a, summary")) press(isAnything() ? "luu" : "goi-y");
  else return;
  event.preventDefault();
}

function isAnything() {
  return form.querySelector("[name=ma]:checked") || document.getElementById("moi").value || !document.querySelector("button[value=goi-y]");
}

function choose(box, isMore) {
  if (!atOnce.checked || isMore) return box.click();
  form.querySelectorAll("[name=ma]").forEach((other) => { other.checked = other === box || other.type === "checkbox" && other.dataset.more === "1"; });
  press("luu");
}

function pick(event) {
  const first = form.querySelector(".options .option:not([hidden]) input:not(:checked)");
  event.preventDefault();
  if (!first) return;
  filter.value = "";
  narrow();
  filter.blur();
  choose(first, false);
}

function narrow() {
  const wanted = bare(filter.value);
  for (const option of form.querySelectorAll(".options .option")) {
    option.hidden = !bare(option.innerText).includes(wanted) && !option.querySelector("input").checked;
  }
}

function remembered(box, name, otherwise) {
  box.checked = (localStorage.getItem(name) ?? otherwise) !== "khong";
  box.addEventListener("change", () => localStorage.setItem(name, box.checked ? "co" : "khong"));
}

if (form && form.matches("form")) {
  document.querySelectorAll(".find[hidden], .keys[hidden]").forEach((part) => { part.hidden = false; });
  remembered(used, "phim", "co");
  remembered(atOnce, form.hasAttribute("data-mot") ? "ngay-mot" : "ngay-nhieu", form.hasAttribute("data-mot") ? "co" : "khong");
  filter.addEventListener("input", narrow);
  form.addEventListener("change", (event) => { if (event.target.name === "ma") event.target.dataset.more = event.target.checked ? "1" : ""; });
  document.addEventListener("keydown", key);
}

function ticked() {
  const count = list.querySelectorAll("[name=khoa]:checked").length, told = document.getElementById("so-chon");
  told.hidden = false;
  told.textContent = `${count} câu được chọn`;
}

function span(event) {
  const box = event.target.closest?.("[name=khoa]");
  if (!box) return;
  const boxes = [...list.querySelectorAll("[name=khoa]:not(:disabled)")], from = boxes.indexOf(list.last), to = boxes.indexOf(box);
  if (event.shiftKey && from >= 0) boxes.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((one) => { one.checked = box.checked; });
  list.last = box;
  ticked();
}

if (list) {
  document.querySelectorAll(".all[hidden]").forEach((part) => { part.hidden = false; });
  list.addEventListener("click", span);
  list.addEventListener("change", (event) => {
    if (!event.target.matches("[data-all]")) return;
    event.target.closest("section").querySelectorAll("[name=khoa]:not(:disabled)").forEach((one) => { one.checked = event.target.checked; });
    ticked();
  });
}

for (const field of document.querySelectorAll("[data-count]")) {
  const told = document.getElementById(field.dataset.count), name = document.getElementById(field.dataset.name);
  let waiting = 0;
  const count = async () => {
    const reply = await fetch(`dem?${new URLSearchParams({ cum: field.value, ten: name.value })}`);
    if (reply.ok) told.textContent = `${(await reply.json()).so_cau.toLocaleString("vi")} câu có một cụm trong số này`;
  };
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(count, 200); });
  if (field.dataset.count.startsWith("dem-K")) field.addEventListener("focus", count, { once: true });
  else count();
}
