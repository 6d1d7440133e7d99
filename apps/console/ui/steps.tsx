/** What is done one after the other, numbered. */
import type { ReactNode } from 'react';

type StepsProps = { readonly steps: readonly { readonly key: string; readonly content: ReactNode }[] };

export function Steps({ steps }: StepsProps) {
  return (
    <ol className="inkling-steps">
      {steps.map(({ key, content }) => (
        <li key={key}>{content}</li>
      ))}
    </ol>
  );
}
