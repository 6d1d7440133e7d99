/**
 * Every refusal in one table: code -> HTTP status, whether trying again can help, and its sentence.
 * Expected outcomes travel as values ({@link Refusal}); exceptions are for miswiring ({@link InklingError}).
 */

type RefusalRow = { readonly status: number; readonly retryable: boolean; readonly message: string };

const row = (status: number, message: string, retryable = false): RefusalRow => ({
  status,
  retryable,
  message,
});

export const REFUSALS = {
  malformed_json: row(400, 'It is not valid JSON.'),
  invalid_utf8: row(400, 'The body is not valid UTF-8.'),
  invalid_body: row(400, 'It does not have the expected shape.'),
  invalid_value: row(400, 'A value is of the wrong type or out of range.'),
  invalid_name: row(422, 'The event name is not allowed.'),
  missing_property: row(422, 'The tracking plan requires a property that is missing.'),
  unknown_event: row(422, 'The tracking plan does not know this event.'),
  personal_data: row(422, 'Personal data stands where none may be.'),
  too_deep: row(400, 'The body is nested too deeply.'),
  too_many_items: row(413, 'There are more items in the body than one post may carry.'),
  too_large: row(413, 'The body is larger than this door takes.'),
  forbidden_key: row(400, 'A property key is not allowed.'),
  time_out_of_range: row(422, 'The time is outside the years 2000 to 2099.'),
  missing_key: row(401, 'No key came with the request.'),
  unknown_key: row(401, 'The key is not known.'),
  rotated_key: row(401, 'The key was rotated and its overlap has ended.'),
  wrong_key_kind: row(403, 'This key does not open this door.'),
  signed_out: row(401, 'Nobody is signed in.'),
  cross_site: row(403, 'Another site asked for it.'),
  unknown_site: row(404, 'There is no such site.'),
  not_found: row(404, 'There is nothing here.'),
  method_not_allowed: row(405, 'This address does not take that method.'),
  unsupported_encoding: row(415, 'The body has an encoding that is not taken here.'),
  timeout: row(408, 'The body did not arrive in time.', true),
  conflict: row(409, 'It exists already.'),
  in_use: row(409, 'Something still uses it.'),
  not_available: row(409, 'Something that it needs is not there yet.'),
  erased: row(410, 'Whoever it is about was erased.'),
  own_choice: row(409, 'Whoever it is about asked for it: only they can take it back.'),
  truncated: row(410, 'That instant lies before the history that is kept.'),
  rate_limited: row(429, 'Too many posts from this address or with this key.', true),
  bot: row(200, 'Automated traffic is not recorded.'),
  prefetch: row(200, 'A prefetched or prerendered page is not a visit.'),
  gpc: row(200, 'Global Privacy Control was honoured: nothing was stored.'),
  dnt: row(200, 'Do Not Track was honoured: nothing was stored.'),
  opted_out: row(200, 'The visitor declined: nothing was stored.'),
  consent_required: row(200, 'This site records nothing before consent.'),
  private_address: row(422, 'Nothing is sent to this address: it lies in a private or reserved network.'),
  blocked_identifier: row(422, 'This identifier stands for nobody.'),
  identifier_missing: row(422, 'The request names nobody.'),
  queue_full: row(503, 'The server is at its limit.', true),
  store_unavailable: row(503, 'The store cannot take entries now.', true),
  shutting_down: row(503, 'The server is stopping.', true),
  interrupted: row(503, 'It was broken off before it was done.', true),
  internal: row(500, 'Something went wrong on the server.', true),
} as const satisfies Record<string, RefusalRow>;

export type RefusalCode = keyof typeof REFUSALS;

/** An expected "no": which code, at which place of the input, and what would cure it. */
export type Refusal = {
  readonly ok: false;
  readonly code: RefusalCode;
  /** JSON path into the input, for example `events[2].name`; empty for the whole. */
  readonly at: string;
  readonly hint: string;
};

export type Accepted<T> = { readonly ok: true; readonly value: T };
export type Outcome<T> = Accepted<T> | Refusal;

/** @example refuse('invalid_name', 'events[2].name', 'use Object + past-tense verb, for example Cart Viewed') */
export function refuse(code: RefusalCode, at: string, hint: string): Refusal {
  return { ok: false, code, at, hint };
}

export function accept<T>(value: T): Accepted<T> {
  return { ok: true, value };
}

/** Miswiring: thrown where the program cannot go on. Its text says place, fault and cure. */
export class InklingError extends Error {
  readonly code: string;

  /**
   * @param place Where, for example `settings` or `embedded store`.
   * @param fault What is wrong.
   * @param cure What to do about it.
   */
  constructor(code: string, place: string, fault: string, cure: string, options?: ErrorOptions) {
    super(`[inkling] [${place}] ${fault}: ${cure}`, options);
    this.name = 'InklingError';
    this.code = code;
  }
}
