// Starts the design system's own behaviour, on the page and on what htmx puts into it later.
(() => {
  "use strict";

  const start = (part) => {
    DKFDS.init({ scope: part });
  };

  document.addEventListener("DOMContentLoaded", () => start(document.body));
})();
