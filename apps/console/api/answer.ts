/** What came of a question to our server. */

/** `network`: nobody answered. `sign_in`: the session ran out. `refused`: the server says why. */
export type Fault = {
  readonly kind: 'network' | 'sign_in' | 'refused';
  /** In English, for whoever asks for help with it: what is wrong and what cures it. */
  readonly text: string;
  /** Place in what was sent, for example `when.all[0].event`; empty for the whole. */
  readonly at: string;
};

export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };

/** As every door of ours refuses: docs/http.md. */
type ApiError = { readonly error: { readonly message: string; readonly at: string; readonly hint: string } };

/** Nobody answered. */
export function networkFault(error: unknown): Fault {
  return { kind: 'network', text: String(error), at: '' };
}

/** @example if (!response.ok) return { ok: false, fault: await readFault(response) } */
export async function readFault(response: Response): Promise<Fault> {
  const kind = response.status === 401 ? 'sign_in' : 'refused';
  try {
    const { error } = (await response.json()) as ApiError;
    return { kind, text: [error.message, error.hint].filter((part) => part !== '').join(' '), at: error.at };
  } catch {
    // No answer of ours: of something between.
    return { kind, text: `HTTP ${response.status}`, at: '' };
  }
}
