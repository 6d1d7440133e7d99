/** The page around the app: what the shop has, what was told, and what a button said. */
const element = (id) => document.getElementById(id);

function listOf(target, lines) {
  element(target).replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement('li'), { textContent: line })),
  );
}

/** The app is opened in the frame where it is installed. */
function frame({ isInstalled, app, shop }) {
  const wanted = isInstalled && app ? `${app}/?shop=${shop}&embedded=1` : 'about:blank';
  if (element('app').dataset.opened === wanted) return;
  element('app').dataset.opened = wanted;
  element('app').src = wanted;
  element('menu').replaceChildren();
}

async function look() {
  const seen = await (await fetch('/_admin/look')).json();
  element('shop').textContent = seen.shop;
  element('storefront').href = seen.storefront;
  const { embed, slot, privacy } = seen.theme;
  listOf('state', [
    seen.isInstalled ? 'the app is installed' : 'the app is not installed',
    `app embed ${embed ? 'on' : 'off'}, slot block ${slot ?? 'off'}, privacy block ${privacy ? 'on' : 'off'}`,
    ...Object.entries(seen.counts).map(([name, count]) => `${name}: ${count}`),
  ]);
  listOf(
    'webhooks',
    seen.webhooks.map(({ topic, status }) => `${status || '–'} ${topic}`),
  );
  frame(seen);
}

for (const button of document.querySelectorAll('button[value]'))
  button.addEventListener('click', async () => {
    const answer = await fetch(`/_admin/acts/${button.value}`, { method: 'POST' });
    const { said } = await answer.json();
    element('said').textContent = `${button.textContent}: ${said}`;
    await look();
  });

window.addEventListener('message', ({ data, source }) => {
  if (source !== element('app').contentWindow) return;
  if (data.kind === 'toast') element('said').textContent = data.text;
  if (data.kind !== 'menu') return;
  const links = data.links.map(({ href, textContent }) =>
    Object.assign(document.createElement('a'), { href, textContent, target: 'app' }),
  );
  element('menu').replaceChildren(...links);
});

const LOOK_MS = 2_000;
// Where the server was stopped, the page waits for the next.
const keepLooking = () => look().catch(() => undefined);
setInterval(keepLooking, LOOK_MS);
void keepLooking();
