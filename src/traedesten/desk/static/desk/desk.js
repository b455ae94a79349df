// The desk's own behaviour: picking a person from suggestions by key or tap, and one press of the button at a time.
// Without it every form still works: codes are typed, and the journal knows a form that comes twice.
(() => {
  "use strict";

  const list = (input) => document.getElementById(`${input.id}_found`);
  const picks = (box) => [...box.querySelectorAll(".subject-pick")];

  // Ids only: of the form that was sent from this address, and of what this form has saved last.
  const AGAIN = "sendt";
  const PLACE = `sent ${location.pathname}${location.search}`;
  const SAVED = `saved ${location.pathname}`;

  const pick = (button) => {
    const box = button.closest("[data-found-for]");
    const input = document.getElementById(box.dataset.foundFor);
    input.value = button.dataset.code;
    if ("keeps" in box.dataset) box.querySelectorAll(".subject-pick").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
    else box.replaceChildren();
    if (!("keeps" in box.dataset)) input.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".subject-pick[data-code]");
    if (button) pick(button);
  });

  // Arrow down from the field into the list, up and down in it, Escape out of it.
  document.addEventListener("keydown", (event) => {
    const button = event.target.closest(".subject-pick");
    const box = button ? button.closest("[data-found-for]:not([data-keeps])") : event.target.id && list(event.target);
    if (!box || !["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) return;
    const buttons = picks(box);
    if (!buttons.length) return;
    event.preventDefault();
    const field = document.getElementById(box.dataset.foundFor);
    if (event.key === "Escape") {
      box.replaceChildren();
      field.focus();
      return;
    }
    const next = buttons.indexOf(button) + (event.key === "ArrowDown" ? 1 : -1);
    (buttons[Math.min(next, buttons.length - 1)] || field).focus();
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-once]");
    if (!form) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    sessionStorage.setItem(PLACE, form.elements.id.value);
  });

  const receipt = document.querySelector(".saved[data-uid]");
  if (receipt) sessionStorage.setItem(SAVED, receipt.dataset.uid);

  // Who presses by key or hears the page goes on from what was saved.
  const told = document.querySelector(".saved, #main-content > .alert-success");
  if (told) {
    told.tabIndex = -1;
    told.focus({ preventScroll: true });
  }

  // What was found for a code is shown above the button that stays at the bottom of a phone.
  document.addEventListener("htmx:afterSwap", (event) => {
    const found = event.target.closest?.(".subject-found");
    if (found && found.childElementCount) found.scrollIntoView({ block: "nearest" });
  });

  // Back to a form that was sent: the button works again, and the form is the same one, fetched anew or not.
  window.addEventListener("pageshow", () => {
    const [how] = performance.getEntriesByType("navigation");
    document.querySelectorAll("form[data-once]").forEach((form) => {
      const sent = sessionStorage.getItem(PLACE);
      delete form.dataset.sent;
      if (!how || how.type !== "back_forward" || !sent) return;
      form.elements.id.value = sent;
      // Saved already: the server shows the form as it was sent, which browsers do for some fields only.
      if ("again" in form.dataset && sessionStorage.getItem(SAVED) === sent) {
        location.replace(`${location.pathname}?${new URLSearchParams({ [AGAIN]: sent })}`);
      }
    });
  });
})();
