// On a phone the parts of the compass begin closed, and what was opened stays open; on paper everything is open.
(() => {
  "use strict";

  const narrow = window.matchMedia("(max-width: 767px)");
  const holder = document.querySelector("[data-open-key]");
  const blocks = holder ? [...holder.querySelectorAll("details.compass-block")] : [];
  const key = holder ? `kompas:${holder.dataset.openKey}:${narrow.matches ? "smal" : "bred"}` : "";

  const remembered = () => {
    try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; }
  };
  const remember = () => {
    const open = blocks.filter((block) => block.open).map((block) => block.dataset.key);
    try { sessionStorage.setItem(key, JSON.stringify(open)); } catch { /* a browser that keeps nothing */ }
  };

  const open = remembered() || (narrow.matches ? [] : null);
  if (open) blocks.forEach((block) => { block.open = open.includes(block.dataset.key); });
  blocks.forEach((block) => block.querySelector("summary").addEventListener("click", () => setTimeout(remember)));

  const choose = document.querySelector(".compass-choose");
  if (choose && narrow.matches && !choose.querySelector(".form-error, .form-error-message")) choose.open = false;

  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = blocks.filter((block) => !block.open);
    closed.forEach((block) => { block.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((block) => { block.open = false; }));

  document.querySelectorAll(".js-print").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });
})();
