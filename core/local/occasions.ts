/** What may set campaigns off at a moment on a page, as `decisions/asks.ts` has it of a server. */
import type { LocalBundle, LocalCampaign } from './bundle.ts';
import { createCounter } from './counting.ts';
import { durationMs } from './durations.ts';
import type { FreshEvent, Session } from './session.ts';
import type { Standing } from './standing.ts';

type Heard = Pick<FreshEvent, 'name' | 't' | 'properties'>;

export type Live = {
  readonly campaign: LocalCampaign;
  /** Of an idle trigger; NaN: it is none. */
  readonly idleMs: number;
  /** Whether an event sets it off. */
  hears(event: Heard): boolean;
};

/** Live ones, by descending priority, then by key. */
export function compileLive({ campaigns }: LocalBundle): readonly Live[] {
  return campaigns
    .filter(({ state }) => state === 'live')
    .sort((a, b) => b.priority - a.priority || (a.key < b.key ? -1 : 1))
    .map((campaign) => {
      const { trigger } = campaign;
      const asked = 'event' in trigger ? trigger : { event: 'exitIntent' in trigger ? EXIT_INTENT : [] };
      const read = createCounter({ match: asked });
      return {
        campaign,
        idleMs: 'idle' in trigger ? durationMs(trigger.idle) : Number.NaN,
        hears: (event) => !!read([event])[0],
      };
    });
}

const EXIT_INTENT = 'Exit Intent Detected';

export type Moment = {
  readonly session: Session;
  readonly slots: readonly string[];
  /** Those of this page that nobody has asked about. */
  readonly events: readonly Heard[];
  /** When the page began. */
  readonly began: number;
  readonly standings: ReadonlyMap<string, Standing>;
  readonly now: number;
};

/** What tells one occasion from the next: the same on every page. @param decidedAt When something was decided last for it. */
export function occasionsOf(
  { campaign, idleMs, hears }: Live,
  { session, slots, events, began, standings, now }: Moment,
  decidedAt: number,
): readonly string[] {
  const { trigger, validFor } = campaign;
  const { start, latest, end } = session;
  const oldest = now - durationMs(validFor);
  const isOpen = now < end;
  if ('slot' in trigger)
    return slots.includes(trigger.slot) ? [`slot:${trigger.slot}:${isOpen ? start : 0}`] : [];
  if ('idle' in trigger) return isOpen && now >= latest + idleMs ? [`idle:${latest}`] : [];
  for (const kind of ['entry', 'exit'] as const) {
    const key = (trigger as { readonly [kind]?: string })[kind];
    const at = key && standings.get(key)?.[kind === 'entry' ? 'since' : 'leftAt'];
    if (key) return at != null && at !== '' && at >= oldest ? [`${kind}:${key}:${at}`] : [];
  }
  let own = events.filter(hears);
  // A button that leads to another page sends its event while that page is being left: the next one takes the answer.
  if (!own.length && events.some(({ name }) => name === 'Page Viewed'))
    own = session.events
      .filter((event) => event.t < began && event.t >= Math.max(oldest, decidedAt) && hears(event))
      .slice(-1);
  return own.map(({ name, t }) => `event:${name}:${t}`);
}
