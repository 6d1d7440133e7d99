import { expect, it } from 'vitest';
import { SLOT_KINDS } from '../../../../core/decisions/treatment.ts';
import { findViolations } from '../../../support/axe.ts';
import { describeInBrowser } from '../support.ts';
import {
  audit,
  BODY,
  BODY_SLOT,
  close,
  decide,
  expectFocus,
  follow,
  KINDS,
  open,
  over,
  SAMPLES,
  shown,
  told,
  untilTold,
} from './support.ts';

const DARK = '<style>html { background: #14171c; color: #eee }</style>';

/** What a screen reader finds first: the role and the name of the whole. */
const NAMES = {
  message: 'dialog "Before you go"',
  banner: 'region "New inks have arrived."',
  content: 'dialog "A pen for the left hand"',
  comparison: 'dialog "What you looked at"',
  trust: 'dialog "With us"',
  bundle: 'dialog "Goes with it"',
  coupon: 'region "Ten percent"',
  chat: 'region "Questions about nibs?"',
  tour: 'dialog "The shop"',
  survey: 'region "What brought you here?"',
};

describeInBrowser('each kind', (stage) => {
  it.each(KINDS)('%s is shown with its name, is reported as seen, and keeps WCAG 2.2 AA', async (kind) => {
    const decision = decide(SAMPLES[kind]);
    await open(stage, [decision]);
    expect(await over(stage).isVisible()).toBe(true);
    expect(await stage.guest.page.locator('[data-inkling]').ariaSnapshot()).toContain(NAMES[kind]);
    expect(await untilTold(stage, decision)).toEqual([{ shown: true }]);
    expect(await audit(stage)).toEqual([]);
    expect(stage.guest.errors).toEqual([]);
  });

  it('has enough contrast on a dark page, whatever the system prefers', async () => {
    await open(stage, [], {
      body: BODY.replaceAll('#', ''),
      head: `${DARK}<script>window.Intercom = () => {}</script>`,
    });
    for (const kind of KINDS) {
      await follow(stage, [decide(SAMPLES[kind])]);
      expect(await stage.guest.page.locator('[data-inkling]').getAttribute('data-inkling')).toBe('over dark');
      expect(
        await findViolations(stage.guest.page, { runOnly: { type: 'rule', values: ['color-contrast'] } }),
      ).toEqual([]);
      await close(stage);
    }
  });

  it('those of a slot stand each in its own, without the page losing its place', async () => {
    await stage.guest.page.setViewportSize({ width: 1000, height: 420 * (SLOT_KINDS.length + 1) });
    const slots = SLOT_KINDS.map((kind) => BODY_SLOT.replace('top', kind));
    const decisions = SLOT_KINDS.map((kind) => decide(SAMPLES[kind], { slot: kind }));
    await open(stage, decisions, { body: `<main><h1>Shop</h1>${slots.join('')}</main>` });
    for (const [index, kind] of SLOT_KINDS.entries()) {
      const box = stage.guest.page.locator(`[data-inkling-slot=${kind}] > [data-inkling=slot] .box`);
      expect(await box.isVisible(), kind).toBe(true);
      const [decision] = decisions.slice(index);
      expect(decision && (await untilTold(stage, decision)), kind).toEqual([{ shown: true }]);
    }
    expect(await over(stage).count()).toBe(0);
    expect(await audit(stage)).toEqual([]);
  });
});

describeInBrowser('what a visitor does', (stage) => {
  const press = (name: string): Promise<void> => stage.guest.page.getByRole('button', { name }).click();

  it('a click on the action is reported before the page is left', async () => {
    const decision = decide(SAMPLES.message);
    await open(stage, [decision]);
    await stage.guest.page.getByRole('link', { name: 'See the cart' }).click();
    await stage.guest.page.waitForURL('**/cart');
    await stage.site.untilExposed(({ action }) => action === 'clicked');
    expect(await told(stage, decision)).toEqual([{ shown: true }, { action: 'clicked' }]);
  });

  it('an answer is reported by its key, thanked for, and closing it then refuses nothing', async () => {
    const decision = decide(SAMPLES.survey);
    await open(stage, [decision]);
    await press('Myself');
    await expectFocus(stage, 'Thank you.');
    await press('Close');
    await stage.site.untilExposed(({ action }) => action === 'answered');
    expect(await told(stage, decision)).toEqual([{ shown: true }, { action: 'answered', answer: 'self' }]);
    expect(await shown(stage).count()).toBe(0);
  });

  it('the steps of a tour go on, back and to an end, which is a conversion', async () => {
    const decision = decide(SAMPLES.tour);
    await open(stage, [decision]);
    await expectFocus(stage, 'The shop');
    await press('Next');
    await expectFocus(stage, 'The end');
    await press('Back');
    await press('Next');
    await press('Done');
    await stage.site.untilExposed(({ action }) => action === 'converted');
    expect(await told(stage, decision)).toEqual([{ shown: true }, { action: 'converted' }]);
    expect(await shown(stage).count()).toBe(0);
  });

  it('a tour points at what it speaks of, and at nothing where the selector finds nothing or is none', async () => {
    const steps = ['#after', '#nowhere', '!!'].map((target) => ({
      target,
      title: `At ${target}`,
      text: 'Look.',
    }));
    await open(stage, [decide({ kind: 'tour', steps })]);
    const spot = stage.guest.page.locator('.spot');
    const after = await stage.guest.page.locator('#after').boundingBox();
    expect(await spot.boundingBox()).toEqual(after);
    for (const { title } of steps.slice(1)) {
      await press('Next');
      await expectFocus(stage, title);
      expect(await spot.boundingBox()).toMatchObject({ width: 0, height: 0 });
    }
  });

  it.each([
    ['intercom', 'window.Intercom = (...call) => (asked = call)', ['show']],
    ['crisp', 'window.$crisp = { push: (call) => (asked = call) }', ['do', 'chat:open']],
    ['tawk', 'window.Tawk_API = { maximize: (...call) => (asked = [...call, "maximized"]) }', ['maximized']],
    [
      'shopify',
      'customElements.define("shopify-chat", class extends HTMLElement { show() { asked = ["shown"] } })',
      ['shown'],
    ],
    [
      'shopify',
      `customElements.define('inbox-online-store-chat', class extends HTMLElement {
        connectedCallback() { const b = document.createElement('button'); b.className = 'chat-toggle'; b.onclick = () => (asked = ['toggled']); this.attachShadow({ mode: 'open' }).append(b); } })`,
      ['toggled'],
    ],
  ] as const)('the prompt opens the chat of %s', async (provider, script, asked) => {
    const decision = decide({ ...SAMPLES.chat, provider });
    const head = `<script>window.asked = null; ${script}</script>`;
    await open(stage, [decision], {
      head,
      body: `${BODY}<shopify-chat></shopify-chat><inbox-online-store-chat></inbox-online-store-chat>`,
    });
    await press('Ask us');
    expect(await stage.guest.page.evaluate('asked')).toEqual(asked);
    await stage.site.untilExposed(({ action }) => action === 'clicked');
    expect(await shown(stage).count()).toBe(0);
  });

  it('where there is no such chat, nobody is asked to use it, in the control arm neither', async () => {
    const decisions = [decide(SAMPLES.chat), decide(null, { asIf: { kind: 'chat', provider: 'intercom' } })];
    await open(stage, decisions, { head: '' });
    expect(await Promise.all(decisions.map((one) => told(stage, one)))).toEqual([[], []]);
    await stage.guest.pass(31_000);
    await stage.site.untilExposed(({ decision }) => decision === decisions[1]?.id);
    const reason = { shown: false, reason: 'no_chat' };
    expect(await Promise.all(decisions.map((one) => told(stage, one)))).toEqual([[reason], [reason]]);
  });
});

describeInBrowser('a coupon', (stage) => {
  const left = (): Promise<string | null> => stage.guest.page.locator('.until strong').textContent();

  it('counts down to the end that the server knows, however wrong the clock of the browser', async () => {
    await stage.guest.page.clock.pauseAt(new Date(Date.now() + 400 * 86_400_000));
    await open(stage, [decide({ ...SAMPLES.coupon, endsIn: 7_200_000 })]);
    expect(await left()).toMatch(/^1:59:[345]\d$/);
  });

  it('does not tick while there is more than a day, and never where it was not asked to', async () => {
    const day = 86_400_000;
    await open(stage, [decide({ ...SAMPLES.coupon, endsIn: 2 * day })]);
    expect(await left()).toBe('');
    await stage.guest.page.getByRole('button', { name: 'Close' }).click();
    const { isCountedDown: _, ...calm } = SAMPLES.coupon;
    await follow(stage, [decide(calm)]);
    expect(await left()).toBe('');
  });

  it('says that it has ended, and shows neither code nor clock then', async () => {
    await open(stage, [decide({ ...SAMPLES.coupon, endsIn: 20_000 })]);
    await stage.guest.pass(21_000);
    const snapshot = await stage.guest.page.locator('[data-inkling]').ariaSnapshot();
    expect(snapshot).toContain('status: This code has ended.');
    expect(snapshot).not.toMatch(/PAPER10|Copy|Valid/);
  });

  it('one that has ended before it came is not shown', async () => {
    const decision = decide({ ...SAMPLES.coupon, endsIn: 0 });
    await open(stage, [decision]);
    await stage.site.untilExposed(() => true);
    expect(await told(stage, decision)).toEqual([{ shown: false, reason: 'expired' }]);
  });

  it('its code is copied, which is said once, and is selected where copying is not allowed', async () => {
    const decision = decide(SAMPLES.coupon);
    await open(stage, [decision], {
      head: `<script>window.copied = []; navigator.clipboard.writeText = async (text) => { if (copied.push(text) > 1) throw new Error('no') }</script>`,
    });
    await stage.guest.page.getByRole('button', { name: 'Copy code' }).click();
    await stage.guest.page.getByText('Copied').waitFor();
    await stage.guest.page.getByRole('button', { name: 'Copy code' }).click();
    expect(await stage.guest.page.evaluate('copied')).toEqual(['PAPER10', 'PAPER10']);
    expect(await told(stage, decision)).toContainEqual({ action: 'clicked' });
  });
});
