/** When the page thinks again, and what it does with what it found. */
import type { SessionState } from '../../../local/state.ts';
import type { LocalSettings } from '../../settings.ts';
import { guard, listen } from '../listen.ts';
import type { Heard, Tracker } from '../wire.ts';
import { type Account, openAccount } from './account.ts';
import { openClaims } from './claims.ts';
import { addCode } from './coupon.ts';
import { createEngine, type Engine, type Outcome } from './engine.ts';
import { openReports, REPORTS } from './reports.ts';
import { openScreen } from './screen.ts';

type Hear = (heard: Heard) => void;

/** Timers take no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Pushed by the page that is being left: whatever it would choose now, nobody would see. */
const LEAVING = 'Page Engaged';

/** For the visitor who is there. */
export function decideWith(site: LocalSettings, tracker: Tracker): Hear {
  const { push, readReach } = tracker;
  const account = openAccount();
  const reports = openReports(push);
  const show = openScreen(tracker, `${site.u}/v1/collect?k=${site.k}`, readReach);
  const claims = openClaims(tracker, (decision, sentAt) => {
    const whole = addCode(decision, site.u, tracker.sender.dev);
    whole.then((ready) => show(ready, sentAt)).catch(() => undefined);
  });
  const look = openLook(site, account, {
    mayLook: () => readReach() > 1,
    take({ segments, intent, decisions }) {
      reports.note(segments, intent);
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
  const account = openAccount();
  const show = openScreen(tracker, '', () => 2);
  const shown = new Set<string>();
  const s = account.now();
  const state: SessionState = { v: 1, u: '0'.repeat(16), s, l: 0, n: 0, r: [], d: [] };
  account.take({ accepted: 0, do: [], st: state }, [], s);
  const look = openLook(site, account, {
    mayLook: () => true,
    take({ decisions }) {
      for (const decision of decisions) {
        if (shown.has(decision.campaign)) continue;
        shown.add(decision.campaign);
        show(decision, Date.now());
      }
    },
  });
  return (heard) => {
    if (!('n' in heard)) return;
    account.add(heard);
    look();
  };
}

/** Places of the page that campaigns may fill. */
function readSlots(): readonly string[] {
  const places = document.querySelectorAll<HTMLElement>('[data-inkling-slot]');
  return [...places].flatMap(({ dataset: { inklingSlot } }) => inklingSlot ?? []);
}

type Looking = { mayLook(): boolean; take(outcome: Outcome): void };

/** Thinks once the rules are there, and from then on whenever it is called, and when time alone changes something. */
function openLook({ r, preview }: LocalSettings, account: Account, { mayLook, take }: Looking): () => void {
  let engine: Engine | undefined;
  let timer: number | undefined;
  const look = guard(() => {
    clearTimeout(timer);
    const { state, fresh } = account;
    // Of several tabs the one that is seen decides.
    if (!engine || !state || document.hidden || !mayLook()) return;
    const now = account.now();
    const outcome = engine.look({ state, items: fresh, now, slots: readSlots(), forced: preview?.segments });
    const { until } = outcome;
    if (until !== null) timer = setTimeout(look, Math.min(Math.max(until - now, 0), LONGEST_TIMER_MS));
    take(outcome);
  });
  listen('visibilitychange', look);
  const begin = async (): Promise<void> => {
    const answer = await fetch(r);
    if (!answer.ok) return;
    engine = createEngine(await answer.json());
    look();
  };
  // Without its rules a page shows what it came with.
  begin().catch(() => undefined);
  return look;
}
