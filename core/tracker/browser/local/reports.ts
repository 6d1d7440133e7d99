/** What the page found out about its visitor, for the site's counts: it travels with the next event, and asks for no post of its own. */
import type { Push } from '../wire.ts';

export type Intent = { readonly label: string; readonly band: string; readonly p: number };

/** Since when, by the site's clock. */
type Membership = { readonly key: string; readonly since: number };

export type Reports = {
  /** @param segments That the visitor is in. */
  note(segments: readonly Membership[], intent: Intent | null, now: number): void;
  /** Called when something else is about to leave. */
  send(): void;
};

/** Four digits are more than anybody reads. */
const DIGITS = 4;
/** What somebody did last on the page before led into a segment as well, and that page was gone before it could say so. */
const BEFORE_MS = 60_000;

export function openReports(push: Push): Reports {
  const noted = new Set<string>();
  const waiting: Parameters<Push>[] = [];
  let beganAt = 0;
  /** Once a page. */
  const note = (name: string, key: string, properties: Parameters<Push>[1]): void => {
    if (!noted.has(key)) waiting.push([name, properties]);
    noted.add(key);
  };
  return {
    note(segments, intent, now) {
      beganAt ||= now;
      for (const { key: segment, since } of segments)
        if (since > beganAt - BEFORE_MS) note('Segment Entered', segment, { segment });
      if (!intent) return;
      const { label, band, p } = intent;
      note('Intent Scored', `${label} ${band}`, { label, band, p: +p.toFixed(DIGITS) });
    },
    send() {
      for (const report of waiting.splice(0)) push(...report);
    },
  };
}
