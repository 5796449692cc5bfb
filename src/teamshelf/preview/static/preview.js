// What the pages of the preview do beyond what links and forms do: show what is chosen at once, and follow the app.

for (const form of document.querySelectorAll("form[data-submit-on-change]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
document.documentElement.classList.add("live");
// Where the list of surfaces is a row that scrolls, the open one is in sight.
const open = document.querySelector(".surfaces [aria-current]");
open?.closest(".surfaces").scrollTo({ left: open.offsetLeft - 24 });

const events = document.body.dataset.events;
if (events) {
  const source = new EventSource(events);
  let seen = null;
  source.addEventListener("app", (event) => {
    if (seen !== null && seen !== event.data) location.reload();
    seen = event.data;
  });
  // A browser that is left by its page should not wait for the next event to notice.
  addEventListener("pagehide", () => source.close());
}
