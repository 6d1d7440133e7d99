/** Which store an acceptance suite runs on. */
export type StoreUnderTest = {
  /** Settings of a server on a store that nobody has used, asked for once a server is started; the embedded store without them. */
  readonly env?: () => Readonly<Record<string, string>>;
};

/** @example const served = await serve(storeOptions(store)); */
export function storeOptions({ env }: StoreUnderTest): { readonly env?: Readonly<Record<string, string>> } {
  return env === undefined ? {} : { env: env() };
}
