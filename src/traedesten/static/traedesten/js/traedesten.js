// Starts the design system's own behaviour and the few things of ours, on the page and on what htmx puts into it.
(() => {
  "use strict";

  const pad = (number) => String(number).padStart(2, "0");

  // The text field stays the truth; the browser's calendar only writes a date into it.
  const addCalendar = (button) => {
    const field = button.previousElementSibling;
    const calendar = document.createElement("input");
    if (!("showPicker" in calendar)) return;
    calendar.type = "date";
    calendar.className = "date-entry-native";
    calendar.tabIndex = -1;
    calendar.setAttribute("aria-hidden", "true");
    button.after(calendar);
    button.hidden = false;
    button.addEventListener("click", () => {
      const [, day, month, year] = field.value.trim().match(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/) || [];
      calendar.value = year ? `${year}-${pad(month)}-${pad(day)}` : "";
      calendar.showPicker();
    });
    calendar.addEventListener("change", () => {
      if (calendar.value) field.value = calendar.value.split("-").reverse().join(".");
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    });
  };

  const addCalendars = (part) => part.querySelectorAll(".js-date-entry[hidden]").forEach(addCalendar);

  // Logging in, perhaps in another tab, changes the mark that forms must carry; what is open gets the new one, so that
  // a form written before can still be sent.
  const renewMark = async () => {
    const answer = await fetch(document.body.dataset.formMark, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const { mark } = await answer.json();
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = mark; });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": mark }));
  };
  const renewQuietly = () => renewMark().catch(() => {});

  const noAnswer = () => {
    const notice = document.getElementById("page-notice");
    notice.replaceChildren(document.getElementById("no-answer").content.cloneNode(true));
    notice.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("DOMContentLoaded", () => {
    DKFDS.init();
    addCalendars(document);
  });
  document.addEventListener("htmx:load", (event) => addCalendars(event.target));
  document.addEventListener("htmx:sendError", noAnswer);
  document.addEventListener("htmx:timeout", noAnswer);
  document.addEventListener("htmx:responseError", noAnswer);
  document.addEventListener("htmx:beforeRequest", () => document.getElementById("page-notice").replaceChildren());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) renewQuietly(); });
  window.addEventListener("pageshow", (event) => {
    const [visit] = performance.getEntriesByType("navigation");
    if (event.persisted || (visit && visit.type === "back_forward")) renewQuietly();
  });
})();
