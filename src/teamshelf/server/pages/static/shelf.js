// What is nicer with a script. Every page works without: forms are sent, links are followed.

// Facets and orders take effect as soon as they are chosen.
for (const form of document.querySelectorAll("form[data-at-once]")) {
  form.addEventListener("change", () => form.requestSubmit());
  for (const button of form.querySelectorAll("[data-by-hand]")) button.hidden = true;
}

// What is to be copied can be.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
  });
}

// A form that has been sent is not sent again by a second click.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
});

// A long list of places can be narrowed.
for (const input of document.querySelectorAll("input[data-narrows]")) {
  input.closest("[hidden]")?.removeAttribute("hidden");
  const choices = [...document.querySelectorAll(`#${input.dataset.narrows} .choice`)];
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const choice of choices) {
      choice.hidden = !choice.textContent.toLowerCase().includes(wanted) && !choice.querySelector(":checked");
    }
  });
}
