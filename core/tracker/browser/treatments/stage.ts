/**
 * The way of a decision on the page: announced to the page, kept until nothing stands in its way or its time is over,
 * shown (or, in the control arm, at the same point not shown), seen, closed. All of it in memory.
 */
import type { PageDecision, Rendered } from '../../../decisions/treatment.ts';
import { createTimer, guard, listen } from '../listen.ts';
import { findChat } from './chat.ts';
import { make, say } from './element.ts';
import type { Hands, Kind, Of } from './kind.ts';
import { type Form, openOverlay } from './overlay.ts';
import { findPartObstacle, showKind } from './parts.ts';
import { maySpeak, report } from './report.ts';
import { fillSlot, findSlot, hasRoom, watchSlot } from './slot.ts';

type Held = {
  readonly decision: PageDecision;
  readonly sentAt: number;
  /** What stood in its way at the last look. */
  obstacle: string;
  isReported?: boolean;
};

/** What is on the page; without a slot it stands over it. */
type Placed = {
  readonly held: Held;
  readonly slot: HTMLElement | undefined;
  readonly route: string;
  remove(): void;
};

/** Of a treatment, or of what a control arm stands for. */
type Asked = {
  readonly kind?: Kind;
  readonly provider?: Of<'chat'>['provider'];
  readonly endsIn?: number;
};

/** Looks again while something waits: a chat that loads, a slot that scrolls out of sight, change without a sign. */
const LOOK_MS = 250;
const SETTLE_MS = 100;

/** Campaign by decision: a retried post brings the same decision again. */
const known = new Map<string, string>();
/** Campaigns that the visitor closed: final for this visit. */
const closed = new Set<string>();
const waiting = new Set<Held>();
const placed = new Set<Placed>();

const lookSoon = createTimer(look);
const readRoute = (): string => location.pathname + location.hash.replace(/^#(?![!/]).*/, '');

export function startStage(): void {
  listen('visibilitychange', look);
  listen('pagehide', () => {
    // What nobody saw gives its place back.
    for (const held of waiting) settle(held, held.obstacle || 'left');
    waiting.clear();
    for (const { held } of placed)
      if (!held.isReported) report(held.decision.id, { shown: false, reason: 'unseen' });
  });
  listen('inkling:exposure', ({ detail: { decision, ...outcome } }: CustomEvent) => {
    const campaign = known.get(decision);
    if (campaign === undefined) return;
    if (outcome.action === 'dismissed') closed.add(campaign);
    report(decision, outcome);
  });
  new MutationObserver(() => (waiting.size || placed.size) && lookSoon(SETTLE_MS)).observe(document, {
    childList: true,
    subtree: true,
  });
}

/** Takes what an answer brought, as it came; what is no decision is passed over. */
export const takeDecision = guard((taken: unknown, sentAt: number): void => {
  const decision = taken as PageDecision;
  if (!decision.id || known.has(decision.id) || !maySpeak()) return;
  known.set(decision.id, decision.campaign);
  const options = { bubbles: true, cancelable: true, detail: decision };
  // A page that renders by itself prevents what would follow, and reports by `inkling:exposure`.
  if (!document.dispatchEvent(new CustomEvent('inkling:decision', options))) return;
  waiting.add({ decision, sentAt, obstacle: '' });
  look();
});

function look(): void {
  for (const { slot, route, held, remove } of placed) {
    const isGone = slot && !slot.isConnected;
    if (!isGone && !isQuiet() && (!slot || route === readRoute())) continue;
    remove();
    // A framework made the place anew: once more, in time.
    if (isGone) waiting.add(held);
  }
  for (const held of waiting) {
    const isLate = Date.now() >= held.sentAt + held.decision.expiresIn;
    held.obstacle = (isLate && (held.obstacle || 'expired')) || findObstacle(held);
    // The first of them pass, the others do not.
    if (!isLate && /loading|hidden|_|busy/.test(held.obstacle)) continue;
    waiting.delete(held);
    if (held.obstacle) settle(held, held.obstacle);
    else place(held);
  }
  if (waiting.size) lookSoon(LOOK_MS);
}

/** Checkouts, and pages that ask for it. */
const isQuiet = (): unknown =>
  /\/checkout/i.test(readRoute()) || document.querySelector('[data-inkling-quiet]');

/** The same questions for a control arm, so that both arms have their moment at the same time. */
function findObstacle({ decision, sentAt }: Held): string {
  const { campaign, slot: name } = decision;
  const { kind, provider, endsIn }: Asked = decision.treatment ?? decision.asIf ?? {};
  const slot = findSlot(name);
  if (closed.has(campaign)) return 'dismissed';
  if (isQuiet()) return 'quiet';
  // What never ends makes no number here, and that is not below any.
  if (sentAt + Number(endsIn) <= Date.now()) return 'expired';
  if (document.hidden) return 'hidden';
  if (provider && !findChat(provider)) return 'no_chat';
  if (name && !slot) return 'slot_missing';
  if (slot && !hasRoom(slot)) return 'no_room';
  if ([...placed].some((one) => one.slot === slot)) return 'busy';
  // A dialog of the page itself comes first.
  if (!slot && CSS.supports('selector(:modal)') && document.querySelector(':modal')) return 'busy';
  return kind ? findPartObstacle(kind) : '';
}

/** Once a decision, by what it was or by the reason why it was not shown; what comes of it later are actions. */
function settle(held: Held, reason?: string): void {
  const { id, treatment } = held.decision;
  if (held.isReported) return;
  held.isReported = true;
  report(
    id,
    reason ? { shown: false, reason } : treatment ? { shown: true } : { shown: false, withheld: true },
  );
}

function place(held: Held): void {
  const slot = findSlot(held.decision.slot);
  const undo: (() => void)[] = [];
  const one: Placed = {
    held,
    slot,
    route: readRoute(),
    remove: () => placed.delete(one) && undo.forEach((part) => void part()),
  };
  placed.add(one);
  try {
    undo.push(render(one));
    if (slot) undo.push(watchSlot(slot, () => settle(held)));
    else settle(held);
    if (!slot && !held.decision.treatment) one.remove();
  } catch {
    one.remove();
    settle(held, 'failed');
  }
}

/** What asks nothing stands aside and leaves the focus where it is. */
function readForm(treatment: Rendered): Form {
  if (treatment.kind === 'banner') return treatment.position ?? 'bottom';
  return /coupon|chat|survey/.test(treatment.kind) ? 'card' : 'veil';
}

/** @returns takes it away. Where nothing is to be shown, nothing happens here, and nowhere else. */
function render(one: Placed): () => void {
  const { slot, held } = one;
  const { id, campaign, treatment } = held.decision;
  if (!treatment) return () => undefined;
  const close = (): void => {
    one.remove();
    look();
  };
  const dismiss = (): void => {
    if (!placed.has(one)) return;
    closed.add(campaign);
    report(id, { action: 'dismissed' });
    close();
  };
  const hands: Hands = {
    isInSlot: !!slot,
    sentAt: held.sentAt,
    word: (name, english) => treatment.words?.[name] ?? english,
    act: (action, answer) => report(id, { action, answer }),
    close,
    dismiss,
  };
  const content = showKind(treatment, hands);
  const form = readForm(treatment);
  const isDialog = !slot && form === 'veil';
  const box = make(
    isDialog ? 'div' : 'section',
    { class: `box ${treatment.kind}` },
    ...content.nodes,
    treatment.because && say('p', treatment.because, { class: 'why' }),
  );
  if (!isDialog && box.querySelector('#t')) box.setAttribute('aria-labelledby', 't');
  return slot ? fillSlot(slot, box) : openOverlay({ ...content, form, box, dismiss });
}
