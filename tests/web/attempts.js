// What a page around the guide can try; each returns what it came to.
(service) => {
  const api = `${service}/v1/conversations/current`;
  const frame = () => document.querySelector("iframe").contentWindow;
  const came = (promise) => promise.then((got) => got.type ?? String(got), (error) => error.name);
  const loaded = (tag, src) => new Promise((tell) => {
    const element = Object.assign(document.createElement(tag), { src });
    element.onload = () => tell("loaded");
    element.onerror = () => tell("refused");
    document.body.append(element);
  });
  const posted = (action, target) => new Promise((tell) => {
    const form = Object.assign(document.createElement("form"), { method: "post", action, target });
    form.append(Object.assign(document.createElement("input"), { name: "lang", value: "en" }));
    document.body.append(form);
    form.submit();
    setTimeout(() => tell("posted"), 500);
  });
  const said = (...message) => { frame().postMessage(...message); return Promise.resolve("said"); };
  const sibling = () => new Promise((tell) => {
    const other = Object.assign(document.createElement("iframe"), { srcdoc: "<script>parent.frames[0].postMessage({guide: 'port'}, '*', [new MessageChannel().port2]); parent.done('said')</script>" });
    window.done = tell;
    document.body.append(other);
  });
  for (const name of ["hidden-1", "hidden-2"]) document.body.append(Object.assign(document.createElement("iframe"), { name }));
  return Promise.all([
    came(fetch(api, { credentials: "include" })),
    came(fetch(api, { credentials: "include", method: "DELETE" })),
    came(fetch(`${api}/turns`, { credentials: "include", mode: "no-cors", method: "POST", body: '{"rev": 1, "back": true}' })),
    came(fetch(`${api}/full-page`, { credentials: "include", mode: "no-cors", method: "POST", body: "{}" })),
    came(loaded("script", `${api}/record.json`)),
    came(loaded("script", `${service}/guide.js`)),
    came(loaded("img", `${service}/static/icon.svg`)),
    came(posted(`${service}/worry/erase`, "hidden-1")),
    came(posted(`${service}/worry/resume`, "hidden-2")),
    came(said({ guide: "port" }, "*")),
    came(said({ type: "erase" }, "*")),
    came(sibling()),
  ]);
}
