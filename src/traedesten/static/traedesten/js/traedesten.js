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

  document.addEventListener("DOMContentLoaded", () => {
    DKFDS.init();
    addCalendars(document);
  });
  document.addEventListener("htmx:load", (event) => addCalendars(event.target));
})();
