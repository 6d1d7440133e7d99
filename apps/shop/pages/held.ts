import { FUNNEL_STEPS, type FunnelStep } from '../../../core/events/spec.ts';
import { type Html, html } from '../html.ts';
import type { Held } from '../port.ts';
import { type EventLine, type Statement, stateHeld } from '../statement.ts';
import type { Content } from './layout.ts';
import { linkTo, type Page, visitFields } from './page.ts';

/** What is held, and whether the browser of whoever asks sends Global Privacy Control. */
export type Finding = { readonly held: Held | null; readonly hasSignal: boolean };

const KINDS: Readonly<Record<Held['kind'], { readonly name: string; readonly means: string }>> = {
  anonymous: {
    name: 'a hash that dies tonight',
    means:
      'It was made from a shortened network address, the browser’s name and its languages, with a secret that is replaced at midnight. Tomorrow you get another one, and once the old secret is destroyed, within two days, nothing leads from you to it. It may stand for several people.',
  },
  consented: {
    name: 'a random number you allowed',
    means:
      'Your browser made it up and keeps it, because you said “Remember me”. This is its hash; it says nothing about you. What you did before, on other pages, stays under the number of the day.',
  },
  known: {
    name: 'a hash of the customer number you typed',
    means:
      'Your browser made the hash; the number itself never arrived. Every device that logs in with it belongs to this.',
  },
};

const FUNNEL_WORDS: Readonly<Record<FunnelStep, string>> = {
  browse: 'Looking around',
  product: 'A product',
  cart: 'The cart',
  checkout: 'The checkout',
  order: 'An order',
};

function renderKind({ visitor, kind }: Statement): Html {
  return html`<section><h3>Who you are here</h3><p><strong>${KINDS[kind].name}</strong></p><p><code>${visitor}</code></p><p>${KINDS[kind].means}</p></section>`;
}

function renderConsents({ consents }: Statement): Html {
  const items = consents.map(
    ({ allows, isAllowed }) =>
      html`<li class="${isAllowed ? 'yes' : 'no'}"><strong>${isAllowed ? 'Allowed' : 'Not allowed'}</strong> to ${allows}</li>`,
  );
  return html`<section><h3>What you allowed</h3><ul class="plain-list">${items}</ul></section>`;
}

function renderSignal(hasSignal: boolean): Html {
  const text = hasSignal
    ? 'Your browser sends it, and it was honoured: this visit is not recorded.'
    : 'Your browser does not send it. If it did, this visit would not be recorded.';
  return html`<section><h3>Global Privacy Control</h3><p>${text}</p></section>`;
}

function renderFunnel({ step }: Statement): Html {
  if (step === null) return html``;
  const items = FUNNEL_STEPS.map(
    (name, index) =>
      html`<li class="${index <= step ? 'yes' : 'no'}"${index === step && html` aria-current="step"`}>${FUNNEL_WORDS[name]}</li>`,
  );
  return html`<section><h3>How far you went</h3><ol class="plain-list">${items}</ol></section>`;
}

function renderEvent({ time, name, sentence, properties }: EventLine): Html {
  const values = properties.map(([key, value]) => html`<span>${key} <b>${value}</b></span> `);
  return html`<li><time datetime="${time}">${time.slice(11, 19)}</time> ${sentence}<small>${name}${values.length > 0 && html`: ${values}`}</small></li>`;
}

function renderEvents({ events, earlier }: Statement): Html {
  const before =
    earlier > 0 && html`<p>${earlier} more from earlier visits, since you asked to be remembered.</p>`;
  const list =
    events.length === 0
      ? html`<p>Nothing yet.</p>`
      : html`<ol class="log" reversed>${events.toReversed().map(renderEvent)}</ol>`;
  return html`<section><h3>What you did on this visit, latest first</h3>${before}${list}</section>`;
}

function renderNothing(hasSignal: boolean): Html {
  const outlook = hasSignal
    ? 'None will be: your browser objects.'
    : 'It may take a few seconds until the first one is. Without scripts there never is one, nor from a browser that calls itself a robot, as headless ones do.';
  return html`<section><h3>Nothing is held</h3><p>No event of yours is in the log. ${outlook}</p></section>`;
}

const ABSENT = html`<section><h3>What is not here</h3><p>Your network address, your browser’s name, what you type into anything but the search, and where else you have been: they are not stored, so they cannot be shown.</p></section>`;

/** The inside of the drawer. */
export function renderFinding({ held, hasSignal }: Finding): Html {
  if (held === null) return html`${renderNothing(hasSignal)}${renderSignal(hasSignal)}${ABSENT}`;
  const statement = stateHeld(held);
  return html`<div data-kind="${statement.kind}">${renderKind(statement)}${renderFunnel(statement)}${renderEvents(statement)}${renderConsents(statement)}${renderSignal(hasSignal)}${ABSENT}</div>`;
}

/** The same as a page, for browsers without scripts. */
export function heldPage(page: Page, finding: Finding): Content {
  return {
    title: 'What this shop knows',
    main: html`<div class="narrow known"><h1>What this shop knows</h1><p class="lead">This is everything that is held about this visit. Times are in UTC.</p>
<h2 class="unseen">Held</h2>${renderFinding(finding)}
<form method="post" action="${page.base}/forget">${visitFields(page)}<p class="actions"><button type="submit">Forget me</button></p></form></div>`,
  };
}

/** How many rows went, kind by kind. */
export function renderReceipt(counts: Readonly<Record<string, number>>): Html {
  const rows = Object.entries(counts).filter(([, count]) => count > 0);
  if (rows.length === 0)
    return html`<section><h3>Nothing to forget</h3><p>Nothing was held about you.</p></section>`;
  const items = rows.map(
    ([kind, count]) => html`<div><dt>${kind.replace(/[_-]/g, ' ')}</dt><dd>${count}</dd></div>`,
  );
  return html`<section><h3>Forgotten</h3><p>This was erased, and cannot be brought back:</p><dl class="totals">${items}</dl>
<p>This page says nothing more. If you look around further, a new history begins.</p></section>`;
}

export function receiptPage(page: Page, counts: Readonly<Record<string, number>>): Content {
  return {
    title: 'Forgotten',
    main: html`<div class="narrow known"><h1>Your receipt</h1><h2 class="unseen">Erased</h2>${renderReceipt(counts)}<p class="actions"><a class="button" href="${linkTo(page, '/')}">Back to the shop</a></p></div>`,
  };
}
