/** When the page thinks again, and what it does with what it found. */
import { deviceClass } from '../../../identity/circumstances.ts';
import type { LocalBundle } from '../../../local/bundle.ts';
import { createLocalEngine, type LocalEngine } from '../../../local/engine.ts';
import type { SessionState } from '../../../local/state.ts';
import type { LocalSettings } from '../../settings.ts';
import type { Heard, Push, Rehearse, Tracker } from '../wire.ts';
import { openAccount } from './account.ts';
import { openClaims } from './claims.ts';
import { addMissing } from './missing.ts';
import { openReports } from './reports.ts';
import { openScreen, type Show } from './screen.ts';

/** Pushed by the page that is being left: whatever it would choose now, nobody would see. */
const LEAVING = 'Page Engaged';

/**
 * For the visitor who is there; or, in preview, for whoever wants to see what others would: then nothing is asked or
 * reported, and the tracker posts nothing.
 *
 * @returns hears what happens from then on.
 */
export function decideWith(site: LocalSettings, tracker: Tracker): (heard: Heard) => void {
  const { u, k, r, preview } = site;
  const { guard, listen } = tracker;
  const context = { device: deviceClass(navigator.userAgent) };
  const readReach = preview ? () => 2 : tracker.readReach;
  const account = openAccount(context);
  /** What a page says of itself is no event of its visitor's. */
  let isReporting = false;
  const push: Push = (...report) => {
    isReporting = true;
    tracker.push(...report);
    isReporting = false;
  };
  const reports = openReports(push);
  const screen = openScreen(tracker, preview ? '' : `${u}/v1/collect?k=${k}`, readReach);
  const show: Show = (decision, sentAt) => {
    addMissing(decision, site, tracker.sender.dev)
      .then((whole) => screen(whole, sentAt))
      .catch(() => undefined);
  };
  const claims = openClaims(push, tracker.flush, show);
  let engine: LocalEngine | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = guard(() => {
    clearTimeout(timer);
    // Of several tabs the one that is seen decides.
    if (!engine || document.hidden || readReach() < 2) return;
    const now = account.now();
    const moment = { context, slots: readSlots(), now };
    // What an answer told of before anybody looked is of this page all the same, and may set something off.
    engine.look({ ...moment, state: null, fresh: account.takeNews() });
    const { state, fresh } = account;
    const { segments, score, decisions, again } = engine.look({ ...moment, state, fresh });
    if (again !== null) timer = setTimeout(look, again);
    reports.note(segments, score, now);
    for (const decision of decisions) preview ? show(decision, Date.now()) : claims.ask(decision);
  });

  listen('visibilitychange', look);
  if (preview) {
    const st: SessionState = { v: 1, u: '', s: Date.now(), l: 0, n: 0, r: [], d: [] };
    account.take({ accepted: 0, do: [], st }, [], 0);
  }
  const start = (rules: unknown): void => {
    engine = createLocalEngine(rules as LocalBundle);
    look();
  };
  fetch(r)
    .then((answer) => answer.json())
    .then((rules) =>
      preview
        ? tracker.load<Rehearse>('preview', (rehearse) => start(rehearse(rules, preview.segments)))
        : start(rules),
    )
    // Without its rules a page shows what it came with.
    .catch(() => undefined);

  return (heard) => {
    if ('n' in heard) {
      if (isReporting) return;
      account.add(heard);
      if (heard.n !== LEAVING) look();
      reports.send();
    } else {
      const [answer, items, sentAt] = heard as Extract<Heard, readonly [unknown, unknown, number]>;
      account.take(answer, items, sentAt);
      claims.settle(answer);
      look();
    }
  };
}

/** Places of the page that campaigns may fill. */
const readSlots = (): readonly string[] =>
  [...document.querySelectorAll<HTMLElement>('[data-inkling-slot]')].flatMap(
    ({ dataset: { inklingSlot } }) => inklingSlot ?? [],
  );
