// Taps instead of typing: numbers counted up and down, usual answers filled in, a whole list ticked; and how much room
// a text has left. Without it the fields are typed into as ever, and the server says when a text is too long.
(() => {
  "use strict";

  const inFields = (part) => part.querySelectorAll("[data-quick-for], .quick[hidden]").forEach((row) => { row.hidden = false; });

  const whole = (text) => Number.parseInt(text.replace(/[.\s]/g, ""), 10) || 0;

  const say = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.quick-button");
    if (!button) return;
    if ("tickAll" in button.dataset) {
      const boxes = [...button.closest(".section").querySelectorAll("input[type=checkbox]")];
      const rest = boxes.filter((box) => !box.checked);
      (rest.length ? rest : boxes).forEach((box) => { box.checked = rest.length > 0; });
      return;
    }
    const field = document.getElementById(button.closest("[data-quick-for]").dataset.quickFor);
    if (button.dataset.fill) say(field, button.dataset.fill);
    else say(field, String(Math.max(0, whole(field.value) + Number(button.dataset.add))));
  });

  // Room left, told when it is short; a text that is too long stays whole and is marked.
  const NEAR = 0.8;
  const count = (field) => {
    const limit = Number(field.dataset.limit);
    const used = [...field.value.trim()].length;
    let told = document.getElementById(`${field.id}_count`);
    if (!told && used < limit * NEAR) return;
    if (!told) {
      told = document.createElement("p");
      told.id = `${field.id}_count`;
      told.className = "form-hint count";
      told.setAttribute("role", "status");
      field.after(told);
    }
    const words = document.getElementById("entry-words").dataset;
    const number = (value) => value.toLocaleString(document.documentElement.lang || "da");
    const text = used > limit ? words.over.replace("{n}", number(used - limit)) : words.left.replace("{n}", number(limit - used));
    told.textContent = used < limit * NEAR ? "" : text;
    told.classList.toggle("count-over", used > limit);
  };

  document.addEventListener("input", (event) => { if (event.target.dataset.limit) count(event.target); });
  document.addEventListener("DOMContentLoaded", () => {
    inFields(document);
    document.querySelectorAll("[data-limit]").forEach(count);
  });
  document.addEventListener("htmx:load", (event) => inFields(event.target));
})();
