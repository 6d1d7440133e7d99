/** What came of a question to our server. */
import type { RefusalAnswer, SaidRefusal } from '../view-models/refusals.ts';

/** `network`: nobody answered. `sign_in`: the session ran out. `refused`: the server says why. */
export type Fault = {
  readonly kind: 'network' | 'sign_in' | 'refused';
  /** What is wrong and what cures it, in the language of the page. */
  readonly text: string;
  /** In English, of the server, where the page has no words for it. */
  readonly detail?: string;
  /** As the server wrote it: what a place in a line is read from. */
  readonly hint?: string;
  /** Place in what was sent, for example `when.all[0].event`; empty for the whole. */
  readonly at: string;
};

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };

/** As every door of ours refuses: docs/http.md. */
type ApiError = { readonly error: RefusalAnswer & { readonly at: string } };

/** Says a refusal in the language of the page. */
export type SayRefusal = (refusal: RefusalAnswer) => Promise<SaidRefusal>;

/**
 * With words that come when the first refusal does: pages open without them.
 *
 * @example createApi({ base, headers, send, onSignedOut, say: sayIn('de') })
 */
export function sayIn(locale: string): SayRefusal {
  return async (refusal) => {
    // A server of another release has its words in files of other names: its own sentence does then.
    const words = await import('../view-models/refusals.ts').catch(() => null);
    return words?.sayRefusal(refusal, locale) ?? { text: refusal.message, detail: refusal.hint };
  };
}

/** Nobody answered. */
export function networkFault(error: unknown): Fault {
  return { kind: 'network', text: String(error), at: '' };
}

/** @example if (!response.ok) return { ok: false, fault: await readFault(response, sayIn('de')) } */
export async function readFault(response: Response, say: SayRefusal): Promise<Fault> {
  const kind = response.status === 401 ? 'sign_in' : 'refused';
  try {
    const { error } = (await response.json()) as ApiError;
    const { at, hint, message } = error;
    // What the page says of a session that has ended is its own.
    if (kind === 'sign_in') return { kind, text: message, at, hint };
    const { text, detail } = await say(error);
    return { kind, text, at, hint, ...(detail !== '' && { detail }) };
  } catch {
    // No answer of ours: of something between.
    return { kind, text: `HTTP ${response.status}`, at: '' };
  }
}
