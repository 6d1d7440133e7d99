/** Pages that are given decisions, and what a visitor finds on them. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type {
  OnPageTreatment,
  PageDecision,
  Rendered,
  ShownProduct,
} from '../../../../core/decisions/treatment.ts';
import { findViolations } from '../../../support/axe.ts';
import { type Exposure, SETTINGS, type Stage, writePage } from '../support.ts';

export const DECIDES = { ...SETTINGS, d: 1 as const };

export const PRODUCTS: readonly ShownProduct[] = [
  {
    product: 'p1',
    title: 'Heron',
    url: '/p/heron',
    price: 48,
    currency: 'EUR',
    facts: { Nib: 'Steel', Refill: true },
  },
  {
    product: 'p2',
    title: 'Lichen',
    url: '/p/lichen',
    price: 9.5,
    currency: 'EUR',
    facts: { Nib: 'Gold', Refill: false },
  },
];

/** One of each kind, as a server would send it. */
export const SAMPLES: { readonly [K in OnPageTreatment['kind']]: Extract<Rendered, { kind: K }> } = {
  message: {
    kind: 'message',
    title: 'Before you go',
    text: 'Delivery is free from €50.',
    action: { label: 'See the cart', url: '/cart' },
    dismiss: 'No, thanks',
    because: 'Shown because of the pages you viewed.',
  },
  banner: { kind: 'banner', text: 'New inks have arrived.', action: { label: 'See them', url: '/inks' } },
  content: {
    kind: 'content',
    title: 'A pen for the left hand',
    text: 'Its nib is ground for it.',
    image: { url: '/pen.svg', alt: 'A pen' },
    action: { label: 'Read more', url: '/left' },
  },
  comparison: {
    kind: 'comparison',
    title: 'What you looked at',
    products: PRODUCTS,
    rows: ['Nib', 'Refill'],
  },
  trust: {
    kind: 'trust',
    title: 'With us',
    signals: [
      { icon: 'delivery', text: 'Two days' },
      { icon: 'returns', text: '30 days to return' },
    ],
  },
  bundle: { kind: 'bundle', title: 'Goes with it', addAll: 'Add both', products: PRODUCTS },
  coupon: {
    kind: 'coupon',
    title: 'Ten percent',
    text: 'On all paper.',
    code: 'PAPER10',
    ends: '2030-01-01T12:00:00.000Z',
    endsIn: 3_600_000,
    isCountedDown: true,
  },
  chat: { kind: 'chat', text: 'Questions about nibs?', open: 'Ask us', provider: 'intercom' },
  tour: {
    kind: 'tour',
    steps: [
      { target: 'h1', title: 'The shop', text: 'Here it begins.' },
      { title: 'The end', text: 'There it ends.' },
    ],
  },
  survey: {
    kind: 'survey',
    question: 'What brought you here?',
    answers: [
      { key: 'gift', label: 'A gift' },
      { key: 'self', label: 'Myself' },
    ],
    thanks: 'Thank you.',
  },
};

export const KINDS = Object.keys(SAMPLES) as OnPageTreatment['kind'][];

let made = 0;

/** @param more Fields of the decision beside its treatment. */
export function decide(treatment: Rendered | null, more: Partial<PageDecision> = {}): PageDecision {
  made += 1;
  return {
    id: made.toString(16).padStart(32, '0'),
    campaign: `c${made}`,
    variant: treatment ? 'a' : 'control',
    trigger: 'e1',
    expiresIn: 30_000,
    treatment,
    ...more,
  };
}

/** A page with a heading, a slot and an open chat, whose first post is answered with decisions. */
export type Scene = {
  readonly path?: string;
  readonly body?: string;
  readonly head?: string;
  /** Content security policy. */
  readonly policy?: string;
};

export const BODY_SLOT = '<div data-inkling-slot="top" style="min-height: 420px"></div>';
export const BODY = `<main><h1>Shop</h1><p><button id="before">Before</button></p>
${BODY_SLOT}<p id="after">After</p></main>`;
export const HEAD = '<script>window.Intercom = (...call) => (window.asked = call)</script>';

/** Opens it, and lets the decisions arrive. Once all files that they need are there, the page has done what it does. */
export async function open(
  stage: Stage,
  decisions: readonly PageDecision[],
  scene: Scene = {},
): Promise<void> {
  const { path = '/', body = BODY, head = HEAD, policy } = scene;
  stage.site.settings = DECIDES;
  stage.site.pages.set(path, {
    body: writePage(body, head),
    ...(policy && { headers: { 'content-security-policy': policy } }),
  });
  bring(stage, decisions);
  await stage.guest.page.emulateMedia({ reducedMotion: 'reduce' });
  await stage.guest.open(path);
  await stage.guest.drain();
  await arrive(stage, decisions.length > 0);
}

/** The next post is answered with these. */
export function bring(stage: Stage, decisions: readonly PageDecision[]): void {
  const left = [...decisions];
  stage.site.answer = () => ({ body: JSON.stringify({ accepted: 1, refused: [], do: left.splice(0) }) });
}

/** Lets the page take what has been loaded, and look once more; `isAwaited`: what it had brings the file, which may take its time. */
export async function arrive({ guest }: Stage, isAwaited = false): Promise<void> {
  for (let look = 0; look < 2; look += 1) {
    await guest.page.waitForFunction(
      `[...document.scripts].every((one) => !/t.(treatments|blocks|offers|products|tour).js$/.test(one.src) || one.use) &&
        (${!isAwaited} || [...document.scripts].some((one) => /t.treatments.js$/.test(one.src)))`,
    );
    await guest.pass(300);
  }
}

/** A later event is answered with these. */
export async function follow(stage: Stage, decisions: readonly PageDecision[]): Promise<void> {
  bring(stage, decisions);
  await stage.guest.call('Later Happened');
  await stage.guest.drain();
  await arrive(stage, decisions.length > 0);
}

/** What stands over the page or in a slot; Playwright looks through open shadow roots. */
export const shown = ({ guest }: Stage): Locator => guest.page.locator('[data-inkling] .box');
export const over = ({ guest }: Stage): Locator => guest.page.locator('[data-inkling^=over] .box');

/** Whatever is shown goes as a visitor makes it go, by the keyboard. */
export async function close(stage: Stage): Promise<void> {
  await shown(stage).locator('button').first().focus();
  await stage.guest.page.keyboard.press('Escape');
  expect(await shown(stage).count()).toBe(0);
}

/** Reports of one decision, without instants: all that the page has sent by now. */
export async function told(
  { site, guest }: Stage,
  decision: PageDecision,
): Promise<readonly Partial<Exposure>[]> {
  await guest.untilReported();
  return site.exposures
    .filter((exposure) => exposure.decision === decision.id)
    .map(({ at: _at, s: _s, decision: _decision, ...rest }) => rest);
}

/** The same once there are any: what stands in a slot is seen when the page has drawn it, by no clock of the test. */
export async function untilTold(stage: Stage, decision: PageDecision): ReturnType<typeof told> {
  for (;;) {
    const reports = await told(stage, decision);
    if (reports.length > 0) return reports;
    await stage.guest.pass(100);
  }
}

/** Violations of WCAG 2.2 AA, of the whole page. */
export const audit = ({ guest }: Stage): Promise<readonly string[]> =>
  findViolations(guest.page, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });

/** Computed styles of what stands over the page. */
export const readStyle = ({ guest }: Stage, name: string): Promise<unknown> =>
  guest.page.evaluate(
    `getComputedStyle(document.querySelector('[data-inkling]').shadowRoot.querySelector('.box'))['${name}']`,
  );

export async function expectFocus({ guest }: Stage, text: string): Promise<void> {
  const focused = await guest.page.evaluate(
    `(() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.textContent ?? ''; })()`,
  );
  expect(focused).toBe(text);
}
