// Sending a form when the net comes and goes. Before the form leaves, a small file is asked for: without an answer the
// form stays as it is, says so, and can be sent again. A file dropped on the page does not replace it.
(() => {
  "use strict";

  const HERE = document.currentScript.src;
  const PATIENCE = 6000; // milliseconds
  const words = () => document.getElementById("entry-words").dataset;
  const cleared = new WeakSet(); // forms the server was just heard for

  const notice = (form) => form.querySelector(".send-notice");
  const tell = (form, kind, text) => {
    const box = notice(form);
    box.hidden = !text;
    box.className = `send-notice alert alert-${kind}`;
    box.querySelector(".alert-text").textContent = text;
    if (kind === "warning" && text) box.scrollIntoView({ block: "nearest" });
  };

  const isHeard = async () => {
    if (!navigator.onLine) return false;
    const answer = await fetch(HERE, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok;
  };

  const isSending = (form, state) => {
    form.toggleAttribute("aria-busy", state);
    if (!state) delete form.dataset.sent;
  };

  // A text that is too long is not sent at all: it stays whole where it is, however long.
  const tooLong = (form) => [...form.querySelectorAll("[data-limit]")].find((field) => [...field.value.trim()].length > Number(field.dataset.limit));

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-once]");
    if (!form || event.defaultPrevented || cleared.has(form)) return;
    event.preventDefault();
    const field = tooLong(form);
    if (field) {
      isSending(form, false);
      tell(form, "warning", words().long);
      field.focus();
      return;
    }
    const { submitter } = event;
    isSending(form, true);
    tell(form, "info", words().sending);
    const heard = await isHeard().catch(() => false);
    if (!heard) {
      isSending(form, false);
      tell(form, "warning", words().offline);
      return;
    }
    cleared.add(form);
    delete form.dataset.sent;
    form.requestSubmit(submitter);
  });

  window.addEventListener("online", () => {
    document.querySelectorAll("form[data-once]").forEach((form) => {
      if (notice(form) && !notice(form).hidden) tell(form, "info", words().online);
    });
  });
  window.addEventListener("offline", () => {
    document.querySelectorAll("form[data-once]").forEach((form) => tell(form, "warning", words().offline));
  });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-once]").forEach((form) => {
      cleared.delete(form);
      form.removeAttribute("aria-busy");
      if (notice(form)) tell(form, "info", "");
    });
  });

  const holdsFile = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => { if (holdsFile(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    const form = document.querySelector("form[data-once]");
    if (!form || !holdsFile(event)) return;
    event.preventDefault();
    tell(form, "warning", words().file);
  });
})();
