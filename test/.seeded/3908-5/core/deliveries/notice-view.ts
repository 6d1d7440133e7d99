/** A notice as everybody outside sees it: on the stream, in a webhook, in a list of dead letters. */
import type { Entry } from '../entry.ts';

export type NoticeView = {
  readonly id: string;
  readonly type: 'entered' | 'left';
  readonly site: string;
  /** The visitor's id, or the receiver's own pseudonym of it. */
  readonly visitor: string;
  readonly segment: string;
  readonly version: number;
  /** The true instant, ISO 8601. */
  readonly at: string;
  readonly recordedAt: string;
  readonly cause: string;
  /** It came to be known so late that it is no news. */
  readonly late?: true;
  /** Id of the notice that it takes back. */
  readonly revokes?: string;
};

/**
 * @param visitor How the receiver knows the visitor; by the entry's own id when left out.
 * @example viewNotice(entry).type // 'entered'
 */
export function viewNotice(entry: Entry, visitor: string = entry.visitor ?? ''): NoticeView {
  const { segment, version, cause, late, revokes } = entry.properties;
  return {
    id: entry.id,
    type: entry.name === 'left' ? 'left' : 'entered',
    site: entry.site,
    visitor,
    segment: String(segment),
    version: Number(version),
    at: new Date(entry.t).toISOString(),
    recordedAt: new Date(entry.receivedAt).toISOString(),
    cause: String(cause),
    ...(late === true && { late }),
    ...(typeof revokes === 'string' && { revokes }),
  };
}
