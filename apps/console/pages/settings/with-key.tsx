/** What is changed with the secret key of the site alone: who came another way, as in a shop's admin, looks at it and is offered nothing. */
import type { ReactNode } from 'react';
import { useConsole } from '../console.ts';

export function useHasKey(): boolean {
  return useConsole().signing !== null;
}

export function WithKey({ children }: { readonly children: ReactNode }) {
  return useHasKey() ? children : null;
}
