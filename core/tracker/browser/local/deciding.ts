/** When the page thinks again, and what it does with what it found. */
import { deviceClass } from '../../../identity/circumstances.ts';
import type { LocalBundle } from '../../../local/bundle.ts';
import { createLocalEngine, type LocalEngine, type Look } from '../../../local/engine.ts';
import type { SessionState } from '../../../local/state.ts';
import type { LocalSettings } from '../../settings.ts';
import { guard, listen } from '../listen.ts';
import type { Heard, Tracker } from '../wire.ts';
import { type Account, openAccount } from './account.ts';
import { openClaims } from './claims.ts';
import { addCode, addExample } from './coupon.ts';
import { rehearse } from './rehearsal.ts';
import { openReports, REPORTS } from './reports.ts';
import { openScreen } from './screen.ts';

type Hear = (heard: Heard) => void;

/** Pushed by the page that is being left: whatever it would choose now, nobody would see. */
const LEAVING = 'Page Engaged';
const context = { device: deviceClass(navigator.userAgent) };

/** For the visitor who is there. */
export function decideWith(site: LocalSettings, tracker: Tracker): Hear {
  const { push, readReach, sender } = tracker;
  const account = openAccount(context);
  const reports = openReports(push);
  const show = openScreen(tracker, `${site.u}/v1/collect?k=${site.k}`, readReach);
  const claims = openClaims(tracker, (decision, sentAt) => {
    const whole = addCode(decision, site.u, sender.dev);
    whole.then((ready) => show(ready, sentAt)).catch(() => undefined);
  });
  const look = openLook(site.r, account, {
    mayLook: () => readReach() > 1,
    prepare: (bundle) => bundle,
    take({ segments, score, decisions }) {
      reports.note(segments, score, account.now());
      for (const decision of decisions) claims.ask(decision);
    },
  });
  return (heard) => {
    if ('n' in heard) {
      if (REPORTS.includes(heard.n)) return;
      account.add(heard);
      if (heard.n !== LEAVING) look();
      reports.send();
    } else if (heard.length > 2) {
      const [answer, items, sentAt] = heard as Extract<Heard, readonly [unknown, unknown, number]>;
      account.take(answer, items, sentAt);
      claims.settle(answer, items);
      look();
    }
  };
}

/** For whoever wants to see what a visitor of certain segments would: nothing is posted, asked or reported. */
export function rehearseWith(site: LocalSettings, tracker: Tracker): Hear {
  const account = openAccount(context);
  const show = openScreen(tracker, '', () => 2);
  const now = account.now();
  const st: SessionState = { v: 1, u: '0'.repeat(16), s: now, l: 0, n: 0, r: [], d: [] };
  account.take({ accepted: 0, do: [], st }, [], now);
  const look = openLook(site.r, account, {
    mayLook: () => true,
    prepare: (bundle) => rehearse(bundle, site.preview?.segments ?? []),
    take({ decisions }) {
      for (const decision of decisions) show(addExample(decision), Date.now());
    },
  });
  return (heard) => {
    if (!('n' in heard)) return;
    account.add(heard);
    look();
  };
}

type Looking = {
  mayLook(): boolean;
  prepare(bundle: LocalBundle): LocalBundle;
  take(found: Look): void;
};

/**
 * Thinks once the rules are there, from then on whenever it is called, and when time alone changes something.
 *
 * @param rules Their address.
 */
function openLook(rules: string, account: Account, { mayLook, prepare, take }: Looking): () => void {
  let engine: LocalEngine | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = guard(() => {
    clearTimeout(timer);
    // Of several tabs the one that is seen decides.
    if (!engine || document.hidden || !mayLook()) return;
    const { state, fresh } = account;
    const moment = { context, slots: readSlots(), now: account.now() };
    // What an answer told of before anybody looked is of this page all the same, and may set something off.
    engine.look({ ...moment, state: null, fresh: account.takeNews() });
    const found = engine.look({ ...moment, state, fresh });
    if (found.again !== null) timer = setTimeout(look, found.again);
    take(found);
  });
  listen('visibilitychange', look);
  const begin = async (): Promise<void> => {
    const answer = await fetch(rules);
    if (!answer.ok) return;
    engine = createLocalEngine(prepare(await answer.json()));
    look();
  };
  // Without its rules a page shows what it came with.
  begin().catch(() => undefined);
  return look;
}

/** Places of the page that campaigns may fill. */
function readSlots(): readonly string[] {
  const places = document.querySelectorAll<HTMLElement>('[data-inkling-slot]');
  return [...places].flatMap(({ dataset: { inklingSlot } }) => inklingSlot ?? []);
}
