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
  // The address says which state the page shows: a change between the page and the first event is one, too.
  const seen = new URL(source.url).searchParams.get("seen");
  source.addEventListener("app", (event) => {
    if (event.data !== seen) location.reload();
  });
  // A browser that is left by its page should not wait for the next event to notice.
  addEventListener("pagehide", () => source.close());
}
