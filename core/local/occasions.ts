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
export function occasionsOf(live: Live, moment: Moment, decidedAt: number): readonly string[] {
  const { trigger, validFor } = live.campaign;
  const { session, slots, standings, now } = moment;
  const { start, latest, end } = session;
  const oldest = now - durationMs(validFor);
  const isOpen = now < end;
  if ('slot' in trigger)
    return slots.includes(trigger.slot) ? [`slot:${trigger.slot}:${isOpen ? start : 0}`] : [];
  if ('idle' in trigger) return isOpen && now >= latest + live.idleMs ? [`idle:${latest}`] : [];
  const ofChange = (name: string, at: number | null | undefined): readonly string[] =>
    at != null && at >= oldest ? [`${name}:${at}`] : [];
  if ('entry' in trigger) return ofChange(`entry:${trigger.entry}`, standings.get(trigger.entry)?.since);
  if ('exit' in trigger) return ofChange(`exit:${trigger.exit}`, standings.get(trigger.exit)?.leftAt);
  return eventsFor(live, moment, Math.max(oldest, decidedAt)).map(({ name, t }) => `event:${name}:${t}`);
}

/** A button that leads to another page sends its event while that page is being left: the next one takes the answer. */
function eventsFor({ hears }: Live, { session, events, began }: Moment, from: number): readonly Heard[] {
  const own = events.filter(hears);
  if (own[0] || !events.some(({ name }) => name === 'Page Viewed')) return own;
  return session.events.filter((event) => event.t < began && event.t >= from && hears(event)).slice(-1);
}
