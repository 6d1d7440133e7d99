/** Around a page: what useConsole gives it. */
import { type ReactNode, useMemo } from 'react';
import { type Console, ConsoleProvider, type Ways } from './console.ts';

type ProvidedProps = {
  /** The same at every drawing. */
  readonly own: Omit<Console, keyof Ways>;
  readonly ways: Ways;
  readonly children: ReactNode;
};

/** @example <Provided own={{ api, site, locale }} ways={ways}>{page}</Provided> */
export function Provided({ own, ways, children }: ProvidedProps) {
  const shared = useMemo((): Console => ({ ...own, ...ways }), [own, ways]);
  return <ConsoleProvider value={shared}>{children}</ConsoleProvider>;
}
