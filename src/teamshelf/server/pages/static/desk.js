// Sending a package: it can be dropped, and one sees how much has gone. Without this script the form is sent as forms are.
const form = document.querySelector("form[data-upload]");
if (form) {
  const zone = form.querySelector("[data-drop]");
  const input = zone.querySelector("input[type=file]");
  const progress = zone.querySelector("progress");
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.upload.addEventListener("progress", (sent) => {
      progress.hidden = false;
      if (sent.lengthComputable) progress.value = (100 * sent.loaded) / sent.total;
    });
    // The page that the answer led to is opened; a report of what is wrong is the answer itself.
    request.addEventListener("load", () => {
      if (request.responseURL && new URL(request.responseURL).pathname !== new URL(form.action).pathname) {
        window.location.assign(request.responseURL);
        return;
      }
      const answer = new DOMParser().parseFromString(request.responseText, "text/html");
      const shown = answer.querySelector("main");
      if (!shown) { form.dataset.sent = ""; form.submit(); return; }
      document.querySelector("main").replaceWith(document.adoptNode(shown));
      document.title = answer.title;
      document.querySelector("main").focus();
      window.scrollTo(0, 0);
    });
    request.addEventListener("error", () => form.submit());
    request.send(new FormData(form));
  });
}

// All on a page can be ticked at once.
for (const all of document.querySelectorAll("input[data-ticks]")) {
  all.hidden = false;
  const boxes = [...all.form.querySelectorAll(`input[name=${all.dataset.ticks}]`)];
  const look = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
  all.form.addEventListener("change", look);
  look();
}

// What is being written is shown as people would see it: the server draws it, as it does when the button is pressed.
for (const form of document.querySelectorAll("form[data-preview]")) {
  for (const button of form.querySelectorAll("[data-by-hand]")) button.hidden = true;
  let waiting, running;
  const look = async () => {
    running?.abort();
    running = new AbortController();
    let answer;
    try {
      answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), signal: running.signal });
    } catch { return; }
    if (!answer.ok) return;
    const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of shown.querySelectorAll("[data-part]")) {
      const here = document.getElementById(part.id);
      if (here && here.innerHTML !== part.innerHTML) here.replaceChildren(...part.childNodes);
    }
    for (const row of shown.querySelectorAll(".question[id]")) {
      const here = document.getElementById(row.id);
      here?.classList.toggle("wrong", row.classList.contains("wrong"));
      const field = here?.querySelector("input, textarea");
      if (row.classList.contains("wrong")) field?.setAttribute("aria-invalid", "true");
      else field?.removeAttribute("aria-invalid");
    }
    await draw();
  };
  // A picture that was chosen is drawn here: nothing has it but the browser.
  const draw = async () => {
    for (const input of form.querySelectorAll("input[type=file]")) {
      if (!input.files.length) continue;
      let picture;
      try { picture = await createImageBitmap(input.files[0]); } catch { continue; }
      for (const place of document.querySelectorAll(`[data-picture="${input.name}"] :is(.app-icon, .outline)`)) {
        const canvas = document.createElement("canvas");
        canvas.width = picture.width;
        canvas.height = picture.height;
        canvas.getContext("2d").drawImage(picture, 0, 0);
        place.replaceChildren(canvas);
      }
    }
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 250); });
}
