// A slip's picture code opens /ma#CODE: the part after # never leaves the browser, so no log on the way holds a code.
"use strict";

const box = document.getElementById("ma");
const scanned = decodeURIComponent(window.location.hash.slice(1));
if (box && scanned) {
  box.value = scanned;
  window.history.replaceState(null, "", window.location.pathname);
}
