/** A text that is taken elsewhere: a snippet, a key. Every skin draws it from the same elements. */
import { useRef } from 'react';
import { Button } from './ui.ts';

type CopyTextProps = {
  /** Read out as what it is. */
  readonly label: string;
  readonly text: string;
  /** What the button says. */
  readonly copy: string;
  /** @param isCopied False: the browser allows it on https alone, and the text is marked instead. */
  readonly onCopied: (isCopied: boolean) => void;
};

export function CopyText({ label, text, copy, onCopied }: CopyTextProps) {
  const shown = useRef<HTMLPreElement>(null);
  const take = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      onCopied(true);
    } catch {
      // Pages on plain http have no clipboard, and a browser may refuse it.
      if (shown.current !== null) getSelection()?.selectAllChildren(shown.current);
      onCopied(false);
    }
  };
  return (
    <section className="inkling-copy" aria-label={label}>
      <pre ref={shown}>{text}</pre>
      <Button onPress={() => void take()} label={`${copy}: ${label}`}>
        {copy}
      </Button>
    </section>
  );
}
