/** What the test process and the app's process say to each other. */

export type Keys = { readonly siteId: string; readonly writeKey: string; readonly secretKey: string };

/** From the test: move the clock (`set`: UTC ms; `advance`, `leap`: ms from where it stands), or stop as on SIGTERM. */
export type Order =
  | { readonly id: number; readonly verb: 'set'; readonly ms: number }
  | { readonly id: number; readonly verb: 'advance'; readonly ms: number }
  | { readonly id: number; readonly verb: 'leap'; readonly ms: number }
  | { readonly id: number; readonly verb: 'stop' };

/** From the app: it takes requests, or could not start; an order was carried out, or broke. */
export type Answer =
  | { readonly kind: 'ready'; readonly url: string; readonly operatorKey: string; readonly demo: Keys }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'unable'; readonly text: string }
  | { readonly kind: 'failed'; readonly id: number; readonly text: string };
