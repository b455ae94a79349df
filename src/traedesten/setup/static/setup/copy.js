// "Kopiér" puts what stands in a field on the clipboard and says so in the button.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    document.execCommand("copy"); // a plain connection has no clipboard of its own
  }
  button.textContent = button.dataset.copied;
});
